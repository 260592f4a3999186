/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 15. A block of the heap. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *numbers = calloc(8, sizeof *numbers);

	if (numbers == NULL)
		return 1;
	if (vfork() == 0) {
		numbers[3] = 42;
		_exit(0);
	}
	wait(NULL);
	printf("%d\n", numbers[3]);
	return 0;
}
