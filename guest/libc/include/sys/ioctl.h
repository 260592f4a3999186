/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What can be asked of a terminal: 4.3BSD's requests. The console knows those whose comment does not say ENOTTY; of the
 * modes it has those with a comment, and the others cannot be set.
 */
#ifndef _SYS_IOCTL_H
#define _SYS_IOCTL_H

#include <sys/cdefs.h>
#include <sys/ttydev.h>

/* TIOCGETP, TIOCSETP */
struct sgttyb {
	char sg_ispeed, sg_ospeed; /* none: a console has no line */
	char sg_erase;             /* takes back a character ... */
	char sg_kill;              /* ... and the line */
	short sg_flags;
};

#define TANDEM 0x0001
#define CBREAK 0x0002 /* every character can be read at once */
#define LCASE 0x0004
#define ECHO 0x0008 /* what is typed is shown */
#define CRMOD 0x0010
#define RAW 0x0020 /* as CBREAK, and no character means anything special */
#define ODDP 0x0040
#define EVENP 0x0080
#define ANYP 0x00c0
#define NLDELAY 0x0300
#define NL0 0x0000
#define NL1 0x0100
#define NL2 0x0200
#define NL3 0x0300
#define TBDELAY 0x0c00
#define TAB0 0x0000
#define TAB1 0x0400
#define TAB2 0x0800
#define XTABS 0x0c00
#define CRDELAY 0x3000
#define CR0 0x0000
#define CR1 0x1000
#define CR2 0x2000
#define CR3 0x3000
#define VTDELAY 0x4000
#define FF0 0x0000
#define FF1 0x4000
#define BSDELAY 0x8000
#define BS0 0x0000
#define BS1 0x8000
#define ALLDELAY (NLDELAY | TBDELAY | CRDELAY | VTDELAY | BSDELAY)

/* TIOCGETC, TIOCSETC: ENOTTY */
struct tchars {
	char t_intrc, t_quitc, t_startc, t_stopc, t_eofc, t_brkc;
};

/* TIOCGLTC, TIOCSLTC: ENOTTY */
struct ltchars {
	char t_suspc, t_dsuspc, t_rprntc, t_flushc, t_werasc, t_lnextc;
};

/* TIOCGWINSZ, TIOCSWINSZ: ENOTTY */
struct winsize {
	unsigned short ws_row, ws_col;
	unsigned short ws_xpixel, ws_ypixel;
};

#define TIOCGETD 0x40047400u /* ENOTTY */
#define TIOCSETD 0x80047401u /* ENOTTY */
#define TIOCHPCL 0x20007402u /* ENOTTY */
#define TIOCGETP 0x40067408u
#define TIOCSETP 0x80067409u  /* forgets what was typed and not read yet */
#define TIOCSETN 0x8006740Au  /* keeps it */
#define TIOCEXCL 0x2000740Du  /* ENOTTY */
#define TIOCNXCL 0x2000740Eu  /* ENOTTY */
#define TIOCFLUSH 0x80047410u /* ENOTTY */
#define TIOCSETC 0x80067411u  /* ENOTTY */
#define TIOCGETC 0x40067412u  /* ENOTTY */
#define TIOCSTI 0x80017472u   /* ENOTTY */
#define TIOCNOTTY 0x20007471u /* ENOTTY */
#define TIOCOUTQ 0x40047473u  /* ENOTTY */
#define TIOCSLTC 0x80067475u  /* ENOTTY */
#define TIOCGLTC 0x40067474u  /* ENOTTY */
#define TIOCSPGRP 0x80047476u /* the process group in the foreground */
#define TIOCGPGRP 0x40047477u
#define TIOCLGET 0x4004747Cu /* the local mode word */
#define TIOCLSET 0x8004747Du
#define TIOCLBIC 0x8004747Eu
#define TIOCLBIS 0x8004747Fu
#define TIOCGWINSZ 0x40087468u /* ENOTTY */
#define TIOCSWINSZ 0x80087467u /* ENOTTY */
#define TIOCPKT 0x80047470u    /* ENOTTY */
#define FIOCLEX 0x20006601u    /* ENOTTY: fcntl does it */
#define FIONCLEX 0x20006602u   /* ENOTTY */
#define FIOASYNC 0x8004667Du   /* ENOTTY */
#define FIONREAD 0x4004667Fu   /* ENOTTY */
#define FIONBIO 0x8004667Eu    /* ENOTTY */

#define OTTYDISC 0 /* line disciplines */
#define NETLDISC 1
#define NTTYDISC 2

#define LCRTBS 0x0001
#define LPRTERA 0x0002
#define LCRTERA 0x0004
#define LTILDE 0x0008
#define LMDMBUF 0x0010
#define LLITOUT 0x0020
#define LTOSTOP 0x0040 /* output from the background sends SIGTTOU */
#define LFLUSHO 0x0080
#define LNOHANG 0x0100
#define LETXACK 0x0200
#define LKOI 0x0200 /* Quasijarus */
#define LCRTKIL 0x0400
#define LPASS8 0x0800
#define LCTLECH 0x1000
#define LPENDIN 0x2000
#define LDECCTQ 0x4000
#define LNOFLSH 0x8000 /* ^C, ^\ and ^Z leave what was typed before */

#ifdef __OLD_C
#include <sys/ttychars.h>
#endif

#ifndef KERNEL
#ifdef __OLD_C
int ioctl();
#else
int ioctl(int fd, unsigned long request, ...); /* a pointer to what the request wants */
#endif
#endif

#endif
