/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The printf family: one formatter that writes to a FILE, which may be a string. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "decimal.h"

/* One conversion, as it stands between the % and its letter. */
struct conversion {
	bool left;      /* - */
	bool zero;      /* 0 */
	bool alternate; /* # */
	char sign;      /* what stands before a number that is not negative: + or space, 0 for nothing */
	int width;
	int precision; /* -1: not given */
	int size;      /* -2 hh, -1 h, 0 int, 1 long, 2 long long */
	bool wide;     /* L: a long double */
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
		else if (*p == '+' || *p == ' ')
			cv->sign = *p == '+' || cv->sign == '+' ? '+' : ' ';
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
		else if (*p == 'L')
			cv->wide = true;
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
	char prefix[2] = {0};

	if (cv->size < 0)
		n = cv->size == -1 ? (short)n : (signed char)n;
	prefix[0] = n < 0 ? '-' : cv->sign;
	put_number(out, cv, n < 0 ? -(unsigned long long)n : (unsigned long long)n, 10, "0123456789", prefix);
}

static void put_unsigned(struct output *out, const struct conversion *cv, char letter, va_list *args)
{
	unsigned long long n = cv->size >= 2 ? va_arg(*args, unsigned long long) : va_arg(*args, unsigned long);
	const char *digits = letter == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
	int base = letter == 'u' ? 10 : letter == 'o' ? 8 : 16;
	const char *prefix = "";

	if (cv->size < 0)
		n = cv->size == -1 ? (unsigned short)n : (unsigned char)n;
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

/* %ls: a byte for each character, where there is one. */
static void put_wide(struct output *out, const struct conversion *cv, const wchar_t *s)
{
	int n = 0, blanks;

	while ((cv->precision < 0 || n < cv->precision) && s[n] != 0)
		n++;
	blanks = cv->width - n;
	pad(out, ' ', cv->left ? 0 : blanks);
	for (; n > 0; n--, s++) {
		if (*s < 0 || *s > 0xff) {
			errno = EILSEQ;
			out->failed = true;
			return;
		}
		put(out, *s);
	}
	pad(out, ' ', cv->left ? blanks : 0);
}

/* A fraction as digits: 0.d1d2d3... times 10^point, without zeroes in front. */
struct digits {
	char text[9 * DECIMAL_WORDS + 1];
	int n, point;
};

static void digits_of(struct digits *out, const struct binary *b)
{
	struct decimal d;
	int skip = 0;

	_decimal_set(&d, b->mantissa);
	_decimal_scale(&d, b->exponent);
	out->n = 0;
	for (int i = d.first; i < d.last; i++) {
		uint32_t word = d.w[i];

		for (int k = 8; k >= 0; k--, word /= 10)
			out->text[out->n + k] = '0' + word % 10;
		out->n += 9;
	}
	while (skip < out->n && out->text[skip] == '0')
		skip++;
	out->n -= skip;
	memmove(out->text, out->text + skip, out->n);
	out->point = out->n > 0 ? 9 * (DECIMAL_POINT - d.first) - skip : 1;
}

/* Rounds to so many digits, to the even one if it is in the middle. */
static void round_digits(struct digits *d, int n)
{
	bool up;
	int i = n;

	if (n >= d->n)
		return;
	if (n < 0) {
		d->n = 0;
		return;
	}
	up = d->text[n] > '5';
	if (d->text[n] == '5') {
		for (i = n + 1; i < d->n && d->text[i] == '0'; i++)
			;
		up = i < d->n || (n > 0 && (d->text[n - 1] & 1));
	}
	d->n = n;
	for (i = n - 1; up && i >= 0; i--) {
		up = d->text[i] == '9';
		d->text[i] = up ? '0' : d->text[i] + 1;
	}
	if (up) { /* all nines, or nothing: a one in front */
		memmove(d->text + 1, d->text, d->n);
		d->text[0] = '1';
		d->n++;
		d->point++;
	}
}

/* The digit at a place, counted from the first: 0 where there is none. */
static char digit_at(const struct digits *d, int i)
{
	return i >= 0 && i < d->n ? d->text[i] : '0';
}

/* Writes sign and padding around a body of so many bytes, which the caller writes in between. */
static int before_body(struct output *out, const struct conversion *cv, char sign, int bytes, bool zero)
{
	int blanks = cv->width - bytes - (sign != '\0');

	if (!cv->left && !zero)
		pad(out, ' ', blanks);
	if (sign != '\0')
		put(out, sign);
	if (!cv->left && zero)
		pad(out, '0', blanks);
	return cv->left ? blanks : 0;
}

/* %f: `places` digits behind the point. */
static void put_fixed(struct output *out, const struct conversion *cv, const struct digits *d, char sign, int places)
{
	int whole = d->point > 0 ? d->point : 1, first = d->point > 0 ? 0 : d->point - 1;
	bool point = places > 0 || cv->alternate;
	int blanks = before_body(out, cv, sign, whole + point + places, cv->zero);

	for (int i = 0; i < whole; i++)
		put(out, digit_at(d, first + i));
	if (point)
		put(out, '.');
	for (int i = 0; i < places; i++)
		put(out, digit_at(d, first + whole + i));
	pad(out, ' ', blanks);
}

/* %e: one digit before the point, `places` behind it, and the power of ten. */
static void put_power(struct output *out, const struct conversion *cv, const struct digits *d, char sign, int places,
                      char letter)
{
	int power = d->n > 0 ? d->point - 1 : 0, size = power < 0 ? -power : power;
	bool point = places > 0 || cv->alternate;
	int blanks = before_body(out, cv, sign, 1 + point + places + (size > 99 ? 5 : 4), cv->zero);

	put(out, digit_at(d, 0));
	if (point)
		put(out, '.');
	for (int i = 1; i <= places; i++)
		put(out, digit_at(d, i));
	put(out, letter);
	put(out, power < 0 ? '-' : '+');
	if (size > 99)
		put(out, '0' + size / 100);
	put(out, '0' + size / 10 % 10);
	put(out, '0' + size % 10);
	pad(out, ' ', blanks);
}

/* %g: %e or %f, whichever is shorter, without zeroes at the end. `letter` is that of the exponent. */
static void put_general(struct output *out, const struct conversion *cv, struct digits *d, char sign, int places,
                        char letter)
{
	int power;

	if (places == 0)
		places = 1;
	round_digits(d, places);
	while (d->n > 0 && d->text[d->n - 1] == '0')
		d->n--;
	power = d->n > 0 ? d->point - 1 : 0;
	if (power < -4 || power >= places)
		put_power(out, cv, d, sign, cv->alternate ? places - 1 : d->n > 1 ? d->n - 1 : 0, letter);
	else
		put_fixed(out, cv, d, sign, cv->alternate ? places - 1 - power : d->n > d->point ? d->n - d->point : 0);
}

/* %a: the bits as they are. A one before the point, 13 digits of four bits behind it, and the power of two. */
static void put_hexadecimal(struct output *out, const struct conversion *cv, const struct binary *b, char sign,
                            bool capital)
{
	const char *digits = capital ? "0123456789ABCDEF" : "0123456789abcdef";
	int power = b->exponent + 52, places = cv->precision, blanks;
	char text[8], *p = text + sizeof(text);
	uint64_t m = b->mantissa;
	uint32_t size;
	bool point;

	if (m == 0)
		power = 0;
	else
		for (; !(m >> 52); power--) /* the smallest numbers begin with one, too */
			m <<= 1;
	if (places < 0) {
		places = 13;
		for (uint64_t rest = m; places > 0 && !(rest & 15); rest >>= 4)
			places--;
	} else if (places < 13) {
		uint64_t half = 1ull << (51 - 4 * places);

		/* the even one if it is in the middle; the one before the point may become two */
		m += half - !(m & 2 * half);
		m &= -(2 * half);
	}
	size = power < 0 ? -power : power;
	do
		*--p = '0' + size % 10;
	while (size /= 10);
	*--p = power < 0 ? '-' : '+';
	*--p = capital ? 'P' : 'p';
	point = places > 0 || cv->alternate;
	blanks = cv->width - (sign != '\0') - 3 - point - places - (text + sizeof(text) - p);
	if (!cv->left && !cv->zero)
		pad(out, ' ', blanks);
	if (sign != '\0')
		put(out, sign);
	put(out, '0');
	put(out, capital ? 'X' : 'x');
	if (!cv->left && cv->zero)
		pad(out, '0', blanks);
	put(out, digits[m >> 52]);
	if (point)
		put(out, '.');
	for (int i = 0; i < places; i++) {
		m = (m & 0xfffffffffffffull) << 4;
		put(out, digits[m >> 52]);
	}
	while (p < text + sizeof(text))
		put(out, *p++);
	if (cv->left)
		pad(out, ' ', blanks);
}

/* Not part of its caller, whose stack frame all printing would pay for then. */
static __attribute__((noinline)) void put_double(struct output *out, const struct conversion *cv, char letter, double x)
{
	struct binary b = _binary_of(x);
	char sign = b.negative ? '-' : cv->sign;
	int places = cv->precision >= 0 ? cv->precision : 6;
	bool capital = isupper(letter);
	struct digits d;

	if (b.kind != FINITE) {
		const char *text = b.kind == INFINITE ? (capital ? "INF" : "inf") : capital ? "NAN" : "nan";
		int blanks = before_body(out, cv, sign, 3, false);

		while (*text != '\0')
			put(out, *text++);
		pad(out, ' ', blanks);
		return;
	}
	if (tolower(letter) == 'a') {
		put_hexadecimal(out, cv, &b, sign, capital);
		return;
	}
	digits_of(&d, &b);
	switch (tolower(letter)) {
	case 'f':
		round_digits(&d, d.point + places);
		put_fixed(out, cv, &d, sign, places);
		break;
	case 'e':
		round_digits(&d, places + 1);
		put_power(out, cv, &d, sign, places, letter);
		break;
	default:
		put_general(out, cv, &d, sign, places, capital ? 'E' : 'e');
	}
}

/* A long double: exactly as much of it as a double has. Its bits are looked at, for there is no arithmetic here. */
static double wide_argument(va_list *args)
{
	union {
		long double x;
		uint32_t words[3];
	} from = {.x = va_arg(*args, long double)};
	union {
		uint64_t bits;
		double x;
	} to;
	uint64_t mantissa = (uint64_t)from.words[1] << 32 | from.words[2], sign = (uint64_t)(from.words[0] >> 31) << 63;
	int exponent = (int)(from.words[0] >> 16 & 0x7fff) - 16383 + 1023;

	if (mantissa == 0)
		to.bits = 0;
	else if (exponent >= 0x7ff)
		to.bits = 0x7ffull << 52 | (exponent > 0x7ff + 1023 && mantissa << 1 ? 1ull << 51 : 0);
	else if (exponent > 0)
		to.bits = ((uint64_t)(exponent - 1) << 52) + (mantissa >> 11);
	else
		to.bits = exponent > -52 ? mantissa >> (12 - exponent) : 0;
	to.bits |= sign;
	return to.x;
}

/* %n: how much was written so far. */
static void store_count(const struct conversion *cv, int count, void *to)
{
	switch (cv->size) {
	case -2:
		*(signed char *)to = count;
		break;
	case -1:
		*(short *)to = count;
		break;
	case 2:
		*(long long *)to = count;
		break;
	default:
		*(int *)to = count;
	}
}

static int format_all(FILE *f, const char *p, va_list *args)
{
	struct output out = {.file = f};
	struct conversion cv;
	char c;
	int n;

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
			c = n = va_arg(*args, int);
			if (cv.size == 1 && (n < 0 || n > 0xff)) {
				errno = EILSEQ;
				out.failed = true;
				break;
			}
			put_field(&out, &cv, "", &c, 1, 0);
			break;
		case 's':
			if (cv.size == 1)
				put_wide(&out, &cv, va_arg(*args, const wchar_t *));
			else
				put_string(&out, &cv, va_arg(*args, const char *));
			break;
		case 'a':
		case 'A':
		case 'e':
		case 'E':
		case 'f':
		case 'F':
		case 'g':
		case 'G':
			put_double(&out, &cv, *p, cv.wide ? wide_argument(args) : va_arg(*args, double));
			break;
		case 'n':
			store_count(&cv, out.count, va_arg(*args, void *));
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
