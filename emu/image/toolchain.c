/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cross compiler's place on this host: see toolchain.h. */
#include "image/toolchain.h"

#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/alloc.h"
#include "base/tool.h"

#define COMPILER "m68k-linux-gnu-gcc"

void toolchain_allow(struct toolchain *chain, const char *path, enum confine_access access)
{
	chain->rules = alloc_room(chain->rules, chain->nrules, &chain->room, sizeof *chain->rules);
	chain->rules[chain->nrules++] = (struct confine_rule){alloc_string(path), access};
}

void toolchain_allow_beside(struct toolchain *chain, const char *file, enum confine_access access)
{
	const char *slash = strrchr(file, '/');
	char *directory = slash == file ? alloc_string("/")
	                  : slash       ? alloc_format("%.*s", (int)(slash - file), file)
	                                : alloc_string(".");

	toolchain_allow(chain, directory, access);
	toolchain_allow(chain, file, access);
	free(directory);
}

/* Our own libraries show where the host has its libraries and its loader. On a host where /lib is no link to /usr/lib
 * they lie in both. */
static int allow_libraries(struct dl_phdr_info *library, size_t size, void *chain)
{
	const char *name = library->dlpi_name, *base = strrchr(name, '/');
	char *directory;

	(void)size;
	if (name[0] != '/')
		return 0;
	if (!strncmp(base, "/ld", 3)) {
		toolchain_allow(chain, name, CONFINE_EXECUTE);
	} else if (!strncmp(base, "/libc.", 6)) {
		directory = alloc_format("/usr%.*s", (int)(base - name), name);
		toolchain_allow(chain, directory, CONFINE_READ);
		toolchain_allow(chain, directory + strlen("/usr"), CONFINE_READ);
		if (!strncmp(name, "/usr/", 5))
			toolchain_allow(chain, directory + strlen("/usr/usr"), CONFINE_READ);
		free(directory);
	}
	return 0;
}

/* The driver looks for a program, or a part of one, in these directories, separated by colons, and takes the first that
 * is there. */
static void allow_program(struct toolchain *chain, const char *directories, const char *name)
{
	while (*directories) {
		int n = (int)strcspn(directories, ":\n");
		char *file = alloc_format("%.*s/%s", n, directories, name);
		bool there = n && !access(file, R_OK);

		if (there)
			toolchain_allow(chain, file, CONFINE_EXECUTE);
		free(file);
		if (there || directories[n] != ':')
			return;
		directories += n + 1;
	}
}

/* What `gcc -print-search-dirs` says: install: DIRECTORY, programs: =DIRECTORY:DIRECTORY... */
static bool read_directories(struct toolchain *chain, const char *said, char *error)
{
	static const char install[] = "install: ", programs[] = "\nprograms: =";
	const char *list = strstr(said, programs);
	int n = (int)strcspn(said, "\n");
	char *directory;

	if (strncmp(said, install, strlen(install)) != 0 || !list)
		return error_set(error, "%s does not say where its files are (-print-search-dirs)", chain->gcc);
	directory = alloc_format("%.*s", n - (int)strlen(install), said + strlen(install));
	while (directory[0] && directory[1] && directory[strlen(directory) - 1] == '/')
		directory[strlen(directory) - 1] = '\0';
	toolchain_allow(chain, directory, CONFINE_EXECUTE);
	chain->include = alloc_format("%s/include", directory);
	free(directory);
	allow_program(chain, list + strlen(programs), "cc1");
	allow_program(chain, list + strlen(programs), "collect2");
	allow_program(chain, list + strlen(programs), "as");
	allow_program(chain, list + strlen(programs), "ld");
	/* no program: the linker loads it */
	allow_program(chain, list + strlen(programs), "liblto_plugin.so");
	return true;
}

bool toolchain_find(struct toolchain *chain, char *error)
{
	struct tool_result result;
	bool ok;

	*chain = (struct toolchain){.gcc = tool_find(COMPILER)};
	if (!chain->gcc)
		return error_set(error,
		                 "%s is not installed (Debian: gcc-m68k-linux-gnu); it is needed to compile C files",
		                 COMPILER);
	toolchain_allow(chain, chain->gcc, CONFINE_EXECUTE);
	toolchain_allow(chain, "/etc/ld.so.cache", CONFINE_READ);
	toolchain_allow(chain, "/dev/null", CONFINE_WRITE);
	dl_iterate_phdr(allow_libraries, chain);
	ok = tool_run(&(struct tool){.path = chain->gcc,
	                             .argv = (const char *[]){chain->gcc, "-print-search-dirs", NULL}},
	              &result, error) &&
	     read_directories(chain, result.out.text, error);
	tool_free(&result);
	return ok;
}

void toolchain_free(struct toolchain *chain)
{
	for (size_t i = 0; i < chain->nrules; i++)
		free((char *)chain->rules[i].path);
	free(chain->rules);
	free(chain->gcc);
	free(chain->include);
}
