/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 20. A variable of the function that calls vfork is counted up in the child, as textbooks show it. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noipa)) static void begin(int *count)
{
	*count = 88;
}

int main(void)
{
	int count;
	pid_t pid;

	begin(&count);
	pid = vfork();
	if (pid == 0) {
		count++;
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	printf("%d\n", count);
	return 0;
}
