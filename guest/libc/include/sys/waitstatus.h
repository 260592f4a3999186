/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a status of wait is taken apart, for <sys/wait.h> and <stdlib.h>. */
#ifndef _SYS_WAITSTATUS_H
#define _SYS_WAITSTATUS_H

#define WNOHANG 1   /* do not wait: 0 if there is nothing to tell yet */
#define WUNTRACED 2 /* tell of children that stopped, too */

/* A status may be an int or a union wait. */
#define __status(s)                                                                                                    \
	(__extension__((union {                                                                                        \
		 __typeof__(s) given;                                                                                  \
		 int word;                                                                                             \
	 }){.given = (s)})                                                                                             \
	         .word)
#define WCOREDUMP(s) ((__status(s) & 0x80) != 0)
#define WTERMSIG(s) (0x7f & __status(s))
#define WEXITSTATUS(s) (0xff & (__status(s) >> 8))
#define WIFEXITED(s) (WTERMSIG(s) == 0)
#define WIFSTOPPED(s) ((0xff & __status(s)) == 0x7f)
#define WIFCONTINUED(s) (__status(s) == 0xffff)
#define WIFSIGNALED(s) (WTERMSIG(s) != 0 && WTERMSIG(s) != 0x7f)
#define WSTOPSIG(s) WEXITSTATUS(s)

#endif
