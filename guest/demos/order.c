/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * order: the parent is back before its child has gone
 *
 * The child has the last open end of a pipe and exits. The parent, back from vfork, looks at once: has the pipe ended,
 * is there a child to wait for? It asks without waiting (O_NDELAY, WNOHANG), and then again after a real wait.
 * 4.3BSD gives the memory back at the start of exit: descriptors are closed and the zombie is made later, so the
 * parent finds neither. 4.4BSD lets the parent go on at the end of exit: both are there.
 * Then the same with a child that executes a program, and a pipe that is to be closed on exec: 4.3BSD's parent is back
 * before that program has been loaded.
 *
 * Watch the child's flags: SVFORK off, SVFDONE on and off, and only later state SZOMB; and with exec the order of
 * exec.commit, vm.return, vfork.end and exec.done.
 *
 * Try: order · order under --system 4.4bsd
 *
 * Topic: The parent waits, 18
 *
 * In the matrix:
 *	early      exit: the pipe is still open, the child is no zombie
 *	late       exit: the pipe has ended, the child is a zombie
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/* The clock may take the processor away every tenth of a second. This begins a hundredth after it could have: the next
 * time comes when the parent has long looked, or, where exec is slow, in the midst of exec. */
static void begin_a_slice(void)
{
	struct timeval now;

	do
		gettimeofday(&now, NULL);
	while (now.tv_usec % 100000 / 10000 != 1);
}

static void look(const char *what, const char *program)
{
	int ends[2];
	char byte;
	ssize_t bytes;
	pid_t pid, early;

	begin_a_slice();
	pipe(ends);
	fcntl(ends[0], F_SETFL, O_NDELAY);
	fcntl(ends[1], F_SETFD, 1); /* close on exec */
	pid = vfork();
	if (pid == 0) {
		if (program)
			execl(program, program, (char *)0);
		_exit(0);
	}

	close(ends[1]);
	bytes = read(ends[0], &byte, 1);
	early = wait3(NULL, WNOHANG, NULL);
	printf("%s: the pipe %s, the child is %s\n", what, bytes == 0 ? "has ended" : "is still open",
	       early == pid ? "a zombie" : "no zombie");
	if (early != pid)
		wait(NULL);
	bytes = read(ends[0], &byte, 1);
	printf("later: the pipe %s\n", bytes == 0 ? "has ended" : "is still open");
	close(ends[0]);
}

int main(void)
{
	look("exit", NULL);
	look("exec", "/bin/true");
	return 0;
}
