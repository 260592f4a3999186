/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * handler: a signal handler on a borrowed stack
 *
 * Parent and child each have a handler for SIGUSR1, and the child sends the signal to itself. On which stack does its
 * handler run, whose variable does it set, and which handler has the parent afterwards?
 * Each of the three has a place: the handler's frame, the variable, the table of handlers. Say of each whether that is
 * memory of the program or of the kernel, and what follows from it for vfork, and for fork. (On SunOS 4 and HP-UX the
 * table has another place: see sigtable.)
 * What does a handler need of the stack that it finds?
 *
 * Watch the stack at signal.deliver, where the kernel builds a frame for the handler: below whose frames, and what is
 * in it? And the handlers of both, in Process.
 *
 * Try: handler · handler fork · handler under --system 4.4bsd, or solaris, where a borrower has no handlers
 *
 * Topic: One stack, 15
 *
 * In the matrix:
 *	default    my child had no handler
 *	shared     wrote into my memory
 *	private    mine alone
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int handled;
static char *stack_of_main;

static void childs(int sig)
{
	char here;

	handled++;
	printf("child:  my handler got signal %d, %s main()'s frame\n", sig,
	       stack_of_main - &here > 0 && stack_of_main - &here < 1024 ? "just below" : "far from");
}

static void parents(int sig)
{
	printf("parent: my handler got signal %d\n", sig);
}

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	char here;
	pid_t pid;
	int status;

	stack_of_main = &here;
	signal(SIGUSR1, parents);

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		signal(SIGUSR1, childs);
		kill(getpid(), SIGUSR1);
		_exit(0);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, &status, 0);
	if (WIFSIGNALED(status))
		printf("parent: my child had no handler and died of signal %d\n", WTERMSIG(status));
	printf("parent: handled is %d: %s\n", handled,
	       handled ? "the child's handler wrote into my memory" : "mine alone");
	kill(getpid(), SIGUSR1);
	return 0;
}
