/* SPDX-License-Identifier: GPL-2.0-or-later */
/* more: files, or its input, a screenful at a time. Space goes on, Enter by a line, q leaves. Where the output is no
 * terminal it is cat. */
#include <err.h>
#include <fcntl.h>
#include <sgtty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCREEN 22 /* lines */
#define WIDTH 80

static int keys = -1; /* the terminal; -1: nobody types */
static struct sgttyb modes;

static void set_modes(int one_at_a_time)
{
	struct sgttyb now = modes;

	if (one_at_a_time) {
		now.sg_flags |= CBREAK;
		now.sg_flags &= ~ECHO;
	}
	ioctl(keys, TIOCSETN, &now);
}

/* How many lines more. */
static int ask(void)
{
	char key = 'q';

	fputs("--More--", stdout);
	fflush(stdout);
	set_modes(1);
	while (read(keys, &key, 1) == 1 && strchr(" \n\rqQ", key) == NULL)
		;
	set_modes(0);
	fputs("\r        \r", stdout);
	return key == ' ' ? SCREEN : key == '\n' || key == '\r' ? 1 : 0;
}

static void show(FILE *f)
{
	int left = SCREEN, column = 0, c;

	while ((c = getc(f)) != EOF) {
		if (left == 0 && column == 0 && keys >= 0 && (left = ask()) == 0)
			exit(0);
		putchar(c);
		column = c == '\n' ? 0 : c == '\t' ? (column + 8) / 8 * 8 : column + 1;
		if (c == '\n' || column >= WIDTH) {
			left -= left > 0;
			column = 0;
		}
	}
}

int main(int argc, char **argv)
{
	int failed = 0;

	if (isatty(STDOUT_FILENO)) {
		keys = open("/dev/tty", O_RDONLY);
		if (keys >= 0 && ioctl(keys, TIOCGETP, &modes) < 0)
			keys = -1;
	}
	if (argc == 1)
		show(stdin);
	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "r");

		if (f == NULL) {
			warn("%s", argv[i]);
			failed = 1;
			continue;
		}
		if (argc > 2)
			printf("::::::::::::::\n%s\n::::::::::::::\n", argv[i]);
		show(f);
		fclose(f);
	}
	return failed;
}
