/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inverted: the parent believes that it is the child
 *
 * The kernel gives both processes the pid of the other one in R0 and tells them apart by R1 (here d1): 1 in the child.
 * It is the library's stub that makes 0 of the child's R0. The VAX library of the Amsterdam Compiler Kit
 * (libbsd4_1a/vfork.s) once had this test the wrong way round. Nothing crashes. The child gets its parent's pid, takes
 * it for its child's, and waits for what is not its child; the parent gets 0 and executes the program that was meant
 * for the child. What the shell waits for has become another program. (Later kernels, Linux and the BSDs since NetBSD,
 * give the child its 0 themselves: with such a stub both believe that they are the child.)
 *
 * Watch d0 and d1 of the two processes as they leave the trap: they are right.
 *
 * Try: inverted · inverted under --system 4.4bsd: with separate memory it is the same
 *
 * Topic: One stack, 25
 *
 * In the matrix:
 *	both       the child) vfork() gave me 0
 *	swapped    the parent) vfork() gave me 0
 *	sound      all is well
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t inverted_vfork(void) __attribute__((returns_twice));
__asm__("	.text\n"
        "	.type	inverted_vfork, @function\n"
        "inverted_vfork:\n"
        "	move.l	(%sp)+, %a0\n"
        "	moveq	#66, %d0\n"
        "	trap	#0\n"
        "	bcs	2f\n"
        "	tst.l	%d1\n"
        "	bne	1f\n" /* the mistake: beq */
        "	moveq	#0, %d0\n"
        "1:	jmp	(%a0)\n"
        "2:	moveq	#-1, %d0\n"
        "	jmp	(%a0)\n"
        "	.size	inverted_vfork, . - inverted_vfork\n");

int main(void)
{
	pid_t parent = getpid(), pid = inverted_vfork();
	const char *who = getpid() == parent ? "the parent" : "the child";

	if (pid < 0) {
		perror("vfork");
		return 1;
	}
	printf("pid %d (%s) vfork() gave me %d\n", getpid(), who, pid);
	if (pid == 0) {
		execl("/bin/echo", "echo", "echo: I was meant to be a child", NULL);
		_exit(127);
	}
	if (waitpid(pid, NULL, 0) == pid)
		printf("pid %d (%s) my child has ended, all is well\n", getpid(), who);
	else
		printf("pid %d (%s) I cannot wait for %d: it is not my child\n", getpid(), who, pid);
	_exit(0);
}
