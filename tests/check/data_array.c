/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 12. An element of an array. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int table[16];

int main(void)
{
	if (vfork() == 0) {
		table[5] = 7;
		_exit(0);
	}
	wait(NULL);
	for (int i = 0; i < 16; i++)
		if (table[i] != 0)
			printf("%d: %d\n", i, table[i]);
	return 0;
}
