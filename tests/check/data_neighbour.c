/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 13. Two flags lie in one word, and both are changed: the parent reads the one that was changed first. */
#include <sys/wait.h>
#include <unistd.h>

static struct {
	char quit, done, more, late;
} flags;

int main(void)
{
	if (vfork() == 0) {
		*(volatile char *)&flags.done = 1;
		*(volatile char *)&flags.quit = 1;
		_exit(0);
	}
	wait(NULL);
	return flags.done;
}
