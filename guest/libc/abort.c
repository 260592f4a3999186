/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program that ends itself because something is wrong. */
#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void abort(void)
{
	sigsetmask(sigblock(0) & ~(int)sigmask(SIGABRT));
	raise(SIGABRT);
	signal(SIGABRT, SIG_DFL); /* it was caught or ignored: that does not help */
	raise(SIGABRT);
	_exit(128 + SIGABRT);
}

void __assert(const char *condition, const char *file, int line)
{
	fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, condition);
	abort();
}
