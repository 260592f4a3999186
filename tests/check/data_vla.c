/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 14. An array whose size is not known before has no place of its own in the frame. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char path[strlen(argv[0]) + (size_t)argc * 8];

	strcpy(path, "parent");
	if (vfork() == 0) {
		strcpy(path, "/bin/true");
		execl(path, path, (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	puts(path);
	return 0;
}
