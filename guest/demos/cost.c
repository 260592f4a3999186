/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cost: what a child costs
 *
 * The program grows, and each time makes children that do nothing but _exit.
 * fork copies every page of data: its price grows with the parent. vfork copies nothing: its price does not change.
 * For a small program there is little between them. Berkeley measured in 1985 on a VAX-11/750, for 1000 children of a
 * program of 100 KB: fork 176 s, vfork 22 s; and 22 s both for a small program. Here: machine time, an instruction is
 * one microsecond.
 *
 * Watch the page frames: fork takes a new one for each of the parent's, vfork takes a few for the child's own
 * kernel data. The kernel counts both, and the pages that were or were not copied (forkstat): vmstat -f tells.
 *
 * Try: cost · cost under --system 4.4bsd, where fork copies late and vfork is nearly fork
 *
 * Topic: Costs and accounts, 3
 */
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define TIMES 2
#define KB 1024

static const int sizes[] = {0, 16, 64, 256};

static long microseconds(void)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	return now.tv_sec * 1000000 + now.tv_usec;
}

/* Time for one child, from the call until it is collected; 0 where there is none. */
static long one_fork(void)
{
	long start = microseconds();
	pid_t pid = fork();

	if (pid < 0)
		return 0;
	if (pid == 0)
		_exit(0);
	wait(NULL);
	return microseconds() - start;
}

static long one_vfork(void)
{
	long start = microseconds();
	pid_t pid = vfork();

	if (pid < 0)
		return 0;
	if (pid == 0)
		_exit(0);
	wait(NULL);
	return microseconds() - start;
}

/* The least that a child takes. Others take longer by what comes between: a tick of the clock, a block that the first
 * one has read from the disk. */
static long least(long (*child)(void))
{
	long best = child();

	for (int i = 1; i < TIMES; i++) {
		long time = child();

		if (time < best)
			best = time;
	}
	return best;
}

int main(void)
{
	int have = 0;

	printf("data KB   fork us  vfork us   ratio\n");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		int more = (sizes[i] - have) * KB;
		long by_fork, by_vfork, ratio; /* in tenths */
		char *data = sbrk(more);

		if (data == (char *)-1) {
			perror("cost");
			return 1;
		}
		memset(data, 1, more); /* a page costs something only when it is there */
		have = sizes[i];
		by_fork = least(one_fork);
		by_vfork = least(one_vfork);
		if (by_vfork == 0) {
			perror("vfork");
			return 1;
		}
		if (by_fork == 0) {
			printf("%7d %9s %9ld\n", have, "none", by_vfork);
			continue;
		}
		ratio = (by_fork * 10 + by_vfork / 2) / by_vfork;
		printf("%7d %9ld %9ld %5ld.%ld\n", have, by_fork, by_vfork, ratio / 10, ratio % 10);
	}
	return 0;
}
