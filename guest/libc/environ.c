/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The environment: an array of strings in user memory. What a borrower sets, its lender has. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "environ_private.h"

static char **own; /* environ once it is ours: from malloc */

/* Makes environ an array of ours with room for one more. */
static int grow(void)
{
	size_t n = 0;
	char **more;

	while (environ != NULL && environ[n] != NULL)
		n++;
	more = malloc((n + 2) * sizeof(*more));
	if (more == NULL)
		return -1;
	if (n > 0)
		memcpy(more, environ, n * sizeof(*more));
	more[n] = more[n + 1] = NULL;
	free(own);
	environ = own = more;
	return 0;
}

int putenv(char *setting)
{
	const char *equals = strchr(setting, '=');
	char **e;

	if (equals == NULL) {
		errno = EINVAL;
		return -1;
	}
	e = _find_setting(setting, equals - setting);
	if (e == NULL || *e == NULL) {
		if (grow() < 0)
			return -1;
		e = _find_setting(setting, equals - setting);
	}
	*e = setting;
	return 0;
}

/* The old value is not freed: it may be the one that the program was started with. */
int setenv(const char *name, const char *value, int replace)
{
	size_t n = strlen(name);
	char *setting;

	if (n == 0 || strchr(name, '=') != NULL) {
		errno = EINVAL;
		return -1;
	}
	if (!replace && getenv(name) != NULL)
		return 0;
	setting = malloc(n + 1 + strlen(value) + 1);
	if (setting == NULL)
		return -1;
	strcpy(setting, name);
	setting[n] = '=';
	strcpy(setting + n + 1, value);
	return putenv(setting);
}

int unsetenv(const char *name)
{
	char **e = _find_setting(name, strlen(name));

	for (; e != NULL && *e != NULL; e++)
		e[0] = e[1];
	return 0;
}
