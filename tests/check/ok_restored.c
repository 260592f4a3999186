/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The child puts back what it has changed. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int depth = 3;

__attribute__((noipa)) static void look(void)
{
	write(2, "", (unsigned)depth & 0);
}

int main(void)
{
	if (vfork() == 0) {
		depth++;
		look();
		depth--;
		_exit(0);
	}
	wait(NULL);
	printf("%d\n", depth);
	return 0;
}
