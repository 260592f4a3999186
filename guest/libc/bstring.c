/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Berkeley's names for some functions of <string.h>. */
#include <strings.h>

#include "own_private.h"

char *index(const char *s, int c)
{
	return _strchr(s, c);
}

char *rindex(const char *s, int c)
{
	return _strrchr(s, c);
}

void bcopy(const void *from, void *to, size_t bytes)
{
	_memmove(to, from, bytes);
}

void bzero(void *to, size_t bytes)
{
	_memset(to, 0, bytes);
}

int bcmp(const void *a, const void *b, size_t bytes)
{
	return _memcmp(a, b, bytes);
}
