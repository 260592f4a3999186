/* SPDX-License-Identifier: GPL-2.0-or-later */
/* longjmp, line 12. An error in the child jumps to the handler in main. */
#include <setjmp.h>
#include <sys/wait.h>
#include <unistd.h>

static jmp_buf failed;

__attribute__((noipa)) static void start(void)
{
	if (vfork() == 0)
		longjmp(failed, 1);
	wait(NULL);
}

__attribute__((noipa)) static int clean_up(int n)
{
	volatile char room[64] = {(char)n};

	return room[0];
}

int main(void)
{
	if (setjmp(failed) != 0)
		_exit(clean_up(0));
	start();
	return 0;
}
