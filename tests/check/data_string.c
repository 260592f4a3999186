/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 13. A path is put together in a buffer that the parent uses, too. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char path[64] = "/bin/";

int main(void)
{
	if (vfork() == 0) {
		strcat(path, "true");
		execl(path, "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	puts(path);
	return 0;
}
