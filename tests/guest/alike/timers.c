/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Timers: setitimer for real and for processor time, alarm, sleep cut short, what a child has of them. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t alarms, virtual_alarms, profiles;

static void handler(int sig)
{
	alarms += sig == SIGALRM;
	virtual_alarms += sig == SIGVTALRM;
	profiles += sig == SIGPROF;
}

static long microseconds(void)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	return now.tv_sec % 1000 * 1000000 + now.tv_usec;
}

int main(void)
{
	struct itimerval each = {{0, 20000}, {0, 20000}}, off = {{0, 0}, {0, 0}}, left;
	struct timespec nap = {0, 30000000}, rest = {9, 9};
	struct sigaction action = {.sa_handler = handler};
	long begin;
	int status;
	sigset_t none;

	sigaction(SIGALRM, &action, NULL);
	sigaction(SIGVTALRM, &action, NULL);
	sigaction(SIGPROF, &action, NULL);
	sigemptyset(&none);

	begin = microseconds();
	setitimer(ITIMER_REAL, &each, NULL);
	while (alarms < 5)
		pause();
	setitimer(ITIMER_REAL, &off, &left);
	begin = microseconds() - begin;
	printf("five alarms: %d, interval %ld\n", begin >= 100000 - 20000, (long)left.it_interval.tv_usec);
	getitimer(ITIMER_REAL, &left);
	printf("off: %ld %ld\n", (long)left.it_value.tv_sec, (long)left.it_value.tv_usec);

	setitimer(ITIMER_VIRTUAL, &each, NULL);
	setitimer(ITIMER_PROF, &each, NULL);
	while (virtual_alarms < 2 || profiles < 2)
		;
	setitimer(ITIMER_VIRTUAL, &off, NULL);
	setitimer(ITIMER_PROF, &off, NULL);
	printf("processor time: %d %d\n", virtual_alarms >= 2, profiles >= 2);

	printf("alarm: %u ", alarm(10));
	printf("%d ", alarm(1) >= 9);
	alarms = 0;
	printf("sleep left %d, alarms %d\n", sleep(5) >= 3, (int)alarms);

	/* The next alarm comes before the nap is over, however long it took to lie down. */
	each = (struct itimerval){{0, 10000}, {0, 10000}};
	setitimer(ITIMER_REAL, &each, NULL);
	printf("nanosleep: %d ", nanosleep(&nap, &rest));
	printf("%d %d\n", errno == EINTR, rest.tv_sec == 0 && rest.tv_nsec <= 30000000);
	setitimer(ITIMER_REAL, &off, NULL);

	each = (struct itimerval){{0, 0}, {0, 10000}};
	alarms = 0;
	setitimer(ITIMER_REAL, &each, NULL);
	while (alarms == 0)
		nanosleep(&nap, NULL);
	nanosleep(&nap, NULL);
	printf("once: %d\n", (int)alarms);

	begin = microseconds();
	nanosleep(&nap, NULL);
	printf("slept: %d\n", microseconds() - begin >= 30000);

	each = (struct itimerval){{5, 0}, {7, 0}};
	setitimer(ITIMER_REAL, &each, NULL);
	fflush(stdout);
	if (fork() == 0) {
		getitimer(ITIMER_REAL, &left);
		_exit(left.it_value.tv_sec == 0 && left.it_value.tv_usec == 0 ? 3 : 4);
	}
	wait(&status);
	getitimer(ITIMER_REAL, &left);
	printf("a child has none: %d; we do: %d %ld\n", WEXITSTATUS(status), left.it_value.tv_sec >= 5,
	       (long)left.it_interval.tv_sec);
	setitimer(ITIMER_REAL, &off, NULL);

	fflush(stdout);
	if (fork() == 0) {
		alarm(1);
		signal(SIGALRM, SIG_DFL);
		execlp("sleep", "sleep", "30", (char *)NULL);
		_exit(127);
	}
	wait(&status);
	printf("the alarm outlives exec: %d\n", WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM);

	each = (struct itimerval){{0, 0}, {0, 1000000}};
	printf("mistakes: %d %d ", setitimer(ITIMER_REAL, &each, NULL) < 0 && errno == EINVAL,
	       getitimer(17, &left) < 0 && errno == EINVAL);
	nap.tv_nsec = 1000000000;
	printf("%d\n", nanosleep(&nap, NULL) < 0 && errno == EINVAL);
	return 0;
}
