/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the pointer rests on, what is selected, and where one goes from there: to who wrote it, to what it points at
 * (act_writer.c), to its history; and values that are pinned. */
#ifndef VISUALIZER_ACT_SELECT_H
#define VISUALIZER_ACT_SELECT_H

#include "analysis/datum.h"
#include "keys.h"

struct selecting;
struct selecting *selecting_new(void);
void selecting_free(struct selecting *);

/* As viewer_tick: opens the card, finds out more about it and about the selection, piece by piece. */
int selecting_tick(struct viewer *);
/* There is a new snapshot. */
void selecting_moved(struct viewer *);
/* The pointer is over a thing (NULL: over nothing), at a place in units of the layout. */
void selecting_hover(struct viewer *, const struct thing *, double x, double y);
/* The card goes. */
void selecting_dismiss(struct viewer *);
/* What comes is of another session: what was found out in the last one goes. */
void selecting_forget(struct viewer *);
/* Selects it; NULL: nothing. */
void selecting_select(struct viewer *, const struct thing *);

/* Ends the history of a selection, which act_track has begun; false: there is none. */
bool selecting_untrack(struct viewer *);

/* For act_writer.c: is nothing selected? Then it says so. */
bool selecting_none(struct viewer *);
/* What is selected, as a datum at a mark; false, and a message, if it has no value of its own, or is nowhere then. */
bool selecting_datum(struct viewer *, const struct timeline_mark *, struct datum *);
/* Symbols of the program that the run is about; NULL: none. */
struct symbols *selecting_symbols(struct viewer *);

void act_last_write(struct viewer *);
void act_next_write(struct viewer *);
void act_first_write(struct viewer *);
void act_follow(struct viewer *);
void act_track(struct viewer *);
void act_watch(struct viewer *);
void act_select_next(struct viewer *);
void act_select_previous(struct viewer *);

void act_press_thing(struct viewer *, const struct touch *);

#endif
