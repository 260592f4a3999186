/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope view and vforkscope shot: a run in the window, and one instant of it as a picture. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act_lesson.h"
#include "act_split.h"
#include "base/alloc.h"
#include "base/environment.h"
#include "analysis/hazard.h"
#include "base/tool.h"
#include "analysis/session.h"
#include "analysis/where.h"
#include "cli/input.h"
#include "image/lesson.h"
#include "commands.h"
#include "cli/teach.h"
#include "lesson/pupil.h"
#include "lesson/tutorial.h"
#include "live.h"
#include "panel.h"
#include "picture.h"
#include "reading.h"
#include "recent.h"
#include "replay/trace.h"
#include "theme.h"
#include "viewer.h"
#include "window.h"

enum { SIZE_MIN = 320, SIZE_LIMIT = 8192, START_PIECE_MS = 20 };

/* ms that the window may wait for the instant that it begins with: one that was asked for, or the first vfork. */
enum { START_ASKED = 5000, START_USUAL = 200 };

static struct {
	const char *theme;
	const char *size;
	const char *at;
	const char *panel;
	int finding;
	char found[24]; /* the same as WHERE */
} looks;

struct poptOption command_look_options[] = {
	{"theme", '\0', POPT_ARG_STRING, &looks.theme, 0, "light, dark or contrast", "THEME"},
	{"size", '\0', POPT_ARG_STRING, &looks.size, 0, "pixels (1600x900)", "WxH"},
	{"panel", '\0', POPT_ARG_STRING, &looks.panel, 0, "in front of those that share its place: " PANEL_NAMES,
         "PANEL"},
	{"at", '\0', POPT_ARG_STRING, &looks.at, 0, "the instant, without it the program's first vfork: " WHERE_HELP,
         "WHERE"},
	{"hazard", '\0', POPT_ARG_INT, &looks.finding, 0,
         "the instant of a finding of check, by its number, with the explorer in front: short for --at finding#N", "N"},
	POPT_TABLEEND};

bool command_look(struct view *view)
{
	unsigned w = 1600, h = 900;
	int end = 0;

	*view = (struct view){.theme = THEME_LIGHT};
	if (!draw_has_fonts()) {
		command_fail("there is no font to draw with: fontconfig finds none (fc-list); install some, such as "
		             "DejaVu");
		return false;
	}
	if (looks.theme) {
		int theme = 0;

		while (theme < THEME_COUNT && strcmp(theme_name((enum theme)theme), looks.theme))
			theme++;
		if (theme == THEME_COUNT) {
			command_fail("--theme %s: there are light, dark and contrast", looks.theme);
			return false;
		}
		view->theme = (enum theme)theme;
	}
	if (looks.size && (sscanf(looks.size, "%5ux%5u%n", &w, &h, &end) != 2 || looks.size[end] || w < SIZE_MIN ||
	                   h < SIZE_MIN || w > SIZE_LIMIT || h > SIZE_LIMIT)) {
		command_fail("--size %s: WIDTHxHEIGHT in pixels, %d to %d each", looks.size, SIZE_MIN, SIZE_LIMIT);
		return false;
	}
	view->width = w;
	view->height = h;
	if (looks.finding) {
		if (looks.at || looks.finding < 0) {
			command_fail(looks.at ? "--hazard and --at: only one of them"
			                      : "--hazard %d: findings are numbered from 1",
			             looks.finding);
			return false;
		}
		snprintf(looks.found, sizeof looks.found, "finding#%d", looks.finding);
		looks.at = looks.found;
	}
	if (!looks.panel) {
		view->panel[PANEL_EXPLORE].opened = looks.finding > 0;
		return true;
	}
	enum panel panel = panel_named(looks.panel);
	if (panel)
		view->panel[panel].opened = 1;
	else
		command_fail("--panel %s: there are " PANEL_NAMES, looks.panel);
	return panel;
}

void command_open(const char *program, struct view *view)
{
	char *opens = lesson_opens(program);
	enum panel panel = opens ? panel_named(opens) : 0;

	if (panel && !looks.panel && !looks.finding)
		view->panel[panel].opened = 1;
	free(opens);
}

bool command_start(struct session *session, struct timeline_mark *mark)
{
	static const char *const starts[] = {"exec.done#2", "exec.done", "0", "@0"};
	const struct timeline *t = session_timeline(session);
	char error[ERROR_MAX];

	if (looks.at) {
		if (where_mark(session, looks.at, mark, error))
			return true;
		command_fail("%s", error);
		return false;
	}
	if (session_first_vfork(t, mark))
		return true;
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (where_mark(session, starts[i], mark, error))
			break;
	return true;
}

