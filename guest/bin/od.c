/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * od: the bytes of a file or of its input: od [-abcdhiloxXODv] [-s[N]] [file] [[+]offset[.][b]]. Several forms stand
 * below each other. Words and longs are the machine's, big-endian.
 *
 *	-b  bytes in octal     -c  characters     -a  characters by their ASCII names
 *	-o  words in octal, as without an option     -d  decimal     -i  with signs     -x, -h  hexadecimal
 *	-O  longs in octal     -D  decimal     -l  with signs     -X  hexadecimal
 *	-s  in place of it all, texts of at least 3 or N characters, with their places     -v  also lines that repeat
 *	offset  where to begin, in octal, or decimal with a point; with b in blocks of 512 bytes
 */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE 16

/* The forms: bytes of each number, and how it is printed. */
static const struct form {
	char letter;
	int bytes;
	const char *format; /* null: characters */
} forms[] = {{'b', 1, " %03o"},   {'c', 1, NULL},     {'a', 1, NULL},     {'o', 2, " %06o"},
             {'d', 2, "  %05u"},  {'i', 2, " %6d"},   {'x', 2, "  %04x"}, {'h', 2, "  %04x"},
             {'O', 4, " %011lo"}, {'D', 4, " %11lu"}, {'l', 4, " %11ld"}, {'X', 4, "  %08lx"}};
#define FORMS (sizeof(forms) / sizeof(forms[0]))

static const char *const names[] = {"nul", "soh", "stx", "etx", "eot", "enq", "ack", "bel", "bs",  "ht",  "nl",
                                    "vt",  "np",  "cr",  "so",  "si",  "dle", "dc1", "dc2", "dc3", "dc4", "nak",
                                    "syn", "etb", "can", "em",  "sub", "esc", "fs",  "gs",  "rs",  "us",  "sp"};

static void put_character(int c, char letter)
{
	static const char codes[] = "\0\b\f\n\r\t", letters[] = "0bfnrt";
	const char *found = memchr(codes, c, sizeof(codes) - 1);

	if (letter == 'a' && (c & 0177) <= ' ')
		printf(" %3s", names[c & 0177]);
	else if (letter == 'a')
		printf((c & 0177) == 0177 ? " del" : "   %c", c & 0177);
	else if (found != NULL)
		printf("  \\%c", letters[found - codes]);
	else if (isprint(c))
		printf("   %c", c);
	else
		printf(" %03o", c);
}

/* What is behind the end counts as 0. */
static void put_line(const unsigned char *p, int n, const struct form *form)
{
	for (int i = 0; i < n; i += form->bytes) {
		unsigned long value = 0;

		for (int j = 0; j < form->bytes; j++)
			value = value << 8 | (i + j < n ? p[i + j] : 0);
		if (form->format == NULL)
			put_character((int)value, form->letter);
		else if (form->letter == 'i')
			printf(form->format, (int)(short)value);
		else
			printf(form->format, value);
	}
	putchar('\n');
}

/* Texts of so many characters, up to a NUL or a newline. */
static void put_strings(size_t least, long at)
{
	char text[256];
	size_t n = 0;
	int c;

	for (; (c = getchar()) != EOF; at++) {
		if (isprint(c) || c == '\t') {
			if (n < sizeof(text) - 1)
				text[n++] = (char)c;
			continue;
		}
		if (n >= least && (c == '\0' || c == '\n'))
			printf("%07lo %.*s\n", at - (long)n, (int)n, text);
		n = 0;
	}
}

static long offset_of(const char *word)
{
	const char *digits = word + (*word == '+');
	char *end;
	long n = strtol(digits, &end, digits[strspn(digits, "0123456789")] == '.' ? 10 : 8);

	end += *end == '.';
	if (*end == 'b') {
		n *= 512;
		end++;
	}
	return *end == '\0' && end > digits ? n : -1;
}

int main(int argc, char **argv)
{
	unsigned char line[LINE], before[LINE];
	const struct form *wanted[FORMS];
	size_t n, last = 0, count = 0, strings = 0;
	long at = 0, offset = 0;
	int option, stars = 0, all = 0;

	while ((option = getopt(argc, argv, "abcdhilosxXODv")) != -1) {
		if (option == '?')
			return 2;
		all |= option == 'v';
		if (option == 's') { /* a number may follow at once */
			strings = 3;
			if (isdigit((unsigned char)argv[optind - 1][2]))
				strings = (size_t)atoi(argv[optind - 1] + 2);
			if (argv[optind - 1][2] != '\0')
				break;
		}
		for (size_t i = 0; i < FORMS && count < FORMS; i++)
			if (forms[i].letter == option)
				wanted[count++] = &forms[i];
	}
	if (count == 0)
		wanted[count++] = &forms[3];
	if (optind < argc && (argv[argc - 1][0] == '+' || argc - optind == 2)) {
		offset = offset_of(argv[--argc]);
		if (offset < 0)
			errx(2, "%s: is no offset", argv[argc]);
	}
	if (optind < argc && freopen(argv[optind], "r", stdin) == NULL)
		err(1, "%s", argv[optind]);
	for (; at < offset && getchar() != EOF; at++)
		;
	if (strings > 0) {
		put_strings(strings, at);
		return 0;
	}
	for (; (n = fread(line, 1, LINE, stdin)) > 0; at += (long)n) {
		int same = !all && n == LINE && last == LINE && memcmp(line, before, LINE) == 0;

		if (same && !stars)
			puts("*");
		stars = same;
		for (size_t i = 0; i < count && !same; i++) {
			if (i == 0)
				printf("%07lo", at);
			else
				printf("       ");
			put_line(line, (int)n, wanted[i]);
		}
		memcpy(before, line, n);
		last = n;
	}
	printf("%07lo\n", at);
	return 0;
}
