/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What lies over the picture and takes what is typed: the line that looks for instants, with what could stand in it;
 * the line for a bookmark's note; and the list of bookmarks.
 */
#ifndef VISUALIZER_PROMPT_H
#define VISUALIZER_PROMPT_H

#include "analysis/completion.h"
#include "base/error.h"
#include "journey.h"
#include "keys.h"

enum prompt_kind { PROMPT_FIND, PROMPT_NOTE, PROMPT_BOOKMARKS };
enum { PROMPT_TEXT = 256 };

/* What is drawn of it (panel_prompt.c). */
struct prompt_view {
	enum prompt_kind kind;
	char text[PROMPT_TEXT]; /* UTF-8 */
	size_t cursor;          /* bytes before it */
	char error[ERROR_MAX];  /* "" none */
	long place;             /* bytes before the mistake in the text, -1 nowhere in it */
	struct completions offers;
	const struct bookmark *bookmarks;
	size_t nbookmarks;
	long chosen; /* of the offers or the bookmarks; -1 none */
};

struct prompt;
struct prompt *prompt_new(void);
void prompt_free(struct prompt *);
const struct prompt_view *prompt_shown(const struct prompt *);

/* Each opens it. */
void prompt_find(struct viewer *);
void prompt_note(struct viewer *, size_t bookmark);
void prompt_bookmarks(struct viewer *);

#endif
