/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The child calls deep. */
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noipa)) static int deep(int n)
{
	volatile char room[64] = {(char)n};

	return n ? deep(n - 1) + room[0] : 0;
}

int main(void)
{
	if (vfork() == 0)
		_exit(deep(20) & 0);
	wait(NULL);
	return 0;
}
