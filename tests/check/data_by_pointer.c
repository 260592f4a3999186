/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 11. A function of the program changes a variable of its caller. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static long total = 1;

__attribute__((noipa)) static void add(long *to, long what)
{
	*to += what;
}

int main(void)
{
	if (vfork() == 0) {
		add(&total, 2);
		_exit(0);
	}
	wait(NULL);
	printf("%ld\n", total);
	return 0;
}
