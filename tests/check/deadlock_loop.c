/* SPDX-License-Identifier: GPL-2.0-or-later */
/* deadlock, lines 9-10. The child never ends. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0)
		for (;;)
			;
	return 0;
}