/* What a run that is shown keeps of the host, if it is a trace's; the key S saves pictures here. */
static const struct seclusion seclusion = {.output = ".", .pictures = true, .window = true};

static bool shows;             /* there is a window, with threads of its own */
static bool gave_up;           /* for a trace, and for good */
static struct timeline *begun; /* the window's first run, if that is there already */

static bool elsewhere(const char *const *words)
{
	return shows && !gave_up && trace_is(words[0]);
}

/* The run of a lesson. */
static struct timeline *make_lesson(const char *name, bool person, char *error)
{
	struct tutorial tutorial;
	struct timeline *t;

	if (!tutorial_load(&tutorial, name, error))
		return NULL;
	t = command_begin_under(tutorial.system.text, tutorial.words, person, error);
	tutorial_free(&tutorial);
	return t;
}

static struct timeline *make(const char *const *words, bool person, char *error)
{
	const char *dot = strrchr(words[0], '.');
	struct timeline *first = begun;

	if (first) {
		begun = NULL;
		return first;
	}
	if (!gave_up)
		recent_keep(words);
	if (tutorial_names(words[0]) && !gave_up)
		return make_lesson(words[0], person, error);
	if (gave_up && !trace_is(words[0]) && (strchr(words[0], '/') || dot)) {
		error_set(error,
		          "%s: this window shows a trace, and has given up compiling before it read it; vforkscope "
		          "view %s opens it",
		          words[0], words[0]);
		return NULL;
	}
	if (!trace_is(words[0]))
		return command_begin(words, person, error);
	gave_up = true;
	if (!words[1])
		return command_load(words[0], &seclusion, error);
	error_set(error, "%s: is a trace and takes no arguments: %s", words[0], words[1]);
	return NULL;
}

/* Records until the instant is there that is to be shown first; but a user does not wait for long. False when a mistake
 * was told. */
static bool find_start(struct live *live, struct timeline_mark *mark)
{
	const uint64_t end = viewer_clock() + (looks.at ? START_ASKED : START_USUAL);
	char error[ERROR_MAX];
	struct timeline *t;
	bool found = false;

	while (!found && live_state(live) == LIVE_RUNS && viewer_clock() < end) {
		if (live_go(live, START_PIECE_MS))
			live_forget(live);
		session_grow(live_session(live));
		found = looks.at ? where_mark(live_session(live), looks.at, mark, error)
		                 : session_first_vfork(session_timeline(live_session(live)), mark);
	}
	t = session_timeline(live_session(live));
	if (looks.at || found || live_state(live) == LIVE_OVER)
		return command_start(live_session(live), mark);
	*mark = (struct timeline_mark){timeline_end(t), (long)timeline_nevents(t) - 1, 0};
	return true;
}

int command_window(const char *const *words, bool person, const struct view *view, const char *beside)
{
	const struct maker maker = {.make = make, .elsewhere = elsewhere, .input = input_given() ? input_keys : NULL};
	bool trace = trace_is(words[0]), lesson = tutorial_names(words[0]);
	struct companion companion;
	struct timeline_mark mark;
	char error[ERROR_MAX];
	struct live *live;
	int rc = EXIT_MISTAKE;

	if (!trace && !lesson && !command_program(words[0]))
		return rc;
	if (beside && !command_companion(words, beside, &seclusion, &companion, &begun))
		return rc;
	gave_up = begun != NULL;
	live = live_new(&maker, words, person && !input_given(), error);
	if (!live)
		return *error ? command_fail("%s", error) : rc;
	if (!trace && !lesson)
		command_note_launch(words);
	else if (trace && *timeline_problem(session_timeline(live_session(live))))
		command_note("%s: %s", words[0], timeline_problem(session_timeline(live_session(live))));
	shows = true;
	if (find_start(live, &mark))
		rc = window_run(live, &mark, view, beside ? &companion : NULL, error) ? command_fail("%s", error) : 0;
	if (!rc && live_next(live)) {
		const char *again[] = {"vforkscope",       "view", "--theme", theme_name(view->theme),
		                       live_next(live)[0], NULL};

		tool_begin_anew(again, error);
		rc = command_fail("%s", error);
	}
	live_free(live);
	return rc;
}

