/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vforkscope demo: lists the lessons, or runs one. With a display it opens the window; without one it writes a
 * storyboard, a picture for each instant that the story needs, and prints what the captions tell.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/hazard.h"
#include "base/error.h"
#include "image/lesson.h"
#include "image/library.h"
#include "base/alloc.h"
#include "base/output.h"
#include "analysis/session.h"
#include "commands.h"
#include "picture.h"
#include "storyboard.h"
#include "window.h"

static bool make_directory(const char *path, char *error)
{
	struct stat st;

	if (!mkdir(path, 0777) || (errno == EEXIST && !stat(path, &st) && S_ISDIR(st.st_mode)))
		return access(path, W_OK) ? error_set(error, "%s: %s", path, strerror(errno)) : true;
	return error_set(error, "%s: %s", path, strerror(errno));
}

/* Where pictures go if nobody says: beside the guest's files in a source tree, else in the working directory. */
static char *default_directory(void)
{
	char error[ERROR_MAX];
	const char *guest = library_directory(error);
	char *path = alloc_format("%s/../storyboard", guest ? guest : ".");
	char *parent = alloc_format("%s/../obj", guest ? guest : "."), *absolute;

	if (!access(parent, W_OK) && make_directory(path, error)) {
		absolute = realpath(path, NULL);
		if (absolute) {
			free(path);
			path = absolute;
		}
	} else {
		free(path);
		path = alloc_string("vforkscope-storyboard");
	}
	free(parent);
	return path;
}

/* One picture, if there is a directory for it, and its lines of the story. */
static bool tell(struct session *session, const struct timeline_mark *mark, const struct view *look,
                 const char *directory, size_t number, char *error)
{
	hazards_if_soon(session);
	struct snapshot *s = snapshot_at(session, mark);
	char *path = s && directory ? story_picture(directory, number, s->event.kind) : NULL;
	bool ok = s != NULL;

	if (!ok)
		error_set(error, "%s", timeline_failure(session_timeline(session)));
	else if (path)
		ok = picture_write(path, s, look, error);
	if (ok) {
		if (directory || number > 1)
			output_break();
		output_line("%2zu. %s", number, s->caption[0]);
		if (*s->caption[1])
			output_line("    %s", s->caption[1]);
	}
	free(path);
	snapshot_free(s);
	return ok;
}

/* What happened and is not among the instants. */
static void tell_rest(const struct story *story)
{
	const char *between = "Left out, being like what is told:";

	for (uint32_t kind = 0; kind < EV_ALL; kind++)
		if (story->left_out[kind]) {
			output_text("%s %zu %s", between, story->left_out[kind], event_name(kind));
			between = ",";
		}
	if (*between == ',')
		output_break();
}

/* directory: NULL for the story alone. */
static int storyboard(struct session *session, const struct view *look, const char *directory)
{
	struct timeline *t = session_timeline(session);
	char error[ERROR_MAX];
	struct story story;
	const char *text;
	char *printed;
	size_t n, cleared;
	int rc = 0;
	bool ok = !directory || make_directory(directory, error);

	story_choose(&story, session);
	cleared = ok && directory ? story_clear(directory) : 0;
	for (size_t i = 0; ok && i < story_length(&story); i++) {
		const struct timeline_mark mark = story_mark(&story, session, i);

		ok = tell(session, &mark, look, directory, i + 1, error);
	}
	if (!ok) {
		rc = command_fail("%s", error);
	} else if (!directory) {
		output_break();
		tell_rest(&story);
	} else {
		n = timeline_output(t, timeline_end(t), &text);
		printed = alloc_copy(text, n);
		output_break();
		output_line("On the machine's console:");
		output_lines(4, printed);
		free(printed);
		output_break();
		tell_rest(&story);
		if (cleared)
			output_line("%zu pictures of another run were removed from %s", cleared, directory);
		output_line("%zu pictures are in %s", story_length(&story), directory);
	}
	story_free(&story);
	return rc;
}

static int list(void)
{
	char error[ERROR_MAX];
	struct lesson *all;
	size_t n = lesson_list(&all, error);

	if (!n)
		return command_fail("%s", error);
	for (size_t i = 0; i < n; i++) {
		if (i && all[i].topic != all[i - 1].topic)
			output_break();
		if (!i || all[i].topic != all[i - 1].topic)
			output_line("%s", *all[i].topic ? all[i].topic : "Others");
		output_line("  %-14s %s%s%s", all[i].name, all[i].title, all[i].system ? "; under " : "",
		            all[i].system ? all[i].system : "");
	}
	output_break();
	output_line("vforkscope demo NAME runs one.");
	lesson_list_free(all, n);
	return 0;
}

/* Prints what a lesson is about, if the program is one. */
static void introduce(const char *name)
{
	char error[ERROR_MAX];
	struct lesson *all;
	size_t n = lesson_list(&all, error);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(all[i].name, name))
			continue;
		output_line("%s: %s", name, all[i].title);
		output_break();
		output_lines(4, all[i].text);
	}
	lesson_list_free(all, n);
	output_flush();
}

static int demo(const struct command *command, int argc, const char **argv)
{
	static const char *out;
	int no_window = 0, text = 0;
	const struct poptOption options[] = {
		{"no-window", '\0', POPT_ARG_NONE, &no_window, 0, "write the storyboard even if there is a display",
	         NULL},
		{"out", '\0', POPT_ARG_STRING, &out, 0, "directory for the storyboard's pictures", "DIR"},
		{"text", '\0', POPT_ARG_NONE, &text, 0, "print the story alone: no window, no pictures", NULL},
		COMMAND_LOOK,
		COMMAND_LAUNCH,
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	const char **words = NULL;
	struct session *session = NULL;
	char *directory = NULL; /* of the storyboard; NULL: there is a window */
	struct view look;
	int rc = EXIT_MISTAKE;

	if (!context)
		return rc;
	if (!poptPeekArg(context)) {
		rc = list();
	} else {
		words = command_words(command, context, 1, argc);
		if (words && text && (out || no_window))
			command_fail("demo: --text makes no pictures; --out and --no-window do");
		else if (words && command_look(&look)) {
			if (!text && (no_window || out || !window_possible()))
				directory = out ? alloc_string(out) : default_directory();
			if (directory || text)
				session = command_session(
					words,
					&(struct seclusion){.output = directory ? directory : ".", .pictures = true});
			command_open(words[0], &look);
			if ((session || !(directory || text)) && !text)
				introduce(words[0]);
			if (session)
				rc = storyboard(session, &look, directory);
			else if (!directory && !text)
				rc = command_window(words, false, &look);
		}
	}
	poptFreeContext(context);
	free(directory);
	session_free(session);
	return rc;
}

const struct command cmd_demo = {
	"demo",
	"[NAME [ARG...]] [--no-window] [--out DIR] [--text]",
	"list the lessons, or run one: in the window, as a storyboard, or as text",
	demo,
};
