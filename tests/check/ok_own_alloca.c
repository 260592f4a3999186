/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The child's own arrays lie below its parent's frames, and are gone as it ends. */
#include <alloca.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static size_t fill(size_t size)
{
	char *own = alloca(size);

	memset(own, 'c', size);
	own[size - 1] = '\0';
	return strlen(own);
}

int main(int argc, char **argv)
{
	char *line = alloca((size_t)argc * 32);

	strcpy(line, "parent");
	if (vfork() == 0)
		_exit(fill((size_t)argc * 300) == 0);
	wait(NULL);
	printf("%s: %s\n", argv[0], line);
	return 0;
}
