/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * null: a null pointer in the child
 *
 * On 4.3BSD's VAX a program's text began at address 0: who read through a null pointer got its first bytes and went
 * on; who wrote got SIGBUS, because text is read-only; on Linux and System V it is SIGSEGV. Here it is the same (but
 * not on uclinux, where programs lie elsewhere, and nothing at 0). The child does both.
 * vfork: the signal kills the child and not its parent. The way out by a signal is that of exit: the memory goes back
 *        first, with what the child had noted in it.
 * fork:  the note dies with the child.
 *
 * Watch fault.protection with address 0, signal.deliver, exit.begin and vm.return, in that order.
 *
 * Try: null · null fork · null under --system 4.4bsd
 *
 * Topic: One memory, 27
 *
 * In the matrix:
 *	noted      0 had been
 *	private    I read
 *	unmapped   no note
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int *volatile nowhere; /* volatile: the compiler shall not be clever about it */
static int noted;

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
		noted = *nowhere;
		printf("child:  I read %#x at address %d; now I write there\n", noted, (int)nowhere);
		*nowhere = 1;
		printf("child:  I am still here\n");
		_exit(0);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, &status, 0);
	printf("parent: my child died of signal %d (%s)\n", WTERMSIG(status), sys_siglist[WTERMSIG(status)]);
	if (noted != 0)
		printf("parent: it left me a note: at address 0 had been %#x\n", noted);
	else
		printf("parent: it left me no note\n");
	return 0;
}
