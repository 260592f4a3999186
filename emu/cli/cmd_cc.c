/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope cc: compile for the machine. Everything after cc is the compiler's; of its options those are known here
 * that name files, so that the compiler may see them, and those that say what is made. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "image/compiler.h"
#include "base/file.h"
#include "base/error.h"
#include "image/library.h"
#include "base/alloc.h"
#include "base/output.h"
#include "base/replace.h"

enum { OUTPUT_MAX = 64 << 20 };

/* What the word is that belongs to an option. */
enum value {
	ITSELF,   /* a file or directory that is read */
	BESIDE,   /* a file; it may include what lies beside it */
	PROGRAMS, /* a directory with programs of the compiler */
	WRITTEN,  /* a file that is written */
	THE_OUTPUT,
	NO_FILE,
};

static const struct option {
	const char *name;
	bool joined; /* the word may follow at once: -Idirectory */
	enum value value;
} options[] = {
	{"-o", true, THE_OUTPUT},
	{"-I", true, ITSELF},
	{"-L", true, ITSELF},
	{"-B", true, PROGRAMS},
	{"-isystem", true, ITSELF},
	{"-iquote", true, ITSELF},
	{"-idirafter", true, ITSELF},
	{"-isysroot", true, ITSELF},
	{"--sysroot=", true, ITSELF},
	{"-include", false, BESIDE},
	{"-imacros", false, BESIDE},
	{"-specs=", true, BESIDE},
	{"-T", false, BESIDE},
	{"-MF", true, WRITTEN},
	{"-aux-info", false, WRITTEN},
	{"-D", false, NO_FILE},
	{"-U", false, NO_FILE},
	{"-A", false, NO_FILE},
	{"-x", false, NO_FILE},
	{"-u", false, NO_FILE},
	{"-e", false, NO_FILE},
	{"-z", false, NO_FILE},
	{"-l", false, NO_FILE},
	{"-MT", false, NO_FILE},
	{"-MQ", false, NO_FILE},
	{"-Tbss", false, NO_FILE},
	{"-Tdata", false, NO_FILE},
	{"-Ttext", false, NO_FILE},
	{"-Xlinker", false, NO_FILE},
	{"-Xassembler", false, NO_FILE},
	{"-Xpreprocessor", false, NO_FILE},
	{"--param", false, NO_FILE},
	{"-dumpbase", false, NO_FILE},
	{"-dumpbase-ext", false, NO_FILE},
	{"-dumpdir", false, NO_FILE},
};

/* Options with which gcc stops before it links. */
static const struct {
	const char *name;
	enum compiler_stage stage;
} stops[] = {
	{"-c", COMPILER_ASSEMBLES},    {"-S", COMPILER_COMPILES},     {"-fsyntax-only", COMPILER_COMPILES},
	{"-E", COMPILER_PREPROCESSES}, {"-M", COMPILER_PREPROCESSES}, {"-MM", COMPILER_PREPROCESSES},
};

/* Options with which it writes more files than one, to the working directory if no output is named. */
static const char *const writers[] = {"-M", "-save-temps", "-fdump-", "-fstack-usage", "-Wl,-M", "-Wl,--M", "-d"};

struct words {
	struct compiler *compiler;
	enum compiler_stage stage;
	const char *target, *output; /* where the user wants it, where the compiler writes it */
	bool input, writes;          /* reads standard input; writes more than the output */
	bool depends, named;         /* writes make's rules; says of what */
};

