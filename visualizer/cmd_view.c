/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope view and vforkscope shot: a run in the window, and one instant of it as a picture. */
#include <stdio.h>
#include <string.h>

#include "base/environment.h"
#include "analysis/session.h"
#include "analysis/where.h"
#include "commands.h"
#include "panel.h"
#include "picture.h"
#include "theme.h"
#include "window.h"

enum { SIZE_MIN = 320, SIZE_LIMIT = 8192 };

static struct {
	const char *theme;
	const char *size;
	const char *at;
	const char *panel;
} looks;

struct poptOption command_look_options[] = {
	{"theme", '\0', POPT_ARG_STRING, &looks.theme, 0, "light, dark or contrast", "THEME"},
	{"size", '\0', POPT_ARG_STRING, &looks.size, 0, "pixels (1600x900)", "WxH"},
	{"panel", '\0', POPT_ARG_STRING, &looks.panel, 0, "in front of those that share its place: " PANEL_NAMES,
         "PANEL"},
	{"at", '\0', POPT_ARG_STRING, &looks.at, 0, "the instant, without it the program's first vfork: " WHERE_HELP,
         "WHERE"},
	POPT_TABLEEND};

bool command_look(struct view *view)
{
	unsigned w = 1600, h = 900;
	int end = 0;

	*view = (struct view){.theme = THEME_LIGHT};
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
	if (!looks.panel)
		return true;
	enum panel panel = panel_named(looks.panel);
	if (panel)
		view->panel[panel].opened = 1;
	else
		command_fail("--panel %s: there are " PANEL_NAMES, looks.panel);
	return panel;
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
	for (size_t i = 0; i < timeline_nevents(t); i++) {
		const struct event *e = timeline_event(t, i);

		/* the program's own; where there is no fork, init uses vfork, too */
		if (e->kind == EV_VFORK_BEGIN && e->pid > 1) {
			*mark = (struct timeline_mark){e->icount, (long)e->seq, 0};
			return true;
		}
	}
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (where_mark(session, starts[i], mark, error))
			break;
	return true;
}

int command_window(struct session *session, const struct timeline_mark *start, const struct view *view)
{
	char error[ERROR_MAX];

	return window_run(session, start, view, error) ? command_fail("%s", error) : 0;
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
	const struct poptOption options[] = {COMMAND_LOOK, COMMAND_LAUNCH, POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	struct session *session = NULL;
	struct timeline_mark mark;
	struct view look;
	const char **words;
	int rc = EXIT_MISTAKE;

	if (!context)
		return rc;
	words = command_words(command, context, 1, argc);
	if (words && command_look(&look)) {
		if (window_possible()) /* the key S saves pictures here */
			session = command_session(words,
			                          &(struct seclusion){.output = ".", .pictures = true, .window = true});
		else
			no_display();
	}
	poptFreeContext(context);
	if (session && command_start(session, &mark))
		rc = command_window(session, &mark, &look);
	session_free(session);
	return rc;
}

static int shot(const struct command *command, int argc, const char **argv)
{
	static const char *output;
	const struct poptOption options[] = {
		{"output", 'o', POPT_ARG_STRING, &output, 0, "the picture: .png, .svg or .pdf", "FILE"},
		COMMAND_LOOK,
		COMMAND_LAUNCH,
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	char error[ERROR_MAX];
	struct session *session = NULL;
	struct timeline_mark mark;
	struct view look;
	const char **words;
	int rc = EXIT_MISTAKE;

	if (!context)
		return rc;
	words = command_words(command, context, 1, argc);
	if (words && !output)
		command_fail("shot: -o FILE is missing");
	else if (words && command_look(&look))
		session = command_session(words, &(struct seclusion){.output = output, .pictures = true});
	poptFreeContext(context);
	if (session && command_start(session, &mark)) {
		struct snapshot *s = snapshot_at(session, &mark);

		if (!s)
			command_fail("%s", timeline_failure(session_timeline(session)));
		else if (picture_write(output, s, &look, error))
			rc = 0;
		else
			command_fail("%s", error);
		if (s && s->note[0])
			command_note("%s", s->note);
		snapshot_free(s);
	}
	session_free(session);
	return rc;
}

const struct command cmd_view = {
	"view",
	"PROG|TRACE [ARG...] [--at WHERE]",
	"a run in the window: step forward and back, see who owns what",
	view,
};

const struct command cmd_shot = {
	"shot",
	"PROG|TRACE [ARG...] [--at WHERE] -o FILE.png|.svg|.pdf",
	"one instant as a picture",
	shot,
};
