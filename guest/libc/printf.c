/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The printf family: one formatter that writes to a FILE, which may be a string. */
#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* One conversion, as it stands between the % and its letter. */
struct conversion {
	bool left;      /* - */
	bool zero;      /* 0 */
	bool alternate; /* # */
	char sign;      /* what stands before a number that is not negative: + or space, 0 for nothing */
	int width;
	int precision; /* -1: not given */
	int size;      /* -1 h, 0 int, 1 long, 2 long long */
};

/* Where the output goes, and how much went there. */
struct output {
	FILE *file;
	int count;
	bool failed;
};

static void put(struct output *out, int c)
{
	if (fputc(c, out->file) == EOF)
		out->failed = true;
	out->count++;
}

static void pad(struct output *out, int c, int times)
{
	while (times-- > 0)
		put(out, c);
}

/* Reads a width or a precision; '*' takes it from the arguments. */
static const char *read_number(const char *p, int *number, va_list *args)
{
	*number = 0;
	if (*p == '*') {
		*number = va_arg(*args, int);
		return p + 1;
	}
	for (; isdigit(*p); p++)
		if (*number < INT_MAX / 10 - 1)
			*number = *number * 10 + (*p - '0');
	return p;
}

static const char *read_conversion(const char *p, struct conversion *cv, va_list *args)
{
	*cv = (struct conversion){.precision = -1};
	for (;; p++) {
		if (*p == '-')
			cv->left = true;
		else if (*p == '0')
			cv->zero = true;
		else if (*p == '#')
			cv->alternate = true;
		else if (*p == '+' || (*p == ' ' && cv->sign == '\0'))
			cv->sign = *p;
		else
			break;
	}
	p = read_number(p, &cv->width, args);
	if (cv->width < 0) {
		cv->left = true;
		cv->width = -cv->width;
	}
	if (*p == '.')
		p = read_number(p + 1, &cv->precision, args);
	for (;; p++) {
		if (*p == 'l')
			cv->size++;
		else if (*p == 'h')
			cv->size = -1;
		else if (*p == 'z')
			cv->size = 1;
		else
			return p;
	}
}

/* Writes prefix and text (of so many bytes) into the width; zeroes go between the two. */
static void put_field(struct output *out, const struct conversion *cv, const char *prefix, const char *text, int bytes,
                      int zeroes)
{
	int blanks = cv->width - (int)strlen(prefix) - zeroes - bytes;

	if (!cv->left)
		pad(out, ' ', blanks);
	while (*prefix != '\0')
		put(out, *prefix++);
	pad(out, '0', zeroes);
	for (int i = 0; i < bytes; i++)
		put(out, text[i]);
	if (cv->left)
		pad(out, ' ', blanks);
}

static void put_number(struct output *out, const struct conversion *cv, unsigned long long n, int base,
                       const char *digits, const char *prefix)
{
	char text[24], *p = text + sizeof(text);
	int bytes, zeroes = 0;

	while (n != 0) {
		*--p = digits[n % base];
		n /= base;
	}
	bytes = text + sizeof(text) - p;
	if (cv->precision >= 0)
		zeroes = cv->precision - bytes;
	else if (bytes == 0)
		zeroes = 1;
	if (cv->precision < 0 && cv->zero && !cv->left && cv->width - (int)strlen(prefix) - bytes > zeroes)
		zeroes = cv->width - (int)strlen(prefix) - bytes;
	put_field(out, cv, prefix, p, bytes, zeroes > 0 ? zeroes : 0);
}

static void put_signed(struct output *out, const struct conversion *cv, va_list *args)
{
	long long n = cv->size >= 2 ? va_arg(*args, long long) : va_arg(*args, long);
	char prefix[2] = {n < 0 ? '-' : cv->sign, '\0'};

	if (cv->size < 0)
		n = (short)n;
	put_number(out, cv, n < 0 ? -(unsigned long long)n : (unsigned long long)n, 10, "0123456789", prefix);
}

