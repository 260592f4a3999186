/* SPDX-License-Identifier: GPL-2.0-or-later */
/* deadlock, line 15. A conversation by two pipes, as it is written for fork. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char answer;
	int to[2], from[2];

	if (pipe(to) < 0 || pipe(from) < 0)
		return 1;
	if (vfork() == 0) {
		write(from[1], "?", 1);
		read(to[0], &answer, 1);
		_exit(answer);
	}
	read(from[0], &answer, 1);
	write(to[1], "!", 1);
	return 0;
}
