/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings once more: what came with POSIX, or from BSD and GNU. */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

char *stpncpy(char *to, const char *from, size_t bytes)
{
	size_t n = strnlen(from, bytes);

	memcpy(to, from, n);
	memset(to + n, 0, bytes - n);
	return to + n;
}

char *strcasestr(const char *s, const char *part)
{
	size_t n = strlen(part);

	for (;; s++) {
		if (strncasecmp(s, part, n) == 0)
			return (char *)s;
		if (*s == '\0')
			return NULL;
	}
}

size_t strlcpy(char *to, const char *from, size_t bytes)
{
	size_t n = strlen(from);

	if (bytes > 0) {
		size_t some = n < bytes ? n : bytes - 1;

		memcpy(to, from, some);
		to[some] = '\0';
	}
	return n;
}

size_t strlcat(char *to, const char *from, size_t bytes)
{
	size_t n = strnlen(to, bytes);

	return n + (n < bytes ? strlcpy(to + n, from, bytes - n) : strlen(from));
}

char *strchrnul(const char *s, int c)
{
	while (*s != '\0' && *s != (char)c)
		s++;
	return (char *)s;
}

void *memrchr(const void *in, int byte, size_t bytes)
{
	const unsigned char *p = (const unsigned char *)in + bytes;

	while (bytes-- > 0)
		if (*--p == (unsigned char)byte)
			return (void *)p;
	return NULL;
}

void *mempcpy(void *to, const void *from, size_t bytes)
{
	memcpy(to, from, bytes);
	return (char *)to + bytes;
}

int strerror_r(int error, char *to, size_t bytes)
{
	return strlcpy(to, strerror(error), bytes) < bytes ? 0 : ERANGE;
}

/* V7: pairs of bytes, each with its two changed about. */
void swab(const void *from, void *to, ssize_t bytes)
{
	const char *p = from;
	char *q = to;

	for (; bytes > 1; bytes -= 2, p += 2, q += 2) {
		char first = p[0];

		q[0] = p[1];
		q[1] = first;
	}
}
