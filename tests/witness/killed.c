/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kill -9 of a parent that its vfork holds. The child waits for the end of a pipe, which comes when we close it: nobody
 * is left behind, whatever the answer.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE 2 /* seconds that a parent has to die in */

static int ready[2], end[2];

static void late(int sig)
{
	(void)sig;
}

/* The parent to be killed, with its child. */
static void __attribute__((noreturn)) victim(void)
{
	char byte;
	pid_t pid;

	close(ready[0]);
	close(end[1]);
	pid = vfork();
	if (pid == 0) {
		write(ready[1], "r", 1);
		read(end[0], &byte, 1);
		write(ready[1], "e", 1);
		_exit(0);
	}
	_exit(1); /* only if it was not held */
}

int main(void)
{
	struct sigaction alarm_action = {0};
	int status = 0, waited;
	char byte = '?';
	pid_t parent;

	if (pipe(ready) < 0 || pipe(end) < 0)
		return 1;
	parent = fork();
	if (parent == 0)
		victim();
	close(ready[1]);
	close(end[0]);
	read(ready[0], &byte, 1);
	alarm_action.sa_handler = late;
	sigaction(SIGALRM, &alarm_action, NULL);
	kill(parent, SIGKILL);
	alarm(PATIENCE);
	waited = waitpid(parent, &status, 0);
	alarm(0);
	printf("kill -9 of the held parent: %s\n", waited == parent ? "it dies while its child lives"
	                                           : errno == EINTR ? "nothing, as long as its child lives"
	                                                            : "an error");
	close(end[1]);
	byte = '?';
	read(ready[0], &byte, 1);
	printf("its child: %s\n", byte == 'e' ? "went on, and ends now" : "is gone");
	read(ready[0], &byte, 1); /* the end of the file: it has closed everything */
	if (waited != parent)
		waited = waitpid(parent, &status, 0);
	printf("the parent: %s\n", WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? "killed" : "ended otherwise");
	return 0;
}
