/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings again: words in them, and what is seldom wanted. */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

char *strncat(char *to, const char *from, size_t limit)
{
	size_t n = strnlen(from, limit);
	char *end = to + strlen(to);

	memcpy(end, from, n);
	end[n] = '\0';
	return to;
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

char *strtok_r(char *s, const char *separators, char **next)
{
	char *word;

	if (s == NULL)
		s = *next;
	if (s == NULL)
		return NULL;
	word = s + strspn(s, separators);
	*next = word + strcspn(word, separators);
	if (**next != '\0')
		*(*next)++ = '\0';
	else
		*next = NULL;
	return *word != '\0' ? word : NULL;
}

/* Where it is in the text is one variable of the program: a borrower's strtok goes on with its lender's text. */
char *strtok(char *s, const char *separators)
{
	static char *next;

	return strtok_r(s, separators, &next);
}

char *strsep(char **s, const char *separators)
{
	char *word = *s;

	if (word == NULL)
		return NULL;
	*s = word + strcspn(word, separators);
	if (**s != '\0')
		*(*s)++ = '\0';
	else
		*s = NULL;
	return word;
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

int strcoll(const char *a, const char *b)
{
	return strcmp(a, b);
}

size_t strxfrm(char *to, const char *from, size_t bytes)
{
	if (bytes > 0) {
		size_t n = strnlen(from, bytes - 1);

		memcpy(to, from, n);
		to[n] = '\0';
	}
	return strlen(from);
}

char *stpcpy(char *to, const char *from)
{
	size_t n = strlen(from);

	memcpy(to, from, n + 1);
	return to + n;
}

char *strndup(const char *s, size_t limit)
{
	size_t n = strnlen(s, limit);
	char *copy = malloc(n + 1);

	if (copy == NULL)
		return NULL;
	memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

void *memmem(const void *in, size_t bytes, const void *part, size_t part_bytes)
{
	const char *p = in;

	for (; bytes >= part_bytes; p++, bytes--)
		if (memcmp(p, part, part_bytes) == 0)
			return (void *)p;
	return NULL;
}

int ffs(int word)
{
	for (int n = 1; n <= 32; n++)
		if (word & 1u << (n - 1))
			return n;
	return 0;
}
