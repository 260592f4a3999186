/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * message: errno as a way back
 *
 * How does a parent learn that its child's exec failed? The child's exit status is all that fork lets through. An execl
 * that fails stores its error into errno. Berkeley's find learned of a failure by a variable until 1985; then it used a
 * signal.
 * How many variables errno are there, and whose are they? The parent makes no call that fails: what will it find in its
 * own, with vfork, and with fork?
 *
 * Watch the data page in which `errno` is, when execl has failed: who has written there, and who has that page?
 *
 * Try: message · message fork · message under --system 4.4bsd
 *
 * Topic: One memory, 10
 * Opens: data
 * In the matrix:
 *	told       my child's exec failed
 *	none       no message
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	pid_t pid;

	errno = 0;
	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		execl("/bin/nothing", "nothing", (char *)0);
		_exit(0);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, NULL, 0);
	if (errno == 0)
		printf("parent: no message\n");
	else
		printf("parent: my child's exec failed: %s\n", strerror(errno));
	return 0;
}
