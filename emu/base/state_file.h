/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that keep what the user has done, in the user's own directory for that: $XDG_STATE_HOME/vforkscope. */
#ifndef EMU_STATE_FILE_H
#define EMU_STATE_FILE_H

#include <stdbool.h>

/* The path of such a file, which the caller frees; make: its directory is made. NULL if there is no place for it. */
char *state_file(const char *name, bool make);

#endif
