/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A message by write, then _exit. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		execl("/no/such/program", "program", (char *)NULL);
		write(2, "no program\n", 11);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
