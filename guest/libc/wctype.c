/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kinds of wide characters by name. */
#include <string.h>
#include <wctype.h>

/* clang-format off */
static const struct { const char *name; int (*is)(wint_t c); } kinds[] = {
	{"alnum", iswalnum}, {"alpha", iswalpha}, {"blank", iswblank}, {"cntrl", iswcntrl}, {"digit", iswdigit},
	{"graph", iswgraph}, {"lower", iswlower}, {"print", iswprint}, {"punct", iswpunct}, {"space", iswspace},
	{"upper", iswupper}, {"xdigit", iswxdigit},
};
/* clang-format on */
#define KINDS ((int)(sizeof(kinds) / sizeof(kinds[0])))

wctype_t wctype(const char *name)
{
	for (int i = 0; i < KINDS; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return i + 1;
	return 0;
}

int iswctype(wint_t c, wctype_t kind)
{
	return kind > 0 && kind <= KINDS && kinds[kind - 1].is(c);
}

wctrans_t wctrans(const char *name)
{
	return strcmp(name, "tolower") == 0 ? 1 : strcmp(name, "toupper") == 0 ? 2 : 0;
}

wint_t towctrans(wint_t c, wctrans_t mapping)
{
	return mapping == 1 ? towlower(c) : mapping == 2 ? towupper(c) : c;
}
