/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Wide characters, for the one locale, C: a wide character is a byte's value, 0 to 255, and a byte is a character. What
 * is greater cannot be written: EILSEQ.
 */
#ifndef _WCHAR_H
#define _WCHAR_H

#include <stdio.h>
#include <wctype.h>

#ifndef WCHAR_MAX
#define WCHAR_MAX __WCHAR_MAX__
#define WCHAR_MIN (-WCHAR_MAX - 1)
#endif

typedef struct {
	int _nothing; /* no character has parts to be remembered */
} mbstate_t;

struct tm;

/* As those of <string.h> and <stdlib.h>. */
size_t wcslen(const wchar_t *s);
wchar_t *wcscpy(wchar_t *to, const wchar_t *from);
wchar_t *wcsncpy(wchar_t *to, const wchar_t *from, size_t n);
wchar_t *wcscat(wchar_t *to, const wchar_t *from);
wchar_t *wcsncat(wchar_t *to, const wchar_t *from, size_t n);
int wcscmp(const wchar_t *a, const wchar_t *b);
int wcsncmp(const wchar_t *a, const wchar_t *b, size_t n);
int wcscoll(const wchar_t *a, const wchar_t *b);
size_t wcsxfrm(wchar_t *to, const wchar_t *from, size_t room);
wchar_t *wcschr(const wchar_t *s, wchar_t c);
wchar_t *wcsrchr(const wchar_t *s, wchar_t c);
size_t wcsspn(const wchar_t *s, const wchar_t *set);
size_t wcscspn(const wchar_t *s, const wchar_t *set);
wchar_t *wcspbrk(const wchar_t *s, const wchar_t *set);
wchar_t *wcsstr(const wchar_t *s, const wchar_t *part);
wchar_t *wcstok(wchar_t *s, const wchar_t *separators, wchar_t **next);
wchar_t *wmemchr(const wchar_t *s, wchar_t c, size_t n);
int wmemcmp(const wchar_t *a, const wchar_t *b, size_t n);
wchar_t *wmemcpy(wchar_t *to, const wchar_t *from, size_t n);
wchar_t *wmemmove(wchar_t *to, const wchar_t *from, size_t n);
wchar_t *wmemset(wchar_t *to, wchar_t c, size_t n);
double wcstod(const wchar_t *s, wchar_t **end);
float wcstof(const wchar_t *s, wchar_t **end);
long double wcstold(const wchar_t *s, wchar_t **end);
long wcstol(const wchar_t *s, wchar_t **end, int base);
long long wcstoll(const wchar_t *s, wchar_t **end, int base);
unsigned long wcstoul(const wchar_t *s, wchar_t **end, int base);
unsigned long long wcstoull(const wchar_t *s, wchar_t **end, int base);
size_t wcsftime(wchar_t *to, size_t room, const wchar_t *format, const struct tm *tm);

/* Bytes to wide characters and back. */
wint_t btowc(int c);
int wctob(wint_t c);
int mbsinit(const mbstate_t *state);
size_t mbrlen(const char *s, size_t bytes, mbstate_t *state);
size_t mbrtowc(wchar_t *to, const char *s, size_t bytes, mbstate_t *state);
size_t wcrtomb(char *to, wchar_t c, mbstate_t *state);
size_t mbsrtowcs(wchar_t *to, const char **s, size_t room, mbstate_t *state);
size_t wcsrtombs(char *to, const wchar_t **s, size_t room, mbstate_t *state);
int wcwidth(wchar_t c); /* columns; -1: it cannot be printed */
int wcswidth(const wchar_t *s, size_t n);

/* As those of <stdio.h>. A FILE may be written and read both ways; fwide says which it was first. */
int fwide(FILE *f, int mode);
wint_t fgetwc(FILE *f);
wint_t getwc(FILE *f);
wint_t getwchar(void);
wint_t ungetwc(wint_t c, FILE *f);
wchar_t *fgetws(wchar_t *to, int room, FILE *f);
wint_t fputwc(wchar_t c, FILE *f);
wint_t putwc(wchar_t c, FILE *f);
wint_t putwchar(wchar_t c);
int fputws(const wchar_t *s, FILE *f);
int wprintf(const wchar_t *format, ...);
int fwprintf(FILE *f, const wchar_t *format, ...);
int swprintf(wchar_t *to, size_t room, const wchar_t *format, ...); /* -1 if there is no room for it */
int vwprintf(const wchar_t *format, __builtin_va_list args);
int vfwprintf(FILE *f, const wchar_t *format, __builtin_va_list args);
int vswprintf(wchar_t *to, size_t room, const wchar_t *format, __builtin_va_list args);
int wscanf(const wchar_t *format, ...);
int fwscanf(FILE *f, const wchar_t *format, ...);
int swscanf(const wchar_t *s, const wchar_t *format, ...);
int vwscanf(const wchar_t *format, __builtin_va_list args);
int vfwscanf(FILE *f, const wchar_t *format, __builtin_va_list args);
int vswscanf(const wchar_t *s, const wchar_t *format, __builtin_va_list args);

#endif
