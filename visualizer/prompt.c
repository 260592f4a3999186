/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines that are typed. See prompt.h. */
#include "prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "motion.h"

struct prompt {
	struct prompt_view view;
	char last[PROMPT_TEXT]; /* what was looked for last */
	size_t noted;           /* the bookmark whose note is typed */
};

struct prompt *prompt_new(void)
{
	return alloc_new(1, sizeof(struct prompt));
}

void prompt_free(struct prompt *p)
{
	if (p == NULL)
		return;
	completions_free(&p->view.offers);
	free(p);
}

const struct prompt_view *prompt_shown(const struct prompt *p)
{
	return &p->view;
}

static struct prompt *prompt_of(struct viewer *v)
{
	return v->motion->prompt;
}

/* The line ------------------------------------------------------------------------------------ */

/* Bytes of the character before or behind the cursor. */
static size_t character(const struct prompt_view *p, int way)
{
	size_t at = p->cursor;

	if (way < 0 ? at == 0 : p->text[at] == '\0')
		return 0;
	do
		at = way < 0 ? at - 1 : at + 1;
	while (((unsigned char)p->text[at] & 0xc0) == 0x80);
	return way < 0 ? p->cursor - at : at - p->cursor;
}

/* Puts text in place of what is between two places of the line, and the cursor behind it; not if it does not fit. */
static void put(struct prompt_view *p, size_t from, size_t to, const char *text, size_t length)
{
	size_t rest = strlen(p->text + to);

	if (from + length + rest >= sizeof p->text)
		return;
	memmove(p->text + from + length, p->text + to, rest + 1);
	memcpy(p->text + from, text, length);
	p->cursor = from + length;
}

/* The text is another one: what could stand there now. */
static void changed(struct viewer *v)
{
	struct prompt_view *p = &prompt_of(v)->view;

	p->error[0] = '\0';
	p->place = -1;
	p->chosen = -1;
	completions_free(&p->offers);
	if (p->kind == PROMPT_FIND)
		p->offers = completions_at(v->session, p->text, p->cursor, &v->mark);
	v->stale = true;
}

/* Takes what was chosen of the offers into the line. */
static void choose(struct prompt_view *p, long i)
{
	const struct completion *c;

	if (i < 0 || (size_t)i >= p->offers.count)
		return;
	p->chosen = i;
	c = &p->offers.list[i];
	put(p, p->offers.begin, p->cursor, c->text, strlen(c->text));
}

/* As far as all offers agree; where that is no further, one after the other. */
static void complete(struct viewer *v, int way)
{
	struct prompt_view *p = &prompt_of(v)->view;
	size_t common = completions_common(&p->offers), piece = p->cursor - p->offers.begin;
	long n = (long)p->offers.count;

	if (!n)
		return;
	if (p->chosen < 0 && (n == 1 || common > piece)) {
		put(p, p->offers.begin, p->cursor, p->offers.list[0].text, common);
		changed(v);
		return;
	}
	choose(p, p->chosen < 0 ? (way > 0 ? 0 : n - 1) : (p->chosen + way + n) % n);
}

static bool edit(struct viewer *v, const char *key)
{
	struct prompt_view *p = &prompt_of(v)->view;
	size_t back = character(p, -1), on = character(p, 1);

	if (!strcmp(key, "Left"))
		p->cursor -= back;
	else if (!strcmp(key, "Right"))
		p->cursor += on;
	else if (!strcmp(key, "Home"))
		p->cursor = 0;
	else if (!strcmp(key, "End"))
		p->cursor = strlen(p->text);
	else if (!strcmp(key, "Backspace"))
		put(p, p->cursor - back, p->cursor, "", 0);
	else if (!strcmp(key, "Delete"))
		put(p, p->cursor, p->cursor + on, "", 0);
	else if (!strcmp(key, "Ctrl+U"))
		put(p, 0, p->cursor, "", 0);
	else
		return false;
	changed(v);
	return true;
}

static void find(struct viewer *v)
{
	struct prompt *p = prompt_of(v);
	char error[ERROR_MAX];

	if (motion_find(v, p->view.text, error)) {
		snprintf(p->last, sizeof p->last, "%s", p->view.text);
		viewer_open(v, NULL);
		return;
	}
	snprintf(p->view.error, sizeof p->view.error, "%s", error);
	p->view.place = error_place(error, p->view.text);
}

static void keep_note(struct viewer *v)
{
	struct prompt *p = prompt_of(v);
	struct journey *j = &v->motion->journey;

	if (p->noted < j->nbookmarks)
		bookmark_note(&j->bookmarks[p->noted], p->view.text);
	viewer_open(v, NULL);
	viewer_say(v, "bookmark %zu of %zu: ' lists them", p->noted + 1, j->nbookmarks);
}

