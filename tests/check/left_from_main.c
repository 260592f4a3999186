/* SPDX-License-Identifier: GPL-2.0-or-later */
/* left, line 13. The child ends by a return from main. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	pid_t pid = vfork();

	if (pid != 0)
		wait(NULL);
	return pid == 0;
}
