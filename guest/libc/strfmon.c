/* SPDX-License-Identifier: GPL-2.0-or-later */
/* strfmon. */
#include <ctype.h>
#include <errno.h>
#include <monetary.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One conversion, as it stands between the % and its letter. */
struct conversion {
	char fill;       /* in front of the digits, where #n says how many they are */
	int parentheses; /* around what is negative, in place of a sign */
	int left;        /* in its width */
	int width, digits, places;
};

static const char *read_number(const char *p, int *n)
{
	char *end;

	*n = isdigit((unsigned char)*p) ? (int)strtol(p, &end, 10) : 0;
	return isdigit((unsigned char)*p) ? end : p;
}

static const char *read_conversion(const char *p, struct conversion *cv)
{
	*cv = (struct conversion){.fill = ' ', .places = 2};
	for (; *p != '\0' && strchr("=^+(!-", *p) != NULL; p++) {
		if (*p == '=' && p[1] != '\0')
			cv->fill = *++p;
		cv->parentheses |= *p == '(';
		cv->left |= *p == '-';
	}
	p = read_number(p, &cv->width);
	if (*p == '#')
		p = read_number(p + 1, &cv->digits);
	if (*p == '.')
		p = read_number(p + 1, &cv->places);
	return p;
}

static int put_sum(char *to, size_t room, const struct conversion *cv, double x)
{
	int negative = __builtin_signbit(x) != 0, n, whole, fill, blanks;
	const char *before = negative ? (cv->parentheses ? "(" : "-") : cv->digits > 0 ? " " : "";
	const char *after = negative && cv->parentheses ? ")" : "";
	char *digits;

	n = asprintf(&digits, "%.*f", cv->places, negative ? -x : x);
	if (n < 0)
		return -1;
	whole = (int)strcspn(digits, ".");
	fill = cv->digits > whole ? cv->digits - whole : 0;
	blanks = cv->width - (int)(strlen(before) + strlen(after)) - fill - n;
	blanks = blanks > 0 ? blanks : 0;
	n += (int)(strlen(before) + strlen(after)) + fill + blanks;
	if ((size_t)n < room) {
		memset(to, ' ', cv->left ? 0 : blanks);
		to += sprintf(to + (cv->left ? 0 : blanks), "%s", before) + (cv->left ? 0 : blanks);
		memset(to, cv->fill, fill);
		sprintf(to + fill, "%s%s%*s", digits, after, cv->left ? blanks : 0, "");
	} else {
		errno = E2BIG;
		n = -1;
	}
	free(digits);
	return n;
}

ssize_t strfmon(char *to, size_t bytes, const char *format, ...)
{
	struct conversion cv;
	size_t n = 0;
	va_list args;
	int made = 0;

	va_start(args, format);
	for (; *format != '\0' && made >= 0; format++) {
		if (*format == '%' && format[1] != '%') {
			format = read_conversion(format + 1, &cv);
			if (*format != 'n' && *format != 'i') {
				errno = EINVAL;
				made = -1;
				break;
			}
			made = put_sum(to + n, bytes - n, &cv, va_arg(args, double));
			n += made > 0 ? made : 0;
			continue;
		}
		format += *format == '%';
		if (n + 1 >= bytes) {
			errno = E2BIG;
			made = -1;
			break;
		}
		to[n++] = *format;
	}
	va_end(args);
	if (made < 0 || bytes == 0)
		return -1;
	to[n] = '\0';
	return (ssize_t)n;
}
