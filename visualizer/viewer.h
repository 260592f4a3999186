/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The instrument without a window: a session, a mark that keys and clicks move along its timeline, and the picture of
 * the snapshot there. window.c gives it what SDL tells; tests give it names of keys and of regions.
 *
 * What an action does is in the file of its subject (act_time.c, act_view.c ...), which keeps what it must remember in
 * a struct of its own.
 */
#ifndef VISUALIZER_VIEWER_H
#define VISUALIZER_VIEWER_H

#include "analysis/session.h"
#include "base/error.h"
#include "keys.h"
#include "scene.h"

enum { VIEWER_PATIENT = -1 }; /* nothing is to be done before the user does something */

/* Something that lies over the picture and is asked first. Each function may be NULL: then all of that kind is
 * dropped, or goes on if `lets` is set. */
struct overlay {
	enum panel panel; /* what the scene draws for it */
	bool lets;        /* what it does not take goes on to what is beneath */
	bool (*key)(struct viewer *, const char *key);
	bool (*text)(struct viewer *, const char *utf8);
	bool (*touch)(struct viewer *, enum gesture_kind, const struct touch *);
	void (*closed)(struct viewer *); /* it is gone */
};

struct viewer {
	struct session *session;   /* not owned */
	struct timeline *timeline; /* the session's */
	struct view view;
	struct timeline_mark mark;     /* moved by viewer_go */
	const struct overlay *overlay; /* or NULL; set by viewer_open */
	uint64_t now;                  /* ms, as viewer_tick was told */
	bool stale;                    /* the picture must be drawn again */
	bool quit;

	/* Called again and again while something takes long: draws what there is, and says false where the user
	 * wants no more of it. Set by the window; NULL: nobody is there. */
	bool (*meanwhile)(void *arg);
	void *meanwhile_arg;

	/* each subject's own */
	struct motion *motion;       /* motion.c */
	struct watching *watching;   /* act_live.c */
	struct listing *listing;     /* act_sheet.c */
	struct editing *editing;     /* act_edit.c */
	struct live *live;           /* where the session is from, not owned; NULL: it is complete */
	struct explorer *explorer;   /* act_explore.c */
	struct selecting *selecting; /* act_select.c */
	struct splitting *splitting; /* act_split.c */
	struct lessoning *lessoning; /* act_lesson.c */

	/* viewer.c's own */
	struct snapshot *snapshot;  /* of the mark `shown`; NULL: none was made yet */
	struct timeline_mark shown; /* the last one that a snapshot could be made of */
	bool moved;                 /* the mark is another one since then */
	struct draw_log log;        /* of the picture drawn last */
	char message[ERROR_MAX];
	uint64_t message_until;
	enum panel under;         /* the panel that the pointer is in; 0: none */
	unsigned opened;          /* how often a panel was opened */
	struct drawn_target held; /* where the button went down; a copy without knots */
	bool holding;
	bool text_is_key; /* the key that comes as text, too, has been taken */
};

/* Shows the session from that mark on; the view is copied. The session must live longer. NULL and a line in error
 * (ERROR_MAX bytes) if there can be no picture of it. */
struct viewer *viewer_new(struct session *, const struct timeline_mark *, const struct view *, char *error);
void viewer_free(struct viewer *); /* NULL is allowed */

/* What the user does. Keys by their names in keys.h, modifiers before them; places in pixels of the picture. */
void viewer_key(struct viewer *, const char *key);
/* Signs that were typed. A sign that is no letter, digits among them, is also the name of a key, which then comes in no
 * other way: where it is on the keyboard is the layout's. */
void viewer_text(struct viewer *, const char *utf8);
/* modifiers: "" or as in a key's name, "Ctrl+"; and "Middle+" for the middle button. */
void viewer_press(struct viewer *, double x, double y, const char *modifiers);
void viewer_double(struct viewer *, double x, double y, const char *modifiers);
void viewer_release(struct viewer *, double x, double y);
void viewer_move(struct viewer *, double x, double y);
void viewer_leave(struct viewer *); /* the pointer is outside */
void viewer_wheel(struct viewer *, double x, double y, double up, const char *modifiers);
void viewer_act(struct viewer *, const struct action *);

/* Time goes by: `now` in ms of a clock that never goes back, told before what the user does. Returns in how many ms it
 * wants to be called again, or VIEWER_PATIENT. */
int viewer_tick(struct viewer *, uint64_t now);

/* What the picture shows, with the view as it is to be drawn. */
const struct snapshot *viewer_shown(struct viewer *);

/* Draws the picture, as large as that in pixels. False if Cairo cannot. */
bool viewer_draw(struct viewer *, cairo_t *, int width, int height);

/* Where a region of the picture drawn last is, by the name of its thing (thing_text) or the beginning of that; a point
 * in pixels where it is the uppermost. False if there is none. */
bool viewer_find(const struct viewer *, const char *name, double *x, double *y);

/* For those who act. ----------------------------------------------------------------------------------------------- */

/* The snapshot of the mark, made when it is asked for first; owned by the viewer and gone with the next move. Where
 * there can be none the mark goes back to where it was, and a message tells why. */
const struct snapshot *viewer_snapshot(struct viewer *);

/* Looks at another session from now on, at that mark; the one before goes on being somebody's. */
void viewer_look(struct viewer *, struct session *, struct timeline_mark);

/* Moves the mark. The message goes. */
void viewer_go(struct viewer *, struct timeline_mark);

/* ms of a clock that never goes back, for those who must not work too long. */
uint64_t viewer_clock(void);

/* The session has grown: a new snapshot is made, of that mark. */
void viewer_grown(struct viewer *, struct timeline_mark);

/* Shows another session, from that mark on. Nothing of the one before is needed any more. */
void viewer_take(struct viewer *, struct session *, struct timeline_mark);

/* A line for some seconds. */
void viewer_say(struct viewer *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Brings a panel to the front of those that share its place. */
void viewer_open_panel(struct viewer *, enum panel);

/* Lays something over the picture, instead of what lies there; NULL: nothing. */
void viewer_open(struct viewer *, const struct overlay *);

#endif
