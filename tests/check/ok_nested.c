/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A borrower lends on. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		if (vfork() == 0)
			_exit(0);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
