/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of keys. */
#include "keys.h"

const struct key keys[] = {
	{"Right", "→", ACTION_FORWARD, "one event forward"},
	{"Left", "←", ACTION_BACK, "one event back"},
	{"N", "N", ACTION_NEXT_NOTABLE, "on to the next notable event"},
	{"P", "P", ACTION_PREVIOUS_NOTABLE, "back to the last notable event"},
	{"Space", "Space  R", ACTION_PLAY, "play, pause"},
	{"R", NULL, ACTION_PLAY, NULL},
	{"Home", "Home", ACTION_FIRST, "to where the program begins"},
	{"End", "End", ACTION_LAST, "to the end of the run"},
	{"B", "B", ACTION_BOOT, "to the boot, before the program"},
	{"D", "D", ACTION_DISASSEMBLY, "source or machine instructions"},
	{"T", "T", ACTION_THEME, "light, dark, high contrast"},
	{"S", "S", ACTION_SAVE, "save the picture as PNG"},
	{"H", "H  ?", ACTION_HELP, "show or hide this help"},
	{"?", NULL, ACTION_HELP, NULL},
	{"F1", NULL, ACTION_HELP, NULL},
	{"Q", "Q  Esc", ACTION_QUIT, "close"},
	{"Escape", NULL, ACTION_QUIT, NULL},
};
const size_t nkeys = sizeof keys / sizeof keys[0];

const struct gesture gestures[] = {
	{"drag in Time", "move to that instant"},
	{"wheel in Time", "event by event"},
};
const size_t ngestures = sizeof gestures / sizeof gestures[0];
