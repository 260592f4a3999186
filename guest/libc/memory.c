/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory, byte by byte. */
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

/* Up to and with a byte; where it goes on behind that, or null. */
void *memccpy(void *to, const void *from, int last, size_t bytes)
{
	unsigned char *t = to;
	const unsigned char *f = from;

	while (bytes-- > 0)
		if ((*t++ = *f++) == (unsigned char)last)
			return t;
	return NULL;
}
