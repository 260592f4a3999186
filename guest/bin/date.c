/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date: the machine's time, which begins where the run's --date says; date +format writes it as strftime does.
 * -u: Greenwich's, which is the machine's anyway.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

int main(int argc, char **argv)
{
	time_t now = time(NULL);
	const struct tm *tm = localtime(&now);
	char text[256];

	if (argc > 1 && strcmp(argv[1], "-u") == 0)
		argc--, argv++;
	if (argc == 1) {
		fputs(ctime(&now), stdout);
		return 0;
	}
	if (argc > 2 || argv[1][0] != '+') {
		fprintf(stderr, "usage: date [-u] [+format]\n");
		return 1;
	}
	strftime(text, sizeof(text), argv[1] + 1, tm);
	puts(text);
	return 0;
}
