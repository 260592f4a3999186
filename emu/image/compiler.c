/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cross compiler: see compiler.h. */
#include "image/compiler.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/disk.h"
#include "base/file.h"
#include "base/environment.h"
#include "base/error.h"
#include "image/inspect.h"
#include "machine/machine.h"
#include "base/alloc.h"
#include "base/output.h"
#include "base/scratch.h"
#include "image/sources.h"
#include "base/tool.h"
#include "image/toolchain.h"

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
	"-fmax-errors=20",
	"-ffile-prefix-map=./=", /* files are named ./x.c so that none is an option; names told are the user's */
	"-Wl,--build-id=none",
	"-Wl,-z,noexecstack",
	"-Wl,--emit-relocs", /* a machine without memory management moves programs */
};

/* How gcc, or what it starts, tells that it came to a limit of ours. */
static const struct {
	const char *says;
	const char *wants;
	int most; /* megabytes */
} limits[] = {
	{"File size limit exceeded", "would write a file of more than", TOOL_FILE},
	{"file too big", "would write a file of more than", TOOL_FILE},
	{"File too large", "would write a file of more than", TOOL_FILE},
	{"out of memory", "wants more memory than", TOOL_MEMORY},
	{"memory exhausted", "wants more memory than", TOOL_MEMORY},
	{"annot allocate memory", "wants more memory than", TOOL_MEMORY},
};

struct words {
	const char **v;
	size_t n, room;
};

struct compiler {
	const char *guest;
	struct toolchain chain;
	struct scratch scratch;
	sigset_t before;
	struct words flags;   /* gcc's path and what we tell it */
	struct words options; /* the user's, */
	struct words all;     /* the same with his files and the output in their places, */
	struct words sources; /* and those of the files that are compiled */
	char *output;
	bool made;
};

static void add(struct words *words, char *text)
{
	words->v = alloc_room(words->v, words->n, &words->room, sizeof *words->v);
	words->v[words->n++] = text;
}

static void words_free(struct words *words)
{
	for (size_t i = 0; i < words->n; i++)
		free((char *)words->v[i]);
	free(words->v);
}

void compiler_option(struct compiler *c, const char *word)
{
	add(&c->options, alloc_string(word));
	add(&c->all, alloc_string(word));
}

void compiler_file(struct compiler *c, const char *name)
{
	char *file = tool_file(name);
	const char *dot = strrchr(name, '.');

	compiler_allow_beside(c, file, CONFINE_READ);
	if (!dot || (strcmp(dot, ".o") != 0 && strcmp(dot, ".a") != 0))
		add(&c->sources, alloc_string(file));
	add(&c->all, file);
}

void compiler_allow(struct compiler *c, const char *path, enum confine_access access)
{
	toolchain_allow(&c->chain, path, access);
}

void compiler_allow_beside(struct compiler *c, const char *file, enum confine_access access)
{
	toolchain_allow_beside(&c->chain, file, access);
}

struct compiler *compiler_new(const char *guest, char *error)
{
	struct compiler *c = alloc_new(1, sizeof *c);

	c->guest = guest;
	tool_hold(&c->before);
	if (!toolchain_find(&c->chain, error) || !scratch_make(&c->scratch, error)) {
		compiler_free(c);
		return NULL;
	}
	c->made = true;
	add(&c->flags, alloc_string(c->chain.gcc));
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		add(&c->flags, alloc_string(flags[i]));
	/* what is to be found before gcc's own headers, those, and all others */
	for (int i = 0; i < 3; i++) {
		char *directory = i == 1 ? alloc_string(c->chain.include)
		                         : alloc_format("%s/include%s", guest, i ? "" : "/first");

		add(&c->flags, alloc_string("-isystem"));
		compiler_allow(c, directory, CONFINE_READ);
		add(&c->flags, directory);
	}
	compiler_allow(c, c->scratch.path, CONFINE_WRITE);
	return c;
}