static void put_unsigned(struct output *out, const struct conversion *cv, char letter, va_list *args)
{
	unsigned long long n = cv->size >= 2 ? va_arg(*args, unsigned long long) : va_arg(*args, unsigned long);
	const char *digits = letter == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
	int base = letter == 'u' ? 10 : letter == 'o' ? 8 : 16;
	const char *prefix = "";

	if (cv->size < 0)
		n = (unsigned short)n;
	if (letter == 'p' || (cv->alternate && base == 16 && n != 0))
		prefix = letter == 'X' ? "0X" : "0x";
	else if (cv->alternate && base == 8 && (n != 0 || cv->precision == 0))
		prefix = "0";
	put_number(out, cv, n, base, digits, prefix);
}

static void put_string(struct output *out, const struct conversion *cv, const char *s)
{
	if (s == NULL)
		s = "(null)";
	put_field(out, cv, "", s, cv->precision >= 0 ? strnlen(s, cv->precision) : strlen(s), 0);
}

static int format_all(FILE *f, const char *p, va_list *args)
{
	struct output out = {.file = f};
	struct conversion cv;
	char c;

	for (; *p != '\0'; p++) {
		if (*p != '%') {
			put(&out, *p);
			continue;
		}
		p = read_conversion(p + 1, &cv, args);
		switch (*p) {
		case 'd':
		case 'i':
			put_signed(&out, &cv, args);
			break;
		case 'u':
		case 'o':
		case 'x':
		case 'X':
		case 'p':
			put_unsigned(&out, &cv, *p, args);
			break;
		case 'c':
			c = va_arg(*args, int);
			put_field(&out, &cv, "", &c, 1, 0);
			break;
		case 's':
			put_string(&out, &cv, va_arg(*args, const char *));
			break;
		case '\0': /* the format ends within a conversion */
			p--;
			break;
		default:
			put(&out, *p);
		}
	}
	return out.failed ? EOF : out.count;
}

/* An unbuffered FILE gets a buffer for the length of the call, so that one printf is one write. */
int vfprintf(FILE *f, const char *format, va_list args)
{
	unsigned char buffer[256];
	va_list copy;
	FILE whole;
	int result;

	va_copy(copy, args);
	if ((f->_flag & _IOWRT) && (f->_flag & _IONBF) && !(f->_flag & _IOSTRG)) {
		whole = (FILE){._flag = _IOWRT, ._file = f->_file};
		whole._base = whole._ptr = buffer;
		whole._bufsiz = whole._cnt = sizeof(buffer);
		result = format_all(&whole, format, &copy);
		if (fflush(&whole) < 0)
			result = EOF;
		f->_flag |= whole._flag & _IOERR;
	} else {
		result = format_all(f, format, &copy);
	}
	va_end(copy);
	return result;
}

int vsnprintf(char *to, size_t bytes, const char *format, va_list args)
{
	FILE string = {._flag = _IOWRT | _IOSTRG, ._ptr = (unsigned char *)to};
	int result;

	string._cnt = bytes > INT_MAX ? INT_MAX : (int)bytes - 1;
	result = vfprintf(&string, format, args);
	if (bytes > 0)
		*string._ptr = '\0';
	return result;
}

int vprintf(const char *format, va_list args)
{
	return vfprintf(stdout, format, args);
}

int printf(const char *format, ...)
{
	va_list args;
	int result;

	va_start(args, format);
	result = vfprintf(stdout, format, args);
	va_end(args);
	return result;
}

int fprintf(FILE *f, const char *format, ...)
{
	va_list args;
	int result;

	va_start(args, format);
	result = vfprintf(f, format, args);
	va_end(args);
	return result;
}

int snprintf(char *to, size_t bytes, const char *format, ...)
{
	va_list args;
	int result;

	va_start(args, format);
	result = vsnprintf(to, bytes, format, args);
	va_end(args);
	return result;
}

int sprintf(char *to, const char *format, ...)
{
	va_list args;
	int result;

	va_start(args, format);
	result = vsnprintf(to, (size_t)INT_MAX + 1, format, args);
	va_end(args);
	return result;
}
