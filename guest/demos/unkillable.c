/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unkillable: kill -9 and nothing happens
 *
 * A process calls vfork, and its child sleeps for a minute. Somebody sends the lender SIGKILL. Does it die?
 * vfork: not before the child ends. The lender has no memory, and sleeps where no signal reaches it, not even this
 *        one; it stays pending. To be rid of the lender, kill its child.
 * fork:  at once.
 *
 * Watch signal.defer; then, in the lender, SIGKILL pending (p_sig), flag SNOVM (4000: its memory is
 * away), the child's slot that it sleeps on (p_wchan), and before the signal p_pri, 24. At PZERO or below, which is
 * 25, psignal (kern_sig.c) ends no sleep.
 *
 * Try: unkillable · unkillable fork · unkillable under --system linux-2.0, whose vfork does not wait, and linux, whose
 * lender can be killed since 2012
 *
 * Topic: The parent waits, 13
 *
 * In the matrix:
 *	waits      it is still there
 *	dies       it is gone
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static long start;

static long seconds(void)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	return now.tv_sec - start;
}

static void refused(const char *call)
{
	perror(call);
	_exit(1);
}

static void lend(int use_fork)
{
	pid_t pid;

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		sleep(60);
		_exit(0);
	}
	if (pid < 0)
		refused(use_fork ? "fork" : "vfork");
	waitpid(pid, NULL, 0);
	_exit(0);
}

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0, status;
	pid_t lender;

	start = seconds();
	if (argc > 1 && strcmp(argv[1], "lend") == 0)
		lend(0);
	lender = fork();
	if (lender == 0)
		lend(use_fork);
	if (lender < 0) { /* a system without fork: this program once more */
		if (use_fork)
			refused("fork");
		lender = vfork();
		if (lender == 0) {
			execl("/bin/unkillable", "unkillable", "lend", NULL);
			_exit(127);
		}
		if (lender < 0)
			refused("vfork");
	}

	sleep(5);
	printf("%2ld s: kill -9 %d\n", seconds(), lender);
	kill(lender, SIGKILL);
	sleep(5);
	if (waitpid(lender, &status, WNOHANG) == 0) {
		printf("%2ld s: it is still there\n", seconds());
		waitpid(lender, &status, 0);
	}
	printf("%2ld s: it is gone, by signal %d\n", seconds(), WTERMSIG(status));
	return 0;
}
