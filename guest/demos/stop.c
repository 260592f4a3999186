/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stop: a stop that does not stop
 *
 * The child stops itself with SIGTSTP, the signal of ^Z, and then executes a program.
 * vfork: it is not stopped while it borrows, or its parent would be stopped with it, and that is the one who could
 *        continue it. The signal stays pending, the parent gets its memory back, and right after exec the child stops.
 * fork:  it stops at once.
 * Not all are so careful. Linux stops the child at once, and its parent waits until somebody else continues it; here
 * there is nobody else. 3BSD had no job control, and no such signal.
 *
 * Watch signal.defer, SIGTSTP pending in the child (p_sig) as long as it has SVFORK, and the order of vm.return and
 * its state SSTOP. (4.3BSD: psignal and issig in kern_sig.c.)
 *
 * Try: stop · stop fork · stop under --system linux, or linux-2.0, whose vfork does not wait
 *
 * Topic: The parent waits, 14
 *
 * In the matrix:
 *	deferred   go on to exec / parent: my child stopped
 *	stops      child stopped
 *	none       no such signal
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	int status;
	pid_t pid;

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		if (kill(getpid(), SIGTSTP) < 0)
			printf("child:  there is no such signal\n");
		else
			printf("child:  I have sent myself SIGTSTP and go on to exec\n");
		fflush(stdout);
		execl("/bin/echo", "echo", "child:  I am another program now", (char *)0);
		_exit(127);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, &status, WUNTRACED);
	while (WIFSTOPPED(status)) {
		printf("parent: my child stopped by signal %d; I continue it\n", WSTOPSIG(status));
		kill(pid, SIGCONT);
		waitpid(pid, &status, WUNTRACED);
	}
	printf("parent: my child ended with status %d\n", WEXITSTATUS(status));
	return 0;
}
