/* SPDX-License-Identifier: GPL-2.0-or-later */
/* frame, line 11. A buffer of the parent is too short for what the child puts there. */
#include <sys/wait.h>
#include <unistd.h>

static volatile int more = 64;

__attribute__((noipa)) static void fill(char *to)
{
	for (int i = 0; i < more; i++)
		to[i] = 0;
}

__attribute__((noipa)) static int start(void)
{
	char name[8] = {1};

	if (vfork() == 0) {
		fill(name);
		_exit(0);
	}
	wait(NULL);
	return name[0];
}

int main(void)
{
	return start();
}
