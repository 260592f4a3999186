/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. umask and nice. */
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		umask(077);
		nice(1);
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
