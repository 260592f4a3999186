/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The child changes a variable of the function that called vfork, and puts it back when exec has failed. */
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noipa)) static void set(int *to, int value)
{
	*to = value;
}

int main(void)
{
	int level = 0;

	if (vfork() == 0) {
		set(&level, 1);
		execl("/no/such/program", "program", (char *)NULL);
		set(&level, 0);
		_exit(127);
	}
	wait(NULL);
	return level;
}
