/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a terminal can do, by /etc/termcap. They are part of the C library; -ltermcap is not needed. */
#ifndef _TERMCAP_H
#define _TERMCAP_H

#include <sys/cdefs.h>

extern char PC, *BC, *UP; /* for the program to fill in: pad character, left, up */
extern short ospeed;

int tgetent __P((char *to, const char *name)); /* room for 1024 bytes. 1, 0: no such terminal, -1: no file */
int tgetnum __P((const char *name));           /* -1: it does not say */
int tgetflag __P((const char *name));
char *tgetstr __P((const char *name, char **to)); /* put at *to, which moves on; null: it does not say */
char *tgoto __P((const char *text, int column, int line));
int tputs __P((const char *text, int lines, int (*put)(int c)));

#endif