void compiler_free(struct compiler *c)
{
	const sigset_t before = c->before;

	if (c->made)
		scratch_remove(&c->scratch);
	words_free(&c->flags);
	words_free(&c->options);
	words_free(&c->all);
	words_free(&c->sources);
	toolchain_free(&c->chain);
	free(c->output);
	free(c);
	tool_release(&before);
}

const char *compiler_output(struct compiler *c, const char *target)
{
	const char *base = strrchr(target, '/') ? strrchr(target, '/') + 1 : target;
	char *directory = alloc_format("%s/out", c->scratch.path);

	mkdir(directory, 0700);
	c->output = alloc_format("%s/%s", directory, base);
	free(directory);
	add(&c->all, alloc_string("-o"));
	add(&c->all, alloc_string(c->output));
	return c->output;
}

static unsigned seconds(void)
{
	const char *text = environment_get(ENV_VFORKSCOPE_COMPILE_SECONDS);
	long n = text ? strtol(text, NULL, 10) : 0;

	return n > 0 && n < 100000 ? (unsigned)n : TOOL_SECONDS;
}

static void add_all(struct words *to, const struct words *from)
{
	for (size_t i = 0; i < from->n; i++)
		add(to, alloc_string(from->v[i]));
}

/* The same program wherever it is compiled: a working directory that PWD leads to is called what PWD says, and the
 * debugging information has other names for the places on this host. The last map that fits a path wins, so these come
 * behind the user's. */
static const char *const environment[] = {"PWD=/proc/self/cwd", NULL};

static void add_places(const struct compiler *c, struct words *line)
{
	add(line, alloc_string("-ffile-prefix-map=/proc/self/cwd=."));
	add(line, alloc_format("-ffile-prefix-map=%s=" SOURCES_COMPILED "/compiler", c->chain.include));
	add(line, alloc_format("-ffile-prefix-map=%s/include=" SOURCES_SHIPPED "libc/include", c->guest));
}

/* The debugging information sees files from the source's directory. The assembler asks for the directory itself. */
static void add_source_place(struct compiler *c, const char *source)
{
	char *file = tool_file(source), *map;
	int length = (int)(strrchr(file, '/') - file);

	for (int i = 0; i < 2; i++) {
		map = alloc_format("-ffile-prefix-map=%.*s%s", length, file, i ? "/=" : "=.");
		compiler_option(c, map);
		free(map);
	}
	free(file);
}

/* Is it C as it was before the standard? The last option that says so counts; the headers ask the same of the compiler
 * (sys/cdefs.h). */
static bool old_c(const struct words *options)
{
	bool old = false;

	for (size_t i = 0; i < options->n; i++)
		if (strncmp(options->v[i], "-std=", 5) == 0)
			old = !strcmp(options->v[i], "-std=gnu89") || !strcmp(options->v[i], "-std=gnu90");
	return old;
}

/* The whole command line: around what the user wrote, the linker's script and the libraries. */
static struct words command_line(struct compiler *c, bool link)
{
	char *lib = alloc_format("%s/lib", c->guest);
	struct words line = {0};

	add_all(&line, &c->flags);
	if (link) {
		compiler_allow(c, lib, CONFINE_READ);
		add(&line, alloc_string("-T"));
		add(&line, alloc_format("%s/%s.ld", lib, old_c(&c->all) ? "old" : "user"));
		add(&line, alloc_format("%s/crt0.o", lib));
		/* where -lm finds ours, which is empty, and not another system's */
		add(&line, alloc_format("-L%s", lib));
	}
	add_all(&line, &c->all);
	add_places(c, &line);
	if (link) {
		/* a user's -x c must not make source files of the libraries */
		add(&line, alloc_string("-x"));
		add(&line, alloc_string("none"));
		add(&line, alloc_format("%s/libc.a", lib));
		add(&line, alloc_string("-lgcc"));
	}
	free(lib);
	return line;
}

