/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings and memory, the plain way. */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "own_private.h"

size_t strlen(const char *s)
{
	const char *p = s;

	while (*p != '\0')
		p++;
	return p - s;
}

size_t strnlen(const char *s, size_t limit)
{
	size_t n = 0;

	while (n < limit && s[n] != '\0')
		n++;
	return n;
}

char *strcpy(char *to, const char *from)
{
	memcpy(to, from, strlen(from) + 1);
	return to;
}

char *strncpy(char *to, const char *from, size_t bytes)
{
	size_t n = strnlen(from, bytes);

	memcpy(to, from, n);
	memset(to + n, 0, bytes - n);
	return to;
}

char *strcat(char *to, const char *from)
{
	strcpy(to + strlen(to), from);
	return to;
}

int strcmp(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b)
		a++, b++;
	return (unsigned char)*a - (unsigned char)*b;
}

int strncmp(const char *a, const char *b, size_t limit)
{
	for (; limit > 0; limit--, a++, b++)
		if (*a != *b || *a == '\0')
			return (unsigned char)*a - (unsigned char)*b;
	return 0;
}

char *strchr(const char *s, int c)
{
	for (;; s++) {
		if (*s == (char)c)
			return (char *)s;
		if (*s == '\0')
			return NULL;
	}
}
OWN_NAME(strchr);

char *strrchr(const char *s, int c)
{
	const char *p = s + strlen(s);

	for (;; p--) {
		if (*p == (char)c)
			return (char *)p;
		if (p == s)
			return NULL;
	}
}
OWN_NAME(strrchr);

char *strdup(const char *s)
{
	char *copy = malloc(strlen(s) + 1);

	return copy != NULL ? strcpy(copy, s) : NULL;
}
