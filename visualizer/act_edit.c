/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other runs in the place of this one: another program, or the same one when its source was changed in the editor. */
#include "act_edit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "act_live.h"
#include "act_sheet.h"
#include "base/alloc.h"
#include "base/environment.h"
#include "base/language.h"
#include "base/output.h"
#include "base/tool.h"
#include "live.h"
#include "viewer.h"

enum {
	LOOK_MS = 400,       /* from one look at the source to the next */
	COMPILER_TEXT = 8192 /* bytes of what the compiler says that are shown */
};

struct editing {
	char *path; /* of the source that is watched, NULL: none */
	struct timespec changed;
	off_t size;
	ino_t inode;
	uint64_t next; /* ms */
	bool due;      /* it was saved: the message about it is on the screen, and it is run now */
};

struct editing *editing_new(void)
{
	return alloc_new(1, sizeof(struct editing));
}

void editing_free(struct editing *e)
{
	free(e->path);
	free(e);
}

/* Why there is no other run: the line, and what the compiler said. */
static void tell_errors(struct viewer *v, const char *title, const char *error, char *said)
{
	struct listing listing = {.sheet = {.title = title, .note = "the run stays; Esc closes", .code = true}};

	if (*said)
		listing.sheet.title = "The compiler found errors";
	else
		sheet_add(&listing.sheet, "", error, -1);
	for (char *line; (line = strsep(&said, "\n"));)
		if (*line)
			sheet_add(&listing.sheet, "", line, -1);
	listing_open(v, &listing);
}

/* words: NULL for the same once more. */
static void run(struct viewer *v, const char *const *words)
{
	char error[ERROR_MAX], said[COMPILER_TEXT] = "";
	bool good;

	if (words && live_elsewhere(v->live, words)) {
		v->quit = true;
		return;
	}
	output_collect(said, sizeof said);
	good = live_again(v->live, words, error);
	output_collect(NULL, 0);
	if (!good) {
		tell_errors(v, words ? "It cannot be opened" : "It cannot be run", error, said);
		return;
	}
	if (words)
		watching_begin(v);
	else
		watching_anew(v);
	viewer_say(v, words ? N_("opened") : N_("compiled and run anew"));
}

void edit_run(struct viewer *v, const char *const *words)
{
	free(v->editing->path);
	v->editing->path = NULL;
	v->editing->due = false;
	run(v, words);
}

/* Is it another file than it was? */
static bool look_at(struct editing *e)
{
	struct stat st;
	bool other;

	if (stat(e->path, &st) || !st.st_size)
		return false; /* it is being written */
	other = st.st_mtim.tv_sec != e->changed.tv_sec || st.st_mtim.tv_nsec != e->changed.tv_nsec ||
	        st.st_size != e->size || st.st_ino != e->inode;
	e->changed = st.st_mtim;
	e->size = st.st_size;
	e->inode = st.st_ino;
	return other;
}

int editing_tick(struct viewer *v)
{
	struct editing *e = v->editing;

	if (!e->path)
		return VIEWER_PATIENT;
	if (e->due && !v->stale) {
		e->due = false;
		run(v, NULL);
	} else if (!e->due && v->now >= e->next) {
		e->next = v->now + LOOK_MS;
		e->due = look_at(e);
		if (e->due)
			viewer_say(v, "%.100s was saved: it is compiled and run", e->path);
	}
	return e->due ? 0 : (int)(e->next - v->now);
}

/* The source that the user may have changed: the file that he named. NULL, and a message, if there is none. */
static const char *own_source(struct viewer *v)
{
	const char *program = v->live ? live_words(v->live)[0] : "", *dot = strrchr(program, '.');

	if (dot && (!strcmp(dot, ".c") || !strcmp(dot, ".S")) && !access(program, R_OK))
		return program;
	if (dot && !strcmp(dot, ".vft"))
		viewer_say(v, "a trace's sources are not opened");
	else
		viewer_say(v, "%.60s has no source of yours: view FILE.c does", program);
	return NULL;
}

/* Editors that go to a line by +N. */
static bool takes_line(const char *editor)
{
	static const char *const editors[] = {"vi",    "vim",         "gvim", "nvim", "elvis", "nvi", "ex",
	                                      "emacs", "emacsclient", "nano", "pico", "joe",   "mg",  "mcedit"};
	const char *slash = strrchr(editor, '/');

	for (size_t i = 0; i < sizeof editors / sizeof *editors; i++)
		if (!strcmp(slash ? slash + 1 : editor, editors[i]))
			return true;
	return false;
}

void act_edit(struct viewer *v)
{
	enum { WORDS_MAX = 16 };
	const char *named = environment_get(ENV_VISUAL) ? environment_get(ENV_VISUAL) : environment_get(ENV_EDITOR);
	const char *path = own_source(v), *argv[WORDS_MAX + 3];
	const struct snapshot *s = viewer_snapshot(v);
	char *command, *rest, line[24], error[ERROR_MAX];
	size_t n = 0;

	if (!path)
		return;
	if (!named) {
		viewer_say(v, "VISUAL or EDITOR names no editor");
		return;
	}
	rest = command = alloc_string(named);
	for (char *word; n < WORDS_MAX && (word = strtok_r(rest, " \t", &rest));)
		argv[n++] = word;
	snprintf(line, sizeof line, "+%d", s->source.current_line ? s->source.current_line : s->source.borrower_line);
	if (n && takes_line(argv[0]) && strcmp(line, "+0"))
		argv[n++] = line;
	argv[n++] = path;
	argv[n] = NULL;
	if (n > 1 && tool_start(argv, error)) {
		struct editing *e = v->editing;

		free(e->path);
		e->path = alloc_string(path);
		look_at(e);
		e->next = v->now + LOOK_MS;
		viewer_say(v, "%.60s: when it is saved, it is run", path);
	} else {
		viewer_say(v, "%s", n > 1 ? error : tr("VISUAL or EDITOR names no editor"));
	}
	free(command);
}
