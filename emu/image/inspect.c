/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What would the compiler open? See inspect.h. */
#include "image/inspect.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/disk.h"
#include "base/file.h"
#include "base/error.h"
#include "base/alloc.h"
#include "base/output.h"

static bool below(const char *file, const char *directory)
{
	size_t n = strlen(directory);

	return !strcmp(directory, "/") || (!strncmp(file, directory, n) && (!file[n] || file[n] == '/'));
}

/* May the compiler open it? */
static bool allowed(const struct inspection *in, const char *file, char *error)
{
	char real[PATH_MAX], directory[PATH_MAX];

	/* its own files come and go */
	if (below(file, in->scratch) && !strchr(file + strlen(in->scratch) + 1, '/'))
		return true;
	if (realpath(file, real)) {
		for (size_t i = 0; i < in->nrules; i++)
			if (realpath(in->rules[i].path, directory) && below(real, directory))
				return true;
	}
	return error_set(error,
	                 "%s is not below the source's directory; without Landlock (%s) the compiler is not started",
	                 file, confine_reason(confine_possible()));
}

/* A header that somebody compiled is code for the compiler, not text. */
static bool no_precompiled(const char *header, char *error)
{
	char *file = alloc_format("%s.gch", header);
	bool there = !access(file, F_OK);

	if (there)
		error_set(error, "%s: without Landlock (%s) a precompiled header is not read", file,
		          confine_reason(confine_possible()));
	free(file);
	return !there;
}

/* What -H says: a line of dots, a space and a path for each header. Takes them out of the text. */
static bool headers_allowed(const struct inspection *in, struct tool_text *said, char *error)
{
	char *rest = alloc_new(said->size + 1, 1);
	size_t kept = 0;
	bool ok = true;

	for (char *line = said->text; *line;) {
		size_t n = strcspn(line, "\n"), dots = strspn(line, ".");
		bool more = line[n];

		if (dots && line[dots] == ' ') {
			line[n] = '\0';
			ok = ok && allowed(in, line + dots + 1, error) && no_precompiled(line + dots + 1, error);
		} else {
			memcpy(rest + kept, line, n + more);
			kept += n + more;
		}
		line += n + more;
	}
	free(said->text);
	*said = (struct tool_text){rest, kept};
	return ok;
}

/* Takes the next name from a list in make's manner: "target: file file \", newline, "file"; a backslash stands before a
 * space in a name, a dollar before a dollar. False at the end, and for a name that cannot be told from two: one with a
 * newline, or a backslash of its own. */
static bool next_name(const char **list, char *name, bool *strange)
{
	const char *p = *list;
	size_t n = 0;

	while (*p == ' ' || (p[0] == '\\' && p[1] == '\n'))
		p += *p == ' ' ? 1 : 2;
	while (*p && *p != ' ' && *p != '\n') {
		if (p[0] == '\\' && p[1] == '\n')
			break;
		if ((p[0] == '\\' && p[1] && strchr(" \t#:", p[1])) || (p[0] == '$' && p[1] == '$'))
			p++;
		else if (*p == '\\')
			*strange = true;
		name[n++] = *p++;
	}
	*strange |= *p == '\n' && p[1];
	name[n] = '\0';
	*list = p;
	return n && !*strange;
}

/* named: the list has names, too, that are only spoken of (the assembler's .file); of these a file may be missing. */
static bool list_allowed(const struct inspection *in, const char *path, bool named, char *error)
{
	bool target = true, strange = false, ok = true;
	uint8_t *data;
	const char *list;
	char *name;
	size_t size;

	if (!file_read(path, RUN_FILE_BYTES, &data, &size, error))
		return false;
	list = (const char *)data;
	name = alloc_new(size + 1, 1);
	while (ok && next_name(&list, name, &strange)) {
		if (target)
			target = name[strlen(name) - 1] != ':';
		else if (!named || !access(name, F_OK))
			ok = allowed(in, name, error);
	}
	if (strange)
		ok = error_set(
			error,
			"without Landlock (%s) the compiler reads no file with a backslash or newline in its name",
			confine_reason(confine_possible()));
	free(name);
	free(data);
	return ok;
}

/* The compiler with some words more. */
static bool run(const struct inspection *in, const char *const *words, const char *source, struct tool_result *result,
                char *error)
{
	struct tool tool = in->compiler;
	const char **argv;
	size_t n = 0, more = 0;
	bool ok;

	while (in->options[n])
		n++;
	while (words[more])
		more++;
	argv = alloc_new(n + more + 2, sizeof *argv);
	memcpy(argv, in->options, n * sizeof *argv);
	memcpy(argv + n, words, more * sizeof *argv);
	argv[n + more] = source;
	tool.argv = argv;
	ok = tool_run(&tool, result, error);
	free(argv);
	return ok;
}

/* The compiler's errors quote files that it may read, and no others. */
static bool told(const struct tool_result *result, char *error)
{
	output_diagnostics(result->err.text, result->err.size);
	return error_set(error, "the compiler found errors, see above");
}

static bool is_assembly(const char *source)
{
	const char *dot = strrchr(source, '.');

	return dot && !strcmp(dot, ".s");
}

bool inspect(const struct inspection *in, const char *source, char *error)
{
	char *list = alloc_format("%s/list", in->scratch), *work = alloc_format("%s/work", in->scratch);
	const char *const reads[] = {"-w", "-E", "-H", "-MD", "-MF", list, "-MT", "-", "-o", work, NULL};
	const char *const compiles[] = {"-S", "-o", work, NULL};
	const char *const assembles[] = {"-fno-lto", "-c", "-Xassembler", "--MD", "-Xassembler",
	                                 list,       "-o", work,          NULL};
	struct tool_result result;
	bool ok = run(in, reads, source, &result, error) && headers_allowed(in, &result.err, error);

	if (ok && result.status)
		ok = told(&result, error);
	else if (ok && (access(list, F_OK) == 0 || !is_assembly(source))) /* which is not preprocessed */
		ok = list_allowed(in, list, false, error);
	tool_free(&result);
	if (ok && !in->preprocesses) {
		ok = run(in, compiles, source, &result, error) && (!result.status || told(&result, error));
		tool_free(&result);
	}
	if (ok && in->assembles) {
		ok = run(in, assembles, source, &result, error);
		if (ok && result.status)
			ok = error_set(
				error,
				"%s: the assembler found errors; without Landlock (%s) what it says is not shown",
				source, confine_reason(confine_possible()));
		tool_free(&result);
		ok = ok && list_allowed(in, list, true, error);
	}
	unlink(list);
	unlink(work);
	free(list);
	free(work);
	return ok;
}
