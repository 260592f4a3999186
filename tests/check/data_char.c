/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 12. A single byte. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static char flags[4] = {'a', 'b', 'c', 'd'};

int main(void)
{
	if (vfork() == 0) {
		flags[2] = 'C';
		_exit(0);
	}
	wait(NULL);
	printf("%c\n", flags[2]);
	return 0;
}
