/* SPDX-License-Identifier: GPL-2.0-or-later */
/* longjmp, line 11. The jump begins in a function that the child calls. */
#include <setjmp.h>
#include <sys/wait.h>
#include <unistd.h>

static jmp_buf top;

__attribute__((noipa)) static void give_up(int why)
{
	longjmp(top, why);
}

__attribute__((noipa)) static void start(void)
{
	if (vfork() == 0)
		give_up(3);
	wait(NULL);
}

__attribute__((noipa)) static int more(int n)
{
	volatile int room[16] = {n};

	return room[0];
}

int main(void)
{
	int why = setjmp(top);

	if (why != 0)
		_exit(more(why));
	start();
	return 0;
}
