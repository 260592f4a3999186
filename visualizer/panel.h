/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The panels of the picture. Each draws one part of a snapshot into a rectangle and keeps inside it. */
#ifndef VISUALIZER_PANEL_H
#define VISUALIZER_PANEL_H

#include "analysis/snapshot.h"
#include "draw.h"
#include "view.h"

enum { PANEL_PAD = 14, PANEL_HEAD = 32 };

/* What a panel is called; "" for a part without a title. */
const char *panel_title(enum panel);

/* The panel of that name, as the user gives it; 0: there is none. */
#define PANEL_NAMES "source, registers, explore, spaces, pages, data, files, process, stack, time, console"
enum panel panel_named(const char *name);

/* The panel's ground with its title, or with the tabs of those that share its place, and a note at the right where
 * there is room, or what stands before its first comma, semicolon or colon; returns the rectangle for the content.
 * Ended by panel_end. Title and note are translated. */
struct rect panel_begin(struct draw *, enum panel, struct rect, const char *title, const char *note);
/* A part without ground or title. */
void panel_begin_plain(struct draw *, enum panel, struct rect);
void panel_end(struct draw *);

/* The first of n rows to show where `fit` have room: `start` by itself, further up or down as the user scrolled. Draws
 * a bar at the panel's edge where there is more than fits. */
size_t panel_rows(struct draw *, const struct view *, enum panel, struct rect content, size_t n, size_t fit,
                  size_t start);

/* Is it a part in what is shown: a loan, or a fork? */
bool panel_is_party(enum role);
/* The part that a process plays, also one that has ended; ROLE_OTHER for none. */
enum role panel_role(const struct snapshot *, uint32_t pid);

/* What a word of the stack is: with its variables' values, if there is room for that. */
void panel_word(struct draw *, const struct snapshot *, const struct view *, struct rect, enum type, enum colour,
                const struct snap_word *);

/* Stands in place of what a lesson's question asks for. The second is a term of its own: no row that explains it. */
#define PANEL_COVERED "?"
void panel_cover(struct draw *, struct rect, enum align, enum type);
/* May it not be told what such a word of the stack is? The question asks for one that links two frames. */
bool panel_covers_word(const struct snapshot *, const struct view *, const struct snap_word *);

/* Does the region show what is selected? Then it is marked: its ground, or only a ring around it, where the ground
 * says something. To be called before its text is drawn. */
bool panel_marked(struct draw *, const struct snapshot *, const struct view *, struct rect, const struct thing *);
bool panel_ringed(struct draw *, const struct snapshot *, const struct view *, struct rect, const struct thing *);

/* The same ground, whatever it is for. */
void panel_mark(struct draw *, struct rect);

/* Words of a text, each of which can be explained. Returns the width. */
double panel_terms(struct draw *, struct rect, enum type, enum colour, const char *text);

/* What a column is called that has what the lender, or parent, finds later: where nothing was lent, nothing comes
 * back. */
const char *panel_later(const struct snapshot *);

/* A row of the program's data, as a thing. */
struct thing panel_variable(const struct snapshot *, const struct snap_datum *);

/* Branches below the lanes of Time: what they take of its height, and the rows; `place` says where an instant is. */
double panel_branches_height(const struct view *);
void panel_branches(struct draw *, const struct view *, struct rect labels, struct rect axis,
                    double (*place)(void *arg, uint64_t icount), void *arg);
/* How many of them are not shown: none, where Time has the place of all panels. */
size_t panel_branches_left_out(const struct view *);
/* What stands for how a run ends. */
enum colour panel_ending(enum ending);

/* A grey sentence in an empty panel; translated. */
void panel_empty(struct draw *, struct rect content, const char *sentence);

/* A stretch of a process's lane in Time; its name stands beside the playhead. */
void panel_span(struct draw *, struct rect, enum lane_state, enum role, double playhead);

void panel_header(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_caption(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_source(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_registers(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_explore(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_spaces(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_pages(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_watches(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_data(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_files(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_process(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_stack(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_time(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_lesson(struct draw *, const struct snapshot *, const struct view *, struct rect);
/* Rings around what the lesson points at, wherever the picture has it; and nothing at all if it is black. */
void panel_lesson_rings(struct draw *, const struct view *, struct rect);
/* Where in a picture is what a step points at? Returns how many places there are, at most `room`. */
enum { LESSON_PLACES = 64 };
size_t panel_lesson_places(const struct draw_log *, const struct thing *ring, struct rect *places, size_t room);
void panel_console(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_sheet(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_card(struct draw *, const struct snapshot *, const struct view *, struct rect);
void panel_prompt(struct draw *, const struct snapshot *, const struct view *, struct rect);

#endif
