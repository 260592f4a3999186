/* SPDX-License-Identifier: GPL-2.0-or-later */
/* heap, line 10. strdup in the child. */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		char *copy = strdup("true");

		execl("/bin/true", copy, (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
