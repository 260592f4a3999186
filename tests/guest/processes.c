/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes beside one another: who runs, who stops, who waits for whom, and time. */
#include <signal.h>
#include <sys/time.h>

#include "check.h"

enum { SPINNERS = 3, ROUNDS = 4 };

static void spin(int n)
{
	for (volatile int i = 0; i < n; i++)
		;
}

static long long microseconds(void)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	return now.tv_sec * 1000000LL + now.tv_usec;
}

/* The clock takes the processor away: three who never give it up share it. */
static void preemption(void)
{
	long long begin = microseconds(), alone, together;
	pid_t pids[SPINNERS];
	int all = 1;

	spin(160000);
	alone = microseconds() - begin;
	begin = microseconds();
	for (int i = 0; i < SPINNERS; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			/* alone: the time that it takes when nobody else runs */
			long long mine = microseconds();

			spin(160000);
			_exit(microseconds() - mine > alone + alone / 2 ? 1 : 0);
		}
	}
	for (int i = 0; i < SPINNERS; i++) {
		int status;

		all &= wait(&status) > 0 && status == EXITED(1);
	}
	together = microseconds() - begin;
	check(all, "three spinners: each one's time is longer than alone");
	check(together > alone * 2, "three spinners: together they need the time of three");
}

static void stop_and_continue(void)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		for (;;)
			spin(1000);
	spin(50000);
	kill(pid, SIGSTOP);
	spin(50000);
	check_same(0, waitpid(pid, &status, WNOHANG), "a stopped child is no zombie");
	kill(pid, SIGCONT);
	spin(50000);
	check_same(0, waitpid(pid, &status, WNOHANG), "nor is one that was continued");
	kill(pid, SIGSTOP);
	kill(pid, SIGKILL);
	check_same(SIGKILL, status_of(pid), "SIGKILL reaches a stopped process");
	pid = fork();
	if (pid == 0)
		for (;;)
			spin(1000);
	kill(pid, SIGTERM);
	check_same(SIGTERM, status_of(pid), "SIGTERM ends a process that never calls the system");
}

/* A process whose child ends before its grandchild. The grandchild finds itself with init and says so with a signal. */
static void orphan(void)
{
	pid_t pid = fork(), me, middle;

	if (pid == 0) {
		me = getpid();
		middle = fork();
		if (middle == 0) {
			if (fork() == 0) {
				while (getppid() != 1)
					spin(1000);
				kill(me, SIGUSR1);
			}
			_exit(0);
		}
		if (status_of(middle) != EXITED(0) || wait(NULL) != -1 || errno != ECHILD)
			_exit(1); /* the grandchild must not have become ours */
		for (;;)
			spin(1000);
	}
	check_same(SIGUSR1, status_of(pid), "an orphan's parent is init, not its grandparent");
}

static void waiting(void)
{
	int left;
	pid_t first, second;
	int status = -1;

	first = fork();
	if (first == 0) {
		spin(200000);
		_exit(1);
	}
	second = fork();
	if (second == 0)
		_exit(2);
	check(waitpid(first, &status, 0) == first && status == EXITED(1), "waitpid for the slower of two");
	check(waitpid(second, &status, 0) == second && status == EXITED(2),
	      "waitpid for the other one, which ended before");
	check(waitpid(first, &status, 0) == -1 && errno == ECHILD, "a child is collected once");
	check(waitpid(1, &status, 0) == -1 && errno == ECHILD, "waitpid for one who is no child");

	first = fork();
	if (first == 0) {
		setpgrp(0, getpid());
		_exit(1);
	}
	second = fork();
	if (second == 0) {
		sleep(1);
		_exit(2);
	}
	check(waitpid(0, &status, 0) == second && status == EXITED(2), "waitpid for one of this group: the slower one");
	check(waitpid(0, &status, 0) == -1 && errno == ECHILD, "there is no other");
	check(waitpid(-second, &status, 0) == -1 && errno == ECHILD, "nobody is in that group");
	check(waitpid(-first, &status, 0) == first && status == EXITED(1), "waitpid for one of another group");
	for (int i = 0; i < 40; i++)
		if (fork() == 0)
			_exit(3);
	first = fork();
	if (first == 0)
		_exit(4);
	check(waitpid(first, &status, 0) == first && status == EXITED(4), "waitpid for the last of many");
	for (left = 0; wait(&status) > 0; left++)
		;
	check_same(40, left, "none of the others is lost");
	first = fork();
	if (first == 0)
		_exit(300 & 0xff);
	check_same(EXITED(300 & 0xff), status_of(first), "of an exit status 8 bits are told");
}

static void time_goes_on(void)
{
	long long last = microseconds(), now;
	int backward = 0;

	for (int i = 0; i < 2000; i++) {
		now = microseconds();
		backward += now < last;
		last = now;
	}
	check_same(0, backward, "time never goes back");
	now = microseconds();
	spin(100000);
	check(microseconds() - now > 100000, "100000 rounds take more than 100000 instructions of a microsecond");
}

int main(void)
{
	preemption();
	stop_and_continue();
	orphan();
	waiting();
	time_goes_on();
	return check_end();
}
