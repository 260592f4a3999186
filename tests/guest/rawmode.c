/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terminal modes, as an editor or a pager uses them: raw, key by key; without an echo, as for a password; and back. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static struct termios before;

static void restore(void)
{
	tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
}

static void keys(int n)
{
	for (int i = 0; i < n; i++) {
		unsigned char c;

		if (read(STDIN_FILENO, &c, 1) != 1)
			exit(2);
		printf("<%d>", c);
		fflush(stdout);
	}
}

static void line(const char *what)
{
	char text[40];

	printf("%s: ", what);
	fflush(stdout);
	if (fgets(text, sizeof(text), stdin) == NULL)
		exit(3);
	text[strcspn(text, "\n")] = '\0';
	printf("[%s]\n", text);
}

int main(void)
{
	struct termios now;

	if (tcgetattr(STDIN_FILENO, &before) < 0)
		return 1;
	atexit(restore);
	printf("line by line %d, echo %d, signals %d\n", (before.c_lflag & ICANON) != 0, (before.c_lflag & ECHO) != 0,
	       (before.c_lflag & ISIG) != 0);
	line("as it is");

	now = before;
	cfmakeraw(&now);
	now.c_cc[VMIN] = 1;
	now.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &now);
	printf("raw\r\n");
	keys(5);
	printf("\r\n");

	now = before;
	now.c_lflag &= (tcflag_t) ~(ICANON | ECHO);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &now);
	printf("key by key\n");
	keys(2);
	printf("\n");

	now = before;
	now.c_lflag &= (tcflag_t)~ECHO;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &now);
	line("secret");

	restore();
	tcgetattr(STDIN_FILENO, &now);
	printf("as before %d\n", now.c_lflag == before.c_lflag && now.c_iflag == before.c_iflag);
	signal(SIGINT, exit);
	line("interrupt me");
	return 0;
}
