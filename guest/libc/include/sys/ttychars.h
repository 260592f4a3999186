/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The characters that mean something to a terminal to begin with. */
#ifndef _SYS_TTYCHARS_H
#define _SYS_TTYCHARS_H

#define CTRL(c) ((c)&037)

#define CERASE 0177
#define CKILL CTRL('u')
#define CINTR CTRL('c')
#define CQUIT 034
#define CSTART CTRL('q')
#define CSTOP CTRL('s')
#define CEOF CTRL('d')
#define CEOT CEOF
#define CBRK 0377
#define CSUSP CTRL('z')
#define CDSUSP CTRL('y')
#define CRPRNT CTRL('r')
#define CFLUSH CTRL('o')
#define CWERASE CTRL('w')
#define CLNEXT CTRL('v')

#endif
