/* SPDX-License-Identifier: GPL-2.0-or-later */
/* left, line 9. The result is handed out by a pointer. */
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noipa)) static void start(pid_t *pid)
{
	*pid = vfork();
}

__attribute__((noipa)) static int work(int a, int b, int c)
{
	volatile int room[8] = {a, b, c};

	return room[a & 7];
}

int main(void)
{
	pid_t pid;

	start(&pid);
	if (pid == 0)
		_exit(work(1, 2, 3));
	wait(NULL);
	return 0;
}
