/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Is what the child writes the parent's? The first line decides whether the host is a witness at all. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int global = 1;

int main(void)
{
	static volatile int counter;
	volatile int local = 1;
	char *message = malloc(20), *const missing[] = {"missing", NULL};
	int error;
	pid_t pid;

	strcpy(message, "none");
	errno = 0;
	pid = vfork();
	if (pid == 0) {
		global++;
		counter += 5;
		local = 7;
		memcpy(message, "from the child", 15);
		execv("/no/such/program", missing);
		_exit(3);
	}
	error = errno;
	printf("global: %s\n", global == 2 ? "shared" : "not shared");
	printf("static %d, local %d, heap: %s\n", counter, local, message);
	printf("errno of the child's exec: %s\n", error == ENOENT ? "ENOENT" : error == 0 ? "not seen" : "another");
	waitpid(pid, &error, 0);
	printf("exit status %d\n", WIFEXITED(error) ? WEXITSTATUS(error) : -1);
	return 0;
}
