/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * od: the bytes of a file or of its input. Words in octal (-o), as in V7; -b: bytes in octal; -c: characters;
 * -x, -d: words in hexadecimal or decimal. The address before them is octal.
 */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE 16

static void put_character(int c)
{
	static const char codes[] = "\0\b\f\n\r\t", letters[] = "0bfnrt";
	const char *found = memchr(codes, c, sizeof(codes) - 1);

	if (found != NULL)
		printf("  \\%c", letters[found - codes]);
	else if (isprint(c))
		printf("   %c", c);
	else
		printf(" %03o", c);
}

static void put_line(const unsigned char *p, int n, int form)
{
	for (int i = 0; i < n; i += form == 'b' || form == 'c' ? 1 : 2) {
		unsigned word = p[i] << 8 | (i + 1 < n ? p[i + 1] : 0);

		if (form == 'b')
			printf(" %03o", p[i]);
		else if (form == 'c')
			put_character(p[i]);
		else
			printf(form == 'x' ? "  %04x" : form == 'd' ? "  %05u" : " %06o", word);
	}
	putchar('\n');
}

int main(int argc, char **argv)
{
	unsigned char line[LINE], before[LINE];
	char forms[8] = "";
	size_t n, last = 0, count = 0;
	long at = 0;
	int option, stars = 0;

	while ((option = getopt(argc, argv, "obcxd")) != -1) {
		if (option == '?')
			return 2;
		if (count < sizeof(forms) - 1)
			forms[count++] = (char)option;
	}
	if (count == 0)
		strcpy(forms, "o");
	if (optind < argc && freopen(argv[optind], "r", stdin) == NULL)
		err(1, "%s", argv[optind]);
	for (; (n = fread(line, 1, LINE, stdin)) > 0; at += (long)n) {
		int same = n == LINE && last == LINE && memcmp(line, before, LINE) == 0;

		if (same && !stars)
			puts("*");
		stars = same;
		for (int i = 0; forms[i] != '\0' && !same; i++) {
			if (i == 0)
				printf("%07lo", at);
			else
				printf("       ");
			put_line(line, (int)n, forms[i]);
		}
		memcpy(before, line, n);
		last = n;
	}
	printf("%07lo\n", at);
	return 0;
}
