/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers and times as text, and the rest of the library that only computes: printf and scanf of fractions, strtod,
 * time. */
#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <inttypes.h>
#include <limits.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <strings.h>
#include <time.h>

#include "check.h"

static char text[1100];

static void prints(const char *expected, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	check(strcmp(text, expected) == 0 && n == (int)strlen(expected), expected);
	if (strcmp(text, expected) != 0)
		printf("# %s gave %s\n", format, text);
}

static void printing(void)
{
	signed char tiny;
	long long large;
	int n;

	prints("3.141593 3.141593e+00 3.14159", "%f %e %g", 3.14159265, 3.14159265, 3.14159265);
	prints("0 2 2 4 -0", "%.0f %.0f %.0f %.0f %.0f", 0.5, 1.5, 2.5, 3.5, -0.25);
	prints("100.00 99.98 0.12 1.00", "%.2f %.2f %.2f %.2f", 99.995000000000005, 99.985, 0.125, 0.999);
	prints("0.1000000000000000055511151231257827", "%.34f", 0.1);
	prints("1e+100 1e-05 0.0001 100000 1e+06", "%g %g %g %g %g", 1e100, 1e-5, 1e-4, 1e5, 1e6);
	prints("1.79769e+308 4.94066e-324 2.22507e-308", "%g %g %g", DBL_MAX, 4.9406564584124654e-324, DBL_MIN);
	prints("|    1.50|1.50    |00001.50|+1.50| 1.50|", "|%8.2f|%-8.2f|%08.2f|%+.2f|% .2f|", 1.5, 1.5, 1.5, 1.5,
	       1.5);
	prints("inf -INF nan |  inf|", "%f %F %g |%05g|", __builtin_inf(), -__builtin_inf(), __builtin_nan(""),
	       __builtin_inf());
	prints("3. 3.00000 3.E+00", "%#.0f %#g %#.0E", 3.0, 3.0, 3.0);
	prints("12345678901234567168.000", "%.3f", 12345678901234567890.0);
	prints("44 200 -1 18446744073709551615", "%hhd %hhu %hd %ju", 300, 200, 65535, UINTMAX_MAX);
	prints("9223372036854775807 ff 1099511627776", "%lld %" PRIx8 " %" PRId64, LLONG_MAX, 255, (int64_t)1 << 40);
	check(sprintf(text, "ab%hhn%d%n", &tiny, 123, &n) == 5 && tiny == 2 && n == 5, "%n");
	check(sscanf("-1099511627776", "%lld", &large) == 1 && large == -1099511627776ll, "%lld");
	check(asprintf((char *[]){NULL}, "%d", 5) == 1, "asprintf");
}

static void reading(void)
{
	static const struct {
		const char *text;
		double value;
		int used;
	} cases[] = {
		{"0.1", 0.1, 3},
		{" -12.5xyz", -12.5, 6},
		{"1e3", 1000, 3},
		{".5e+1,", 5, 5},
		{"1e", 1, 1},
		{"9007199254740993", 9007199254740992.0, 16},
		{"9007199254740993.0000000000000000000001", 9007199254740994.0, 39},
		{"123456789012345678901234567890", 123456789012345678901234567890.0, 30},
		{"2.2250738585072011e-308", 2.2250738585072011e-308, 23},
		{"4.9e-324", 4.9406564584124654e-324, 8},
		{"1.7976931348623157e308", DBL_MAX, 22},
		{"-", 0, 0},
		{"e5", 0, 0},
	};
	double x;
	float f;
	char *end;
	int n;

	for (size_t i = 0; i < COUNT(cases); i++) {
		x = strtod(cases[i].text, &end);
		check(x == cases[i].value && end == cases[i].text + cases[i].used, cases[i].text);
	}
	errno = 0;
	check(strtod("1e400", NULL) == __builtin_inf() && errno == ERANGE, "too large");
	errno = 0;
	check(strtod("1e-400", NULL) == 0 && errno == ERANGE, "too small");
	check(strtod("-infinity", NULL) == -__builtin_inf() && strtod("nan", NULL) != strtod("nan", NULL), "inf, nan");
	check(sscanf("1.5 -2e2,x", "%lf %f%n", &x, &f, &n) == 2 && x == 1.5 && f == -200 && n == 8, "%lf %f");
	check(sscanf("x", "%lf", &x) == 0 && sscanf("", "%lf", &x) == EOF, "no fraction");
	x = 1;
	for (n = 0; n < 10; n++)
		x = x * 3 - x / 2;
	check(x == 9536.7431640625 && (int)x == 9536 && x > 9536 && atof("2.5") * 2 == 5, "doubles are computed with");
	check(strtoll("-9223372036854775808", NULL, 10) == LLONG_MIN &&
	              strtoull("0xffffffffffffffff", NULL, 0) == ULLONG_MAX,
	      "strtoll, strtoull");
	errno = 0;
	check(strtoll("9223372036854775808", NULL, 10) == LLONG_MAX && errno == ERANGE, "strtoll: too large");
	check(lldiv(-7, 2).rem == -1 && llabs(-5) == 5 && ffs(8) == 4 && ffs(0) == 0, "lldiv, ffs");
}

