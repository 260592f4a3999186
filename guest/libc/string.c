/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings and memory, the plain way. */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *memcpy(void *to, const void *from, size_t bytes)
{
	unsigned char *t = to;
	const unsigned char *f = from;

	while (bytes-- > 0)
		*t++ = *f++;
	return to;
}

void *memmove(void *to, const void *from, size_t bytes)
{
	unsigned char *t = to;
	const unsigned char *f = from;

	if (t <= f)
		return memcpy(to, from, bytes);
	while (bytes-- > 0)
		t[bytes] = f[bytes];
	return to;
}

void *memset(void *to, int byte, size_t bytes)
{
	unsigned char *t = to;

	while (bytes-- > 0)
		*t++ = byte;
	return to;
}

int memcmp(const void *a, const void *b, size_t bytes)
{
	const unsigned char *x = a, *y = b;

	for (; bytes > 0; bytes--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

void *memchr(const void *in, int byte, size_t bytes)
{
	const unsigned char *p = in;

	for (; bytes > 0; bytes--, p++)
		if (*p == (unsigned char)byte)
			return (void *)p;
	return NULL;
}

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

char *strncat(char *to, const char *from, size_t limit)
{
	size_t n = strnlen(from, limit);
	char *end = to + strlen(to);

	memcpy(end, from, n);
	end[n] = '\0';
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

char *strstr(const char *s, const char *part)
{
	size_t n = strlen(part);

	for (;; s++) {
		if (strncmp(s, part, n) == 0)
			return (char *)s;
		if (*s == '\0')
			return NULL;
	}
}

char *strdup(const char *s)
{
	char *copy = malloc(strlen(s) + 1);

	return copy != NULL ? strcpy(copy, s) : NULL;
}

size_t strspn(const char *s, const char *of)
{
	size_t n = 0;

	while (s[n] != '\0' && strchr(of, s[n]) != NULL)
		n++;
	return n;
}

size_t strcspn(const char *s, const char *none)
{
	size_t n = 0;

	while (s[n] != '\0' && strchr(none, s[n]) == NULL)
		n++;
	return n;
}

char *strpbrk(const char *s, const char *of)
{
	s += strcspn(s, of);
	return *s != '\0' ? (char *)s : NULL;
}

char *strtok(char *s, const char *separators)
{
	static char *next;
	char *word;

	if (s == NULL)
		s = next;
	if (s == NULL)
		return NULL;
	word = s + strspn(s, separators);
	next = word + strcspn(word, separators);
	if (*next != '\0')
		*next++ = '\0';
	else
		next = NULL;
	return *word != '\0' ? word : NULL;
}

int strncasecmp(const char *a, const char *b, size_t limit)
{
	for (; limit > 0; limit--, a++, b++)
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b) || *a == '\0')
			return tolower((unsigned char)*a) - tolower((unsigned char)*b);
	return 0;
}

int strcasecmp(const char *a, const char *b)
{
	return strncasecmp(a, b, SIZE_MAX);
}
