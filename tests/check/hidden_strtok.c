/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hidden, line 15. strtok goes on where the child has left off. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char text[] = "a b c d", other[] = "x y z";

int main(void)
{
	const char *word = strtok(text, " ");

	if (vfork() == 0) {
		strtok(other, " ");
		_exit(0);
	}
	wait(NULL);
	while ((word = strtok(NULL, " ")) != NULL)
		puts(word);
	return 0;
}
