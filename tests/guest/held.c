/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The parent of a vfork while it waits, what its end of waiting is, and what wait tells it of its children. Each
 * argument is an answer that is expected; the first is taken where there is none:
 *
 *	stop=later|now|second   when a parent stops that is sent SIGSTOP in its wait: after it, at once, within a second
 *	kill=later|now          when it dies by SIGTERM; a signal that leaves a core file always has to wait
 *	channel=child|own       whose slot in the process table it sleeps on
 *	zombies=kept|none       whether wait tells of a child to a parent that ignores SIGCHLD
 *	options=any|known       whether wait takes options that it does not know
 *	minimum=group|none      whether wait takes the least number as a process group's, of which there is none
 *	timers=copied|cleared   the interval timers of processor time, in a child of fork and of vfork
 */
#include <kvm.h>
#include <limits.h>
#include <signal.h>
#include <sys/select.h>
#include <sys/time.h>

#include "check.h"

enum { LOAN = 2000, SOON = 300, SECOND = 1300 }; /* milliseconds */

static int nanswers;
static char **answers;

static int expects(const char *answer)
{
	for (int i = 0; i < nanswers; i++)
		if (strcmp(answers[i], answer) == 0)
			return 1;
	return 0;
}

static long milliseconds(void)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	return now.tv_sec * 1000 + now.tv_usec / 1000;
}

/* A process that has a child by vfork, which sends it the signal and sleeps for LOAN. It exits with 7. */
static pid_t lender(int sig)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	if (vfork() == 0) {
		kill(getppid(), sig);
		select(0, NULL, NULL, NULL, &(struct timeval){LOAN / 1000, 0});
		_exit(0);
	}
	_exit(7);
}

static void stopping(void)
{
	long begin = milliseconds(), took;
	pid_t pid = lender(SIGSTOP);
	int status;

	check(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status), "a parent that is sent SIGSTOP stops");
	took = milliseconds() - begin;
	check_same(expects("stop=now"), took < SOON, "at once");
	check_same(expects("stop=now") || expects("stop=second"), took < SECOND, "within a second");
	check_same(!expects("stop=now") && !expects("stop=second"), took >= LOAN, "when its wait is over");
	kill(pid, SIGCONT);
	check_same(EXITED(7), status_of(pid), "it goes on when it is continued");
	check(milliseconds() - begin >= LOAN, "and not before its child has ended");
}

static void harmless(void)
{
	long begin = milliseconds();
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		signal(SIGUSR1, SIG_IGN);
		if (vfork() == 0) {
			kill(getppid(), SIGUSR1);
			kill(getppid(), SIGCONT);
			select(0, NULL, NULL, NULL, &(struct timeval){0, 500000});
			_exit(0);
		}
		_exit(7);
	}
	check(waitpid(pid, &status, WUNTRACED) == pid && status == EXITED(7), "signals that do nothing do nothing");
	check(milliseconds() - begin >= 500, "and do not shorten the wait");
}

/* Where a parent stops at once, it does so only until its wait has found a signal that does something else. */
static void stopping_too_late(void)
{
	pid_t pid;
	int status;

	if (!expects("stop=now"))
		return;
	pid = fork();
	if (pid == 0) {
		if (vfork() == 0) {
			kill(getppid(), SIGTERM);
			select(0, NULL, NULL, NULL, &(struct timeval){0, 100000});
			kill(getppid(), SIGSTOP);
			select(0, NULL, NULL, NULL, &(struct timeval){0, 500000});
			_exit(0);
		}
		_exit(7);
	}
	check(waitpid(pid, &status, WUNTRACED) == pid && status == SIGTERM, "SIGSTOP after SIGTERM stops nobody");
}

static void killing(void)
{
	static const struct {
		int sig, waits;
		const char *name;
	} signals[] = {
		{SIGTERM, 0, "SIGTERM"}, {SIGKILL, 0, "SIGKILL"}, {SIGQUIT, 1, "SIGQUIT"},
		{SIGABRT, 1, "SIGABRT"}, {SIGSEGV, 1, "SIGSEGV"}, {SIGXCPU, 1, "SIGXCPU"},
	};

	for (unsigned i = 0; i < COUNT(signals); i++) {
		long begin = milliseconds(), took;
		pid_t pid = lender(signals[i].sig);
		char name[64];

		snprintf(name, sizeof(name), "a parent that is sent %s dies of it", signals[i].name);
		check_same(signals[i].sig, status_of(pid), name);
		took = milliseconds() - begin;
		snprintf(name, sizeof(name), "%s: in its wait", signals[i].name);
		check_same(expects("kill=now") && !signals[i].waits, took < LOAN, name);
	}
}

