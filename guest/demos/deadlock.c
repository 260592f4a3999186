/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * deadlock: what happens if a borrower may be stopped
 *
 * A rule of most vforks says that a stop signal to a borrower stays pending until the loan is over. This program
 * switches the rule off and lets the child stop itself.
 * Without the rule: the child is stopped until somebody continues it. The one to do that is its parent, which sleeps
 *        until the child gives the memory back. Nobody can ever run again.
 * With it (`deadlock rule`): the signal stays pending, and is forgotten with the child. Linux never had the rule, and
 *        Solaris has it for the keyboard's signals, but not for SIGSTOP.
 *
 * Watch the process lanes: at the end one is stopped, and all others wait.
 *
 * Try: deadlock · deadlock rule, also under --system linux · deadlock under --system linux-2.0, whose vfork does not wait
 *
 * In the matrix:
 *	none       no such signal
 *	harmless   all is well
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/vforkrule.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int status;
	pid_t pid;

	if (argc < 2 || strcmp(argv[1], "rule") != 0)
		vforkrule(VR_STOP, VR_STOPS);

	pid = vfork();
	if (pid == 0) {
		printf("child:  I stop\n");
		if (kill(getpid(), SIGSTOP) < 0)
			printf("child:  there is no such signal\n");
		printf("child:  I go on\n");
		_exit(0);
	}

	waitpid(pid, &status, WUNTRACED);
	if (WIFSTOPPED(status)) {
		printf("parent: my child has stopped; I continue it\n");
		kill(pid, SIGCONT);
		waitpid(pid, &status, 0);
	}
	printf("parent: all is well\n");
	return 0;
}
