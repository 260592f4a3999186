/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Is the parent held, and until when? */
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* The child takes its time and then leaves a byte in a pipe: is it there when vfork returns? */
static void until_exit(void)
{
	int fds[2];
	char byte;
	pid_t pid;

	if (pipe(fds) < 0)
		return;
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	pid = vfork();
	if (pid == 0) {
		for (int i = 0; i < 5000; i++)
			getppid();
		write(fds[1], "x", 1);
		_exit(0);
	}
	printf("until the child exits: %s\n", read(fds[0], &byte, 1) == 1 ? "held" : "not held");
	waitpid(pid, NULL, 0);
	close(fds[0]);
	close(fds[1]);
}

/* The child's program waits for the parent: were the parent held until its end, none of the two would go on. */
static void until_exec(void)
{
	char *const argv[] = {"cat", NULL};
	int to[2], from[2];
	char line[20] = "";
	pid_t pid;

	if (pipe(to) < 0 || pipe(from) < 0)
		return;
	pid = vfork();
	if (pid == 0) {
		dup2(to[0], 0);
		dup2(from[1], 1);
		close(to[0]);
		close(to[1]);
		close(from[0]);
		close(from[1]);
		execv("/bin/cat", argv);
		_exit(127);
	}
	close(to[0]);
	close(from[1]);
	write(to[1], "through cat", 11);
	close(to[1]);
	if (read(from[0], line, sizeof line - 1) == 11)
		printf("until the child has its program: %s\n", line);
	waitpid(pid, NULL, 0);
}

int main(void)
{
	until_exit();
	until_exec();
	return 0;
}
