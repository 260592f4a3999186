/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The scanf family: one reader of a FILE, which may be a string. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 40
#define FRACTION_MAX 350

/* One conversion, as it stands between the % and its letter. */
struct conversion {
	bool skip; /* *: read, but not stored */
	int width; /* 0: not given */
	int size;  /* -1 h, -2 hh, 0 int, 1 long, 2 long long */
};

struct input {
	FILE *file;
	int count; /* bytes read so far */
};

static int next(struct input *in)
{
	int c = fgetc(in->file);

	if (c != EOF)
		in->count++;
	return c;
}

static void back(struct input *in, int c)
{
	if (c == EOF)
		return;
	ungetc(c, in->file);
	in->count--;
}

static void skip_blanks(struct input *in)
{
	int c;

	do
		c = next(in);
	while (isspace(c));
	back(in, c);
}

static void store(void *to, const struct conversion *cv, long long n)
{
	switch (cv->size) {
	case -2:
		*(char *)to = n;
		break;
	case -1:
		*(short *)to = n;
		break;
	case 2:
		*(long long *)to = n;
		break;
	default:
		*(long *)to = n;
	}
}

/* May c stand at this place of a number? */
static bool belongs(int c, const char *text, int n, int given, int *base)
{
	if ((c == '-' || c == '+') && n == 0)
		return true;
	if ((c == 'x' || c == 'X') && (given == 0 || given == 16) && n > 0 && text[n - 1] == '0' &&
	    (n == 1 || (n == 2 && !isdigit(text[0])))) {
		*base = 16;
		return true;
	}
	if (*base == 0 && isdigit(c))
		*base = c == '0' ? 8 : 10;
	return isdigit(c) ? c - '0' < *base : *base == 16 && isxdigit(c);
}

/* 1 stored, 0 no number there, EOF nothing there. */
static int scan_number(struct input *in, const struct conversion *cv, int base, void *to)
{
	char text[NUMBER_MAX];
	int n = 0, limit = cv->width > 0 && cv->width < NUMBER_MAX ? cv->width : NUMBER_MAX - 1, c, given = base;

	skip_blanks(in);
	c = next(in);
	if (c == EOF)
		return EOF;
	while (n < limit && belongs(c, text, n, given, &base)) {
		text[n++] = c;
		c = next(in);
	}
	back(in, c);
	text[n] = '\0';
	if (n == 0 || (n == 1 && !isdigit(text[0])))
		return 0;
	if (!cv->skip)
		store(to, cv, text[0] == '-' ? strtoll(text, NULL, given) : (long long)strtoull(text, NULL, given));
	return 1;
}

/* May c stand at this place of a fraction? */
static bool in_fraction(int c, const char *text, int n)
{
	const char *digits = text + (n > 0 && (text[0] == '-' || text[0] == '+'));
	int length = n - (int)(digits - text);
	bool hexadecimal = length > 1 && digits[0] == '0' && tolower(digits[1]) == 'x';

	if (length == 1 && digits[0] == '0' && tolower(c) == 'x')
		return true;
	if (hexadecimal) {
		bool power = memchr(text, 'p', n) != NULL || memchr(text, 'P', n) != NULL;

		if (c == '-' || c == '+')
			return tolower(text[n - 1]) == 'p';
		if (c == '.')
			return !power && memchr(text, '.', n) == NULL;
		return tolower(c) == 'p' ? !power && length > 2 : power ? isdigit(c) : isxdigit(c);
	}

	bool exponent = memchr(text, 'e', n) != NULL || memchr(text, 'E', n) != NULL;

	if (c == '-' || c == '+')
		return n == 0 || tolower(text[n - 1]) == 'e';
	if (c == '.')
		return !exponent && memchr(text, '.', n) == NULL;
	if (c == 'e' || c == 'E')
		return !exponent && n > 0 && (isdigit(text[n - 1]) || (n > 1 && text[n - 1] == '.'));
	return isdigit(c);
}

static int scan_fraction(struct input *in, const struct conversion *cv, void *to)
{
	char text[FRACTION_MAX], *end;
	int n = 0, limit = cv->width > 0 && cv->width < FRACTION_MAX ? cv->width : FRACTION_MAX - 1, c;
	double x;

	skip_blanks(in);
	c = next(in);
	if (c == EOF)
		return EOF;
	while (n < limit && c != EOF && in_fraction(c, text, n)) {
		text[n++] = c;
		c = next(in);
	}
	back(in, c);
	text[n] = '\0';
	x = strtod(text, &end);
	if (end == text)
		return 0;
	if (cv->skip)
		return 1;
	if (cv->size > 0)
		*(double *)to = x;
	else
		*(float *)to = x;
	return 1;
}

