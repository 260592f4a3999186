/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Berkeley's names for some functions of <string.h>. */
#include <strings.h>

#include <string.h>

char *index(const char *s, int c)
{
	return strchr(s, c);
}

char *rindex(const char *s, int c)
{
	return strrchr(s, c);
}

void bcopy(const void *from, void *to, size_t bytes)
{
	memmove(to, from, bytes);
}

void bzero(void *to, size_t bytes)
{
	memset(to, 0, bytes);
}

int bcmp(const void *a, const void *b, size_t bytes)
{
	return memcmp(a, b, bytes);
}
