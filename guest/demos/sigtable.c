/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sigtable: a table of handlers in shared memory
 *
 * The parent has a handler for SIGUSR1. Its child installs another one and exits. Whose handler runs when the parent
 * gets the signal?
 * 4.3BSD: the parent's. The kernel has the table, in the u area, and each process has its own.
 * SunOS 4: the child's! The library keeps the table in the program's memory, and that was the child's to write. The C
 *        shell therefore saved its handlers before vfork and set them again afterwards, as `restore` does here.
 * HP-UX: the child's too, if it called signal(), but not if it called sigaction().
 *
 * Watch the data page where the library has its table: on SunOS it is marked W, written in the loan.
 *
 * Try: sigtable · sigtable restore · sigtable under --system 4.3bsd · sigtable sigaction under --system hpux
 *
 * System: sunos4
 *
 * Topic: One stack, 15
 * Opens: data
 * In the matrix:
 *	kernel     my own handler
 *	user       my child's handler
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *whose;

static void parents(int sig)
{
	(void)sig;
	whose = "my own";
}

static void childs(int sig)
{
	(void)sig;
	whose = "my child's";
}

int main(int argc, char **argv)
{
	int by_sigaction = argc > 1 && strcmp(argv[1], "sigaction") == 0;
	int restore = argc > 1 && strcmp(argv[1], "restore") == 0;
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	struct sigaction action = {.sa_handler = childs};
	pid_t pid;

	signal(SIGUSR1, parents);

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		if (by_sigaction)
			sigaction(SIGUSR1, &action, NULL);
		else
			signal(SIGUSR1, childs);
		_exit(0);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, NULL, 0);
	if (restore)
		signal(SIGUSR1, parents);
	kill(getpid(), SIGUSR1);
	printf("parent: %s handler has run\n", whose);
	return 0;
}