/* Reads the set between [ and ]; leaves p at the ]. */
static const char *read_set(const char *p, bool set[256])
{
	bool inverse = *p == '^', first = true;

	if (inverse)
		p++;
	memset(set, inverse, 256);
	for (; *p != '\0' && (*p != ']' || first); p++, first = false) {
		if (p[1] == '-' && p[2] != ']' && p[2] != '\0') {
			for (int c = (unsigned char)p[0]; c <= (unsigned char)p[2]; c++)
				set[c] = !inverse;
			p += 2;
		} else {
			set[(unsigned char)*p] = !inverse;
		}
	}
	return p;
}

static void put_character(const struct conversion *cv, void *to, int n, int c)
{
	if (cv->skip)
		return;
	if (cv->size == 1)
		((wchar_t *)to)[n] = c;
	else
		((char *)to)[n] = c;
}

/* Takes characters of the set (null: all but white space) up to the width; ends them with a NUL if `text`. */
static int scan_characters(struct input *in, const struct conversion *cv, const bool *set, bool text, void *to)
{
	int n = 0, limit = cv->width > 0 ? cv->width : text ? 0x7fffffff : 1, c = EOF;

	while (n < limit && (c = next(in)) != EOF) {
		if (text && (set != NULL ? !set[c] : isspace(c))) {
			back(in, c);
			break;
		}
		put_character(cv, to, n++, c);
	}
	if (n == 0)
		return c == EOF ? EOF : 0;
	if (text)
		put_character(cv, to, n, '\0');
	return 1;
}

static const char *read_conversion(const char *p, struct conversion *cv)
{
	*cv = (struct conversion){0};
	if (*p == '*') {
		cv->skip = true;
		p++;
	}
	while (isdigit(*p))
		cv->width = cv->width * 10 + *p++ - '0';
	for (;; p++) {
		if (*p == 'l')
			cv->size++;
		else if (*p == 'h')
			cv->size--;
		else if (*p == 'z' || *p == 't')
			cv->size = 1;
		else if (*p == 'j')
			cv->size = 2;
		else
			return p;
	}
}

/* One conversion; *pp is at its letter. */
static int convert(struct input *in, const struct conversion *cv, const char **pp, va_list *args)
{
	void *to = cv->skip || **pp == '%' ? NULL : va_arg(*args, void *);
	bool set[256];

	switch (**pp) {
	case 'd':
	case 'u':
		return scan_number(in, cv, 10, to);
	case 'i':
		return scan_number(in, cv, 0, to);
	case 'o':
		return scan_number(in, cv, 8, to);
	case 'x':
	case 'X':
	case 'p':
		return scan_number(in, cv, 16, to);
	case 'a':
	case 'A':
	case 'e':
	case 'E':
	case 'f':
	case 'F':
	case 'g':
	case 'G':
		return scan_fraction(in, cv, to);
	case 'c':
		return scan_characters(in, cv, NULL, false, to);
	case 's':
		skip_blanks(in);
		return scan_characters(in, cv, NULL, true, to);
	case '[':
		*pp = read_set(*pp + 1, set);
		return scan_characters(in, cv, set, true, to);
	default:
		return 0;
	}
}

static int scan_all(FILE *f, const char *p, va_list *args)
{
	struct input in = {.file = f};
	struct conversion cv;
	int stored = 0, c, result;

	for (; *p != '\0'; p++) {
		if (isspace(*p)) {
			skip_blanks(&in);
			continue;
		}
		if (*p != '%' || p[1] == '%') {
			p += *p == '%';
			c = next(&in);
			if (c == *p)
				continue;
			back(&in, c);
			return c == EOF && stored == 0 ? EOF : stored;
		}
		p = read_conversion(p + 1, &cv);
		if (*p == 'n') {
			store(va_arg(*args, void *), &cv, in.count);
			continue;
		}
		result = convert(&in, &cv, &p, args);
		if (result == EOF)
			return stored == 0 ? EOF : stored;
		if (result == 0)
			return stored;
		stored += !cv.skip;
	}
	return stored;
}

int vfscanf(FILE *f, const char *format, va_list args)
{
	va_list copy;
	int result;

	va_copy(copy, args);
	result = scan_all(f, format, &copy);
	va_end(copy);
	return result;
}

int vsscanf(const char *s, const char *format, va_list args)
{
	FILE string = {._flag = _IOREAD | _IOSTRG, ._base = (unsigned char *)s, ._ptr = (unsigned char *)s};

	string._cnt = strlen(s);
	return vfscanf(&string, format, args);
}

int vscanf(const char *format, va_list args)
{
	return vfscanf(stdin, format, args);
}

int scanf(const char *format, ...)
{
	va_list args;
	int result;

	va_start(args, format);
	result = vfscanf(stdin, format, args);
	va_end(args);
	return result;
}

int fscanf(FILE *f, const char *format, ...)
{
	va_list args;
	int result;

	va_start(args, format);
	result = vfscanf(f, format, args);
	va_end(args);
	return result;
}

int sscanf(const char *s, const char *format, ...)
{
	va_list args;
	int result;

	va_start(args, format);
	result = vsscanf(s, format, args);
	va_end(args);
	return result;
}
