/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzes what reads logs of strace and process scripts: damages those that ship, in a few places each, and imports a
 * log, or reads a script. What becomes of a log must be a sound script in its usual form, or one line that says why
 * not; a script that is read becomes a score. Nothing may crash or go on for longer than SECONDS.
 *
 *	fuzz_scripts FROM COUNT     tries the texts of these numbers, even ones logs, odd ones scripts
 */
#include <glob.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "script/score.h"
#include "script/strace_import.h"
#include "time_limit.h"

enum { SECONDS = 20, SEEDS_MAX = 64, TEXT_MAX = 40000, CHANGES = 24 };

struct buffer {
	char *at;
	size_t size;
};

static struct buffer seeds[2][SEEDS_MAX]; /* logs, scripts */
static size_t nseeds[2];
static uint64_t number, state;

/* What is put somewhere: it leads where mere bytes seldom do. */
static const char *const words[2][14] = {
	{" <unfinished ...>\n", " resumed>", "+++ killed by SIGKILL +++\n", "vfork() = 4\n",
         "clone(flags=CLONE_THREAD) = ", "= 0\n", "\"", "+++ superseded by execve in pid ",
         "strace: Process 7 attached\n", "99999999999999999999",
         "wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 1}], 0, NULL) = ", "[pid ", "\n", "<"},
	{": fork ", ": exit 0\n", ": wait ", ": kill ", "vfork", "\\", "\"", " @7 ", "#", "99999999999G", " SIGUSR1\n",
         ": exec ", "\n", ": start\n"},
};

static uint64_t next(void)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static size_t below(size_t n)
{
	return n ? (size_t)(next() >> 16) % n : 0;
}

static void add_seeds(int kind, const char *pattern)
{
	char error[ERROR_MAX];
	glob_t found;

	if (glob(pattern, 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc && nseeds[kind] < SEEDS_MAX; i++) {
		struct buffer *seed = &seeds[kind][nseeds[kind]];
		uint8_t *data;

		if (file_read(found.gl_pathv[i], 1 << 24, &data, &seed->size, error)) {
			seed->at = (char *)data;
			nseeds[kind]++;
		}
	}
	globfree(&found);
}

/* Puts bytes at a place, where others go away. */
static void replace(struct buffer *b, size_t at, size_t gone, const char *with, size_t size)
{
	char *text = alloc_new(1, b->size - gone + size + 1);

	memcpy(text, b->at, at);
	memcpy(text + at, with, size);
	memcpy(text + at + size, b->at + at + gone, b->size - at - gone);
	free(b->at);
	b->at = text;
	b->size += size - gone;
}

static void change(struct buffer *b, int kind)
{
	size_t at = below(b->size + 1), other = below(b->size), n = below(80);
	const char *word = words[kind][below(sizeof words[0] / sizeof *words[0])];
	char byte = (char)next(), *copy;

	n = n < b->size - other ? n : b->size - other;
	switch (below(4)) {
	case 0:
		replace(b, at, at < b->size, &byte, 1);
		break;
	case 1:
		n = n < b->size - at ? n : b->size - at;
		replace(b, at, n, "", 0);
		break;
	case 2:
		replace(b, at, 0, word, strlen(word));
		break;
	default:
		copy = alloc_copy(b->at + other, n);
		replace(b, at, 0, copy, n);
		free(copy);
		break;
	}
}

static struct buffer damaged(int kind)
{
	const struct buffer *seed = &seeds[kind][below(nseeds[kind])];
	size_t size = seed->size < TEXT_MAX ? seed->size : TEXT_MAX;
	struct buffer b = {alloc_copy(seed->at, size), size};

	for (size_t n = 1 + below(CHANGES); n > 0; n--)
		change(&b, kind);
	return b;
}

static bool keep(void *arg, const char *text, size_t size)
{
	replace(arg, ((struct buffer *)arg)->size, 0, text, size);
	return true;
}

/* A sound script becomes scores of every kind. */
static void play(const struct script *s)
{
	for (int how = SCORE_AS_RECORDED; how <= SCORE_ALL_FORK; how++)
		score_free(score_new(s, (enum score_how)how, 8 << 20));
}

static bool usual_form(const struct buffer *b)
{
	const char *at = b->at, *end = b->at + b->size;

	for (bool first = true; at < end; first = false) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		char out[SCRIPT_LINE], error[ERROR_MAX];
		struct script_line line;
		unsigned column;
		size_t length;

		if (!newline)
			return false;
		length = (size_t)(newline - at) + 1;
		if (!first && (!script_line_read(at, length - 1, &line, &column, error) ||
		               script_line_write(&line, out) != length || memcmp(out, at, length) != 0))
			return false;
		at += length;
	}
	return true;
}

static bool try_log(const struct buffer *log, const char *path)
{
	struct buffer text = {alloc_new(1, 1), 0};
	struct import_report report;
	char error[ERROR_MAX];
	struct script *s = NULL;
	FILE *f = fopen(path, "w");
	bool ok;

	if (!f || fwrite(log->at, 1, log->size, f) != log->size || fclose(f))
		return false;
	ok = strace_import(path, keep, &text, NULL, &report, error);
	if (ok) {
		s = script_read("log", text.at, text.size, error);
		ok = s && usual_form(&text);
		if (!ok)
			printf("# %" PRIu64 ": %s\n", number, s ? "is not in its usual form" : error);
		if (s)
			play(s);
		script_free(s);
	} else {
		ok = *error && !strchr(error, '\n');
	}
	free(text.at);
	return ok;
}

static bool try_script(const struct buffer *text)
{
	char error[ERROR_MAX] = "";
	struct script *s = script_read("script", text->at, text->size, error);

	if (s)
		play(s);
	script_free(s);
	return s || (*error && !strchr(error, '\n'));
}

int main(int argc, char **argv)
{
	uint64_t from = argc > 1 ? strtoull(argv[1], NULL, 10) : 0, count = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	char path[] = "/tmp/fuzz-script-XXXXXX";
	int fd = mkstemp(path), failures = 0;

	add_seeds(0, "tests/command/strace/*.log");
	add_seeds(1, "traces/*.vps");
	if (fd < 0 || !nseeds[0] || !nseeds[1])
		return 1;
	close(fd);
	for (number = from; number < from + count; number++) {
		int kind = (int)(number & 1);
		struct buffer text;

		state = number;
		text = damaged(kind);
		time_limit(SECONDS);
		if (kind ? !try_script(&text) : !try_log(&text, path)) {
			printf("# %" PRIu64 ": failed\n", number);
			failures++;
		}
		free(text.at);
	}
	for (int kind = 0; kind < 2; kind++)
		while (nseeds[kind])
			free(seeds[kind][--nseeds[kind]].at);
	unlink(path);
	printf("# %" PRIu64 " texts, %d failures\n", count, failures);
	return failures != 0;
}
