/* SPDX-License-Identifier: GPL-2.0-or-later */
/* longjmp, line 14. Over several functions at once. */
#include <setjmp.h>
#include <sys/wait.h>
#include <unistd.h>

static jmp_buf top;

__attribute__((noipa)) static void start(int depth, volatile int *count)
{
	if (depth > 0)
		start(depth - 1, count);
	else if (vfork() == 0)
		longjmp(top, 1);
	*count += 1;
}

__attribute__((noipa)) static int fill(int n)
{
	volatile int room[64] = {n};

	return room[1];
}

int main(void)
{
	volatile int count = 0;

	if (setjmp(top) != 0)
		_exit(fill(7));
	start(3, &count);
	wait(NULL);
	return count != 4;
}
