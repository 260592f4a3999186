/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands that make pictures, and what they have in common. */
#ifndef VISUALIZER_COMMANDS_H
#define VISUALIZER_COMMANDS_H

#include "cli/command.h"
#include "picture_commands.h"
#include "scene.h"

/* --theme, --size, --panel, --at; for POPT_ARG_INCLUDE_TABLE. */
extern struct poptOption command_look_options[];
#define COMMAND_LOOK                                                                                                   \
	{                                                                                                              \
		NULL, '\0', POPT_ARG_INCLUDE_TABLE, command_look_options, 0, "What is shown:", NULL                    \
	}

/* The view that --theme and --size ask for. False when a mistake was told. */
bool command_look(struct view *);

/* Opens the panel that a lesson wants to be open, unless --panel names another one. */
void command_open(const char *program, struct view *);

/* The mark that --at asks for; without it the first vfork, or where the program starts. False when a mistake was
 * told. */
bool command_start(struct session *, struct timeline_mark *);

/* Makes the run of PROG with its arguments or of a trace, opens the window and returns the exit status. person:
 * somebody sits before the program's console, also if it does not read it at once. beside: as for command_beside, or
 * NULL. */
int command_window(const char *const *words, bool person, const struct view *, const char *beside);

struct companion;

/* --beside of those commands that show two runs: is it the name of a system? And both runs: the one of the words, and
 * the same under that system, or what else it names, as for command_sessions. False when a mistake was told; then both
 * are NULL. */
#define COMMAND_BESIDE(to)                                                                                             \
	{                                                                                                              \
		"beside", '\0', POPT_ARG_STRING, to, 0,                                                                \
			"a second run beside the first, moving with it: the same program under another SYSTEM or, "    \
			"if it is a lesson, with fork; PROG[@SYSTEM]; TRACE, or a BRANCH of it",                       \
			"RUN"                                                                                          \
	}
bool command_beside_system(const char *beside);
bool command_beside(const char *const *words, const char *beside, const struct seclusion *,
                    struct session *sessions[2]);
/* The same for a window, in which both are recorded: what is to be beside the run of the words. Where one of the two is
 * a trace both are read, or begun, here, and `first` is that of the words; else NULL. False when a mistake was told. */
bool command_companion(const char *const *words, const char *beside, const struct seclusion *, struct companion *,
                       struct timeline **first);

#endif
