/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 4.3BSD: the terminal's modes. */
#ifndef _SGTTY_H
#define _SGTTY_H

#include <sys/ioctl.h>

#define gtty(fd, modes) ioctl(fd, TIOCGETP, modes)
#define stty(fd, modes) ioctl(fd, TIOCSETP, modes)

#endif
