/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where it is kept what the user has done. See state_file.h. */
#include "base/state_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/environment.h"

/* Makes a directory and those above it. */
static bool make_all(char *path)
{
	for (char *slash = strchr(path + 1, '/');; slash = strchr(slash + 1, '/')) {
		if (slash)
			*slash = '\0';
		if (mkdir(path, 0700) && errno != EEXIST)
			return false;
		if (!slash)
			return true;
		*slash = '/';
	}
}

char *state_file(const char *name, bool make)
{
	const char *state = environment_get(ENV_XDG_STATE_HOME), *home = environment_get(ENV_HOME);
	char *directory, *file;

	if (state && *state == '/')
		directory = alloc_format("%s/vforkscope", state);
	else if (home && *home == '/')
		directory = alloc_format("%s/.local/state/vforkscope", home);
	else
		return NULL;
	file = !make || make_all(directory) ? alloc_format("%s/%s", directory, name) : NULL;
	free(directory);
	return file;
}
