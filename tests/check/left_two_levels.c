/* SPDX-License-Identifier: GPL-2.0-or-later */
/* left, lines 8-9. Out of two functions, one after the other. */
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noipa)) static pid_t inner(void)
{
	return vfork();
}

__attribute__((noipa)) static pid_t outer(int *count)
{
	pid_t pid = inner();

	*count += 1;
	return pid;
}

__attribute__((noipa)) static int deep(int n)
{
	volatile char room[64] = {(char)n};

	return n ? deep(n - 1) + room[0] : 0;
}

int main(void)
{
	int count = 0;

	if (outer(&count) == 0)
		_exit(deep(3));
	wait(NULL);
	return count != 1;
}
