/* SPDX-License-Identifier: GPL-2.0-or-later */
/* heap, line 11. The child allocates, and exec forgets. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		char *path = malloc(32);

		if (path != NULL)
			execl("/bin/true", strcpy(path, "true"), (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
