/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * longjmp: a jump out of a frame that is not one's own
 *
 * spawn() calls vfork, and the child leaves it by longjmp, back to main(). That is a return by another name: spawn()'s
 * frame is free for the child's next call, and the parent, still asleep in spawn(), needs it.
 * vfork: the parent wakes up, returns from spawn() to 0x33333333 and dies.
 * fork:  harmless, the child jumps about on its own copy of the stack.
 *
 * Watch the stack: longjmp itself writes nothing, report()'s arguments do the damage. On the VAX longjmp was worse
 * (_setjmp.s): it unwound the stack by changing the return address in every frame on the way, and those frames are the
 * parent's.
 *
 * Try: longjmp · longjmp fork · longjmp under --system 4.4bsd
 *
 * Topic: One stack, 7
 *
 * In the matrix:
 *	dies       killed by signal
 *	harmless   all is well
 */
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static jmp_buf top;
static int use_fork;

/* The mistake: a child of vfork must not leave the function that called it, by whatever way. */
static pid_t spawn(void)
{
	pid_t pid;

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0)
		longjmp(top, 1);
	return pid;
}

static void report(int first, int second, int third)
{
	printf("child:  report(%#x, %#x, %#x)\n", first, second, third);
	_exit(0);
}

int main(int argc, char **argv)
{
	pid_t pid;

	use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	if (setjmp(top) != 0)
		report(0x11111111, 0x22222222, 0x33333333);
	printf("parent: I call spawn()\n");

	pid = spawn();
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, NULL, 0);
	printf("parent: spawn() gave me child %d, all is well\n", pid);
	return 0;
}
