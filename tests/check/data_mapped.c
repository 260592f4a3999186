/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 15, system linux. A private mapping is private to the one memory that both have. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char *line = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	strcpy(line, "parent");
	if (vfork() == 0) {
		strcpy(line, "child");
		_exit(0);
	}
	wait(NULL);
	puts(line);
	return 0;
}
