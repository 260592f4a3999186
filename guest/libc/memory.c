/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory, by longwords as far as they go: on this machine they may lie at any address. */
#include <string.h>

#include "own_private.h"

typedef unsigned int __attribute__((may_alias, aligned(1))) longword;

/* From the beginning on, so that `to` may be a part of `from` that lies before it. */
void *memcpy(void *to, const void *from, size_t bytes)
{
	unsigned char *t = to;
	const unsigned char *f = from;

	for (; bytes >= sizeof(longword); bytes -= sizeof(longword)) {
		*(longword *)t = *(const longword *)f;
		t += sizeof(longword);
		f += sizeof(longword);
	}
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
OWN_NAME(memmove);

void *memset(void *to, int byte, size_t bytes)
{
	unsigned char *t = to;
	longword four = (unsigned char)byte * 0x01010101u;

	for (; bytes >= sizeof(longword); bytes -= sizeof(longword)) {
		*(longword *)t = four;
		t += sizeof(longword);
	}
	while (bytes-- > 0)
		*t++ = byte;
	return to;
}
OWN_NAME(memset);

int memcmp(const void *a, const void *b, size_t bytes)
{
	const unsigned char *x = a, *y = b;

	for (; bytes > 0; bytes--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}
OWN_NAME(memcmp);

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
