/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A stub as Sklower wrote it: the return address goes by a register. */
#include <sys/wait.h>
#include <unistd.h>

pid_t my_vfork(void) __attribute__((returns_twice));
__asm__(".text; .globl my_vfork; my_vfork: move.l (%sp)+, %a0; moveq #66, %d0; trap #0;"
        "tst.l %d1; beq 1f; moveq #0, %d0; 1: jmp (%a0)");

int main(void)
{
	if (my_vfork() == 0) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
