/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists that lie over the picture: how one moves in them; help and the menu. */
#include "act_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/explain.h"
#include "analysis/term.h"
#include "base/alloc.h"
#include "base/language.h"
#include "layout.h"
#include "viewer.h"

struct listing *listing_new(void)
{
	return alloc_new(1, sizeof(struct listing));
}

void listing_free(struct listing *l)
{
	sheet_free(&l->sheet);
	free(l);
}

static struct sheet_flow flow(const struct viewer *v)
{
	struct layout l = layout_for(&v->view);

	return sheet_flow(&v->listing->sheet, l.width, l.height);
}

static void refill(struct viewer *v)
{
	if (v->listing->fill)
		v->listing->fill(v, &v->listing->sheet);
}

/* Bytes of the last sign of a text. */
static size_t last_sign(const char *text)
{
	size_t n = strlen(text), size = 0;

	while (size < n && size < 4 && ((unsigned char)text[n - ++size] & 0xC0) == 0x80)
		;
	return size;
}

/* The keys that open a list close whichever is open. */
static bool closes(const char *key)
{
	static const char *const keys[] = {"Escape", "F1", "F2", "F4", "F10"};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

static bool take_key(struct viewer *v, const char *key)
{
	struct sheet *s = &v->listing->sheet;
	struct sheet_flow f = flow(v);
	long page = (long)(f.rows * f.columns);
	const struct {
		const char *key;
		long by;
	} moves[] = {
		{"Up", -1},        {"Down", 1},        {"Left", -(long)f.rows},   {"Right", (long)f.rows},
		{"PageUp", -page}, {"PageDown", page}, {"Home", -(long)s->nrows}, {"End", (long)s->nrows},
	};

	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (strcmp(key, moves[i].key) == 0)
			sheet_choose(s, moves[i].by, &f);
	if (closes(key)) {
		viewer_open(v, NULL);
	} else if (strcmp(key, "Return") == 0 && v->listing->pick) {
		v->listing->pick(v, s);
	} else if (strcmp(key, "Tab") == 0 && v->listing->complete) {
		v->listing->complete(v, s);
	} else if (strcmp(key, "Backspace") == 0 && *s->typed) {
		s->typed[strlen(s->typed) - last_sign(s->typed)] = '\0';
		refill(v);
	} else if (strcmp(key, "Ctrl+U") == 0) {
		*s->typed = '\0';
		refill(v);
	}
	return true;
}

static bool take_text(struct viewer *v, const char *utf8)
{
	struct sheet *s = &v->listing->sheet;

	if (s->prompt && strlen(s->typed) + strlen(utf8) < sizeof s->typed) {
		strcat(s->typed, utf8);
		refill(v);
	}
	return true;
}

static bool take_touch(struct viewer *v, enum gesture_kind kind, const struct touch *touch)
{
	struct sheet *s = &v->listing->sheet;
	struct sheet_flow f = flow(v);

	if (kind == GESTURE_WHEEL) {
		sheet_choose(s, touch->by > 0 ? -3 : 3, &f);
	} else if (kind == GESTURE_PRESS && touch->thing->kind == THING_ROW && touch->thing->number < s->nrows) {
		s->chosen = touch->thing->number;
		if (v->listing->pick)
			v->listing->pick(v, s);
	} else if (kind == GESTURE_PRESS &&
	           !(touch->thing->kind == THING_PANEL && touch->thing->number == PANEL_SHEET)) {
		viewer_open(v, NULL);
	}
	return true;
}

static void closed(struct viewer *v)
{
	v->view.sheet = NULL;
	sheet_free(&v->listing->sheet);
	*v->listing = (struct listing){0};
}

static const struct overlay overlay = {
	.panel = PANEL_SHEET, .key = take_key, .text = take_text, .touch = take_touch, .closed = closed};

void listing_open(struct viewer *v, const struct listing *listing)
{
	viewer_open(v, NULL);
	*v->listing = *listing;
	v->view.sheet = &v->listing->sheet;
	if (listing->fill)
		refill(v);
	viewer_open(v, &overlay);
}

/* Help and menu ----------------------------------------------------------------------------------- */

static void do_action(struct viewer *v, const struct sheet *s)
{
	long id = s->chosen < s->nrows ? s->rows[s->chosen].id : -1;

	if (id < 0)
		return;
	viewer_open(v, NULL);
	viewer_act(v, &actions[id]);
}

static void fill_help(struct viewer *v, struct sheet *s)
{
	(void)v;
	sheet_of_actions(s, true);
}

static void fill_menu(struct viewer *v, struct sheet *s)
{
	(void)v;
	sheet_of_actions(s, false);
}

void act_help(struct viewer *v)
{
	listing_open(v, &(struct listing){.sheet = {.title = tr("Keys and mouse"),
	                                            .note = tr("Return does it; Esc closes"),
	                                            .prompt = tr("type to look for something")},
	                                  .fill = fill_help,
	                                  .pick = do_action});
}

/* What each short word and letter of the picture means, and each event. */
static void fill_words(struct viewer *v, struct sheet *s)
{
	(void)v;
	sheet_clear(s);
	for (size_t i = 0; i < nterms; i++) {
		if (!*terms[i].name)
			sheet_head(s, tr(terms[i].meaning));
		else if (sheet_fits(s, tr(terms[i].name)) || sheet_fits(s, tr(terms[i].meaning)))
			sheet_add(s, tr(terms[i].name), tr(terms[i].meaning), -1);
	}
	sheet_head(s, tr("Events"));
	for (uint32_t kind = 0; kind < EV_ALL; kind++) {
		const struct page *page = page_of_event(kind);

		if (page && (sheet_fits(s, event_name(kind)) || sheet_fits(s, tr(page->rule))))
			sheet_add(s, event_name(kind), tr(page->rule), -1);
	}
	sheet_done(s);
}

void act_words(struct viewer *v)
{
	listing_open(v, &(struct listing){.sheet = {.title = tr("Words and letters in the picture"),
	                                            .note = tr("what the pointer rests on is told, too; Esc closes"),
	                                            .prompt = tr("type to look for something"),
	                                            .sentences = true},
	                                  .fill = fill_words});
}

void act_menu(struct viewer *v)
{
	listing_open(v, &(struct listing){.sheet = {.title = tr("Menu"),
	                                            .note = tr("Return or a click does it; Esc closes"),
	                                            .prompt = tr("type to look for something")},
	                                  .fill = fill_menu,
	                                  .pick = do_action});
}
