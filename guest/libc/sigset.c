/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System V's signals, and what POSIX has besides, on top of sigaction and sigstack. */
#include <errno.h>
#include <signal.h>

sig_t sigset(int sig, sig_t handler)
{
	struct sigaction how = {.sa_handler = handler}, was;
	sigset_t set, before;

	sigemptyset(&set);
	if (sigaddset(&set, sig) < 0 || sigaction(sig, handler == SIG_HOLD ? NULL : &how, &was) < 0 ||
	    sigprocmask(handler == SIG_HOLD ? SIG_BLOCK : SIG_UNBLOCK, &set, &before) < 0)
		return SIG_ERR;
	return sigismember(&before, sig) ? SIG_HOLD : was.sa_handler;
}

static int mask_one(int how, int sig)
{
	sigset_t set;

	sigemptyset(&set);
	return sigaddset(&set, sig) < 0 ? -1 : sigprocmask(how, &set, NULL);
}

int sighold(int sig)
{
	return mask_one(SIG_BLOCK, sig);
}

int sigrelse(int sig)
{
	return mask_one(SIG_UNBLOCK, sig);
}

int sigignore(int sig)
{
	struct sigaction how = {.sa_handler = SIG_IGN};

	return sigaction(sig, &how, NULL);
}

sig_t bsd_signal(int sig, sig_t handler)
{
	return signal(sig, handler);
}

static volatile int came; /* the signal that sigwait got */

static void note(int sig)
{
	came = sig;
}

/* The kernel has no such call: the signals get a handler for as long as it takes. */
int sigwait(const sigset_t *set, int *sig)
{
	struct sigaction how = {.sa_handler = note}, was[NSIG];
	sigset_t others;
	int error = errno;

	sigfillset(&how.sa_mask);
	sigprocmask(SIG_BLOCK, NULL, &others);
	others &= ~*set;
	came = 0;
	for (int i = 1; i < NSIG; i++)
		if (sigismember(set, i) && sigaction(i, &how, &was[i]) < 0)
			was[i].sa_handler = SIG_ERR; /* SIGKILL, SIGSTOP */
	while (came == 0)
		sigsuspend(&others);
	*sig = came;
	for (int i = 1; i < NSIG; i++)
		if (sigismember(set, i) && was[i].sa_handler != SIG_ERR)
			sigaction(i, &was[i], NULL);
	errno = error;
	return 0;
}

/* The kernel knows only the end of the stack. */
int sigaltstack(const stack_t *to, stack_t *was)
{
	static stack_t last;
	struct sigstack now, then = {NULL, 0};

	if (sigstack(NULL, &now) < 0)
		return -1;
	if (was != NULL) {
		*was = (stack_t){NULL, 0, now.ss_onstack ? SS_ONSTACK : 0};
		if (now.ss_sp == NULL)
			was->ss_flags = SS_DISABLE;
		else if (now.ss_sp == (char *)last.ss_sp + last.ss_size)
			was->ss_sp = last.ss_sp, was->ss_size = last.ss_size;
	}
	if (to == NULL)
		return 0;
	if (now.ss_onstack || (to->ss_flags & ~SS_DISABLE)) {
		errno = now.ss_onstack ? EPERM : EINVAL;
		return -1;
	}
	if (!(to->ss_flags & SS_DISABLE)) {
		if (to->ss_size < MINSIGSTKSZ) {
			errno = ENOMEM;
			return -1;
		}
		then.ss_sp = (char *)to->ss_sp + to->ss_size;
	}
	last = *to;
	return sigstack(&then, NULL);
}
