/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 11. A static variable of a function. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noipa)) static int ticket(void)
{
	static int next = 100;

	return next++;
}

int main(void)
{
	if (vfork() == 0)
		_exit(ticket() & 0);
	wait(NULL);
	printf("%d\n", ticket());
	return 0;
}
