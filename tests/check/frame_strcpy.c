/* SPDX-License-Identifier: GPL-2.0-or-later */
/* frame, line 11. strcpy into a short buffer of the parent. */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *volatile text = "a text that has many more than eight bytes, and then some more of them";

__attribute__((noipa)) static void take(char *to)
{
	strcpy(to, text);
}

__attribute__((noipa)) static int start(void)
{
	char name[8] = "x";

	if (vfork() == 0) {
		take(name);
		_exit(0);
	}
	wait(NULL);
	return name[0] == 'x';
}

int main(void)
{
	return start();
}
