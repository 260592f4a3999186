/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hidden, line 12. getopt counts on in the child. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	static char *const argv[] = {"prog", "-a", "-b", NULL};

	if (vfork() == 0) {
		while (getopt(3, argv, "ab") != -1)
			;
		_exit(0);
	}
	wait(NULL);
	printf("%d\n", optind);
	return 0;
}
