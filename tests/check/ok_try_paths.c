/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. One path after the other. */
#include <sys/wait.h>
#include <unistd.h>

static const char *const paths[] = {"/no/true", "/nowhere/true", "/bin/true", NULL};

int main(void)
{
	if (vfork() == 0) {
		for (int i = 0; paths[i] != NULL; i++)
			execl(paths[i], "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
