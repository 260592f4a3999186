/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The panels of the picture. Each draws one part of a snapshot into a rectangle and keeps inside it. */
#ifndef VISUALIZER_PANEL_H
#define VISUALIZER_PANEL_H

#include "draw.h"

enum { PANEL_PAD = 14, PANEL_HEAD = 32 };

/* The panel's ground with its title and a note at the right; returns the rectangle for the content. Ended by panel_end. */
struct rect panel_begin(struct draw *, enum panel, struct rect, const char *title, const char *note);
/* A part without ground or title. */
void panel_begin_plain(struct draw *, enum panel, struct rect);
void panel_end(struct draw *);

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

/* Transport buttons of the header: the rectangle of TARGET_FIRST .. TARGET_LAST. */
struct rect header_button(struct rect header, enum target);

/* The part of the time panel that is the time axis, and the instant at one of its x coordinates. */
struct rect time_axis(struct rect panel);
uint64_t time_at(const struct snapshot *, struct rect axis, double x);

/* Where the lender's memory is while the loan goes on, by what the kernel did with it. */
enum lending {
	LENDING_NONE,   /* no loan, or not yet */
	LENDING_LENT,   /* with the borrower */
	LENDING_SHARED, /* with both */
	LENDING_DATA,   /* with both, but the stack was copied */
	LENDING_COPIES, /* with the lender: the borrower got a copy */
	LENDING_BACK,   /* with the lender again, who has still to wake */
};
enum lending snapshot_lending(const struct snapshot *);

/* The process of that pid, or NULL. */
const struct snap_process *snapshot_process(const struct snapshot *, uint32_t pid);
/* The process that has the processor, or NULL. */
const struct snap_process *snapshot_running(const struct snapshot *);

#endif
