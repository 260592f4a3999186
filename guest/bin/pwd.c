/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pwd: the path of the working directory. */
#include <err.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	char *path = getcwd(NULL, 0);

	if (path == NULL)
		err(1, ".");
	puts(path);
	return 0;
}
