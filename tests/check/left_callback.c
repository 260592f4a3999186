/* SPDX-License-Identifier: GPL-2.0-or-later */
/* left, lines 10-11. A callback calls vfork for somebody above. */
#include <sys/wait.h>
#include <unistd.h>

typedef pid_t starter(void);

__attribute__((noipa)) static pid_t by_vfork(void)
{
	return vfork();
}

__attribute__((noipa)) static pid_t call(starter *start)
{
	return start();
}

static starter *volatile chosen = by_vfork;

__attribute__((noipa)) static int fill(int n)
{
	volatile int room[20] = {n, n, n};

	return room[2];
}

int main(void)
{
	if (call(chosen) == 0)
		_exit(fill(0));
	wait(NULL);
	return 0;
}
