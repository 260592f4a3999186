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
#include "cli/teach.h"
#include "lesson/page.h"
#include "lesson/tutor.h"
#include "analysis/session.h"
#include "album.h"
#include "commands.h"
#include "panel.h"
#include "picture.h"
#include "storyboard.h"
#include "window.h"

#define FIRST_LESSON "fork" TUTORIAL_ENDING

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

/* Where pictures go: each as a file into a directory, or all into one file. */
struct board {
	const char *path;
	struct album *album; /* NULL: it is a directory */
	size_t count, cleared;
};

static bool board_begin(struct board *b, const char *path, const struct view *look, char *error)
{
	*b = (struct board){.path = path};
	if (album_is(path))
		return (b->album = album_new(path, look, error)) != NULL;
	if (!make_directory(path, error))
		return false;
	b->cleared = story_clear(path);
	return true;
}

static bool board_add(struct board *b, const struct snapshot *s, const struct view *view, char *error)
{
	char *path;
	bool ok;

	b->count++;
	if (b->album)
		return album_add(b->album, s, view, error);
	path = story_picture(b->path, b->count, s->event.kind);
	ok = picture_write(path, s, view, error);
	free(path);
	return ok;
}

/* good: all pictures are there. */
static bool board_end(struct board *b, bool good, char *error)
{
	if (b->album && !good)
		album_abort(b->album);
	if (!good || (b->album && !album_commit(b->album, error)))
		return false;
	if (b->cleared)
		output_line("%zu pictures of another run were removed from %s", b->cleared, b->path);
	output_line("%zu pictures are in %s", b->count, b->path);
	return true;
}

/* One picture, if there is a board for it, and its lines of the story. */
static bool tell(struct session *session, const struct timeline_mark *mark, const struct view *look,
                 struct board *board, size_t number, char *error)
{
	hazards_if_soon(session);
	struct snapshot *s = snapshot_at(session, mark);
	bool ok = s != NULL;

