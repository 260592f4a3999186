/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What regions of the picture are about: names, and when two are the same. */
#include "thing.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
static const struct {
	const char *name;
	bool selectable, memory;
} kinds[THING_KINDS] = {
	[THING_NONE]       = {"nothing",    false, false},
	[THING_BUTTON]     = {"button",     false, false},
	[THING_PANEL]      = {"panel",      false, false},
	[THING_TAB]        = {"tab",        false, false},
	[THING_TIME]       = {"time",       false, false},
	[THING_TERM]       = {"term",       false, false},
	[THING_WORD]       = {"word",       true,  true},
	[THING_VARIABLE]   = {"variable",   true,  true},
	[THING_PAGE]       = {"page",       true,  true},
	[THING_PAGE_FRAME] = {"page frame", true,  false},
	[THING_REGISTER]   = {"register",   true,  false},
	[THING_LINE]       = {"line",       true,  false},
	[THING_INSN]       = {"instruction", true, true},
	[THING_CALL]       = {"frame",      true,  false},
	[THING_EVENT]      = {"event",      true,  false},
	[THING_LANE]       = {"lane",       true,  false},
	[THING_PROCESS]    = {"process",    true,  false},
	[THING_BRANCH]     = {"branch",     true,  false},
	[THING_HAZARD]     = {"hazard",     true,  false},
	[THING_CHOICE]     = {"choice",     false, false},
	[THING_VARIANT]    = {"variant",    false, false},
	[THING_BOOKMARK]   = {"bookmark",   false, false},
	[THING_ANSWER]     = {"answer",     false, false},
	[THING_ROW]        = {"row",        false, false},
};
/* clang-format on */

static void set_name(struct thing *t, const char *name)
{
	size_t n = strlen(name);

	snprintf(t->name, sizeof t->name, "%s", n < sizeof t->name ? name : name + n - (sizeof t->name - 1));
}

struct thing thing_named(enum thing_kind kind, const char *name)
{
	struct thing t = {.kind = kind};

	set_name(&t, name);
	return t;
}

struct thing thing_button(const char *action)
{
	return thing_named(THING_BUTTON, action);
}

struct thing thing_memory(enum thing_kind kind, uint32_t pid, uint32_t address, uint32_t size)
{
	return (struct thing){.kind = kind, .pid = pid, .address = address, .size = size};
}

struct thing thing_number(enum thing_kind kind, uint64_t number, const char *name)
{
	struct thing t = thing_named(kind, name);

	t.number = number;
	return t;
}

bool thing_same(const struct thing *a, const struct thing *b)
{
	return a->kind == b->kind && a->pid == b->pid && a->address == b->address && a->size == b->size &&
	       a->number == b->number && strcmp(a->name, b->name) == 0;
}

bool thing_is_memory(const struct thing *t)
{
	return kinds[t->kind].memory && t->address != 0;
}

bool thing_selectable(const struct thing *t)
{
	return kinds[t->kind].selectable;
}

bool thing_kind_selectable(enum thing_kind kind)
{
	return kind < THING_KINDS && kinds[kind].selectable;
}

bool thing_touches(const struct thing *t, uint32_t pid, uint32_t address, uint32_t size)
{
	/* by distances: neither end of the address space may wrap around */
	return thing_is_memory(t) && t->pid == pid &&
	       (address >= t->address ? address - t->address < t->size : t->address - address < size);
}

char *thing_text(const struct thing *t, char *buf)
{
	int n = snprintf(buf, THING_TEXT, "%s", kinds[t->kind].name);

	if (kinds[t->kind].memory && t->address)
		n += snprintf(buf + n, THING_TEXT - (size_t)n, " %08x", t->address);
	if (t->name[0])
		n += snprintf(buf + n, THING_TEXT - (size_t)n, " %s", t->name);
	if (t->kind == THING_PAGE_FRAME)
		n += snprintf(buf + n, THING_TEXT - (size_t)n, " %llx", (unsigned long long)t->number);
	else if (t->kind == THING_HAZARD)
		n += snprintf(buf + n, THING_TEXT - (size_t)n, " %llu.%u", (unsigned long long)t->number, t->size);
	else if (t->kind == THING_LINE || t->kind == THING_EVENT || t->kind == THING_BRANCH ||
	         t->kind == THING_ANSWER || t->kind == THING_ROW)
		n += snprintf(buf + n, THING_TEXT - (size_t)n, " %llu", (unsigned long long)t->number);
	if (t->pid && t->kind != THING_LANE && t->kind != THING_PROCESS)
		snprintf(buf + n, THING_TEXT - (size_t)n, " of pid %u", t->pid);
	else if (t->pid)
		snprintf(buf + n, THING_TEXT - (size_t)n, " pid %u", t->pid);
	return buf;
}

bool thing_has_time(const struct thing *t)
{
	return t->kind == THING_LINE || t->kind == THING_INSN || t->kind == THING_EVENT || t->kind == THING_LANE ||
	       t->kind == THING_PROCESS;
}
