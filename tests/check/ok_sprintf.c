/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A path is put together in a variable of the child. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noipa)) static void run(const char *name)
{
	char path[64];

	sprintf(path, "/bin/%s", name);
	execl(path, name, (char *)NULL);
	_exit(127);
}

int main(void)
{
	if (vfork() == 0)
		run("true");
	wait(NULL);
	return 0;
}
