/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The environment: see environment.h. */
#include "base/environment.h"

#include <stdio.h>
#include <stdlib.h>

const char *environment_get(enum environment variable)
{
	static const char *const names[] = {
#define VARIABLE(name, tells) #name,
		ENVIRONMENT(VARIABLE)
#undef VARIABLE
	};
	const char *value = getenv(names[variable]);

	return value && *value ? value : NULL;
}

const char *environment_temporary(void)
{
	const char *directory = environment_get(ENV_TMPDIR);

	return directory ? directory : P_tmpdir;
}
