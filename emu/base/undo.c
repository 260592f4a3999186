/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What must be undone however the program ends: see undo.h. */
#include "base/undo.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

/* The signals that end a program by default and can be caught. */
static const int deaths[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGTERM, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2,   SIGXCPU,
                             SIGXFSZ, SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,  SIGABRT, SIGTRAP, SIGVTALRM, SIGPROF};

static struct undo *first; /* changed only while signals are blocked */

static void undo_all(void)
{
	while (first) {
		struct undo *u = first;

		first = u->next;
		if (u->process == getpid())
			u->act(u);
	}
}

static void die(int sig)
{
	undo_all();
	raise(sig); /* SA_RESETHAND: it kills, once this handler returns */
}

static void prepare(void)
{
	struct sigaction how = {.sa_handler = die, .sa_flags = SA_RESETHAND}, before;

	atexit(undo_all);
	sigfillset(&how.sa_mask);
	for (size_t i = 0; i < sizeof deaths / sizeof *deaths; i++)
		if (!sigaction(deaths[i], NULL, &before) && before.sa_handler == SIG_DFL)
			sigaction(deaths[i], &how, NULL);
}

void undo_add(struct undo *u)
{
	static bool prepared;
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	if (!prepared)
		prepare();
	prepared = true;
	u->process = getpid();
	u->next = first;
	first = u;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void undo_forget(struct undo *u)
{
	struct undo **at = &first;
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	while (*at && *at != u)
		at = &(*at)->next;
	if (*at)
		*at = u->next;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void undo_now(void)
{
	undo_all();
}
