/* SPDX-License-Identifier: GPL-2.0-or-later */
/* left, line 11. A pool of workers, each started by a function. */
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noipa)) static pid_t worker(int number)
{
	pid_t pid = vfork();

	return pid == 0 ? 0 : pid + number - number;
}

__attribute__((noipa)) static int work(int a, int b)
{
	volatile int room[8] = {a, b};

	return room[0] + room[1];
}

int main(void)
{
	for (int i = 0; i < 3; i++)
		if (worker(i) == 0)
			_exit(work(i, 2 * i));
	while (wait(NULL) > 0)
		;
	return 0;
}
