/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * background: reading from the terminal in the background
 *
 * The child leaves the terminal's foreground process group and then reads from the terminal. A process that does so is
 * stopped by SIGTTIN until its user brings it to the foreground.
 * vfork: stopping a borrower would stop its parent, too. So the read fails at once, with EIO, and no signal is sent.
 *        4.3BSD's manual promised end-of-file instead; its code never did. `eof` switches to what the manual says.
 * fork:  the child is stopped.
 * On Linux a borrower is stopped, too, and its parent with it. On Solaris the signal stays pending and the child waits
 * until it has the terminal, which its parent cannot give it. 3BSD knew no background: the child reads.
 *
 * Watch that no signal.post follows the child's read; with fork SIGTTIN does, and the child's state becomes SSTOP.
 * (4.3BSD: ttread in tty.c.)
 *
 * Try: background · background eof · background fork · background under --system linux
 *
 * Topic: The parent waits, 14
 *
 * In the matrix:
 *	fails      my read fails
 *	reads      I read 0 bytes
 *	stops      is stopped by
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/vforkrule.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	int n, status;
	char c;
	pid_t pid;

	if (argc > 1 && strcmp(argv[1], "eof") == 0)
		vforkrule(VR_TTYREAD, VR_EOF);

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		setpgrp(0, getpid()); /* a group of its own; the terminal's foreground is still its parent's */
		n = read(STDIN_FILENO, &c, 1);
		if (n < 0)
			printf("child:  my read fails: %s\n", strerror(errno));
		else
			printf("child:  I read %d bytes\n", n);
		_exit(0);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, &status, WUNTRACED);
	if (WIFSTOPPED(status)) {
		printf("parent: my child is stopped by signal %d (%s)\n", WSTOPSIG(status),
		       sys_siglist[WSTOPSIG(status)]);
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
	}
	return 0;
}
