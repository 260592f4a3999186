/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals to sleepers that a tick of the clock wakes, sent just before the tick: whoever comes second, signal or tick,
 * finds the process awake. (The kernel looked whether it slept, and shut the clock out after that.)
 */
#include <signal.h>
#include <sys/select.h>
#include <sys/time.h>

#include "check.h"

enum { TICK = 10000, SLEEPERS = 2, ROUNDS = 200 }; /* TICK: microseconds */

static void nothing(int sig)
{
	(void)sig;
}

/* Sleeps again and again until a tick. Not every tick: switching takes time, and something must be left for the
 * sender. */
static void doze(void)
{
	for (;;) {
		struct timeval soon = {0, 3 * TICK};

		select(0, 0, 0, 0, &soon);
	}
}

/* Comes back so many microseconds before a tick, or less. */
static void before_tick(int left)
{
	struct timeval now;

	do
		gettimeofday(&now, 0);
	while (now.tv_usec % TICK < TICK - left);
}

int main(void)
{
	pid_t sleeper[SLEEPERS];
	int sent = 0, killed = 0, status;

	signal(SIGUSR1, nothing);
	for (int i = 0; i < SLEEPERS; i++) {
		sleeper[i] = fork();
		if (sleeper[i] == 0)
			doze();
	}
	for (int round = 0; round < ROUNDS; round++) {
		before_tick(100 + 3 * round);
		sent += kill(sleeper[round % SLEEPERS], SIGUSR1) == 0;
	}
	check_same(ROUNDS, sent, "every signal finds its process");
	for (int i = 0; i < SLEEPERS; i++)
		kill(sleeper[i], SIGKILL);
	for (int i = 0; i < SLEEPERS; i++)
		killed += wait(&status) > 0 && status == SIGKILL;
	check_same(SLEEPERS, killed, "which sleeps and wakes until it is killed");
	return check_end();
}
