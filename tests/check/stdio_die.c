/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stdio, line 11. A function for errors ends by exit. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noipa)) static void die(const char *what)
{
	fprintf(stderr, "%s\n", what);
	exit(1);
}

int main(void)
{
	if (vfork() == 0) {
		execl("/no/such/program", "program", (char *)NULL);
		die("no program");
	}
	wait(NULL);
	return 0;
}
