/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a command's options may stand: before PROG or after it, the same for all commands.
 *
 *	run --system linux prog x      run prog x --system linux        the same
 *	run prog -x                    -x is no option of run, so it is prog's
 *	events prog -- -x              after -- nothing is an option of the command
 *	run -- prog --system x         and with run, where options end at PROG, -- stands before it
 */
#ifndef EMU_OPTIONS_H
#define EMU_OPTIONS_H

#include <popt.h>
#include <stdbool.h>

#include "base/error.h"

/* Puts a command's words in order: its name, its options, "--", all that is no option. last: the first word that is no
 * option ends the options, but for those that the table has; else an unknown option is an option still, so that popt
 * complains. Returns the new words (argc in *n; they live until the program ends), or NULL and a line in error: an
 * option without its value, or one with a value that is given twice. */
const char **options_arrange(int argc, const char **argv, const struct poptOption *, bool last, int *n,
                             char error[ERROR_MAX]);

/* Goes over a table and those that it includes, in the order of the help: an option, or the heading of those that
 * follow (without names, its title in descrip). What popt adds to every table (--help) is left out. */
void options_each(const struct poptOption *, void (*visit)(const struct poptOption *, void *arg), void *arg);

/* Does the option take a value? */
bool options_valued(const struct poptOption *);

#endif