static void recall(struct viewer *v)
{
	struct prompt *p = prompt_of(v);

	put(&p->view, 0, strlen(p->view.text), p->last, strlen(p->last));
	changed(v);
}

static bool line_key(struct viewer *v, const char *key)
{
	struct prompt *p = prompt_of(v);
	int way = !strcmp(key, "Tab") || !strcmp(key, "Down") ? 1 : -1;

	if (edit(v, key))
		return true;
	if (!strcmp(key, "Return"))
		(p->view.kind == PROMPT_FIND ? find : keep_note)(v);
	else if (!strcmp(key, "Escape"))
		viewer_open(v, NULL);
	else if (!strcmp(key, "Up") && !*p->view.text && *p->last && p->view.kind == PROMPT_FIND)
		recall(v);
	else if (!strcmp(key, "Tab") || !strcmp(key, "Shift+Tab") || !strcmp(key, "Down") || !strcmp(key, "Up"))
		complete(v, way);
	return true;
}

static bool line_text(struct viewer *v, const char *utf8)
{
	struct prompt_view *p = &prompt_of(v)->view;

	if ((unsigned char)*utf8 >= ' ') {
		put(p, p->cursor, p->cursor, utf8, strlen(utf8));
		changed(v);
	}
	return true;
}

static bool line_touch(struct viewer *v, enum gesture_kind kind, const struct touch *touch)
{
	struct prompt_view *p = &prompt_of(v)->view;

	if (kind != GESTURE_PRESS)
		return true;
	if (touch->thing->kind == THING_ROW) {
		choose(p, (long)touch->thing->number);
		changed(v);
	} else if (touch->thing->kind != THING_PANEL || touch->thing->number != PANEL_PROMPT) {
		viewer_open(v, NULL);
	}
	return true;
}

static const struct overlay line = {.panel = PANEL_PROMPT, .key = line_key, .text = line_text, .touch = line_touch};

static void begin(struct viewer *v, enum prompt_kind kind, const char *text, const struct overlay *overlay)
{
	struct prompt_view *p = &prompt_of(v)->view;

	p->kind = kind;
	snprintf(p->text, sizeof p->text, "%s", text);
	p->cursor = strlen(p->text);
	changed(v);
	viewer_open(v, overlay);
}

void prompt_find(struct viewer *v)
{
	begin(v, PROMPT_FIND, "", &line);
}

void prompt_note(struct viewer *v, size_t bookmark)
{
	prompt_of(v)->noted = bookmark;
	begin(v, PROMPT_NOTE, v->motion->journey.bookmarks[bookmark].note, &line);
}

/* The list ------------------------------------------------------------------------------------ */

static void list_changed(struct viewer *v)
{
	struct motion *m = v->motion;
	struct prompt_view *p = &m->prompt->view;

	p->bookmarks = m->shown.bookmarks = m->journey.bookmarks;
	p->nbookmarks = m->shown.nbookmarks = m->journey.nbookmarks;
	if (p->chosen >= (long)p->nbookmarks)
		p->chosen = (long)p->nbookmarks - 1;
	if (!p->nbookmarks)
		viewer_open(v, NULL);
}

static void go_to_bookmark(struct viewer *v, long i)
{
	viewer_open(v, NULL);
	if (i >= 0 && (size_t)i < v->motion->journey.nbookmarks)
		viewer_go(v, v->motion->journey.bookmarks[i].mark);
}

static bool list_key(struct viewer *v, const char *key)
{
	struct prompt_view *p = &prompt_of(v)->view;

	if (!strcmp(key, "Down") && p->chosen + 1 < (long)p->nbookmarks)
		p->chosen++;
	else if (!strcmp(key, "Up") && p->chosen > 0)
		p->chosen--;
	else if (!strcmp(key, "Return"))
		go_to_bookmark(v, p->chosen);
	else if (!strcmp(key, "Escape"))
		viewer_open(v, NULL);
	else if (!strcmp(key, "Delete") || !strcmp(key, "Backspace")) {
		journey_forget(&v->motion->journey, (size_t)p->chosen);
		list_changed(v);
	} else if (!strcmp(key, "M")) {
		prompt_note(v, (size_t)p->chosen);
	}
	return true;
}

static bool list_touch(struct viewer *v, enum gesture_kind kind, const struct touch *touch)
{
	if (kind == GESTURE_PRESS)
		go_to_bookmark(v, touch->thing->kind == THING_ROW ? (long)touch->thing->number : -1);
	return true;
}

static const struct overlay list = {.panel = PANEL_PROMPT, .key = list_key, .touch = list_touch};

void prompt_bookmarks(struct viewer *v)
{
	long at = journey_bookmark_at(&v->motion->journey, &v->mark);

	begin(v, PROMPT_BOOKMARKS, "", &list);
	prompt_of(v)->view.chosen = at < 0 ? 0 : at;
	list_changed(v);
}
