/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore: what does the child do next?
 *
 * As it is written the child leaves at once, and the parent finds all as it was. In the window the explorer is open,
 * and everything that a child could do is a key: find three ways to kill the parent, and say why.
 * vfork: a local, a global, the heap, stdio's buffer, the frame of spawn() itself: the parent needs all of them, and
 *        the child has them.
 * fork:  the child may do what it likes to its copy. Only a signal reaches the parent.
 *
 * Watch the line that the parent prints when it is back: a local of spawn(), a global, a number in the heap, and how
 * many signals have come.
 *
 * Try: explore · explore fork · explore under --system 4.4bsd
 *
 * Topic: One stack, 6
 * Opens: explore
 *
 * In the matrix:
 *	whole      all as it was
 */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int shared = 1;
static int *number;
static int signals;
static int ends[2];
static jmp_buf top;

static void on_signal(int signal)
{
	(void)signal;
	signals++;
}

/* Something to call. */
static int deeper(int first, int second, int third)
{
	int sum = first + second + third;

	return sum;
}

/* A child that has left spawn(), which its parent sleeps in. The numbers are no addresses: wherever they are found
 * again, this call has put them there. */
static void landed(const char *how, int first, int second)
{
	printf("child:  I am back in main() by %s, with %#x and %#x\n", how, first, second);
	_exit(0);
}

static void report(int local)
{
	int *mine = malloc(sizeof *mine); /* the same memory again, if somebody has freed it */
	int whole;

	*mine = 2;
	whole = local == 1 && shared == 1 && *number == 1 && signals == 0;
	printf("parent: local %d, global %d, heap %d, signals %d: %s\n", local, shared, *number, signals,
	       whole ? "all as it was" : "not as it was");
}

static pid_t spawn(int use_fork)
{
	int local = 1;
	pid_t pid;

	pid = use_fork ? fork() : vfork();
	if (pid == 0)
		_exit(deeper(0, 0, 0));
	report(local);
	return pid;
}

int main(int argc, char **argv)
{
	pid_t pid;

	number = malloc(sizeof *number);
	*number = 1;
	pipe(ends);
	signal(SIGUSR1, on_signal);
	printf("parent: I call spawn(), ");

	if (setjmp(top) != 0)
		landed("longjmp", 0x44444444, 0x55555555);
	pid = spawn(argc > 1 && strcmp(argv[1], "fork") == 0);
	if (pid == 0)
		landed("return", 0x11111111, 0x22222222);

	waitpid(pid, NULL, 0);
	return printf("parent: my child was %d\n", pid) < 0;
}
