/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be asked of a terminal: 4.3BSD's requests that the console knows. */
#ifndef _SYS_IOCTL_H
#define _SYS_IOCTL_H

/* TIOCGETP, TIOCSETP */
struct sgttyb {
	char sg_ispeed, sg_ospeed; /* none: a console has no line */
	char sg_erase;             /* takes back a character ... */
	char sg_kill;              /* ... and the line */
	short sg_flags;
};

#define CBREAK 0x0002 /* in sg_flags: every character can be read at once */
#define ECHO 0x0008   /* what is typed is shown */
#define RAW 0x0020    /* the same, and no character means anything special */

#define TIOCGETP 0x40067408u
#define TIOCSETP 0x80067409u  /* forgets what was typed and not read yet */
#define TIOCSETN 0x8006740Au  /* keeps it */
#define TIOCSPGRP 0x80047476u /* the process group in the foreground */
#define TIOCGPGRP 0x40047477u
#define TIOCLGET 0x4004747Cu /* the local mode word */
#define TIOCLSET 0x8004747Du
#define TIOCLBIC 0x8004747Eu
#define TIOCLBIS 0x8004747Fu

#define LTOSTOP 0x0040 /* local mode: output from the background sends SIGTTOU */
#define LNOFLSH 0x8000 /* local mode: ^C, ^\ and ^Z leave what was typed before */

#ifndef KERNEL
int ioctl(int fd, unsigned long request, void *argument);
#endif

#endif
