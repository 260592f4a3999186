/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The panels of the picture. Each draws one part of a snapshot into a rectangle and keeps inside it. */
#ifndef VISUALIZER_PANEL_H
#define VISUALIZER_PANEL_H

#include "analysis/snapshot.h"
#include "draw.h"
#include "view.h"

enum { PANEL_PAD = 14, PANEL_HEAD = 32 };

/* The panel's ground with its title and a note at the right; returns the rectangle for the content. Ended by
 * panel_end. */
struct rect panel_begin(struct draw *, enum panel, struct rect, const char *title, const char *note);
/* A part without ground or title. */
void panel_begin_plain(struct draw *, enum panel, struct rect);
void panel_end(struct draw *);

/* Is it a part in what is shown: a loan, or a fork? */
bool panel_is_party(enum role);
/* The part that a process plays, also one that has ended; ROLE_OTHER for none. */
enum role panel_role(const struct snapshot *, uint32_t pid);

/* What a word of the stack is: told with its variables' values (or ""), if there is room for that. */
void panel_word(struct draw *, struct rect, enum type, enum colour, const char *what, const char *told);

/* A grey sentence in an empty panel. */
void panel_empty(struct draw *, struct rect content, const char *sentence);

void panel_header(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_caption(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_source(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_registers(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_spaces(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_pages(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_stack(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_time(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_console(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_help(struct draw *, const struct snapshot *, const struct view *, struct rect);

#endif
