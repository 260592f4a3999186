/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a region of the picture is about, and what can be selected. Panels give each region its thing while they draw;
 * who points at the region, points at the thing.
 */
#ifndef VISUALIZER_THING_H
#define VISUALIZER_THING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum thing_kind {
	THING_NONE,
	THING_BUTTON,     /* name: of the action (keys.h) that it stands for */
	THING_PANEL,      /* the ground of a part of the picture. number: enum panel; name: its title */
	THING_TAB,        /* opens a panel. number: enum panel; name: its title */
	THING_TIME,       /* the axis of time; the region's value is an instant */
	THING_TERM,       /* a word, flag, letter or colour that can be explained. name: the term */
	THING_WORD,       /* of a stack. pid, address, size */
	THING_VARIABLE,   /* pid (0: of no process alone), address (0: none), size, name */
	THING_PAGE,       /* of an address space. pid, address, size */
	THING_PAGE_FRAME, /* number: pfn */
	THING_REGISTER,   /* pid, name */
	THING_LINE,       /* of a source. name: the file, its end if it is long; number: from 1 */
	THING_INSN,       /* pid, address, size */
	THING_CALL,       /* a stack frame. pid, address: its frame pointer; name: the function */
	THING_EVENT,      /* number: seq */
	THING_LANE,       /* a process in Time. pid */
	THING_PROCESS,    /* its address space. pid */
	THING_BRANCH,     /* number */
	THING_HAZARD,     /* number: the event before it; size: the so many-th behind that */
	THING_CHOICE,     /* of the explorer's card. number: enum choice_kind; name: its key */
	THING_VARIANT,    /* of it: what a choice is done with. number: enum choice_kind */
	THING_BOOKMARK,   /* number: from 0; name: its note */
	THING_ANSWER,     /* of a lesson's question. number: its place, from 0 */
	THING_ROW,        /* of a list that lies over the picture. number: from 0; name: of the list */
	THING_KINDS
};

enum { THING_NAME = 96, THING_TEXT = 96 };

struct thing {
	enum thing_kind kind;
	uint32_t pid;
	uint32_t address;
	uint32_t size; /* bytes, unless the kind says something else */
	uint64_t number;
	char name[THING_NAME];
};

/* Some that are made in many places. Names are shortened to their end. */
struct thing thing_button(const char *action);
struct thing thing_named(enum thing_kind, const char *name);
struct thing thing_memory(enum thing_kind, uint32_t pid, uint32_t address, uint32_t size);
struct thing thing_number(enum thing_kind, uint64_t number, const char *name);

/* Are they the same thing? None is the same as none. */
bool thing_same(const struct thing *, const struct thing *);

/* Memory of a process, at an address: a word, a variable, a page, an instruction. */
bool thing_is_memory(const struct thing *);

/* Can a user select it? */
bool thing_selectable(const struct thing *);
bool thing_kind_selectable(enum thing_kind);

/* Does it say something about the bytes of that memory: is it memory of that process that has a byte of them? */
bool thing_touches(const struct thing *, uint32_t pid, uint32_t address, uint32_t size);

/* Its name for tests and messages: "button forward", "word 7fffffdc of pid 4", "register d0 of pid 5", "time". buf
 * holds THING_TEXT bytes; returns it. */
char *thing_text(const struct thing *, char *buf);

/* Is it a line, an instruction, an event, a process: what happens at instants, and has no value? */
bool thing_has_time(const struct thing *);

#endif
