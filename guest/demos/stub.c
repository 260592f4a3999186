/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stub: why the library's vfork has no stack frame
 *
 * naive_vfork() is written like every other system call: trap, then return by rts. So its return address is on the
 * stack while two processes go through it. The child goes first; then it calls child_leaves().
 * What does the parent's rts find there, and where does that lead it?
 * The library's vfork keeps its return address where no child can reach it: where could that be? The idea is Keith
 * Sklower's; 4.1BSD's stub for the VAX (Ovfork.s, 1980) has it.
 *
 * Watch the longword below main's frame: who writes it, and who reads it, from the parent's call to the parent's
 * return?
 *
 * Try: stub · stub library · stub under --system 4.4bsd
 *
 * Topic: One stack, 4
 *
 * In the matrix:
 *	lost       I came back from child_leaves()
 *	harmless   all is well
 */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t naive_vfork(void) __attribute__((returns_twice));
__asm__("	.text\n"
        "	.type	naive_vfork, @function\n"
        "naive_vfork:\n"
        "	moveq	#66, %d0\n" /* the number of vfork */
        "	trap	#0\n"
        "	bcs	2f\n"
        "	tst.l	%d1\n" /* 1 in the child, which is to see 0 */
        "	beq	1f\n"
        "	moveq	#0, %d0\n"
        "1:	rts\n" /* by way of the stack: the mistake */
        "2:	moveq	#-1, %d0\n"
        "	rts\n"
        "	.size	naive_vfork, . - naive_vfork\n");

static void child_leaves(void)
{
	printf("child:  I leave\n");
	_exit(0);
}

int main(int argc, char **argv)
{
	int use_library = argc > 1 && strcmp(argv[1], "library") == 0;
	pid_t pid, me = getpid();

	printf("parent: I am pid %d\n", me);

	if (use_library)
		pid = vfork();
	else
		pid = naive_vfork();
	if (pid == 0) {
		child_leaves();
		printf("pid %d:  I came back from child_leaves(), which I never called\n", getpid());
		return 1;
	}
	if (pid < 0) {
		perror("vfork");
		return 1;
	}

	waitpid(pid, NULL, 0);
	printf("parent: vfork() gave me child %d, all is well\n", pid);
	return 0;
}
