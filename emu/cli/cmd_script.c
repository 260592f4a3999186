/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope script: process scripts checked and formatted. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/run_limits.h"
#include "base/file.h"
#include "base/output.h"
#include "base/replace.h"
#include "cli/command.h"
#include "script/script.h"

/* What there is in it. */
static void tell(const char *path, const struct script *s)
{
	uint64_t counts[SCRIPT_VERB_COUNT] = {0};

	for (uint32_t i = 0; i < s->nactions; i++)
		counts[s->actions[i].verb]++;
	output_line("%s: %" PRIu32 " processes (%" PRIu64 " there at the beginning, %" PRIu64 " by fork, %" PRIu64
	            " by vfork, %" PRIu64 " by spawn), %" PRIu64 " programs executed, %" PRIu32 " lines",
	            path, s->nprocesses, counts[SCRIPT_START], counts[SCRIPT_FORK], counts[SCRIPT_VFORK],
	            counts[SCRIPT_SPAWN], counts[SCRIPT_EXEC], s->nactions);
}

static bool put(struct replace *file, const char *text, size_t size)
{
	if (file)
		return replace_write(file, text, size);
	output_raw(text, size);
	return true;
}

/* Writes each line anew. It was read before: every line is one. */
static void format(const char *text, size_t size, struct replace *file)
{
	const char *at = text, *end = text + size;

	for (bool first = true; at < end; first = false) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((newline ? newline : end) - at);
		char error[ERROR_MAX], out[SCRIPT_LINE];
		struct script_line line;
		unsigned column;

		if (first)
			put(file, SCRIPT_HEADER "\n", strlen(SCRIPT_HEADER "\n"));
		else if (script_line_read(at, length, &line, &column, error))
			put(file, out, script_line_write(&line, out));
		at += length + (newline != NULL);
	}
}

static int work(const char *verb, const char *path, const char *output)
{
	bool formats = !strcmp(verb, "format");
	struct replace *file = NULL;
	char error[ERROR_MAX];
	struct script *s;
	uint8_t *data;
	size_t size;
	int rc = 0;

	if (!formats && strcmp(verb, "check") != 0)
		return command_fail("%s: a script can be checked or formatted: vforkscope script check|format X.vps",
		                    verb);
	if (output && !formats)
		return command_fail("--output: is for format");
	if (!file_read(path, SCRIPT_BYTES, &data, &size, error))
		return command_fail("%s", error);
	s = script_read(path, (const char *)data, size, error);
	if (!s) {
		rc = command_fail("%s", error);
	} else if (!formats) {
		tell(path, s);
	} else if (output && !(file = replace_open(output, REPLACE_ANY, error))) {
		rc = command_fail("%s", error);
	} else {
		format((const char *)data, size, file);
		if (file && !replace_commit(file, error))
			rc = command_fail("%s", error);
	}
	script_free(s);
	free(data);
	return rc;
}

static int run(const struct command *command, int argc, const char **argv)
{
	static const char *output;
	const struct poptOption options[] = {
		{"output", 'o', POPT_ARG_STRING, &output, 0, "where format writes (else it prints)", "FILE"},
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	const char **words = context ? command_words(command, context, 2, 2) : NULL;
	int rc;

	limits_hold_memory((uint64_t)limits_default.memory);
	rc = words ? work(words[0], words[1], output) : EXIT_MISTAKE;

	poptFreeContext(context);
	return rc;
}

const struct command cmd_script = {
	"script",
	"check|format X.vps [-o FILE]",
	"check a process script, or write it in its usual form",
	run,
	.about = "check tells the first mistake with line and column; format writes a script as import would.",
	.examples = "script check make.vps # is it one?",
};