static void no_display(void)
{
	const char *display = environment_get(ENV_DISPLAY);

	command_fail("%s%s%s; vforkscope shot makes pictures, vforkscope demo a storyboard",
	             display ? "the display " : "there is no display", display ? display : "",
	             display ? " cannot be opened" : "");
}

static int view(const struct command *command, int argc, const char **argv)
{
	static const char *shell[] = {"sh", NULL}, *login[] = {"sh", "-l", NULL}, *beside;
	const struct poptOption options[] = {COMMAND_BESIDE(&beside), TEACH_OPTIONS, COMMAND_LOOK, COMMAND_LAUNCH,
	                                     POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	bool shells = context && !poptPeekArg(context);
	struct view look;
	const char **words, *steps[] = {NULL, NULL};
	char *lesson = NULL;
	int rc = EXIT_MISTAKE;

	if (!context)
		return rc;
	words = shells ? input_given() ? shell : login : command_words(command, context, 1, argc);
	if (words && command_lesson(words)) {
		lesson = alloc_format("%s%s", words[0], tutorial_names(words[0]) ? "" : TUTORIAL_ENDING);
		steps[0] = lesson;
		words = steps;
	}
	if (words && teach_chosen() && command_look(&look)) {
		command_open(words[0], &look);
		if (window_possible())
			rc = command_window(words, shells, &look, beside);
		else
			no_display();
	}
	poptFreeContext(context);
	free(lesson);
	return rc;
}

/* Draws the picture, which nobody sees. */
static bool look_at(struct viewer *v, const struct view *look)
{
	cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
	cairo_t *cr = cairo_create(surface);
	bool good = viewer_draw(v, cr, (int)look->width, (int)look->height);

	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	return good;
}

/* A key as it comes in the window: a sign comes as text, and a letter first as the key that gives it. */
static void type(struct viewer *v, char *key)
{
	const char text[] = {*key, '\0'};

	if (strlen(key) > 1) {
		viewer_key(v, key);
		return;
	}
	*key = (char)toupper((unsigned char)*key);
	if (isalpha((unsigned char)*key))
		viewer_key(v, key);
	viewer_text(v, text);
}

/* Takes the picture, of a lesson (NULL: of none), after keys were pressed in it, by their names with blanks between
 * them (NULL: none), and writes it to output, or prints it as text (NULL). The second session, which it takes over, is
 * beside the first; NULL: there is none. */
static bool take(struct session *const sessions[2], const struct timeline_mark *mark, const struct view *look,
                 const char *lesson, const char *keys, const char *output)
{
	char error[ERROR_MAX], key[32];
	const struct snapshot *s;
	struct viewer *v;
	bool ok;

	pupil_nobody();
	hazards_if_soon(sessions[0]); /* as in the window */
	v = viewer_new(sessions[0], mark, look, error);
	ok = v != NULL;
	if (!ok)
		session_free(sessions[1]);
	else if (sessions[1])
		ok = splitting_open(v, sessions[1], error);
	else if (lesson)
		ok = lessoning_begin(v, lesson, error);

	for (const char *at = keys; ok && at && *(at += strspn(at, " "));) {
		size_t n = strcspn(at, " ");

		snprintf(key, sizeof key, "%.*s", (int)n, at);
		ok = look_at(v, look); /* some keys go through what is in the picture */
		type(v, key);
		while (viewer_tick(v, 0) == 0) /* what has begun is finished */
			;
		at += n;
	}
	s = ok ? viewer_shown(v) : NULL;
	ok = s && (!output || picture_write(output, s, &v->view, error));
	if (ok && !output)
		reading_print(s, &v->view, looks.panel ? panel_named(looks.panel) : 0);
	if (s && s->note[0])
		command_note("%s", s->note);
	if (!ok)
		command_fail("%s", error);
	viewer_free(v);
	return ok;
}

/* The run of a lesson, complete; NULL when a mistake was told. */
static struct session *lesson_session(const char *name, const struct seclusion *keep)
{
	struct tutorial tutorial;
	char error[ERROR_MAX];
	struct session *session;

	if (!tutorial_load(&tutorial, name, error)) {
		command_fail("%s", error);
		return NULL;
	}
	session = command_session_under(tutorial.system.text, tutorial.words, keep);
	tutorial_free(&tutorial);
	return session;
}

/* Shows one instant of the words' run: as a picture, which is written to output, or printed as text. Releases the
 * context. */
static int show(const struct command *command, poptContext context, bool picture, const char *output, const char *keys,
                const char *beside)
{
	struct session *sessions[2] = {NULL, NULL};
	const char **words = command_words(command, context, 1, INT_MAX);
	struct timeline_mark mark;
	struct view look;
	char *lesson = NULL;
	int rc = EXIT_MISTAKE;

	if (words && picture && !output) {
		command_fail("shot: -o FILE is missing");
		words = NULL;
	}
	if (words && command_lesson(words))
		lesson = alloc_string(words[0]);
	if (words && teach_chosen() && command_look(&look)) {
		const struct seclusion keep = {.output = output, .pictures = true};

		command_open(words[0], &look);
		if (beside)
			command_beside(words, beside, &keep, sessions);
		else if (lesson)
			sessions[0] = lesson_session(words[0], &keep);
		else
			sessions[0] = command_session(words, &keep);
	}
	poptFreeContext(context);
	if (sessions[0] && command_start(sessions[0], &mark) && take(sessions, &mark, &look, lesson, keys, output))
		rc = 0;
	session_free(sessions[0]);
	free(lesson);
	return rc;
}

static const char *keys, *beside;
#define COMMAND_KEYS                                                                                                   \
	{                                                                                                              \
		"keys", '\0', POPT_ARG_STRING, &keys, 0,                                                               \
			"after keys of the window, with blanks between them: \"F 8\"", "KEYS"                          \
	}

static int shot(const struct command *command, int argc, const char **argv)
{
	static const char *output;
	const struct poptOption options[] = {
		{"output", 'o', POPT_ARG_STRING, &output, 0, "the picture: .png, .svg or .pdf", "FILE"},
		COMMAND_KEYS,
		COMMAND_BESIDE(&beside),
		TEACH_OPTIONS,
		COMMAND_LOOK,
		COMMAND_LAUNCH,
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);

	return context ? show(command, context, true, output, keys, beside) : EXIT_MISTAKE;
}

static int text(const struct command *command, int argc, const char **argv)
{
	const struct poptOption options[] = {COMMAND_KEYS, TEACH_OPTIONS, COMMAND_LOOK, COMMAND_LAUNCH,
	                                     POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);

	return context ? show(command, context, false, NULL, keys, NULL) : EXIT_MISTAKE;
}

const struct command cmd_view = {
	"view",
	"[PROG|TRACE [ARG...]] [--at WHERE] [--beside RUN]",
	"a run (of a shell, if no program is named) in the window: step forward and back, see who owns what",
	view,
	.about = "Arrows step from event to event, comma and full stop by source lines, brackets by instructions; F "
		 "goes to the next hazard, E asks what the child does next, V puts another system beside this one, "
		 "slash takes any instant or condition. H tells all keys, F10 is a menu. A program that waits for "
		 "input is looked at while it runs: click its console and type.\n"
		 "Without a program it is the machine's shell.",
	.examples = "view borrow # a loan, step by step\n"
		    "view return --at hazard.frame # at the store that ruins the parent's frame\n"
		    "view return --beside 4.4bsd # two systems, moving together",
};

const struct command cmd_shot = {
	"shot",
	"PROG|TRACE [ARG...] [--at WHERE] [--beside RUN] -o FILE.png|.svg|.pdf",
	"one instant as a picture",
	shot,
	.about = "The picture is what the window would show, at any size. KEYS are keys of the window, pressed "
		 "before: F 8 goes to the next hazard and puts the stack in front, or alone if it is there already. E "
		 "opens the explorer, where letters are the child's choices; where a lesson opens with it, as explore "
		 "does, E would close it.",
	.examples = "shot return --at hazard.frame -o frame.png # the store that ruins the parent's frame\n"
		    "shot return --at hazard.frame --beside 4.4bsd -o two.svg # two systems\n"
		    "shot explore --keys R -o returns.png # the child returns, and what its parent finds then\n"
		    "shot borrow --keys 'E X' -o exits.png # in a program of any kind: the child leaves by _exit",
};

const struct command cmd_text = {
	"text",
	"PROG|TRACE [ARG...] [--at WHERE] [--panel PANEL]",
	"one instant as the window shows it, as text: for a screen reader, or a terminal",
	text,
	.about =
		"Panel by panel, and row by row, everything that the window shows, also what is behind tabs there, and "
		"what has no room there. With --panel only that one.",
	.examples = "text return --at hazard.frame # the picture in words\n"
		    "text return --at hazard.frame --panel stack # the stack alone",
};
