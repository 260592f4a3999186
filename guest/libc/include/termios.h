/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * POSIX's way to ask for a terminal's modes. They are 4.3BSD's underneath (sgtty.h): what those do not know is told as
 * it is on this console, and cannot be changed.
 */
#ifndef _TERMIOS_H
#define _TERMIOS_H

#include <sys/ttydev.h>
#include <sys/types.h>

typedef unsigned int tcflag_t;
typedef unsigned char cc_t;
typedef unsigned int speed_t;

#define NCCS 20
struct termios {
	tcflag_t c_iflag, c_oflag, c_cflag, c_lflag;
	cc_t c_cc[NCCS];
	speed_t c_ispeed, c_ospeed;
};

#define VEOF 0 /* c_cc */
#define VEOL 1
#define VERASE 3
#define VKILL 5
#define VINTR 8
#define VQUIT 9
#define VSUSP 10
#define VSTART 12
#define VSTOP 13
#define VMIN 16
#define VTIME 17

#define IGNBRK 0x1 /* c_iflag */
#define BRKINT 0x2
#define IGNPAR 0x4
#define PARMRK 0x8
#define INPCK 0x10
#define ISTRIP 0x20
#define INLCR 0x40
#define IGNCR 0x80
#define ICRNL 0x100
#define IXON 0x200
#define IXOFF 0x400
#define IXANY 0x800

#define OPOST 0x1 /* c_oflag */
#define ONLCR 0x2
#define OCRNL 0x4 /* these and the delays are never there: a console has no carriage that must return */
#define ONOCR 0x8
#define ONLRET 0x10
#define OFILL 0x20
#define NLDLY 0x0300
#define NL0 0x0000
#define NL1 0x0100
#define TABDLY 0x0c00
#define TAB0 0x0000
#define TAB1 0x0400
#define TAB2 0x0800
#define TAB3 0x0c00
#define CRDLY 0x3000
#define CR0 0x0000
#define CR1 0x1000
#define CR2 0x2000
#define CR3 0x3000
#define FFDLY 0x4000
#define FF0 0x0000
#define FF1 0x4000
#define BSDLY 0x8000
#define BS0 0x0000
#define BS1 0x8000
#define VTDLY 0x10000
#define VT0 0x00000
#define VT1 0x10000

#define CSIZE 0x300 /* c_cflag */
#define CS5 0
#define CS6 0x100
#define CS7 0x200
#define CS8 0x300
#define CSTOPB 0x400
#define CREAD 0x800
#define PARENB 0x1000
#define PARODD 0x2000
#define HUPCL 0x4000
#define CLOCAL 0x8000

#define ECHO 0x0008 /* c_lflag; sgtty.h has the same number */
#define ECHOE 0x2
#define ECHOK 0x4
#define ECHONL 0x10
#define ISIG 0x80
#define ICANON 0x100
#define IEXTEN 0x400
#define TOSTOP 0x400000
#define NOFLSH 0x80000000

#define TCSANOW 0   /* tcsetattr: at once; what was typed stays */
#define TCSADRAIN 1 /* the same: output is never waiting */
#define TCSAFLUSH 2 /* what was typed and not read is forgotten */

#define TCIFLUSH 1
#define TCOFLUSH 2
#define TCIOFLUSH 3
#define TCOOFF 1
#define TCOON 2
#define TCIOFF 3
#define TCION 4

int tcgetattr(int fd, struct termios *to);
int tcsetattr(int fd, int when, const struct termios *how);
int tcflush(int fd, int which);
int tcdrain(int fd);
int tcflow(int fd, int what); /* EINVAL but for TCOON and TCION: nothing can be held up */
int tcsendbreak(int fd, int how_long);
pid_t tcgetsid(int fd);
speed_t cfgetispeed(const struct termios *how);
speed_t cfgetospeed(const struct termios *how);
int cfsetispeed(struct termios *how, speed_t speed);
int cfsetospeed(struct termios *how, speed_t speed);
void cfmakeraw(struct termios *how);

#endif
