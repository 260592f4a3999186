/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The program vforkscope: it has all commands but those that make pictures. What these need, SDL, Cairo and Pango,
 * brings along sixty other libraries, which take longer to load than most commands take to run. So whoever draws is in
 * pictures.so, which is a whole program of its own with one function to be seen, and is loaded for such a command only.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "cli/command.h"
#include "program.h"

/* Where pictures.so is, seen from the program: beside it, as it is built, or where it is installed. */
static const char *const places[] = {"pictures.so", "../lib/vforkscope/pictures.so"};

/* Path of what makes pictures; NULL in a build without. */
static char *find_pictures(void)
{
	char executable[4096];
	ssize_t n = readlink("/proc/self/exe", executable, sizeof executable - 1);
	const char *slash;

	executable[n > 0 ? n : 0] = '\0';
	slash = strrchr(executable, '/');
	for (size_t i = 0; slash && i < sizeof places / sizeof *places; i++) {
		char *path = alloc_format("%.*s/%s", (int)(slash - executable), executable, places[i]);

		if (!access(path, R_OK))
			return path;
		free(path);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	char *path = program_draws(argc, argv) ? find_pictures() : NULL;
	int (*run)(int, char **) = program_run;
	void *pictures;

	alloc_from_large_pages();
	if (path) {
		pictures = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
		/* dlsym(3): what it gives is no pointer to a function for ISO C */
		*(void **)&run = pictures ? dlsym(pictures, "program_run") : NULL;
		if (!run)
			return command_fail("what makes pictures cannot be loaded: %s", dlerror());
		free(path);
	}
	return run(argc, argv);
}
