/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program with nothing of the library in it, whose child borrows and leaves: for the choices that a child has in any
 * program. */
__asm__("	.globl	_start\n"
        "_start:	suba.l	%fp, %fp\n"
        "	jsr	main\n"
        "	move.l	%d0, -(%sp)\n"
        "	jsr	leave\n"
        "	.globl	leave\n"
        "leave:	moveq	#1, %d0\n" /* exit */
        "	trap	#0\n"
        "	.globl	vfork\n"
        "	.type	vfork, @function\n"
        "vfork:	move.l	(%sp)+, %a0\n"
        "	moveq	#66, %d0\n"
        "	trap	#0\n"
        "	tst.l	%d1\n"
        "	beq	1f\n"
        "	moveq	#0, %d0\n"
        "1:	jmp	(%a0)\n"
        "	.size	vfork, . - vfork\n");

void leave(int status);
int vfork(void);

static volatile int shared = 1;

static int spawn(void)
{
	int pid = vfork();

	return pid;
}

static void landed(int first, int second, int third)
{
	shared = first + second + third;
	leave(0);
}

int main(void)
{
	int pid = spawn();

	if (pid == 0)
		landed(0x11111111, 0x22222222, 0x33333333);
	return shared - 1;
}
