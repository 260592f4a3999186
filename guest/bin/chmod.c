/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * chmod: changes permissions of files: chmod mode file ..., the mode in octal or as [ugoa][+-=][rwxXst],...
 * Who says neither u nor g nor o leaves out what umask says.
 */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static mode_t who_bits(const char **p)
{
	mode_t who = 0;

	for (; **p != '\0' && strchr("ugoa", **p) != NULL; ++*p)
		who |= **p == 'u' ? 04700 : **p == 'g' ? 02070 : **p == 'o' ? 01007 : 07777;
	return who;
}

static mode_t permissions(const char **p, mode_t before)
{
	mode_t bits = 0;

	for (;; ++*p) {
		switch (**p) {
		case 'r':
			bits |= 0444;
			break;
		case 'w':
			bits |= 0222;
			break;
		case 'X': /* for directories, and for what somebody may run */
			if (S_ISDIR(before) || (before & 0111))
				bits |= 0111;
			break;
		case 'x':
			bits |= 0111;
			break;
		case 's':
			bits |= 06000;
			break;
		case 't':
			bits |= 01000;
			break;
		default:
			return bits;
		}
	}
}

static mode_t changed(const char *p, mode_t before)
{
	mode_t mode = before & 07777, mask = umask(0);
	const char *word = p;

	umask(mask);
	if (isdigit((unsigned char)*p)) {
		char *end;

		mode = (mode_t)strtol(p, &end, 8);
		if (*end != '\0' || mode > 07777)
			errx(2, "%s: is no octal mode", word);
		return mode;
	}
	do {
		mode_t who = who_bits(&p), named = who;

		who = who != 0 ? who : 07777 & ~mask;
		if (*p == '\0' || strchr("+-=", *p) == NULL)
			errx(2, "%s: is no mode", word);
		while (*p != '\0' && strchr("+-=", *p) != NULL) {
			char what = *p++;
			mode_t bits =
				permissions(&p, before) & (named == 0 ? who | 01000 : who | (who & 0700 ? 01000 : 0));

			if (what == '=')
				mode &= named != 0 ? ~(who & 0777) : ~(mode_t)0777;
			mode = what == '-' ? mode & ~bits : mode | bits;
		}
		if (*p != '\0' && *p != ',')
			errx(2, "%s: is no mode", word);
	} while (*p++ == ',');
	return mode;
}

int main(int argc, char **argv)
{
	int failed = 0;

	if (argc < 3) {
		fprintf(stderr, "usage: chmod mode file ...\n");
		return 2;
	}
	for (int i = 2; i < argc; i++) {
		struct stat sb;

		if (stat(argv[i], &sb) < 0 || chmod(argv[i], changed(argv[1], sb.st_mode)) < 0) {
			warn("%s", argv[i]);
			failed = 1;
		}
	}
	return failed;
}
