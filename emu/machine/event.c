/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of events and of their arguments, from the tables in guest/abi/events.h and event.h. */
#include "machine/event.h"

#include <string.h>

static const struct {
	const char *name, *args, *tells;
} events[] = {
#define EVENT(symbol, name, args, tells) [EV_##symbol] = {name, args, tells},
	EVENTS(EVENT) HAZARDS(EVENT)
#undef EVENT
};

const char *event_name(uint32_t kind)
{
	return kind < EV_ALL ? events[kind].name : "?";
}

int event_kind(const char *name)
{
	for (int kind = 0; kind < EV_ALL; kind++)
		if (!strcmp(events[kind].name, name))
			return kind;
	return -1;
}

int event_arg_name(uint32_t kind, int i, char *buf, size_t size)
{
	if (kind >= EV_ALL || i < 0 || size == 0)
		return 0;

	const char *word = events[kind].args;
	while (i-- > 0) {
		word = strchr(word, ' ');
		if (!word)
			return 0;
		word++;
	}

	size_t length = strcspn(word, " ");
	if (length == 0)
		return 0;
	if (length >= size)
		length = size - 1;
	memcpy(buf, word, length);
	buf[length] = '\0';
	return 1;
}

const char *event_tells(uint32_t kind)
{
	return kind < EV_ALL ? events[kind].tells : "?";
}
