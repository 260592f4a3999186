/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The environment as a program finds it; environ.c changes it. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "environ_private.h"

char **environ;

/* Place of a name (its first n bytes) in environ; the place of the null pointer if it is not there. */
char **_find_setting(const char *name, size_t n)
{
	char **e = environ;

	for (; e != NULL && *e != NULL; e++)
		if (strncmp(*e, name, n) == 0 && (*e)[n] == '=')
			break;
	return e;
}

char *getenv(const char *name)
{
	size_t n = strlen(name);
	char **e = _find_setting(name, n);

	return e != NULL && *e != NULL ? *e + n + 1 : NULL;
}
