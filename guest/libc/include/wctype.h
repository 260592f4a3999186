/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kinds of wide characters. In the one locale, C, they are those of <ctype.h>: what is not ASCII is of no kind. */
#ifndef _WCTYPE_H
#define _WCTYPE_H

#include <ctype.h>

#ifndef WEOF
typedef __WINT_TYPE__ wint_t;
#define WEOF ((wint_t)-1)
#endif
typedef int wctype_t;  /* 0: no kind */
typedef int wctrans_t; /* 0: no mapping */

/* clang-format off */
static inline int iswalnum(wint_t c) { return c <= 0x7f && isalnum((int)c); }
static inline int iswalpha(wint_t c) { return c <= 0x7f && isalpha((int)c); }
static inline int iswblank(wint_t c) { return c <= 0x7f && isblank((int)c); }
static inline int iswcntrl(wint_t c) { return c <= 0x7f && iscntrl((int)c); }
static inline int iswdigit(wint_t c) { return c <= 0x7f && isdigit((int)c); }
static inline int iswgraph(wint_t c) { return c <= 0x7f && isgraph((int)c); }
static inline int iswlower(wint_t c) { return c <= 0x7f && islower((int)c); }
static inline int iswprint(wint_t c) { return c <= 0x7f && isprint((int)c); }
static inline int iswpunct(wint_t c) { return c <= 0x7f && ispunct((int)c); }
static inline int iswspace(wint_t c) { return c <= 0x7f && isspace((int)c); }
static inline int iswupper(wint_t c) { return c <= 0x7f && isupper((int)c); }
static inline int iswxdigit(wint_t c) { return c <= 0x7f && isxdigit((int)c); }
static inline wint_t towlower(wint_t c) { return iswupper(c) ? (wint_t)tolower((int)c) : c; }
static inline wint_t towupper(wint_t c) { return iswlower(c) ? (wint_t)toupper((int)c) : c; }
/* clang-format on */

wctype_t wctype(const char *name); /* "alpha" and so on */
int iswctype(wint_t c, wctype_t kind);
wctrans_t wctrans(const char *name); /* "tolower" or "toupper" */
wint_t towctrans(wint_t c, wctrans_t mapping);

#endif
