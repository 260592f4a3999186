/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What can be done: one table of actions and their keys, and one of what the mouse does on which region. The window,
 * buttons, the help overlay and tests live by them.
 */
#ifndef VISUALIZER_KEYS_H
#define VISUALIZER_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "thing.h"

struct viewer;

/* In help and menus, actions stand together by their groups. */
enum action_group {
	GROUP_TIME,
	GROUP_THINGS,
	GROUP_EXPLORE,
	GROUP_SPLIT,
	GROUP_LESSON,
	GROUP_PANELS,
	GROUP_VIEW,
	GROUP_FILE,
	GROUPS
};
extern const char *const action_groups[GROUPS];

struct action {
	const char *name; /* its own: buttons call it so, and tests */
	const char
		*keys; /* separated by blanks: "Ctrl+Alt+Shift+Left", modifiers in this order; keys as SDL spells them,
	                      and those that give a sign that is no letter by that sign: "?", "+". "" none */
	const char *shown; /* the keys for people */
	const char *help;
	enum action_group group;
	bool aside; /* has nothing to do with time: playing goes on */
	void (*act)(struct viewer *);
};
extern const struct action actions[];
extern const size_t nactions;

/* The action of that name, or with that key; NULL if there is none. */
const struct action *action_named(const char *name);
const struct action *action_with_key(const char *key);

enum gesture_kind {
	GESTURE_PRESS,   /* the left button goes down */
	GESTURE_DRAG,    /* the pointer moves while it is down; told of the region where it went down */
	GESTURE_RELEASE, /* it comes up; of the same region */
	GESTURE_DOUBLE,  /* it goes down a second time, soon and at the same place; told after the press */
	GESTURE_WHEEL,
};

/* One touch of a region. */
struct touch {
	const struct thing *thing; /* of the region */
	double x, y;           /* in units of the layout. Of a drag the y is within the region, however far it went */
	uint64_t value;        /* of the region at x, if it has values */
	double by;             /* wheel: notches, up is positive */
	const char *modifiers; /* "", "Shift+", "Ctrl+" ... as in a key's name */
};

/* What a gesture on a region of that kind does. The uppermost region that has a row takes it. */
struct gesture {
	enum gesture_kind kind;
	enum thing_kind on;       /* THING_KINDS: whatever can be selected */
	const char *shown, *help; /* for people; NULL: another row tells it */
	void (*act)(struct viewer *, const struct touch *);
};
extern const struct gesture gestures[];
extern const size_t ngestures;

/* The row of a gesture on a kind of region, or NULL. */
const struct gesture *gesture_on(enum gesture_kind, enum thing_kind);

#endif
