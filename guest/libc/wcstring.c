/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings of wide characters, as string.c has those of bytes. */
#include <string.h>
#include <wchar.h>

size_t wcslen(const wchar_t *s)
{
	size_t n = 0;

	while (s[n] != 0)
		n++;
	return n;
}

wchar_t *wmemcpy(wchar_t *to, const wchar_t *from, size_t n)
{
	return memcpy(to, from, n * sizeof(*to));
}

wchar_t *wmemmove(wchar_t *to, const wchar_t *from, size_t n)
{
	return memmove(to, from, n * sizeof(*to));
}

wchar_t *wmemset(wchar_t *to, wchar_t c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = c;
	return to;
}

wchar_t *wmemchr(const wchar_t *s, wchar_t c, size_t n)
{
	for (; n > 0; n--, s++)
		if (*s == c)
			return (wchar_t *)s;
	return NULL;
}

int wmemcmp(const wchar_t *a, const wchar_t *b, size_t n)
{
	for (; n > 0; n--, a++, b++)
		if (*a != *b)
			return *a < *b ? -1 : 1;
	return 0;
}

wchar_t *wcscpy(wchar_t *to, const wchar_t *from)
{
	return wmemcpy(to, from, wcslen(from) + 1);
}

wchar_t *wcsncpy(wchar_t *to, const wchar_t *from, size_t n)
{
	size_t i = 0;

	for (; i < n && from[i] != 0; i++)
		to[i] = from[i];
	wmemset(to + i, 0, n - i);
	return to;
}

wchar_t *wcscat(wchar_t *to, const wchar_t *from)
{
	wcscpy(to + wcslen(to), from);
	return to;
}

wchar_t *wcsncat(wchar_t *to, const wchar_t *from, size_t n)
{
	wchar_t *end = to + wcslen(to);

	for (; n > 0 && *from != 0; n--)
		*end++ = *from++;
	*end = 0;
	return to;
}

int wcsncmp(const wchar_t *a, const wchar_t *b, size_t n)
{
	for (; n > 0; n--, a++, b++)
		if (*a != *b || *a == 0)
			return (*a > *b) - (*a < *b);
	return 0;
}

int wcscmp(const wchar_t *a, const wchar_t *b)
{
	return wcsncmp(a, b, (size_t)-1);
}

int wcscoll(const wchar_t *a, const wchar_t *b)
{
	return wcscmp(a, b);
}

size_t wcsxfrm(wchar_t *to, const wchar_t *from, size_t room)
{
	size_t n = wcslen(from);

	if (n < room)
		wcscpy(to, from);
	return n;
}

wchar_t *wcschr(const wchar_t *s, wchar_t c)
{
	return wmemchr(s, c, wcslen(s) + 1);
}

wchar_t *wcsrchr(const wchar_t *s, wchar_t c)
{
	const wchar_t *p = s + wcslen(s);

	while (*p != c)
		if (p-- == s)
			return NULL;
	return (wchar_t *)p;
}

size_t wcsspn(const wchar_t *s, const wchar_t *set)
{
	size_t n = 0;

	while (s[n] != 0 && wcschr(set, s[n]) != NULL)
		n++;
	return n;
}

size_t wcscspn(const wchar_t *s, const wchar_t *set)
{
	size_t n = 0;

	while (wcschr(set, s[n]) == NULL) /* which finds the end, too */
		n++;
	return n;
}

wchar_t *wcspbrk(const wchar_t *s, const wchar_t *set)
{
	s += wcscspn(s, set);
	return *s != 0 ? (wchar_t *)s : NULL;
}

wchar_t *wcsstr(const wchar_t *s, const wchar_t *part)
{
	size_t n = wcslen(part);

	for (; wcsncmp(s, part, n) != 0; s++)
		if (*s == 0)
			return NULL;
	return (wchar_t *)s;
}

wchar_t *wcstok(wchar_t *s, const wchar_t *separators, wchar_t **next)
{
	wchar_t *begin = s != NULL ? s : *next;

	begin += wcsspn(begin, separators);
	*next = begin + wcscspn(begin, separators);
	if (*begin == 0)
		return NULL;
	if (**next != 0)
		*(*next)++ = 0;
	return begin;
}
