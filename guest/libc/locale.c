/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one locale. */
#include <limits.h>
#include <locale.h>
#include <stddef.h>
#include <string.h>

char *setlocale(int category, const char *locale)
{
	if (category < LC_ALL || category > LC_MESSAGES)
		return NULL;
	if (locale != NULL && *locale != '\0' && strcmp(locale, "C") != 0 && strcmp(locale, "POSIX") != 0)
		return NULL;
	return "C";
}

struct lconv *localeconv(void)
{
	static struct lconv conventions = {".",      "",       "",       "",       "",       "",
	                                   "",       "",       "",       "",       CHAR_MAX, CHAR_MAX,
	                                   CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX,
	                                   CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX};

	return &conventions;
}
