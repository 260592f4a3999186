/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host's terminal: see terminal.h. */
#include "cli/terminal.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/undo.h"
#include "core/watchdog.h"

enum { QUIT = ']' & 0x1F, INTERRUPT = 'C' & 0x1F, KEPT = 256 };

static struct termios before;          /* what the terminal is given back as */
static volatile sig_atomic_t given;    /* it is given back, as `before` */
static volatile sig_atomic_t released; /* we do not have it: stopped, or in the background */

static pthread_mutex_t keeping = PTHREAD_MUTEX_INITIALIZER;
static uint8_t kept[KEPT]; /* keys that were read while the machine did not come back */
static size_t nkept;

static bool in_foreground(void)
{
	return tcgetpgrp(STDIN_FILENO) == getpgrp();
}

bool terminal_there(void)
{
	return isatty(STDIN_FILENO) && in_foreground();
}

/* While somebody else has it, it is not ours to set. */
static void give_back(struct undo *undo)
{
	(void)undo;
	if (in_foreground() && !released)
		given = !tcsetattr(STDIN_FILENO, TCSANOW, &before);
}

/* Sets the terminal, if it is ours. What it was before may have changed while it was given back. */
static void take(void)
{
	struct termios keys;

	if (!in_foreground()) {
		released = true;
		return;
	}
	if (given && tcgetattr(STDIN_FILENO, &before) < 0)
		return;
	given = released = false;
	keys = before;
	keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
	keys.c_iflag &= ~(tcflag_t)IXON;
	keys.c_cc[VMIN] = 1;
	keys.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSANOW, &keys);
}

/* We are continued, after whatever stopped us: a shell has set the terminal as it likes it. */
static void on_continue(int sig)
{
	int error = errno;

	(void)sig;
	take();
	errno = error;
}

/* Somebody wants us to stop; ^Z is the guest's. Stops as if nobody had caught it. */
static void on_stop(int sig)
{
	struct sigaction how, usual = {.sa_handler = SIG_DFL};
	int error = errno;
	sigset_t mask, blocked;

	give_back(NULL);
	released = true;
	sigaction(sig, &usual, &how);
	raise(sig);
	sigemptyset(&mask);
	sigaddset(&mask, sig);
	pthread_sigmask(SIG_UNBLOCK, &mask, &blocked); /* here it stops */
	pthread_sigmask(SIG_SETMASK, &blocked, NULL);
	sigaction(sig, &how, NULL);
	take();
	errno = error;
}

/* Unless it was ignored when the program began. */
static void handle(int sig, void (*handler)(int))
{
	struct sigaction how = {.sa_handler = handler, .sa_flags = SA_RESTART}, was;

	sigfillset(&how.sa_mask);
	if (!sigaction(sig, NULL, &was) && was.sa_handler == SIG_DFL)
		sigaction(sig, &how, NULL);
}

void terminal_take(void)
{
	static struct undo giving_back = {.act = give_back};

	if (tcgetattr(STDIN_FILENO, &before) < 0)
		return;
	undo_add(&giving_back);
	handle(SIGTSTP, on_stop);
	handle(SIGCONT, on_continue);
	take();
	watchdog_keys(terminal_interrupted);
}

bool terminal_interrupted(void)
{
	struct pollfd in = {STDIN_FILENO, POLLIN, 0};
	uint8_t keys[KEPT];
	bool found = false;
	ssize_t n = 0;

	pthread_mutex_lock(&keeping);
	if (!released && in_foreground() && nkept < KEPT && poll(&in, 1, 0) > 0)
		n = read(STDIN_FILENO, keys, KEPT - nkept);
	if (n > 0) {
		memcpy(kept + nkept, keys, (size_t)n);
		nkept += (size_t)n;
		found = memchr(keys, QUIT, (size_t)n) || memchr(keys, INTERRUPT, (size_t)n);
	}
	pthread_mutex_unlock(&keeping);
	return found;
}

/* Takes keys that were kept. */
static size_t take_kept(uint8_t *to, size_t size)
{
	size_t n;

	pthread_mutex_lock(&keeping);
	n = nkept < size ? nkept : size;
	memcpy(to, kept, n);
	memmove(kept, kept + n, nkept - n);
	nkept -= n;
	pthread_mutex_unlock(&keeping);
	return n;
}

size_t terminal_keys(uint8_t *to, size_t size, bool wait, bool *quit)
{
	struct pollfd in = {STDIN_FILENO, POLLIN, 0};
	ssize_t n;

	*quit = false;
	if (released) { /* continued in the background, perhaps to be in the foreground by now */
		take();
		if (released && !wait)
			return 0;
	}
	n = (ssize_t)take_kept(to, size);
	if (!n) {
		if (!wait && poll(&in, 1, 0) <= 0)
			return 0;
		do
			n = read(STDIN_FILENO, to, size);
		while (n < 0 && errno == EINTR);
	}
	if (n <= 0) {
		*quit = !wait; /* it is gone: the guest could not be told while it runs */
		return 0;
	}
	*quit = memchr(to, QUIT, (size_t)n) != NULL;
	return (size_t)n;
}
