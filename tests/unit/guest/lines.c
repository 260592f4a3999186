/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints every line of its input with a number, computing a little in between; exits with the number of lines. */
#include <stdio.h>

volatile unsigned work;

int main(void)
{
	int c, lines = 0, start = 1;

	while ((c = getchar()) != EOF) {
		if (start)
			printf("%d: ", ++lines);
		putchar(c);
		start = c == '\n';
		for (int i = 0; i < 1000; i++)
			work += i;
	}
	return lines;
}
