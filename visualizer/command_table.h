/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All commands of vforkscope: the table from which help, manual pages and completion are made. */
#ifndef VISUALIZER_COMMAND_TABLE_H
#define VISUALIZER_COMMAND_TABLE_H

#include "cli/command.h"

/* In the order in which they are told; NULL at the end. */
extern const struct command *const command_table[];

/* The command of that name, NULL if there is none. */
const struct command *command_find(const char *name);

/* Tells that there is no such command, and which one may be meant. Returns EXIT_MISTAKE. */
int command_unknown(const char *name);

extern const struct command cmd_help;

#endif
