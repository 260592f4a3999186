/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What shells complete for a person who types at them, made from the tables of commands and options. */
#ifndef EMU_SHELL_WORDS_H
#define EMU_SHELL_WORDS_H

#include <stdbool.h>

#include "cli/command.h"

#define SHELL_WORDS_NAMES "bash|zsh|fish"

/* Prints what that shell is to read; false if it is none of those. commands: NULL at their end. */
bool shell_words_print(const struct command *const *commands, const char *shell);

#endif
