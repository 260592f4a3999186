/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. setjmp and longjmp within the child. */
#include <setjmp.h>
#include <sys/wait.h>
#include <unistd.h>

static jmp_buf place;

__attribute__((noipa)) static void jump(void)
{
	longjmp(place, 1);
}

int main(void)
{
	if (vfork() == 0) {
		if (setjmp(place) == 0)
			jump();
		_exit(0);
	}
	wait(NULL);
	return 0;
}
