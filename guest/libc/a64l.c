/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char digits[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

long a64l(const char *s)
{
	uint32_t n = 0;

	for (int shift = 0; shift < 36 && *s != '\0'; shift += 6, s++) {
		const char *found = strchr(digits, *s);

		if (found == NULL)
			break;
		n |= (uint32_t)(found - digits) << shift;
	}
	return (long)n;
}

char *l64a(long n)
{
	static char text[7];
	char *to = text;

	for (uint32_t left = (uint32_t)n; left != 0; left >>= 6)
		*to++ = digits[left & 077];
	*to = '\0';
	return text;
}
