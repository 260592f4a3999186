/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cross compiler, run on the host to make programs for the machine. No shell is involved. */
#include "compiler.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "disk.h"
#include "failure.h"
#include "machine.h"
#include "memory.h"
#include "program.h"
#include "sources.h"

#define COMPILER "m68k-linux-gnu-gcc"

extern char **environ;

/* What every program is compiled with: the machine has no floating point unit and no dynamic linker, and the
 * frame pointer is what the instruments walk the stack by. The user's options come later and win. */
static const char *const flags[] = {
	"-m68040",
	"-msoft-float",
	"-ffreestanding",
	"-fno-builtin",
	"-fno-pic",
	"-fno-pie",
	"-no-pie",
	"-static",
	"-nostdlib",
	"-fno-omit-frame-pointer",
	"-fno-stack-protector",
	"-fno-inline",
	"-fno-asynchronous-unwind-tables",
	"-g",
	"-O0",
	"-std=gnu17",
	"-nostdinc",
	"-Wl,--build-id=none",
	"-Wl,-z,noexecstack",
	"-Wl,--emit-relocs", /* a machine without memory management moves programs */
};

/* Options with which gcc stops before it links. */
static const char *const no_link[] = {"-c", "-S", "-E", "-M", "-MM", "-fsyntax-only"};

struct arguments {
	char **v;
	size_t n, room;
};

static void add(struct arguments *a, char *text)
{
	a->v = memory_room(a->v, a->n, &a->room, sizeof(char *));
	a->v[a->n++] = text;
}

static void arguments_free(struct arguments *a)
{
	for (size_t i = 0; i < a->n; i++)
		free(a->v[i]);
	free(a->v);
}

/* Runs argv and waits. With out not NULL, its first line of output is put there. */
static bool run(char *const *argv, char *out, size_t outsize, char *error)
{
	posix_spawn_file_actions_t actions;
	int fds[2], status, rc;
	size_t got = 0;
	pid_t pid;

	if (out && pipe(fds) < 0)
		return failure(error, "%s: %s", argv[0], strerror(errno));
	posix_spawn_file_actions_init(&actions);
	if (out) {
		posix_spawn_file_actions_adddup2(&actions, fds[1], STDOUT_FILENO);
		posix_spawn_file_actions_addclose(&actions, fds[0]);
		posix_spawn_file_actions_addclose(&actions, fds[1]);
	}
	rc = posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (out) {
		close(fds[1]);
		while (!rc && got < outsize - 1) {
			ssize_t n = read(fds[0], out + got, outsize - 1 - got);

			if (n < 0 && errno == EINTR)
				continue;
			if (n <= 0)
				break;
			got += (size_t)n;
		}
		close(fds[0]);
		out[got] = '\0';
		out[strcspn(out, "\n")] = '\0';
	}
	if (rc == ENOENT)
		return failure(error,
		               "%s is not installed (Debian: gcc-m68k-linux-gnu); it is needed to compile C files",
		               argv[0]);
	if (rc)
		return failure(error, "%s: %s", argv[0], strerror(rc));
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return failure(error, "%s: %s", argv[0], strerror(errno));
	return WIFEXITED(status) && !WEXITSTATUS(status);
}

/* The same program wherever it is compiled: a working directory that PWD leads to is called what PWD says, and the
 * debugging information has other names for the places on this host. The last map that fits a path wins, so these come
 * behind the user's. */
static void add_places(struct arguments *a, const char *guest, const char *compilers_include)
{
	setenv("PWD", "/proc/self/cwd", 1);
	add(a, memory_string("-ffile-prefix-map=/proc/self/cwd=."));
	add(a, memory_format("-ffile-prefix-map=%s=" SOURCES_COMPILED "/compiler", compilers_include));
	add(a, memory_format("-ffile-prefix-map=%s/include=" SOURCES_SHIPPED "libc/include", guest));
}

bool compiler_run(const char *guest, char *const *args, char *error)
{
	char *query[] = {COMPILER, "-print-file-name=include", NULL};
	struct arguments a = {0};
	char include[1024];
	bool link = true, ok;

	failure(error, "the compiler %s cannot be used", COMPILER);
	if (!run(query, include, sizeof include, error))
		return false;
	add(&a, memory_string(COMPILER));
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		add(&a, memory_string(flags[i]));
	add(&a, memory_string("-isystem"));
	add(&a, memory_string(include));
	add(&a, memory_string("-isystem"));
	add(&a, memory_format("%s/include", guest));
	for (char *const *p = args; *p; p++)
		for (size_t i = 0; i < sizeof no_link / sizeof *no_link; i++)
			link &= strcmp(*p, no_link[i]) != 0;
	if (link) {
		add(&a, memory_string("-T"));
		add(&a, memory_format("%s/lib/user.ld", guest));
		add(&a, memory_format("%s/lib/crt0.o", guest));
		/* where -lm finds ours, which is empty, and not another system's */
		add(&a, memory_format("-L%s/lib", guest));
	}
	for (; *args; args++)
		add(&a, memory_string(*args));
	add_places(&a, guest, include);
	if (link) {
		/* a user's -x c must not make source files of the libraries */
		add(&a, memory_string("-x"));
		add(&a, memory_string("none"));
		add(&a, memory_format("%s/lib/libc.a", guest));
		add(&a, memory_string("-lgcc"));
	}
	add(&a, NULL);
	failure(error, "the compiler found errors, see above");
	ok = run(a.v, NULL, 0, error);
	arguments_free(&a);
	return ok;
}

bool compiler_make(const char *guest, const char *source, uint8_t **elf, size_t *size, char *error)
{
	const char *tmp = getenv("TMPDIR");
	char *directory = memory_format("%s/vforkscope.XXXXXX", tmp && *tmp ? tmp : P_tmpdir);
	char *output, *input, *place[2];
	int length;
	bool ok;

	if (!mkdtemp(directory)) {
		failure(error, "%s: %s", directory, strerror(errno));
		free(directory);
		return false;
	}
	output = memory_format("%s/program", directory);
	/* a name that begins with - is not an option; the same program whether its directory is named or not */
	input = memory_format("%s%s", strchr(source, '/') ? "" : "./", source);
	/* The debugging information sees files from the source's directory. The assembler asks for the directory itself. */
	length = (int)(strrchr(input, '/') - input);
	place[0] = memory_format("-ffile-prefix-map=%.*s=.", length, input);
	place[1] = memory_format("-ffile-prefix-map=%.*s/=", length, input);
	ok = compiler_run(guest, (char *[]){place[0], place[1], input, "-o", output, NULL}, error);
	if (ok)
		ok = program_read(output, DISK_FILE_MAX, elf, size, error);
	unlink(output);
	rmdir(directory);
	free(place[0]);
	free(place[1]);
	free(input);
	free(output);
	free(directory);
	return ok;
}