static bool begins(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

static const struct option *find_option(const char *word)
{
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		if (options[i].joined ? begins(word, options[i].name) : !strcmp(word, options[i].name))
			return &options[i];
	return NULL;
}

/* Standard output, a pipe, /dev/null: written as it is. A file is written whole or not at all. */
static void take_output(struct words *words, const char *target)
{
	struct stat st;

	if (!strcmp(target, "-") || (!stat(target, &st) && !S_ISREG(st.st_mode))) {
		compiler_allow(words->compiler, target, CONFINE_WRITE);
		compiler_option(words->compiler, "-o");
		compiler_option(words->compiler, target);
	} else {
		words->output = compiler_output(words->compiler, target);
	}
	words->target = target;
}

static void take_value(struct words *words, const struct option *option, const char *value)
{
	switch (option->value) {
	case ITSELF:
		compiler_allow(words->compiler, value, CONFINE_READ);
		break;
	case BESIDE:
		compiler_allow_beside(words->compiler, value, CONFINE_READ);
		break;
	case PROGRAMS:
		compiler_allow(words->compiler, value, CONFINE_EXECUTE);
		break;
	case WRITTEN:
		compiler_allow_beside(words->compiler, value, CONFINE_WRITE);
		break;
	case THE_OUTPUT:
		take_output(words, value);
		break;
	case NO_FILE:
		break;
	}
}

/* Takes the option at argv[i]; returns the index of its last word. */
static int take_option(struct words *words, const char **argv, int i)
{
	const struct option *option = find_option(argv[i]);
	const char *word = argv[i], *value = NULL;

	for (size_t k = 0; k < sizeof stops / sizeof *stops; k++)
		if (!strcmp(word, stops[k].name) && stops[k].stage < words->stage)
			words->stage = stops[k].stage;
	for (size_t k = 0; k < sizeof writers / sizeof *writers; k++)
		words->writes |= begins(word, writers[k]);
	words->depends |= !strcmp(word, "-MD") || !strcmp(word, "-MMD");
	words->named |= begins(word, "-MT") || begins(word, "-MQ");
	if (option && word[strlen(option->name)])
		value = word + strlen(option->name);
	else if (option && option->name[strlen(option->name) - 1] != '=')
		value = argv[i + 1];
	if (!option || option->value != THE_OUTPUT || !value) {
		compiler_option(words->compiler, word);
		if (value && value == argv[i + 1])
			compiler_option(words->compiler, value);
	}
	if (value)
		take_value(words, option, value);
	return i + (value && value == argv[i + 1]);
}

/* Puts what the compiler wrote where the user wants it. */
static bool deliver_one(const char *from, const char *to, char *error)
{
	struct replace *replace;
	bool fresh = access(to, F_OK) < 0, ok;
	struct stat st;
	uint8_t *data;
	size_t size;

	if (!file_read(from, OUTPUT_MAX, &data, &size, error))
		return false;
	replace = replace_open(to, REPLACE_FILE, error);
	ok = replace && replace_write(replace, data, size);
	ok = replace && replace_commit(replace, error);
	free(data);
	if (ok && fresh && !stat(from, &st) && st.st_mode & S_IXUSR && !stat(to, &st))
		chmod(to, (st.st_mode & 0777) | (st.st_mode & 0444) >> 2); /* who may read it may execute it */
	return ok;
}

static bool deliver(const struct words *words, char *error)
{
	const char *slash = strrchr(words->target, '/');
	int length = slash ? (int)(slash - words->target) + 1 : 0;
	char *directory = alloc_format("%.*s", (int)(strrchr(words->output, '/') - words->output), words->output);
	DIR *d = opendir(directory);
	const struct dirent *entry;
	bool ok = true;

	while (ok && d && (entry = readdir(d))) {
		char *from = alloc_format("%s/%s", directory, entry->d_name);
		char *to = alloc_format("%.*s%s", length, words->target, entry->d_name);

		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			ok = deliver_one(from, to, error);
		free(from);
		free(to);
	}
	if (d)
		closedir(d);
	free(directory);
	return ok;
}

/* gcc and the programs that it starts take a word that begins with @ for the name of a list of options, and of a file's
 * name its last part comes to be such a word (-dumpbase). */
static bool is_list(const char *word)
{
	const char *slash = strrchr(word, '/');

	return word[0] == '@' || (word[0] != '-' && slash && slash[1] == '@');
}

/* Gives the compiler its words. False when a mistake was told. */
static bool take_words(struct words *words, int argc, const char **argv, char *error)
{
	for (int i = 1; i < argc; i++)
		if (is_list(argv[i]))
			return error_set(error,
			                 "%.200s: lists of options are not read, and a file cannot have such a name",
			                 argv[i]);
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-")) {
			words->input = true;
			compiler_option(words->compiler, argv[i]);
		} else if (argv[i][0] == '-') {
			i = take_option(words, argv, i);
		} else {
			compiler_file(words->compiler, argv[i]);
		}
	}
	if (!words->target && words->stage == COMPILER_LINKS)
		take_output(words, "a.out");
	else if (!words->target)
		words->writes |= words->stage != COMPILER_PREPROCESSES;
	else if (words->output && words->depends && !words->named) {
		compiler_option(words->compiler, "-MQ");
		compiler_option(words->compiler, words->target);
	}
	compiler_allow(words->compiler, ".", words->writes && !words->output ? CONFINE_WRITE : CONFINE_READ);
	return true;
}

static int cc(const struct command *command, int argc, const char **argv)
{
	char error[ERROR_MAX];
	struct words words = {.stage = COMPILER_LINKS};
	const char *guest;
	bool ok;

	if (argc < 2)
		return command_fail("usage: vforkscope %s %s", command->name, command->synopsis);
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		output_line("Usage: vforkscope %s %s", command->name, command->synopsis);
		output_line("%s; all options are gcc's", command->help);
		return 0;
	}
	guest = library_directory(error);
	words.compiler = guest ? compiler_new(guest, error) : NULL;
	if (!words.compiler)
		return command_fail("%s", error);
	ok = take_words(&words, argc, argv, error) &&
	     compiler_go(words.compiler, words.stage, words.input, true, error) &&
	     (!words.output || deliver(&words, error));
	compiler_free(words.compiler);
	return ok ? 0 : command_fail("%s", error);
}

const struct command cmd_cc = {
	"cc",
	"[gcc options] FILE.c -o PROG",
	"compile a C or assembly program for the machine",
	cc,
	.about = "It is m68k-linux-gnu-gcc with the machine's headers and library, in a sandbox that sees the "
		 "source's own directory alone. CC='vforkscope cc' builds programs of several files with make.",
	.examples = "cc -O2 prog.c -o prog # a program for run, view and check",
	.foreign = true,
};
