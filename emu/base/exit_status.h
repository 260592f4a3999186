/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the program ends with. */
#ifndef EMU_EXIT_STATUS_H
#define EMU_EXIT_STATUS_H

/* Exit statuses that are not the guest program's. */
enum {
	EXIT_FOUND = 1,   /* looked for something and found it: a divergence */
	EXIT_MISTAKE = 2, /* the user's mistake, told in one line */
	EXIT_CHECK = 70,  /* machine check: the guest's kernel is broken (EX_SOFTWARE) */
	EXIT_QUIT = 130,  /* stopped from the keyboard */
	EXIT_LIMIT = 124, /* stopped by a limit, as timeout(1) tells it */
};

#endif
