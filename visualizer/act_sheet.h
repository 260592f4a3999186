/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists that lie over the picture: how one moves in them; help and the menu. */
#ifndef VISUALIZER_ACT_SHEET_H
#define VISUALIZER_ACT_SHEET_H

#include "keys.h"
#include "sheet.h"

/* A list that is open. */
struct listing {
	struct sheet sheet;
	void (*fill)(struct viewer *, struct sheet *);       /* the rows for what was typed; NULL: they stay */
	void (*pick)(struct viewer *, const struct sheet *); /* the chosen row, or what was typed; NULL: nothing */
	void (*complete)(struct viewer *, struct sheet *);   /* the tab key; NULL: nothing */
};

struct listing *listing_new(void);
void listing_free(struct listing *);

/* Opens a list: what the listing has but for the sheet's rows, which are made by fill, or are taken over. */
void listing_open(struct viewer *, const struct listing *);

void act_help(struct viewer *);
void act_words(struct viewer *);
void act_menu(struct viewer *);

#endif
