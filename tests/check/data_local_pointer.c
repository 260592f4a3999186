/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 14. Why exec has failed comes back by a pointer to a variable of the caller's. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noipa)) static pid_t start(const char *path, int *why)
{
	pid_t pid = vfork();
	if (pid == 0) {
		execl(path, path, (char *)NULL);
		*why = errno;
		_exit(127);
	}
	return pid;
}

int main(void)
{
	int why = 0;

	waitpid(start("/no/such/program", &why), NULL, 0);
	puts(why ? strerror(why) : "it runs");
	return 0;
}
