/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sorts ROUNDS [lent]: sorts an array of numbers, others each time, and makes a child by vfork after each: about ten
 * million instructions and a loan a round. lent: the child sorts, so that all of it happens on loan. For `vforkscope
 * bench`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define N 32768

static unsigned values[N], sums[16], seed = 1;

static unsigned next(void)
{
	seed = seed * 1103515245 + 12345;
	return seed >> 8;
}

/* Puts the value at a place of the heap where it belongs. */
static void sift(unsigned from, unsigned n)
{
	unsigned value = values[from];

	for (unsigned child; (child = 2 * from + 1) < n; from = child) {
		if (child + 1 < n && values[child + 1] > values[child])
			child++;
		if (values[child] <= value)
			break;
		values[from] = values[child];
	}
	values[from] = value;
}

static void sort(void)
{
	for (unsigned i = 0; i < N; i++)
		values[i] = next();
	for (unsigned i = N / 2; i-- > 0;)
		sift(i, N);
	for (unsigned n = N; n-- > 1;) {
		unsigned last = values[n];

		values[n] = values[0];
		values[0] = last;
		sift(0, n);
	}
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 10, lent = argc > 2;

	for (int i = 0; i < rounds; i++) {
		pid_t pid;

		if (!lent)
			sort();
		sums[i % 16] += values[N / 2];
		pid = vfork();
		if (pid == 0) {
			if (lent)
				sort();
			sums[0]++;
			_exit(0);
		}
		if (pid < 0 || wait(NULL) != pid) {
			perror("sorts");
			return 1;
		}
	}
	for (unsigned i = 1; i < N; i++)
		if (values[i - 1] > values[i])
			return 1;
	printf("%u\n", sums[0]);
	return 0;
}
