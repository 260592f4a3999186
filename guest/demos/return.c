/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * return: back from the function that called vfork
 *
 * spawn() calls vfork, and the child returns from spawn(). Its stack frame is free now, thinks the child, and
 * report() takes its place. But the parent still sleeps inside spawn() and needs that frame.
 * What will the parent find there when it wakes, and at which of its steps does that matter? What would it be with
 * fork? (HP-UX's manual warns of what may become of the two.)
 * Say first what a call puts on the stack, and in which order.
 *
 * Watch the stack: on which words of spawn()'s frame do those of report()'s fall?
 *
 *        spawn's frame            report's frame
 *        what leads back to       its three arguments,
 *        main(), and its          and what leads back
 *        variable pid             to main()
 *
 *
 * Try: return · return fork · return under --system 4.4bsd
 *
 * Topic: One stack, 6
 *
 * In the matrix:
 *	dies       killed by signal
 *	harmless   all is well
 */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int use_fork;

/* The mistake: a child of vfork must not return from the function that called it. */
static pid_t spawn(void)
{
	pid_t pid;

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
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
	printf("parent: I call spawn()\n");

	pid = spawn();
	if (pid == 0)
		report(0x11111111, 0x22222222, 0x33333333);
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, NULL, 0);
	printf("parent: spawn() gave me child %d, all is well\n", pid);
	return 0;
}
