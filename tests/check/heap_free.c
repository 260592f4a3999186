/* SPDX-License-Identifier: GPL-2.0-or-later */
/* heap, line 14. The child frees what its parent has. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char *name = strdup("name");

	if (vfork() == 0) {
		free(name);
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
