/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host's terminal: see terminal.h. */
#include "terminal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { QUIT = ']' & 0x1F };

static struct termios before;

bool terminal_there(void)
{
	return isatty(STDIN_FILENO) && tcgetpgrp(STDIN_FILENO) == getpgrp();
}

static void give_back(void)
{
	tcsetattr(STDIN_FILENO, TCSANOW, &before);
}

static void die(int sig)
{
	give_back();
	raise(sig); /* SA_RESETHAND: this one kills */
}

void terminal_take(void)
{
	static const int deaths[] = {SIGHUP, SIGTERM, SIGQUIT, SIGINT, SIGSEGV, SIGABRT};
	struct sigaction how = {.sa_handler = die, .sa_flags = SA_RESETHAND | SA_NODEFER};
	struct termios keys;

	if (tcgetattr(STDIN_FILENO, &before) < 0)
		return;
	keys = before;
	keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
	keys.c_iflag &= ~(tcflag_t)IXON;
	keys.c_cc[VMIN] = 1;
	keys.c_cc[VTIME] = 0;
	atexit(give_back);
	for (size_t i = 0; i < sizeof deaths / sizeof *deaths; i++)
		sigaction(deaths[i], &how, NULL);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &keys);
}

size_t terminal_keys(uint8_t *to, size_t size, bool wait, bool *quit)
{
	struct pollfd in = {STDIN_FILENO, POLLIN, 0};
	ssize_t n;

	*quit = false;
	if (!wait && poll(&in, 1, 0) <= 0)
		return 0;
	do
		n = read(STDIN_FILENO, to, size);
	while (n < 0 && errno == EINTR);
	if (n <= 0) {
		*quit = !wait; /* it is gone: the guest could not be told while it runs */
		return 0;
	}
	*quit = memchr(to, QUIT, (size_t)n) != NULL;
	return (size_t)n;
}
