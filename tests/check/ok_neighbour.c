/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The flag that the child changes lies beside the ones that its parent reads, and is set anew. */
#include <sys/wait.h>
#include <unistd.h>

static char ready = 1, tried, done = 1, late;

int main(void)
{
	if (vfork() == 0) {
		tried = 1;
		_exit(0);
	}
	wait(NULL);
	late = ready + done;
	tried = 0;
	return late + tried == 0;
}
