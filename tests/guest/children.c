/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Children: their numbers, which of them wait tells of, and whose they are when their parent has gone. */
#include <signal.h>
#include <sys/time.h>

#include "check.h"

enum { LAST = 29999, AGAIN = 100 }; /* the highest process number, and the one that comes after it */

static pid_t quick(void)
{
	pid_t pid = vfork();

	if (pid == 0)
		_exit(0);
	return pid;
}

/* A child that is a zombie: nobody else runs between the closing of its descriptors, which ends the pipe, and its
 * end. */
static pid_t zombie(void)
{
	int fds[2];
	pid_t pid;
	char byte;

	pipe(fds);
	pid = quick();
	close(fds[1]);
	read(fds[0], &byte, 1);
	close(fds[0]);
	return pid;
}

static pid_t keeper(void)
{
	pid_t pid = fork();

	if (pid == 0)
		for (;;)
			pause();
	return pid;
}

/* Several have ended: each is told of once, the youngest first, and one that is asked for before the others. */
static void waits(void)
{
	pid_t a = zombie(), b = zombie(), c = zombie(), d = zombie(), pid;

	check(a > 0 && b > 0 && c > 0 && d > 0, "four children at once");
	check_same(b, waitpid(b, NULL, 0), "wait for the second");
	check(waitpid(b, NULL, 0) == -1 && errno == ECHILD, "it is told of once");
	check_same(d, wait(NULL), "then for any: the youngest");
	pid = zombie();
	check_same(pid, wait(NULL), "one that came later is before the others");
	check_same(c, wait(NULL), "the third");
	check_same(a, wait(NULL), "the first is the last");
	check(wait(NULL) == -1 && errno == ECHILD, "there are no more");
}

/* A parent that ends leaves a child that runs and one that has ended. */
static void orphans(void)
{
	int fds[2];
	pid_t parent, left[2] = {0, 0}, now = 0;

	pipe(fds);
	parent = fork();
	if (parent == 0) {
		left[0] = quick();
		left[1] = fork();
		if (left[1] == 0) {
			while ((now = getppid()) != 1)
				;
			write(fds[1], &now, sizeof now);
			pause();
		}
		write(fds[1], left, sizeof left);
		_exit(0);
	}
	check_same(sizeof left, read(fds[0], left, sizeof left), "a parent of two");
	check_same(parent, wait(NULL), "has ended");
	check(read(fds[0], &now, sizeof now) == sizeof now && now == 1, "its child is process 1's");
	while (kill(left[0], 0) == 0)
		;
	check_same(ESRCH, errno, "process 1 waits for the other one");
	check(kill(left[1], SIGKILL) == 0, "the one that runs is killed");
	while (kill(left[1], 0) == 0)
		;
	check_same(ESRCH, errno, "and process 1 waits for it, too");
	close(fds[0]);
	close(fds[1]);
}

/* A process in the place of one that was killed by a signal, with a timer: nothing of that is its own. */
static void heritage(void)
{
	struct itimerval timer = {{5, 0}, {5, 0}};
	pid_t pid = fork();

	if (pid == 0) {
		sigblock(sigmask(SIGUSR1));
		kill(getpid(), SIGUSR1);
		setitimer(ITIMER_REAL, &timer, NULL);
		kill(getpid(), SIGTERM);
	}
	check_same(SIGTERM, status_of(pid), "one with a timer and a signal that is blocked is killed by another");
	pid = fork();
	if (pid == 0) {
		sigsetmask(0);
		getitimer(ITIMER_REAL, &timer);
		_exit(timer.it_interval.tv_sec || timer.it_value.tv_sec);
	}
	check_same(EXITED(0), status_of(pid), "the next one in its place has neither");
}

/* A group whose leader has ended: its number. */
static pid_t group(pid_t *member)
{
	pid_t leader = fork();

	if (leader == 0) {
		setpgrp(0, getpid());
		*member = keeper();
		_exit(*member - getpid());
	}
	*member = leader + (status_of(leader) >> 8);
	return leader;
}

/* Numbers are given in order, from the last one on to AGAIN; those of processes and groups that there are, are left
 * out. */
static void numbers(void)
{
	pid_t used[3], pid, last = 0;
	int order = 1, skipped = 0;

	while (last < AGAIN) {
		last = quick();
		wait(NULL);
	}
	used[0] = group(&used[1]);
	used[2] = keeper();
	last = used[2];
	/* once round, and over those that are used */
	for (int again = 0; !again || last < used[2] + AGAIN; again |= last < used[0]) {
		pid_t next = last == LAST ? AGAIN : last + 1;

		for (size_t i = 0; i < COUNT(used); i++) {
			skipped += next == used[i];
			next += next == used[i];
		}
		pid = quick();
		wait(NULL);
		order &= pid == next;
		last = pid;
	}
	check(order, "each process has the next free number");
	check_same(COUNT(used), skipped, "a group's, its member's and a process's are not given again");
	for (size_t i = 1; i < COUNT(used); i++)
		kill(used[i], SIGKILL);
	wait(NULL);
}

int main(void)
{
	waits();
	orphans();
	heritage();
	numbers();
	return check_end();
}
