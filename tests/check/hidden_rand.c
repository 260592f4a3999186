/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hidden, line 12. The row of random numbers. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	srand(7);
	if (vfork() == 0)
		_exit(rand() & 1);
	wait(NULL);
	printf("%d\n", rand() != 0);
	return 0;
}
