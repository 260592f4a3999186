/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A loan inside a loan that goes wrong: the first borrower returns from the function that called vfork and lends on,
 * and the second one calls a function whose arguments fall on the frame that the first lender needs. That one had
 * variables of all sorts: some hold a value that is read later on, and some do not.
 */
#include <unistd.h>

static void cover(int a, int b, int c, int d, int e, int f, int g, int h)
{
	volatile int sum = a + b + c + d + e + f + g + h;

	(void)sum;
	_exit(0);
}

static int spawn(int seed)
{
	volatile int kept = seed + 1; /* read when vfork is back */
	volatile int spent = seed;    /* not read any more */
	volatile int later;           /* has no value yet */
	int pid;

	kept += spent;
	pid = vfork();
	if (pid == 0)
		return 0;
	later = pid;
	return kept + later;
}

int main(void)
{
	int pid = spawn(5);

	if (pid == 0) {
		if (vfork() == 0)
			cover(0x11111111, 0x22222222, 0x33333333, 0x44444444, 0x55555555, 0x66666666, 0x77777777,
			      0x88888888);
		_exit(0);
	}
	return 0;
}
