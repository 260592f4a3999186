/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The widest integers are long long ones. */
#include <inttypes.h>
#include <stdlib.h>

intmax_t imaxabs(intmax_t n)
{
	return llabs(n);
}

imaxdiv_t imaxdiv(intmax_t n, intmax_t by)
{
	return (imaxdiv_t){n / by, n % by};
}

intmax_t strtoimax(const char *s, char **end, int base)
{
	return strtoll(s, end, base);
}

uintmax_t strtoumax(const char *s, char **end, int base)
{
	return strtoull(s, end, base);
}
