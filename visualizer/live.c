/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run that is looked at while it is recorded: see live.h. */
#include "live.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct live {
	struct maker maker;
	char **words, **next;
	bool person;
	struct session *session, *before; /* before: not needed any more, but for what is made of it */
	enum live_state state;
	uint8_t keys[LIVE_KEYS]; /* typed and not read */
	size_t nkeys;
};

static char **copy_words(const char *const *words)
{
	size_t n = 0;
	char **copy;

	while (words[n])
		n++;
	copy = alloc_new(n + 1, sizeof *copy);
	for (size_t i = 0; i < n; i++)
		copy[i] = alloc_string(words[i]);
	return copy;
}

static void free_words(char **words)
{
	for (size_t i = 0; words && words[i]; i++)
		free(words[i]);
	free(words);
}

static size_t give_keys(void *arg, uint8_t *to, size_t size, bool wait, bool *quit)
{
	struct live *live = arg;
	size_t n = live->nkeys < size ? live->nkeys : size;

	(void)wait;
	(void)quit;
	memcpy(to, live->keys, n);
	memmove(live->keys, live->keys + n, live->nkeys - n);
	live->nkeys -= n;
	return n;
}

/* A new session in place of the old one, which is kept for the moment. */
static bool begin(struct live *live, const char *const *words, bool person, char *error)
{
	struct timeline *t = live->maker.make(words, person, error);

	if (!t)
		return false;
	if (live->maker.input && !person)
		timeline_console(t, &(struct console){.keys = live->maker.input});
	else
		timeline_console(t, &(struct console){.arg = live, .keys = give_keys, .typed = person, .later = true});
	live->nkeys = 0;
	if (live->before)
		session_free(live->session); /* nobody has seen it; what is shown may be of the one before */
	else
		live->before = live->session;
	live->session = session_new(t);
	live->person = person;
	live->state = timeline_grows(t) ? LIVE_RUNS : LIVE_OVER;
	return true;
}

struct live *live_new(const struct maker *maker, const char *const *words, bool person, char *error)
{
	struct live *live = alloc_new(1, sizeof *live);

	live->maker = *maker;
	live->words = copy_words(words);
	if (begin(live, words, person, error))
		return live;
	live_free(live);
	return NULL;
}

void live_free(struct live *live)
{
	if (!live)
		return;
	live_forget(live);
	session_free(live->session);
	free_words(live->words);
	free_words(live->next);
	free(live);
}

void live_forget(struct live *live)
{
	session_free(live->before);
	live->before = NULL;
}

struct session *live_session(struct live *live)
{
	return live->session;
}

const char *const *live_words(const struct live *live)
{
	return (const char *const *)live->words;
}

enum live_state live_state(const struct live *live)
{
	return live->state;
}

bool live_types(const struct live *live)
{
	return live->state != LIVE_OVER && live->person;
}

bool live_go(struct live *live, unsigned ms)
{
	char error[ERROR_MAX];
	enum drive_end end;

	if (live->state == LIVE_OVER)
		return false;
	end = timeline_record(session_timeline(live->session), ms);
	live->state = end == DRIVE_PAUSE ? LIVE_RUNS : end == DRIVE_WAITS ? LIVE_WAITS : LIVE_OVER;
	/* if it cannot be begun anew, it waits as it is */
	return live->state == LIVE_WAITS && !live->person && begin(live, (const char *const *)live->words, true, error);
}

size_t live_type(struct live *live, const char *bytes, size_t size)
{
	size_t room = LIVE_KEYS - live->nkeys, n = size < room ? size : room;

	if (!live_types(live))
		return 0;
	memcpy(live->keys + live->nkeys, bytes, n);
	live->nkeys += n;
	if (n && live->state == LIVE_WAITS)
		live->state = LIVE_RUNS;
	return n;
}

void live_stop(struct live *live)
{
	timeline_stop(session_timeline(live->session), "stopped by hand");
	live->state = LIVE_OVER;
}

bool live_again(struct live *live, const char *const *words, char *error)
{
	bool person = live->person && !words;

	if (!begin(live, words ? words : live_words(live), person, error))
		return false;
	if (words) {
		char **copy = copy_words(words);

		free_words(live->words);
		live->words = copy;
	}
	return true;
}

struct timeline *live_other(const struct live *live, const char *const *words, char *error)
{
	return live->maker.make(words, live->person, error);
}

bool live_elsewhere(struct live *live, const char *const *words)
{
	if (!live->maker.elsewhere || !live->maker.elsewhere(words))
		return false;
	free_words(live->next);
	live->next = copy_words(words);
	return true;
}

const char *const *live_next(const struct live *live)
{
	return (const char *const *)live->next;
}