static struct proc procs[32];
static volatile int on_childs, on_own;

static void sleeping(void)
{
	pid_t me = getpid(), pid = vfork();

	if (pid == 0) {
		int n = kvm_procs(procs, COUNT(procs)), parent = 0, child = 0;

		for (int i = 0; i < n; i++) {
			if ((pid_t)procs[i].p_pid == me)
				parent = i;
			if ((pid_t)procs[i].p_pid == getpid())
				child = i;
		}
		on_childs = procs[parent].p_wchan == (unsigned)procs[parent].p_cptr;
		on_own = procs[parent].p_wchan == (unsigned)procs[child].p_pptr;
		_exit(on_childs | on_own << 1);
	}
	check_same(EXITED(expects("channel=own") ? 2 : 1), status_of(pid), "what the parent sleeps on");
}

static void ignoring(void)
{
	int status = 0, keeps = !expects("zombies=none");
	pid_t pid, other;

	signal(SIGCHLD, SIG_IGN);
	for (int lends = 0; lends <= 1; lends++) {
		pid = lends ? vfork() : fork();
		if (pid == 0)
			_exit(3);
		errno = 0;
		check_same(keeps ? pid : -1, wait(&status), "SIGCHLD is ignored: wait");
		check(keeps ? status == EXITED(3) : errno == ECHILD, "and its status or error");
	}
	/* One is kept: wait goes on to it, not to an error. */
	other = fork();
	if (other == 0) {
		select(0, NULL, NULL, NULL, &(struct timeval){0, 200000});
		_exit(4);
	}
	pid = fork();
	if (pid == 0)
		_exit(3);
	check(waitpid(pid, NULL, 0) == (keeps ? pid : -1) && (keeps || errno == ECHILD), "waitpid for one of two");
	check(wait(NULL) == (keeps ? other : -1), "wait ends when the other has ended");
	signal(SIGCHLD, SIG_DFL);
	pid = vfork();
	if (pid == 0)
		_exit(5);
	check_same(EXITED(5), status_of(pid), "SIGCHLD is not ignored any more");
}

static void arguments(void)
{
	pid_t pid = fork();
	int known = expects("options=known"), status;

	if (pid == 0)
		_exit(3);
	errno = 0;
	check_same(known ? -1 : pid, waitpid(pid, &status, 0x100), "an option that does not exist");
	check(known ? errno == EINVAL && waitpid(pid, &status, 0) == pid : errno == 0,
	      "EINVAL, and the child is there");
	check_same(EXITED(3), status, "its status");
	check(waitpid(INT_MIN, NULL, 0) == -1 && errno == (expects("minimum=none") ? ESRCH : ECHILD), "the least pid");
	check(waitpid(-1, NULL, 0) == -1 && errno == ECHILD, "any, of none");
}

/* 1 if the process has the timer that its parent set. */
static int has_timer(int which)
{
	struct itimerval it;

	getitimer(which, &it);
	return it.it_value.tv_sec != 0;
}

static void timers(void)
{
	const struct itimerval later = {{0, 0}, {50, 0}}, off = {{0, 0}, {0, 0}};
	int expected = expects("timers=cleared") ? 0 : 6;

	for (int which = ITIMER_REAL; which <= ITIMER_PROF; which++)
		setitimer(which, &later, NULL);
	for (int lends = 0; lends <= 1; lends++) {
		pid_t pid = lends ? vfork() : fork();

		if (pid == 0)
			_exit(has_timer(ITIMER_REAL) | has_timer(ITIMER_VIRTUAL) << 1 | has_timer(ITIMER_PROF) << 2);
		check_same(EXITED(expected), status_of(pid), lends ? "timers in a child of vfork" : "of fork");
	}
	check(has_timer(ITIMER_REAL) && has_timer(ITIMER_VIRTUAL) && has_timer(ITIMER_PROF), "the parent has all");
	for (int which = ITIMER_REAL; which <= ITIMER_PROF; which++)
		setitimer(which, &off, NULL);
}

int main(int argc, char **argv)
{
	nanswers = argc - 1;
	answers = argv + 1;
	stopping();
	harmless();
	stopping_too_late();
	killing();
	sleeping();
	ignoring();
	arguments();
	timers();
	return check_end();
}
