/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals: signal() and POSIX's calls, on top of sigvec. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* sigtable.c: sigvec, told whether signal() asks for it */
int _sigtable(int sig, const struct sigvec *how, struct sigvec *was, int by_signal);
int _sigpending(void); /* sys.S: the set is the result */

/*
 * Signals whose handlers, when they come from signal(), end a system call. 4.3BSD keeps this in the program's memory,
 * too; so a borrower that calls siginterrupt changes what its lender's next signal() does.
 */
static int interrupting;

sig_t signal(int sig, sig_t handler)
{
	struct sigvec how = {handler, 0, 0}, was;

	if (sig > 0 && sig < NSIG && (interrupting & (int)sigmask(sig)))
		how.sv_flags = SV_INTERRUPT;
	return _sigtable(sig, &how, &was, 1) < 0 ? SIG_ERR : was.sv_handler;
}

int sigvec(int sig, const struct sigvec *how, struct sigvec *was)
{
	return _sigtable(sig, how, was, 0);
}

int siginterrupt(int sig, int interrupts)
{
	struct sigvec how;

	if (sigvec(sig, NULL, &how) < 0)
		return -1;
	if (interrupts) {
		how.sv_flags |= SV_INTERRUPT;
		interrupting |= (int)sigmask(sig);
	} else {
		how.sv_flags &= ~SV_INTERRUPT;
		interrupting &= ~(int)sigmask(sig);
	}
	return sigvec(sig, &how, NULL);
}

void psignal(int sig, const char *what)
{
	char line[256];
	const char *text = sig >= 0 && sig < NSIG ? sys_siglist[sig] : "Unknown signal";
	int n = what != NULL && *what != '\0' ? snprintf(line, sizeof(line), "%.200s: %s\n", what, text)
	                                      : snprintf(line, sizeof(line), "%s\n", text);

	write(STDERR_FILENO, line, n);
}

int sigemptyset(sigset_t *set)
{
	*set = 0;
	return 0;
}

int sigfillset(sigset_t *set)
{
	*set = ~0u >> 1;
	return 0;
}

static int bad(int sig)
{
	if (sig > 0 && sig < NSIG)
		return 0;
	errno = EINVAL;
	return 1;
}

int sigaddset(sigset_t *set, int sig)
{
	if (bad(sig))
		return -1;
	*set |= sigmask(sig);
	return 0;
}

int sigdelset(sigset_t *set, int sig)
{
	if (bad(sig))
		return -1;
	*set &= ~sigmask(sig);
	return 0;
}

int sigismember(const sigset_t *set, int sig)
{
	if (bad(sig))
		return -1;
	return (*set & sigmask(sig)) != 0;
}

#define SAME (SA_ONSTACK | SA_RESETHAND | SA_NOCLDSTOP | SA_NODEFER | SA_NOCLDWAIT | SA_SIGINFO) /* as SV_* */

/* sigvec's flag says when to fail, sigaction's when to go on. */
static int flags(int given)
{
	return (given & SAME) | (given & SA_RESTART ? 0 : SV_INTERRUPT);
}

int sigaction(int sig, const struct sigaction *how, struct sigaction *was)
{
	struct sigvec to, from;

	if (how != NULL)
		to = (struct sigvec){how->sa_handler, (int)how->sa_mask, flags(how->sa_flags)};
	if (sigvec(sig, how != NULL ? &to : NULL, &from) < 0)
		return -1;
	if (was != NULL) {
		was->sa_handler = from.sv_handler;
		was->sa_mask = (sigset_t)from.sv_mask;
		was->sa_flags = (from.sv_flags & SAME) | (from.sv_flags & SV_INTERRUPT ? 0 : SA_RESTART);
	}
	return 0;
}

int sigprocmask(int how, const sigset_t *set, sigset_t *was)
{
	sigset_t now = (sigset_t)sigblock(0);

	if (was != NULL)
		*was = now;
	if (set == NULL)
		return 0;
	switch (how) {
	case SIG_BLOCK:
		sigblock((int)*set);
		return 0;
	case SIG_UNBLOCK:
		sigsetmask((int)(now & ~*set));
		return 0;
	case SIG_SETMASK:
		sigsetmask((int)*set);
		return 0;
	default:
		errno = EINVAL;
		return -1;
	}
}

int sigpending(sigset_t *set)
{
	*set = (sigset_t)_sigpending();
	return 0;
}

int sigsuspend(const sigset_t *mask)
{
	return sigpause((int)*mask);
}