static void words(void)
{
	char line[] = "a::b", *rest = line, *next;

	check(strcmp(strsep(&rest, ":"), "a") == 0 && *strsep(&rest, ":") == 0 &&
	              strcmp(strsep(&rest, ":"), "b") == 0 && strsep(&rest, ":") == NULL,
	      "strsep");
	strcpy(text, "x y z");
	check(strcmp(strtok_r(text, " ", &next), "x") == 0 && strcmp(next, "y z") == 0, "strtok_r");
	check(strcmp(strndup("abcdef", 3), "abc") == 0 && stpcpy(text, "abc") == text + 3, "strndup, stpcpy");
	check(memccpy(text, "abcdef", 'c', 6) == text + 3 && memmem("abcdef", 6, "de", 2) != NULL, "memccpy, memmem");
	check(strcoll("a", "b") < 0 && strxfrm(text, "abc", 10) == 3 && strcmp(text, "abc") == 0, "strcoll, strxfrm");
	check(strcmp(setlocale(LC_ALL, ""), "C") == 0 && setlocale(LC_ALL, "de_DE") == NULL, "setlocale");
	check(strcmp(localeconv()->decimal_point, ".") == 0 && *localeconv()->negative_sign == '\0' &&
	              localeconv()->n_sign_posn == CHAR_MAX,
	      "localeconv");
	check(strcmp(strsignal(11), "Segmentation fault") == 0, "strsignal");
	check(toascii(0xe1) == 'a' && isblank('\t'), "ctype");
}

static void times(void)
{
	struct tm tm = {.tm_year = 100, .tm_mon = 1, .tm_mday = 29, .tm_hour = 13, .tm_min = 5, .tm_sec = 9};
	time_t when = mktime(&tm);
	int good = 1;

	check(when == 951829509 && tm.tm_wday == 2 && tm.tm_yday == 59, "mktime");
	strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %a %B %j %p %I %y %e %% %U %W", &tm);
	check(strcmp(text, "2000-02-29 13:05:09 Tue February 060 PM 01 00 29 % 09 09") == 0, text);
	check(strftime(text, sizeof text, "%c|%x|%X|%F|%T|%D|%R", &tm) > 0 &&
	              strcmp(text, "Tue Feb 29 13:05:09 2000|02/29/00|13:05:09|2000-02-29|13:05:09|02/29/00|13:05") ==
	                      0,
	      text);
	check(strftime(text, 5, "%Y-%m", &tm) == 0 && strftime(text, 8, "%Y-%m", &tm) == 7, "strftime: room");
	tm = (struct tm){.tm_year = 99, .tm_mon = 13, .tm_mday = 35, .tm_min = -1};
	check(mktime(&tm) == 952300740 && tm.tm_mon == 2 && tm.tm_mday == 5 && tm.tm_hour == 23,
	      "members out of range");
	for (time_t t = -2000000000; t < 2000000000 && good; t += 98765432) {
		struct tm there;

		gmtime_r(&t, &there);
		good = timegm(&there) == t;
	}
	check(good, "timegm undoes gmtime");
	check(difftime(10, 4) == 6, "difftime");
}

int main(void)
{
	printing();
	reading();
	words();
	times();
	return check_end();
}
