/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers and dates in wide characters: what is ASCII of them is given to the functions for bytes. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include <wchar.h>

/* Up to what cannot be a part of a number; null: no memory. */
static char *as_bytes(const wchar_t *s)
{
	size_t n = 0;
	char *bytes;

	while (s[n] > 0 && s[n] <= 0x7f)
		n++;
	bytes = malloc(n + 1);
	for (size_t i = 0; bytes != NULL && i < n; i++)
		bytes[i] = (char)s[i];
	if (bytes != NULL)
		bytes[n] = '\0';
	return bytes;
}

/* `end` of the bytes is where the number ends. */
#define CONVERT(type, call)                                                                                            \
	{                                                                                                              \
		char *bytes = as_bytes(s), *stop = bytes;                                                              \
		type n = bytes != NULL ? call : 0;                                                                     \
                                                                                                                       \
		if (end != NULL)                                                                                       \
			*end = (wchar_t *)s + (stop - bytes);                                                          \
		free(bytes);                                                                                           \
		return n;                                                                                              \
	}

double wcstod(const wchar_t *s, wchar_t **end) CONVERT(double, strtod(bytes, &stop))

	float wcstof(const wchar_t *s, wchar_t **end) CONVERT(float, strtof(bytes, &stop))

		long double wcstold(const wchar_t *s, wchar_t **end) CONVERT(long double, strtold(bytes, &stop))

			long wcstol(const wchar_t *s, wchar_t **end, int base) CONVERT(long, strtol(bytes, &stop, base))

				long long wcstoll(const wchar_t *s, wchar_t **end, int base)
					CONVERT(long long, strtoll(bytes, &stop, base))

						unsigned long wcstoul(const wchar_t *s, wchar_t **end, int base)
							CONVERT(unsigned long, strtoul(bytes, &stop, base))

								unsigned long long wcstoull(const wchar_t *s,
                                                                                            wchar_t **end, int base)
									CONVERT(unsigned long long,
                                                                                strtoull(bytes, &stop, base))

										intmax_t
	wcstoimax(const wchar_t *s, wchar_t **end, int base)
{
	return wcstoll(s, end, base);
}

uintmax_t wcstoumax(const wchar_t *s, wchar_t **end, int base)
{
	return wcstoull(s, end, base);
}

size_t wcsftime(wchar_t *to, size_t room, const wchar_t *format, const struct tm *tm)
{
	char *bytes = malloc(room + 1), *pattern = as_bytes(format);
	size_t n = bytes != NULL && pattern != NULL ? strftime(bytes, room, pattern, tm) : 0;

	for (size_t i = 0; n > 0 && i <= n; i++)
		to[i] = (unsigned char)bytes[i];
	free(bytes);
	free(pattern);
	return n;
}
