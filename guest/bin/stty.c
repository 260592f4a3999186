/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stty: shows how the terminal is set, or sets it: stty [[-]echo] [[-]cbreak] [[-]raw] [[-]tostop] */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const struct {
	const char *name;
	int flag;
	int local; /* in the local mode word */
} modes[] = {
	{"echo", ECHO, 0},
	{"cbreak", CBREAK, 0},
	{"raw", RAW, 0},
	{"tostop", LTOSTOP, 1},
};
#define MODES (sizeof(modes) / sizeof(modes[0]))

static void show(char c)
{
	if (c == 0x7f)
		printf("^?");
	else
		printf("^%c", c | '@');
}

int main(int argc, char **argv)
{
	struct sgttyb tty;
	int local;

	if (ioctl(STDIN_FILENO, TIOCGETP, &tty) < 0 || ioctl(STDIN_FILENO, TIOCLGET, &local) < 0)
		err(1, "stdin");
	for (int i = 1; i < argc; i++) {
		int off = argv[i][0] == '-';
		size_t m = 0;

		while (m < MODES && strcmp(modes[m].name, argv[i] + off) != 0)
			m++;
		if (m == MODES)
			errx(2, "%s: no such mode", argv[i]);
		if (modes[m].local)
			local = off ? local & ~modes[m].flag : local | modes[m].flag;
		else
			tty.sg_flags = off ? tty.sg_flags & ~modes[m].flag : tty.sg_flags | modes[m].flag;
	}
	if (argc > 1) {
		if (ioctl(STDIN_FILENO, TIOCSETN, &tty) < 0 || ioctl(STDIN_FILENO, TIOCLSET, &local) < 0)
			err(1, "stdin");
		return 0;
	}
	printf("erase ");
	show(tty.sg_erase);
	printf(" kill ");
	show(tty.sg_kill);
	for (size_t m = 0; m < MODES; m++)
		printf(" %s%s", (modes[m].local ? local : tty.sg_flags) & modes[m].flag ? "" : "-", modes[m].name);
	printf("\n");
	return 0;
}
