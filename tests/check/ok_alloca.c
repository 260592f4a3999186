/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. alloca in the child. */
#include <alloca.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int size = 40;

int main(void)
{
	if (vfork() == 0) {
		char *name = alloca((unsigned)size);

		strcpy(name, "true");
		execl("/bin/true", name, (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
