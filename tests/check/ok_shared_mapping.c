/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean, system linux. A shared mapping is for telling each other something, and does so where vfork copies, too. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char *line = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	strcpy(line, "parent");
	if (vfork() == 0) {
		strcpy(line, "child");
		_exit(0);
	}
	wait(NULL);
	puts(line);
	return 0;
}
