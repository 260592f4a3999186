/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 13. The child wipes a table that its parent looks at. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int table[32] = {1, 2, 3};

int main(void)
{
	if (vfork() == 0) {
		memset(table, 0, sizeof table);
		_exit(0);
	}
	wait(NULL);
	printf("%d\n", table[0] + table[1] + table[2]);
	return 0;
}
