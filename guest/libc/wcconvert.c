/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes to wide characters and back: the one is the other. multibyte.c has what is older than <wchar.h>. */
#include <stdlib.h>
#include <wchar.h>

wint_t btowc(int c)
{
	return c == EOF ? WEOF : (wint_t)(unsigned char)c;
}

int wctob(wint_t c)
{
	return c <= 0xff ? (int)c : EOF;
}

int mbsinit(const mbstate_t *state)
{
	(void)state;
	return 1;
}

size_t mbrtowc(wchar_t *to, const char *s, size_t bytes, mbstate_t *state)
{
	(void)state;
	if (s != NULL && bytes == 0)
		return (size_t)-2;
	return mbtowc(to, s, bytes);
}

size_t mbrlen(const char *s, size_t bytes, mbstate_t *state)
{
	return mbrtowc(NULL, s, bytes, state);
}

size_t wcrtomb(char *to, wchar_t c, mbstate_t *state)
{
	(void)state;
	return to == NULL ? 1 : (size_t)wctomb(to, c);
}

/* *s becomes null when all of it, with its end, is there. */
size_t mbsrtowcs(wchar_t *to, const char **s, size_t room, mbstate_t *state)
{
	size_t n = mbstowcs(to, *s, room);

	(void)state;
	if (to != NULL)
		*s = n < room ? NULL : *s + n;
	return n;
}

size_t wcsrtombs(char *to, const wchar_t **s, size_t room, mbstate_t *state)
{
	size_t n = wcstombs(to, *s, room);

	(void)state;
	if (to != NULL && n != (size_t)-1)
		*s = n < room ? NULL : *s + n;
	return n;
}

int wcwidth(wchar_t c)
{
	return c == 0 ? 0 : iswprint((wint_t)c) ? 1 : -1;
}

int wcswidth(const wchar_t *s, size_t n)
{
	int width = 0;

	for (; n > 0 && *s != 0; n--, s++) {
		if (wcwidth(*s) < 0)
			return -1;
		width++;
	}
	return width;
}
