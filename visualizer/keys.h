/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the keys do: one table for the window and for the help overlay. */
#ifndef VISUALIZER_KEYS_H
#define VISUALIZER_KEYS_H

#include <stddef.h>

enum action {
	ACTION_NONE,
	ACTION_FORWARD,
	ACTION_BACK,
	ACTION_FIRST,
	ACTION_LAST,
	ACTION_BOOT,
	ACTION_NEXT_NOTABLE,
	ACTION_PREVIOUS_NOTABLE,
	ACTION_PLAY,
	ACTION_DISASSEMBLY,
	ACTION_THEME,
	ACTION_SAVE,
	ACTION_HELP,
	ACTION_QUIT,
};

struct key {
	const char *name;  /* of the key, as SDL spells it */
	const char *shown; /* for people; NULL: another name of the action in the row above */
	enum action action;
	const char *help;
};

extern const struct key keys[];
extern const size_t nkeys;

/* What the mouse does, for the overlay. */
struct gesture {
	const char *shown, *help;
};
extern const struct gesture gestures[];
extern const size_t ngestures;

#endif
