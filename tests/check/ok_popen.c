/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. popen. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	FILE *f = popen("echo hello", "r");
	char line[80];

	if (f == NULL)
		return 1;
	while (fgets(line, sizeof line, f) != NULL)
		fputs(line, stdout);
	return pclose(f);
}
