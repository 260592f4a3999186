/* SPDX-License-Identifier: GPL-2.0-or-later */
/* heap, line 10. A vector of arguments is built in the child. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		char **argv = calloc(2, sizeof *argv);

		if (argv != NULL) {
			argv[0] = "true";
			execv("/bin/true", argv);
		}
		_exit(127);
	}
	wait(NULL);
	return 0;
}
