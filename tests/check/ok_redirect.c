/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. open and dup2 before exec. */
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		int fd = open("/tmp/out", O_WRONLY | O_CREAT, 0600);

		if (fd >= 0) {
			dup2(fd, 1);
			close(fd);
			execl("/bin/echo", "echo", "to a file", (char *)NULL);
		}
		_exit(127);
	}
	wait(NULL);
	return 0;
}
