/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wide characters in FILEs: a byte each. Formats are turned into bytes; what %ls means is in printf.c and scanf.c. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

int fwide(FILE *f, int mode)
{
	if (mode != 0 && !(f->_flag & (_IOWIDE | _IOBYTES)) && f->_base == NULL)
		f->_flag |= mode > 0 ? _IOWIDE : _IOBYTES;
	if (f->_flag & _IOWIDE)
		return 1;
	return f->_base != NULL || (f->_flag & _IOBYTES) ? -1 : 0;
}

wint_t fgetwc(FILE *f)
{
	fwide(f, 1);
	return btowc(fgetc(f));
}

wint_t getwc(FILE *f)
{
	return fgetwc(f);
}

wint_t getwchar(void)
{
	return fgetwc(stdin);
}

wint_t ungetwc(wint_t c, FILE *f)
{
	return btowc(ungetc(wctob(c), f));
}

wchar_t *fgetws(wchar_t *to, int room, FILE *f)
{
	wchar_t *p = to;
	wint_t c = 0;

	while (p < to + room - 1 && c != '\n' && (c = fgetwc(f)) != WEOF)
		*p++ = (wchar_t)c;
	if (p == to)
		return NULL;
	*p = 0;
	return to;
}

wint_t fputwc(wchar_t c, FILE *f)
{
	fwide(f, 1);
	if (wctob((wint_t)c) == EOF) {
		errno = EILSEQ;
		f->_flag |= _IOERR;
		return WEOF;
	}
	return btowc(fputc((int)c, f));
}

wint_t putwc(wchar_t c, FILE *f)
{
	return fputwc(c, f);
}

wint_t putwchar(wchar_t c)
{
	return fputwc(c, stdout);
}

int fputws(const wchar_t *s, FILE *f)
{
	for (; *s != 0; s++)
		if (fputwc(*s, f) == WEOF)
			return EOF;
	return 0;
}

/* From malloc; null, and errno, if it has no bytes. */
static char *as_bytes(const wchar_t *s)
{
	size_t n = wcstombs(NULL, s, 0);
	char *bytes = n != (size_t)-1 ? malloc(n + 1) : NULL;

	if (bytes != NULL)
		wcstombs(bytes, s, n + 1);
	return bytes;
}

int vfwprintf(FILE *f, const wchar_t *format, va_list args)
{
	char *bytes = as_bytes(format);
	int n = -1;

	fwide(f, 1);
	if (bytes != NULL)
		n = vfprintf(f, bytes, args);
	free(bytes);
	return n;
}

int vswprintf(wchar_t *to, size_t room, const wchar_t *format, va_list args)
{
	char *bytes = as_bytes(format), *made = malloc(room + 1);
	int n = -1;

	if (bytes != NULL && made != NULL)
		n = vsnprintf(made, room, bytes, args);
	if (n < 0 || (size_t)n >= room)
		n = -1;
	else
		for (int i = 0; i <= n; i++)
			to[i] = (unsigned char)made[i];
	free(bytes);
	free(made);
	return n;
}

int vfwscanf(FILE *f, const wchar_t *format, va_list args)
{
	char *bytes = as_bytes(format);
	int n = EOF;

	fwide(f, 1);
	if (bytes != NULL)
		n = vfscanf(f, bytes, args);
	free(bytes);
	return n;
}

int vswscanf(const wchar_t *s, const wchar_t *format, va_list args)
{
	char *bytes = as_bytes(format), *text = as_bytes(s);
	int n = EOF;

	if (bytes != NULL && text != NULL)
		n = vsscanf(text, bytes, args);
	free(bytes);
	free(text);
	return n;
}

int vwprintf(const wchar_t *format, va_list args)
{
	return vfwprintf(stdout, format, args);
}

int vwscanf(const wchar_t *format, va_list args)
{
	return vfwscanf(stdin, format, args);
}

/* The same with the arguments themselves. */
#define WITH_ARGUMENTS(call)                                                                                           \
	{                                                                                                              \
		va_list args;                                                                                          \
		int n;                                                                                                 \
                                                                                                                       \
		va_start(args, format);                                                                                \
		n = call;                                                                                              \
		va_end(args);                                                                                          \
		return n;                                                                                              \
	}

int wprintf(const wchar_t *format, ...) WITH_ARGUMENTS(vwprintf(format, args))

	int fwprintf(FILE *f, const wchar_t *format, ...) WITH_ARGUMENTS(vfwprintf(f, format, args))

		int swprintf(wchar_t *to, size_t room, const wchar_t *format, ...)
			WITH_ARGUMENTS(vswprintf(to, room, format, args))

				int wscanf(const wchar_t *format, ...) WITH_ARGUMENTS(vwscanf(format, args))

					int fwscanf(FILE *f, const wchar_t *format, ...)
						WITH_ARGUMENTS(vfwscanf(f, format, args))

							int swscanf(const wchar_t *s, const wchar_t *format, ...)
								WITH_ARGUMENTS(vswscanf(s, format, args))
