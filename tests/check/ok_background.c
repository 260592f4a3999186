/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The parent looks for its child from time to time. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	while (waitpid(pid, NULL, WNOHANG) == 0)
		sleep(1);
	return 0;
}
