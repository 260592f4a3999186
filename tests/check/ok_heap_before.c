/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The parent allocates before and frees behind. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char *name = strdup("true");

	if (name == NULL)
		return 1;
	if (vfork() == 0) {
		execl("/bin/true", name, (char *)NULL);
		_exit(127);
	}
	free(name);
	wait(NULL);
	return 0;
}
