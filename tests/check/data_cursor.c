/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 13. The child walks along a list by a global cursor. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const words[] = {"one", "two", "three", NULL};
static const char *const *next_word = words;

int main(void)
{
	if (vfork() == 0) {
		for (; *next_word != NULL; next_word++)
			;
		_exit(0);
	}
	wait(NULL);
	printf("%s\n", *next_word != NULL ? *next_word : "nothing left");
	return 0;
}
