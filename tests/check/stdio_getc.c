/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stdio, line 16. The child reads from a FILE of its parent. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	FILE *f = fopen("/etc/motd", "r");
	int c;

	if (f == NULL)
		return 1;
	c = getc(f);
	if (vfork() == 0)
		_exit(getc(f) == c);
	wait(NULL);
	printf("%c\n", getc(f));
	return 0;
}
