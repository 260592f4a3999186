/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What GDB's command `monitor` asks: what GDB has no words for, of the instant that it is at. The commands are a table,
 * from which its help is made. */
#ifndef EMU_MONITOR_H
#define EMU_MONITOR_H

#include "gdb/target.h"

enum { MONITOR_LINE = 1024 /* bytes of a line that are looked at */ };

/* Does what the line says, and gives what is to be seen of it. */
void monitor_do(struct target *, const char *line, void (*print)(void *arg, const char *text, size_t size), void *arg);

/* The commands: number i has a name, what follows it, and what it does, in one line. False behind the last one. */
bool monitor_command(size_t i, const char **name, const char **synopsis, const char **help);

#endif
