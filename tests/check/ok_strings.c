/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. Functions that keep nothing. */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char path[] = "/bin/true";

int main(void)
{
	if (vfork() == 0) {
		const char *name = strrchr(path, '/');

		if (strlen(path) > 4 && name != NULL)
			execl(path, name + 1, (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
