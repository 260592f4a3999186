/* SPDX-License-Identifier: GPL-2.0-or-later */
/* heap, line 14. realloc moves the block of the parent. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char *a = malloc(16), *b = malloc(16);

	if (a == NULL || b == NULL)
		return 1;
	if (vfork() == 0) {
		a = realloc(a, 4000);
		_exit(a == NULL);
	}
	wait(NULL);
	return 0;
}
