/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A parent with a large frame. */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char room[4096];

	memset(room, 1, sizeof room);
	if (vfork() == 0) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return room[100] != 1;
}
