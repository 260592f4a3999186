/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A lesson beside the picture: its steps, questions and experiments. */
#ifndef VISUALIZER_ACT_LESSON_H
#define VISUALIZER_ACT_LESSON_H

#include "base/error.h"
#include "keys.h"

struct drawn_target;
struct lessoning;
struct lessoning *lessoning_new(void);
void lessoning_free(struct lessoning *); /* NULL is allowed */

/* Begins a lesson (tutorial.h: its name or path) on the session that is looked at, which must be its run, complete.
 * False and a line in error if it cannot be shown. */
bool lessoning_begin(struct viewer *, const char *name, char error[ERROR_MAX]);

/* Begins the lesson of a run whose first word is one (NAME.lesson), as soon as that is complete; as viewer_tick. */
int lessoning_tick(struct viewer *);

/* Does the lesson take the key? An answer, a digit that is typed, Enter. */
bool lessoning_key(struct viewer *, const char *key);
/* Is there a lesson that is shown to an audience? */
bool lessoning_presents(const struct viewer *);
/* Has the experiment succeeded that the lesson is at? Then there is only to go on. */
bool lessoning_done(const struct viewer *);
/* A thing in the picture was pointed at. */
void lessoning_pointed(struct viewer *, const struct thing *);
/* May a region be the answer to what is asked? While something in the picture is asked for, Tab goes from one of these
 * to the next; else all may. */
bool lessoning_admits(const struct viewer *, const struct drawn_target *);
/* Makes the view's part. */
void lessoning_show(struct viewer *);

/* Every so many seconds the next step comes by itself; 0: never. And: for an audience, with larger letters and a clock;
 * then nothing comes up by itself, and the keys of a remote control are taken: PgDn, PgUp, B. */
void lessoning_present(struct viewer *, bool presents, unsigned seconds);

/* There is none any more. */
void lessoning_end(struct viewer *);

void act_next_step(struct viewer *);
void act_previous_step(struct viewer *);
void act_this_step(struct viewer *);
void act_hint(struct viewer *);
void act_present(struct viewer *);
void act_black(struct viewer *);

void act_press_answer(struct viewer *, const struct touch *);

#endif