/* A failure's line, after what the compiler said. */
static bool tell(const struct tool_result *result, char *error)
{
	for (size_t i = 0; result->status && i < sizeof limits / sizeof *limits; i++)
		if (strstr(result->err.text, limits[i].says))
			return error_set(error, "the compiler %s %d MB, which is the limit", limits[i].wants,
			                 limits[i].most);
	output_diagnostics(result->err.text, result->err.size);
	return !result->status || error_set(error, "the compiler found errors, see above");
}

/* Without confinement: may the compiler be started? */
static bool inspect_all(struct compiler *c, const struct tool *tool, enum compiler_stage stage, char *error)
{
	struct words options = {0};
	struct inspection inspection = {
		.compiler = *tool,
		.scratch = c->scratch.path,
		.rules = c->chain.rules,
		.nrules = c->chain.nrules,
		.preprocesses = stage == COMPILER_PREPROCESSES,
		.assembles = stage >= COMPILER_ASSEMBLES,
	};
	bool ok = true;

	add_all(&options, &c->flags);
	add_all(&options, &c->options);
	add(&options, NULL);
	inspection.options = options.v;
	for (size_t i = 0; ok && i < c->sources.n; i++)
		ok = inspect(&inspection, c->sources.v[i], error);
	words_free(&options);
	return ok;
}

bool compiler_go(struct compiler *c, enum compiler_stage stage, bool input, bool print, char *error)
{
	struct words line = command_line(c, stage == COMPILER_LINKS);
	struct tool tool = {
		.path = c->chain.gcc, .temporary = c->scratch.path, .environment = environment, .seconds = seconds()};
	struct tool_result result;
	bool ok = true;

	if (confine_possible() == CONFINE_DONE) {
		tool.rules = c->chain.rules;
		tool.nrules = c->chain.nrules;
	} else if (input) {
		ok = error_set(error, "without Landlock (%s) no source is read from standard input",
		               confine_reason(confine_possible()));
	} else {
		ok = inspect_all(c, &tool, stage, error);
		add(&line, alloc_string("-fno-lto")); /* else the assembler's turn comes once more, with the linker */
	}
	add(&line, NULL);
	tool.argv = line.v;
	tool.input = input;
	tool.output = print && !isatty(STDOUT_FILENO);
	if (ok) {
		ok = tool_run(&tool, &result, error);
		if (ok) {
			if (print)
				output_console(result.out.text, result.out.size);
			ok = tell(&result, error);
		}
		tool_free(&result);
	}
	words_free(&line);
	return ok;
}

/* Another command line for the same compiler. */
static void begin_anew(struct compiler *c)
{
	words_free(&c->options);
	words_free(&c->all);
	words_free(&c->sources);
	free(c->output);
	c->options = c->all = c->sources = (struct words){0};
	c->output = NULL;
}

bool compiler_make(const char *guest, const char *source, const char *optimize, uint8_t **elf, size_t *size,
                   char *error)
{
	struct compiler *c = compiler_new(guest, error);
	char *object;
	bool ok;

	if (!c)
		return false;
	/* In two steps: in one, the last part of the source's name becomes a word for what gcc starts (-dumpbase), and
	 * @x.c a list of options there. */
	compiler_option(c, "-c");
	if (optimize)
		compiler_option(c, optimize);
	add_source_place(c, source);
	compiler_file(c, source);
	object = alloc_string(compiler_output(c, "program.o"));
	ok = compiler_go(c, COMPILER_ASSEMBLES, false, false, error);
	begin_anew(c);
	if (ok) {
		compiler_file(c, object);
		compiler_output(c, "program");
		ok = compiler_go(c, COMPILER_LINKS, false, false, error) &&
		     file_read(c->output, RUN_FILE_BYTES, elf, size, error);
	}
	compiler_free(c);
	free(object);
	return ok;
}
