/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * deadlock: what happens if a borrower may be stopped
 *
 * A rule of most vforks says that a stop signal to a borrower stays pending until the loan is over. This program
 * switches the rule off and lets the child stop itself.
 * Without the rule: the child is stopped until somebody continues it. The one to do that is its parent, which sleeps
 *        until the child gives the memory back. Nobody can ever run again.
 * With it (`deadlock rule`): the signal stays pending, and is forgotten with the child. Linux never had the rule, and
 *        Solaris and NetBSD have it for the keyboard's signals, but not for SIGSTOP.
 * No rule helps who waits for his own lender: `deadlock pipe` has the child read from a pipe that only its parent
 *        would write to. On a real 4.3BSD the lender could not be killed; to kill the child would have freed both.
 *
 * Watch the process lanes: at the end one is stopped (or waits for the pipe), and all others wait.
 *
 * Try: deadlock · deadlock rule, also under --system linux · deadlock pipe · deadlock under --system linux-2.0, whose
 * vfork
 *      does not wait
 *
 * Topic: The parent waits, 22
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
	const char *what = argc > 1 ? argv[1] : "stop";
	int status, ends[2];
	char byte = 'x';
	pid_t pid;

	pipe(ends);
	if (strcmp(what, "stop") == 0)
		vforkrule(VR_STOP, VR_STOPS);

	pid = vfork();
	if (pid == 0) {
		if (strcmp(what, "pipe") == 0) {
			printf("child:  I wait for a byte from my parent\n");
			read(ends[0], &byte, 1);
		} else {
			printf("child:  I stop\n");
			if (kill(getpid(), SIGSTOP) < 0)
				printf("child:  there is no such signal\n");
		}
		printf("child:  I go on\n");
		_exit(0);
	}
	if (pid < 0) {
		perror("vfork");
		return 1;
	}

	write(ends[1], &byte, 1);
	waitpid(pid, &status, WUNTRACED);
	if (WIFSTOPPED(status)) {
		printf("parent: my child has stopped; I continue it\n");
		kill(pid, SIGCONT);
		waitpid(pid, &status, 0);
	}
	printf("parent: all is well\n");
	return 0;
}
