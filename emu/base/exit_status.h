/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the program ends with: one table, from which the manual is made, too. */
#ifndef EMU_EXIT_STATUS_H
#define EMU_EXIT_STATUS_H

/* X(name, number, when). Exit statuses that are not the guest program's. */
#define EXIT_STATUSES(X)                                                                                               \
	X(FOUND, 1, "diff, check, replay --verify: something was looked for and found, a difference or a mistake")     \
	X(MISTAKE, 2, "the user's mistake, or an output that cannot be written, told in one line")                     \
	X(CHECK, 70, "machine check: the machine's kernel is broken (EX_SOFTWARE)")                                    \
	X(LIMIT, 124, "stopped by a limit, as timeout(1) tells it")                                                    \
	X(QUIT, 130, "stopped from the keyboard")

enum {
#define STATUS(name, number, when) EXIT_##name = (number),
	EXIT_STATUSES(STATUS)
#undef STATUS
};

#endif
