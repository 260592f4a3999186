/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A loan inside a loan: the borrower lends what it borrowed. Its own child executes a program, then it does too. */
#include <sys/wait.h>
#include <unistd.h>

static int depth;

static int inner(void)
{
	int pid = vfork();

	if (pid == 0) {
		depth = 2;
		execl("/bin/true", "true", (char *)0);
		_exit(1);
	}
	return pid;
}

static int outer(void)
{
	int pid = vfork();

	if (pid == 0) {
		depth = 1;
		inner();
		execl("/bin/true", "true", (char *)0);
		_exit(1);
	}
	return pid;
}

int main(void)
{
	int pid = outer();

	waitpid(pid, (int *)0, 0);
	return depth == 2 ? 0 : 1;
}
