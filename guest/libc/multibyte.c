/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In the one locale a character is a byte. */
#include <errno.h>
#include <stdlib.h>

int mbtowc(wchar_t *to, const char *s, size_t bytes)
{
	if (s == NULL)
		return 0;
	if (bytes == 0)
		return -1;
	if (to != NULL)
		*to = (unsigned char)*s;
	return *s != '\0';
}

int mblen(const char *s, size_t bytes)
{
	return mbtowc(NULL, s, bytes);
}

int wctomb(char *to, wchar_t c)
{
	if (to == NULL)
		return 0;
	if (c < 0 || c > 0xff) {
		errno = EILSEQ;
		return -1;
	}
	*to = (char)c;
	return 1;
}

size_t mbstowcs(wchar_t *to, const char *s, size_t room)
{
	size_t n = 0;

	for (; (to == NULL || n < room) && s[n] != '\0'; n++)
		if (to != NULL)
			to[n] = (unsigned char)s[n];
	if (to != NULL && n < room)
		to[n] = 0;
	return n;
}

size_t wcstombs(char *to, const wchar_t *s, size_t room)
{
	size_t n = 0;
	char byte;

	for (; (to == NULL || n < room) && s[n] != 0; n++) {
		if (wctomb(&byte, s[n]) < 0)
			return (size_t)-1;
		if (to != NULL)
			to[n] = byte;
	}
	if (to != NULL && n < room)
		to[n] = '\0';
	return n;
}
