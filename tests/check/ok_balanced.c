/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. What the child allocates it frees. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		char *room = malloc(100);

		free(room);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
