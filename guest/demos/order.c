/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * order: what the kernel does first, and what the program sees of it
 *
 * The child has the last open end of a pipe and exits. The parent, back from vfork, looks at once: has the pipe ended,
 * is there a child to wait for? It asks without waiting (O_NDELAY, WNOHANG), and then again after a real wait.
 * vfork: it finds both, on every system that holds the parent. In 4.3BSD's kernel the order is another one: the memory
 *        goes back at the start of exit, before descriptors are closed and before there is a zombie. But the lender
 *        wakes the borrower when it has its memory, and on its way back to the program it gives the processor to
 *        whoever slept at a better priority. So the borrower ends first, unless a close has to wait for something.
 * fork:  nobody holds the parent: the pipe is open, and there is no zombie.
 * Then the same with a child that executes a program, and a pipe that is to be closed on exec: 4.3BSD's lender has its
 * memory before that program is loaded, and its program goes on after that.
 *
 * Watch the child's flags: SVFORK off, SVFDONE on and off, and only later state SZOMB; the order of vm.return,
 * vfork.end and exit.end (with exec: exec.commit, vm.return, vfork.end and exec.done), and the proc.switch before the
 * parent's next step. (4.3BSD: exit in kern_exit.c; wakeup in kern_synch.c sets runrun, syscall in trap.c looks at
 * it.)
 *
 * Try: order · order fork · order under --system 4.4bsd · order under --system linux-2.0
 *
 * Topic: The parent waits, 18
 *
 * In the matrix:
 *	after      exit: the pipe has ended, the child is a zombie
 *	before     exit: the pipe is still open, the child is no zombie
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/* The clock may take the processor away every tenth of a second. This begins a hundredth after it could have: the next
 * time comes when the parent has long looked. */
static void begin_a_slice(void)
{
	struct timeval now;

	do
		gettimeofday(&now, NULL);
	while (now.tv_usec % 100000 / 10000 != 1);
}

static void look(const char *what, const char *program, int use_fork)
{
	int ends[2];
	char byte;
	ssize_t bytes;
	pid_t pid, early;

	begin_a_slice();
	pipe(ends);
	fcntl(ends[0], F_SETFL, O_NDELAY);
	fcntl(ends[1], F_SETFD, 1); /* close on exec */
	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		if (program)
			execl(program, program, "1", (char *)0);
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

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;

	look("exit", NULL, use_fork);
	look("exec", "/bin/sleep", use_fork);
	return 0;
}
