/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals, and the commands that `trap` wants to be run for them. A handler notes that its signal came, no more; the
 * command runs between two commands. A handler runs in the shell only: process.c blocks all signals around vfork then.
 */
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sh.h"

volatile int interrupted, last_signal;
int trapped_status = -1;

static char *actions[NSIG]; /* null: none; empty: the signal is ignored. [0] is EXIT */
static volatile char came[NSIG];
static char running[NSIG]; /* its action is being run */
static volatile int any;
static int managed; /* set: signals that an interactive shell has its own mind about */
static int acted;   /* set: signals that have had an action, ever */

static void handler(int sig)
{
	last_signal = sig;
	if (actions[sig] == NULL) {
		interrupted = 1;
	} else {
		came[sig] = 1;
		any = 1;
	}
}

/* How the shell itself takes a signal. A handled one ends a read or wait, so that its command does not have to wait. */
static void arrange(int sig)
{
	struct sigvec how = {SIG_DFL, 0, SV_INTERRUPT};

	if (actions[sig] != NULL)
		how.sv_handler = actions[sig][0] != '\0' ? handler : SIG_IGN;
	else if (managed & (int)sigmask(sig))
		how.sv_handler = sig == SIGINT ? handler : SIG_IGN;
	sigvec(sig, &how, NULL);
}

/* On a terminal: ^C ends what the shell does and not the shell, and nothing stops it. */
void signals_begin(void)
{
	static const char mine[] = {SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU};

	for (size_t i = 0; i < sizeof(mine); i++) {
		managed |= sigmask(mine[i]);
		arrange(mine[i]);
	}
}

int signals_handled(void)
{
	return (acted | managed) != 0;
}

/* The dispositions are each process's own, so a borrower may set them. What was ignored by trap stays so. */
void signals_child(int keep_stops)
{
	const int stops = sigmask(SIGTSTP) | sigmask(SIGTTIN) | sigmask(SIGTTOU);
	const struct sigvec how = {SIG_DFL, 0, 0};

	for (int sig = 1, left = acted | managed; left != 0; left &= ~(int)sigmask(sig), sig++) {
		int mask = sigmask(sig);

		if ((keep_stops && (mask & stops)) || (actions[sig] != NULL && actions[sig][0] == '\0'))
			continue;
		if (actions[sig] != NULL || (managed & mask))
			sigvec(sig, &how, NULL);
	}
}

void signals_again(void)
{
	for (int sig = 1; sig < NSIG; sig++)
		if (actions[sig] != NULL || (managed & (int)sigmask(sig)))
			arrange(sig);
}

void signals_ignored(void)
{
	const struct sigvec how = {SIG_IGN, 0, 0};

	sigvec(SIGINT, &how, NULL);
	sigvec(SIGQUIT, &how, NULL);
}

/* After signals_child, in a subshell: only what is ignored stays. */
void traps_forget(void)
{
	for (int sig = 0; sig < NSIG; sig++) {
		if (actions[sig] == NULL || (sig > 0 && actions[sig][0] == '\0'))
			continue;
		free(actions[sig]);
		actions[sig] = NULL;
		came[sig] = 0;
	}
	memset(running, 0, sizeof(running));
	managed = 0;
	any = 0;
	trapped_status = -1;
}

static void run(const char *action)
{
	int before = status, line = current_line, outer = trapped_status;
	char *copy = need(strdup(action)); /* the action may replace itself */
	struct input from;

	trapped_status = before;
	input_string(&from, copy);
	run_input();
	input_pop();
	free(copy);
	if (skipping != RETURN) /* from the function that it came into */
		status = before;
	trapped_status = outer;
	current_line = line;
}

/*
 * An action is not begun again while it runs: what comes meanwhile waits. The action for CHLD starts commands, and
 * their ends would call for it for ever.
 */
static void run_trap(int sig)
{
	running[sig] = 1;
	run(actions[sig]);
	running[sig] = 0;
	if (sig == SIGCHLD)
		came[sig] = 0;
	any |= came[sig];
}

/* Not while a loop or a function is being left: an action may want to leave one itself. */
void traps_run(void)
{
	while (any && skipping == NOTHING) {
		any = 0;
		for (int sig = 1; sig < NSIG; sig++) {
			if (!came[sig] || running[sig])
				continue;
			came[sig] = 0;
			if (actions[sig] != NULL)
				run_trap(sig);
		}
	}
}

int traps_wait(void)
{
	return any;
}

int trapped_exit(void)
{
	return actions[0] != NULL;
}

void trap_exit(void)
{
	char *action = actions[0];

	actions[0] = NULL;
	if (action != NULL)
		run(action);
}

static int set(const char *action, const char *name)
{
	int sig = signal_number(name);

	if (sig < 0) {
		complain("trap: %s: no such signal; kill -l lists them", name);
		return 1;
	}
	if (sig == SIGKILL || sig == SIGSTOP) {
		complain("trap: %s: cannot be handled", name);
		return 1;
	}
	free(actions[sig]);
	actions[sig] = action != NULL ? need(strdup(action)) : NULL;
	if (sig > 0)
		acted |= sigmask(sig);
	if (sig > 0)
		arrange(sig);
	return 0;
}

static void print_trap(int sig)
{
	fputs("trap -- ", stdout);
	print_quoted(actions[sig]);
	printf(" %s\n", signal_name(sig));
}

/* trap: lists; trap action signal ...: with - for the default, and '' to ignore the signal */
int trap_builtin(int argc, char **argv)
{
	const char *action;
	int bad = 0, i = 2;

	if (argc > 1 && strcmp(argv[1], "--") == 0) {
		argv++;
		argc--;
	}
	action = argc > 1 ? argv[1] : NULL;
	if (argc == 1)
		for (int sig = 0; sig < NSIG; sig++)
			if (actions[sig] != NULL)
				print_trap(sig);
	/* trap signal, and a number first: as in the Bourne shell the same as - */
	if (argc == 2 || (argc > 2 && isdigit(action[0])))
		i = 1;
	if (i == 1 || (action != NULL && strcmp(action, "-") == 0))
		action = NULL;
	for (; i < argc; i++)
		bad |= set(action, argv[i]);
	return bad;
}
