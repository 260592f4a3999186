/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. Many children at once. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	pid_t pids[4];

	for (int i = 0; i < 4; i++) {
		pids[i] = vfork();
		if (pids[i] == 0) {
			execl("/bin/true", "true", (char *)NULL);
			_exit(127);
		}
	}
	for (int i = 0; i < 4; i++)
		waitpid(pids[i], NULL, 0);
	return 0;
}