	if (!ok)
		error_set(error, "%s", timeline_failure(session_timeline(session)));
	else if (board)
		ok = board_add(board, s, look, error);
	if (ok) {
		if (board || number > 1)
			output_break();
		output_line("%2zu. %s", number, s->caption[0]);
		if (*s->caption[1])
			output_line("    %s", s->caption[1]);
	}
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

/* path: NULL for the story alone. */
static int storyboard(struct session *session, const struct view *look, const char *path)
{
	struct timeline *t = session_timeline(session);
	char error[ERROR_MAX];
	struct story story;
	const char *text;
	char *printed;
	struct board board = {0};
	size_t n;
	int rc = 0;
	bool ok = !path || board_begin(&board, path, look, error), begun = ok && path;

	story_choose(&story, session);
	for (size_t i = 0; ok && i < story_length(&story); i++) {
		const struct timeline_mark mark = story_mark(&story, session, i);

		ok = tell(session, &mark, look, path ? &board : NULL, i + 1, error);
	}
	if (!ok) {
		if (begun)
			board_end(&board, false, error);
		rc = command_fail("%s", error);
	} else if (!path) {
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
		if (!board_end(&board, true, error))
			rc = command_fail("%s", error);
	}
	story_free(&story);
	return rc;
}

/* Pictures of a lesson's steps. Each shows the panels that the step is about, and its caption. */
static bool picture_steps(struct tutor *tutor, const struct view *look, struct board *board, char *error)
{
	for (size_t i = 0; i < tutor->tutorial->nsteps; i++) {
		const struct tutorial_step *step = &tutor->tutorial->steps[i];
		struct view view = *look;
		struct timeline_mark mark;
		struct snapshot *s;
		char *caption;
		bool ok;

		for (size_t k = 0; k < step->shows.count; k++)
			view.panel[panel_named(step->shows.list[k].text)].opened = (unsigned)k + 1;
		if (!tutor_mark(tutor, i, &mark, error))
			return false;
		caption = tutor_fill(tutor, i, step->caption.text, error);
		if (!caption)
			return false;
		s = snapshot_at(tutor->session, &mark);
		ok = s || error_set(error, "%s", timeline_failure(session_timeline(tutor->session)));
		if (ok) {
			view.caption = caption;
			ok = board_add(board, s, &view, error);
		}
		free(caption);
		snapshot_free(s);
		if (!ok)
			return false;
	}
	output_break();
	return true;
}

/* The lesson's page beside its pictures. */
static bool write_page(struct tutor *tutor, const char *directory, char *error)
{
	char *path = alloc_format("%s/%s.html", directory, tutor->tutorial->name);
	bool ok = page_of_lesson(tutor, path, error);

	if (ok)
		output_line("the page for a browser is %s", path);
	free(path);
	return ok;
}

/* A lesson in steps as text, for paper, or with pictures in a directory (NULL: none). */
static int tell_lesson(const struct tutorial *t, bool sheet, const struct view *look, const char *path)
{
	char error[ERROR_MAX];
	struct board board = {0};
	struct tutor tutor;
	int rc = EXIT_MISTAKE;

	if (path && !album_is(path) && !make_directory(path, error))
		return command_fail("%s", error);
	if (!teach_begin(&tutor, t, path ? path : "."))
		return rc;
	hazards_if_soon(tutor.session);
	if (teach_print(&tutor, sheet)) {
		bool begun = path && board_begin(&board, path, look, error);
		bool good = begun && picture_steps(&tutor, look, &board, error);

		if (begun)
			good = board_end(&board, good, error);
		if (good && !board.album)
			good = write_page(&tutor, path, error);
		rc = path && !good ? command_fail("%s", error) : 0;
	}
	session_free(tutor.session);
	return rc;
}

static int list(void)
{
	char error[ERROR_MAX];
	struct lesson *all;
	size_t n = lesson_list(&all, error);

	if (!n)
		return command_fail("%s", error);
	teach_list();
	output_break();
	output_line("Programs, by what they show");
	output_break();
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

/* Is it a lesson in steps, and is nothing said that is for its program alone? False, and rc is EXIT_MISTAKE, when a
 * mistake was told. */
static bool find_lesson(const char *const *words, struct tutorial *t, int *rc)
{
	char error[ERROR_MAX];

	*rc = 0;
	if (words[1] || command_launch_option() || !tutorial_is(words[0]))
		return false;
	if (tutorial_load(t, words[0], error))
		return true;
	*rc = command_fail("%s", error);
	return false;
}

/* The first lesson in the window, and the list of all over it. */
static int menu(bool present, unsigned seconds)
{
	const char *first[] = {FIRST_LESSON, NULL};
	struct view look;

	if (!command_look(&look))
		return EXIT_MISTAKE;
	look.lessons = true;
	look.presents = present;
	look.seconds = seconds;
	return command_window(first, false, &look, NULL);
}

static int tell_program(const char **words, const struct view *look, const char *directory, bool text)
{
	struct session *session = NULL;
	int rc = EXIT_MISTAKE;

	if (directory || text)
		session = command_session(words,
		                          &(struct seclusion){.output = directory ? directory : ".", .pictures = true});
	if ((session || !(directory || text)) && !text)
		introduce(words[0]);
	if (session)
		rc = storyboard(session, look, directory);
	else if (!directory && !text)
		rc = command_window(words, false, look, NULL);
	session_free(session);
	return rc;
}

static int demo(const struct command *command, int argc, const char **argv)
{
	static const char *out;
	int no_window = 0, text = 0, sheet = 0, present = 0, automatic = 0;
	const struct poptOption options[] = {
		{"no-window", '\0', POPT_ARG_NONE, &no_window, 0, "write the storyboard even if there is a display",
	         NULL},
		{"out", '\0', POPT_ARG_STRING, &out, 0, "where the storyboard's pictures go: a directory, or one file",
	         "DIR|FILE.pdf|.gif|.mp4"},
		{"text", '\0', POPT_ARG_NONE, &text, 0, "print the lesson or story alone: no window, no pictures",
	         NULL},
		{"sheet", '\0', POPT_ARG_NONE, &sheet, 0,
	         "print the lesson for paper: room for answers, which stand at the end", NULL},
		{"present", '\0', POPT_ARG_NONE, &present, 0,
	         "for an audience: large letters, a clock, nothing that comes up by itself; PgDn, PgUp and B, as "
	         "remote controls send them: the next step, the last one, black",
	         NULL},
		{"auto", '\0', POPT_ARG_INT, &automatic, 0, "the next step comes by itself after so many seconds",
	         "SECONDS"},
		TEACH_OPTIONS,
		COMMAND_LOOK,
		COMMAND_LAUNCH,
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	const char **words = NULL;
	char *directory = NULL; /* of the storyboard; NULL: there is a window */
	struct tutorial tutorial;
	struct view look;
	bool lesson;
	int rc = EXIT_MISTAKE;

	if (!context)
		return rc;
	if (automatic < 0)
		command_fail("--auto %d: a step stays for some seconds; 0 is for ever", automatic);
	if (automatic < 0 || !teach_chosen()) {
		poptFreeContext(context);
		return rc;
	}
	if (!poptPeekArg(context)) {
		rc = text || sheet || no_window || out || !window_possible() ? list()
		                                                             : menu(present, (unsigned)automatic);
		poptFreeContext(context);
		return rc;
	}
	words = command_words(command, context, 1, argc);
	if (words && (text || sheet) && (out || no_window)) {
		command_fail("demo: --%s makes no pictures; --out and --no-window do", text ? "text" : "sheet");
	} else if (words && command_look(&look)) {
		lesson = find_lesson(words, &tutorial, &rc);
		if (!rc && !text && !sheet && (no_window || out || !window_possible()))
			directory = out ? alloc_string(out) : default_directory();
		if (!rc && sheet && !lesson)
			rc = command_fail("--sheet: %s has no steps; vforkscope demo lists the lessons that have",
			                  words[0]);
		else if (lesson && (text || sheet || directory))
			rc = tell_lesson(&tutorial, sheet, &look, directory);
		else if (lesson) {
			look.presents = present;
			look.seconds = (unsigned)automatic;
			rc = command_window((const char *const[]){tutorial.file, NULL}, false, &look, NULL);
		} else if (!rc)
			rc = (command_open(words[0], &look), tell_program(words, &look, directory, text));
		if (lesson)
			tutorial_free(&tutorial);
	}
	poptFreeContext(context);
	free(directory);
	return rc;
}

const struct command cmd_demo = {
	"demo",
	"[NAME|PATH [ARG...]] [--no-window] [--out DIR|FILE.pdf|.gif|.mp4] [--text|--sheet]",
	"list the lessons, or show one: in the window, as a storyboard, as text, on paper",
	demo,
	.about = "A lesson has steps, each with a picture of the running machine, and questions whose answers the "
		 "machine computes. Without a name the window begins with a menu, and without a window the lessons "
		 "are listed. PATH is a lesson of your own: see docs/write-a-lesson.md.\n"
		 "Without a display the lesson's story is printed, and its pictures are written as files.",
	.examples = "demo fork # the first lesson of the course\n"
		    "demo return --text # as text\n"
		    "demo exit --sheet # for paper, with answers at its end",
};
