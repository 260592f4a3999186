/* SPDX-License-Identifier: GPL-2.0-or-later */
/* left, line 17. The loops of github.com/freemint/mintlib issue 66 (2024), told anew: the child does not end, it
 * leaves main. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	pid_t pid = vfork();

	for (int i = 0; i < 3 && pid >= 0; i++) {
		printf("%d: in %s\n", i, pid == 0 ? "child" : "parent");
		fflush(stdout);
	}
	return pid < 0;
}
