/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * order: the parent is back before its child has gone
 *
 * The child has the last open end of a pipe and exits. The parent, back from vfork, looks at once: has the pipe ended, is
 * there a child to wait for? It asks without waiting (O_NDELAY, WNOHANG), and then again after a real wait.
 * 4.3BSD gives the memory back at the start of exit: descriptors are closed and the zombie is made later, so the
 * parent finds neither. 4.4BSD lets the parent go on at the end of exit: both are there.
 *
 * Watch the flags: SVFORK off, SVFDONE on, and only later state SZOMB.
 *
 * Try: order · order under --system 4.4bsd
 *
 * In the matrix:
 *	early      the pipe is still open, the child is not there yet
 *	late       the pipe has ended, the child is a zombie
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int ends[2];
	char byte;
	ssize_t bytes;
	pid_t pid, early;

	pipe(ends);
	fcntl(ends[0], F_SETFL, O_NDELAY);
	pid = vfork();
	if (pid == 0)
		_exit(0);

	close(ends[1]);
	bytes = read(ends[0], &byte, 1);
	early = waitpid(pid, NULL, WNOHANG);
	printf("at once: the pipe %s, the child %s\n", bytes == 0 ? "has ended" : "is still open",
	       early == pid ? "is a zombie" : "is not there yet");
	if (early != pid)
		waitpid(pid, NULL, 0);
	bytes = read(ends[0], &byte, 1);
	printf("later:   the pipe %s\n", bytes == 0 ? "has ended" : "is still open");
	return 0;
}
