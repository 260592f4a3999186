/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Manual pages for man(1), in the macros of man(7), made from the tables of commands, options, systems, variables of
 * the environment and exit statuses. */
#ifndef EMU_MANUAL_H
#define EMU_MANUAL_H

#include "cli/command.h"

/* Prints vforkscope(1): what all commands (NULL at their end) have in common. */
void manual_page(const struct command *const *commands);

/* Prints the page of one command, vforkscope-NAME(1). */
void manual_command(const struct command *);

#endif
