/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * registers: a register is not memory
 *
 * The child multiplies two local variables by 10. One lives in a register, one on the stack. Which change does the
 * parent see?
 * Say first where each of the two values is kept while the parent sleeps, and which of these places the child can
 * write to: with vfork, and with fork.
 *
 * The program is shipped twice. `registers-O2` was compiled with -O2, and there the optimizer has chosen where the two
 * are kept: under vfork the meaning of a program depends on the compiler's options.
 *
 * Watch the two sets of registers: the parent's at vfork, the child's, and what comes back; and the word on the stack.
 * A SPARC spills registers to the program's stack: what does that change? --system sunos4-sparc.
 *
 * Try: registers · registers-O2 · registers fork
 *
 * Topic: One stack, 9
 *
 * In the matrix:
 *	all        parent: in_reg 10, on_stack 20
 *	stack      parent: in_reg  1, on_stack 20
 *	none       in_reg 10, on_stack 20 / parent: in_reg  1, on_stack  2
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Today's compilers know from its name that vfork returns twice, as setjmp does, and keep no variable in a register
 * across it. Those of the time of vfork did not; in 1986 SunOS's <vfork.h> told its compiler by a pragma,
 * unknown_control_flow, and today one would write __attribute__((returns_twice)). By another name the same function
 * gets us the old code.
 */
pid_t plain_vfork(void) __asm__("vfork");

int one = 1, two = 2;

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	register int in_reg = argc > 2 ? atoi(argv[2]) : one;
	int on_stack = argc > 3 ? atoi(argv[3]) : two;
	pid_t pid;

	printf("parent: in_reg %2d, on_stack %2d\n", in_reg, on_stack);

	if (use_fork)
		pid = fork();
	else
		pid = plain_vfork();
	if (pid == 0) {
		in_reg *= 10;
		on_stack *= 10;
		printf("child:  in_reg %2d, on_stack %2d\n", in_reg, on_stack);
		_exit(0);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, NULL, 0);
	printf("parent: in_reg %2d, on_stack %2d\n", in_reg, on_stack);
	return 0;
}
