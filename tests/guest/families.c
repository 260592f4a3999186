/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What tells the historic systems apart that share or lend memory. Each argument is an answer that is expected:
 *
 *	registers=own|child   a register variable that the child changed
 *	stack=one|own         a variable on the stack that the child changed
 *	growth=ok|fatal       the child's stack grows
 *	files=own|shared      a descriptor that the child closed
 *	kill=later|now        when the parent dies that is sent SIGKILL while its child goes on
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/time.h>

#include "check.h"

/* By another name, so that the compiler keeps variables in registers across it as compilers did then. */
pid_t plain_vfork(void) __asm__("vfork");

static int nanswers;
static char **answers;
static volatile int shared;

static int expects(const char *answer)
{
	for (int i = 0; i < nanswers; i++)
		if (strcmp(answers[i], answer) == 0)
			return 1;
	return 0;
}

static long milliseconds(void)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	return now.tv_sec * 1000 + now.tv_usec / 1000;
}

static void spin(long long_enough)
{
	long end = milliseconds() + long_enough;

	while (milliseconds() < end)
		;
}

static int recurse(int depth)
{
	volatile char room[1000];

	room[0] = (char)depth;
	return depth ? recurse(depth - 1) + room[0] : 0;
}

static void variables(void)
{
	register int in_register __asm__("d3") = 1;
	volatile int on_stack = 1;
	pid_t pid;
	int found;

	__asm__ volatile("" : "+d"(in_register));
	pid = plain_vfork();
	if (pid == 0) {
		in_register = 2;
		__asm__ volatile("" : "+d"(in_register));
		on_stack = 2;
		_exit(3);
	}
	__asm__ volatile("" : "+d"(in_register));
	found = in_register;
	check_same(EXITED(3), status_of(pid), "the child leaves");
	check_same(expects("registers=child") ? 2 : 1, found, "a variable in a register");
	check_same(expects("stack=own") ? 1 : 2, on_stack, "a variable on the stack");
}

static void growth(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		recurse(100);
		_exit(3);
	}
	check_same(expects("growth=fatal") ? SIGSEGV : EXITED(3), status_of(pid), "a child whose stack grows");
	recurse(100);
	check(1, "the parent's stack grows after the loan");
}

static void files(void)
{
	int fd = open("/bin/true", O_RDONLY), inherited = expects("files=shared");
	char magic[4] = "";
	pid_t pid;

	pid = vfork();
	if (pid == 0) {
		close(fd);
		shared = open("/bin/echo", O_RDONLY) == fd;
		_exit(3);
	}
	check_same(EXITED(3), status_of(pid), "the child closes a file and opens another");
	check(read(fd, magic, 4) == 4, "the parent has a file there");
	check_same(0, lseek(fd, 0, SEEK_SET), "the descriptor is good");
	check(shared, "the child got the same number");
	pid = vfork();
	if (pid == 0) {
		close(fd);
		_exit(3);
	}
	check_same(EXITED(3), status_of(pid), "the child closes the file");
	check_same(inherited ? -1 : 4, read(fd, magic, 4), "the parent reads on");
	if (!inherited)
		close(fd);
}

/* The borrower lives on memory whose other user has gone, and grows it. */
static void live_on(void)
{
	char *heap;

	shared = 2;
	heap = sbrk(20000);
	memset(heap, 1, 20000);
	recurse(100);
	if (shared == 2 && heap[19999] == 1)
		write(1, "ok - the borrower has the memory, and may grow it\n", 50);
	_exit(0);
}

static void killing(void)
{
	long start = milliseconds(), took;
	int ends[2];
	pid_t pid;

	if (pipe(ends) < 0)
		_exit(1);
	pid = fork();
	if (pid == 0) {
		if (vfork() == 0) {
			kill(getppid(), SIGKILL);
			spin(1000);
			live_on();
		}
		_exit(9);
	}
	check_same(SIGKILL, status_of(pid), "a parent that is sent SIGKILL dies of it");
	took = milliseconds() - start;
	check(expects("kill=now") ? took < 500 : took >= 1000,
	      expects("kill=now") ? "at once" : "when its child is done");
	/* The end of the pipe comes when nobody has it open for writing: then the borrower has ended, too. */
	close(ends[1]);
	while (read(ends[0], &took, 1) > 0)
		;
	close(ends[0]);
	spin(1000); /* let the child speak before the end */
}

int main(int argc, char **argv)
{
	nanswers = argc;
	answers = argv;
	variables();
	growth();
	files();
	killing();
	return check_end();
}
