/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /etc/ttys: terminals, and what init starts for each. */
#ifndef _TTYENT_H
#define _TTYENT_H

#include <sys/cdefs.h>

struct ttyent {
	char *ty_name;    /* without /dev/ */
	char *ty_getty;   /* the command */
	char *ty_type;    /* for termcap */
	int ty_status;    /* TTY_* */
	char *ty_window;  /* a command that manages windows, or null */
	char *ty_comment; /* or null */
};

#define TTY_ON 0x1     /* one may log in, */
#define TTY_SECURE 0x2 /* as root, too */

struct ttyent *getttyent __P((void)); /* the next; null at the end, or without the file */
struct ttyent *getttynam __P((const char *name));
int setttyent __P((void));
int endttyent __P((void));

#endif
