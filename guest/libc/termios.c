/* SPDX-License-Identifier: GPL-2.0-or-later */
/* POSIX's modes of a terminal, out of 4.3BSD's. */
#include <errno.h>
#include <sgtty.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define CONTROL(letter) ((letter) - '@')

int tcgetattr(int fd, struct termios *to)
{
	struct sgttyb modes;
	int local;

	if (ioctl(fd, TIOCGETP, &modes) < 0 || ioctl(fd, TIOCLGET, &local) < 0)
		return -1;
	memset(to, 0, sizeof(*to));
	to->c_iflag = ICRNL;
	to->c_oflag = OPOST | ONLCR;
	to->c_cflag = CS8 | CREAD | CLOCAL;
	to->c_lflag = ECHOE | (modes.sg_flags & ECHO ? ECHO : 0) | (modes.sg_flags & RAW ? 0 : ISIG) |
	              (modes.sg_flags & (RAW | CBREAK) ? 0 : ICANON) | (local & LTOSTOP ? TOSTOP : 0) |
	              (local & LNOFLSH ? NOFLSH : 0);
	to->c_cc[VERASE] = modes.sg_erase;
	to->c_cc[VKILL] = modes.sg_kill;
	to->c_cc[VEOF] = CONTROL('D');
	to->c_cc[VINTR] = CONTROL('C');
	to->c_cc[VQUIT] = CONTROL('\\');
	to->c_cc[VSUSP] = CONTROL('Z');
	if (!(to->c_lflag & ICANON))
		to->c_cc[VMIN] = 1;
	to->c_ispeed = modes.sg_ispeed;
	to->c_ospeed = modes.sg_ospeed;
	return 0;
}

int tcsetattr(int fd, int when, const struct termios *how)
{
	struct sgttyb modes;
	int local;

	if (when < TCSANOW || when > TCSAFLUSH) {
		errno = EINVAL;
		return -1;
	}
	if (ioctl(fd, TIOCGETP, &modes) < 0 || ioctl(fd, TIOCLGET, &local) < 0)
		return -1;
	modes.sg_flags &= ~(ECHO | RAW | CBREAK);
	if (how->c_lflag & ECHO)
		modes.sg_flags |= ECHO;
	if (!(how->c_lflag & ICANON))
		modes.sg_flags |= how->c_lflag & ISIG ? CBREAK : RAW;
	modes.sg_erase = how->c_cc[VERASE];
	modes.sg_kill = how->c_cc[VKILL];
	local &= ~(LTOSTOP | LNOFLSH);
	local |= (how->c_lflag & TOSTOP ? LTOSTOP : 0) | (how->c_lflag & NOFLSH ? LNOFLSH : 0);
	if (ioctl(fd, when == TCSAFLUSH ? TIOCSETP : TIOCSETN, &modes) < 0)
		return -1;
	return ioctl(fd, TIOCLSET, &local);
}

/* TIOCSETP forgets what was typed; what is written has gone already. */
int tcflush(int fd, int which)
{
	struct sgttyb modes;

	if (which < TCIFLUSH || which > TCIOFLUSH) {
		errno = EINVAL;
		return -1;
	}
	if (ioctl(fd, TIOCGETP, &modes) < 0)
		return -1;
	return which == TCOFLUSH ? 0 : ioctl(fd, TIOCSETP, &modes);
}

int tcdrain(int fd)
{
	struct sgttyb modes;

	return ioctl(fd, TIOCGETP, &modes);
}

int tcflow(int fd, int what)
{
	if (what != TCOON && what != TCION) {
		errno = EINVAL;
		return -1;
	}
	return tcdrain(fd);
}

int tcsendbreak(int fd, int how_long)
{
	(void)how_long;
	return tcdrain(fd);
}

/* There are no sessions: the group in the foreground stands for one. */
pid_t tcgetsid(int fd)
{
	return tcgetpgrp(fd);
}

speed_t cfgetispeed(const struct termios *how)
{
	return how->c_ispeed;
}

speed_t cfgetospeed(const struct termios *how)
{
	return how->c_ospeed;
}

int cfsetispeed(struct termios *how, speed_t speed)
{
	how->c_ispeed = speed;
	return 0;
}

int cfsetospeed(struct termios *how, speed_t speed)
{
	how->c_ospeed = speed;
	return 0;
}

void cfmakeraw(struct termios *how)
{
	how->c_iflag &= ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
	how->c_oflag &= ~OPOST;
	how->c_lflag &= ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	how->c_cflag = (how->c_cflag & ~(CSIZE | PARENB)) | CS8;
	how->c_cc[VMIN] = 1;
	how->c_cc[VTIME] = 0;
}
