/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the user chose: all that the picture depends on besides the snapshot. */
#ifndef VISUALIZER_VIEW_H
#define VISUALIZER_VIEW_H

#include <stdbool.h>

#include "analysis/consequence.h"

#include "theme.h"
#include "thing.h"

/* The parts of the picture, in drawing order. */
enum panel {
	PANEL_HEADER,
	PANEL_CAPTION,
	PANEL_WATCHES,
	PANEL_SOURCE,
	PANEL_REGISTERS,
	PANEL_SPACES,
	PANEL_PAGES,
	PANEL_DATA,
	PANEL_FILES,
	PANEL_PROCESS,
	PANEL_STACK,
	PANEL_TIME,
	PANEL_CONSOLE,
	PANEL_EXPLORE,
	PANEL_LESSON,
	PANEL_CARD, /* from here on: what has no place in the layout; all but PANEL_SPLIT lie over the others */
	PANEL_PROMPT,
	PANEL_SHEET,
	PANEL_SPLIT, /* what two runs beside each other have besides panels: split.c */
	PANEL_COUNT
};

/* A value that is pinned: shown at every instant. */
struct view_watch {
	struct thing thing;
	char name[THING_TEXT];
	char value[THING_TEXT]; /* "" if it is nowhere now */
	char was[THING_NAME];   /* where the user came from; "" if that is the same */
};

/* A run that is looked at while it is recorded. */
enum view_run { RUN_OVER, RUN_GOES_ON, RUN_WAITS /* for its console */ };

/* A run that has left another one, or, as the first, the run as it is written. */
struct view_branch {
	const char *name;    /* "child returns"; "as written" */
	const char *ending;  /* "the parent dies of SIGSEGV" */
	const char *hazard;  /* the worst of it; "" none */
	const char *because; /* whose harm it is, if not of what made it; "" it is */
	enum ending outcome;
	enum choice_kind kind; /* that made it */
	size_t parent;         /* number of the one that it left */
	uint64_t from, to;     /* instants: where it leaves, where it ends */
};

/* The card "What does the child do next?". */
struct view_explore {
	bool open;
	const struct choices *choices;      /* at this instant; NULL: there are none, */
	const char *why;                    /* and why */
	const struct view_branch *branches; /* the first is the run as it is written */
	size_t nbranches;
	size_t branch;    /* the one that is looked at */
	const char *undo; /* what U takes back; NULL: nothing */
};
/* A step of a lesson. */
enum { LESSON_OPTIONS = 6, LESSON_TEXTS = 6, LESSON_POINTS = 6 };
enum answer { ANSWER_NONE, ANSWER_WRONG, ANSWER_RIGHT };
struct view_lesson {
	const char *name, *title;
	size_t step, nsteps; /* from 0 */
	const char *caption;
	const char *texts[LESSON_TEXTS];
	size_t ntexts;
	const char *question; /* or what to try; NULL: nothing is asked */
	bool experiment;
	bool open;                           /* nobody has answered it, or not rightly */
	bool leaving;                        /* somebody is about to leave it out: doing the same again does it */
	const char *options[LESSON_OPTIONS]; /* in the order in which they are shown; none: a number, or a thing */
	size_t noptions, chosen;             /* chosen: noptions if none was */
	const char *typed;                   /* of a number; NULL: none is asked for */
	bool points;                         /* something in the picture is asked for */
	char selected[THING_NAME];           /* and that is selected, to be the answer; "" nothing is */
	enum answer answer;
	const char *verdict; /* what is said to the answer */
	const char *told;    /* what the machine says of it; "" nothing */
	const char *hint;    /* shown; NULL: there is none, or nobody asked */
	bool can_hint;
	const char *next;                  /* at the end: the lesson that comes then; NULL: none */
	const char *score;                 /* and how it went; NULL: not at the end */
	struct thing rings[LESSON_POINTS]; /* what the step points at */
	size_t nrings;
	bool presents, black;   /* for an audience: larger; nothing is shown */
	char clock[THING_NAME]; /* how long it takes already; "" not shown */
};
struct sheet;
struct time_view;
struct prompt_view;

/* Who wrote the selection last. */
struct view_writer {
	char file[THING_NAME]; /* without its directory; "" unknown */
	int line;
	uint32_t pc; /* 0: nobody, or not yet known */
	uint64_t icount;
};

struct card;

/* Never changes the data. */
struct view {
	enum theme theme;
	bool disassembly;     /* the source panel shows machine instructions */
	double width, height; /* in pixels; the scene is laid out for them */
	const char *message;  /* short line for the user (e.g. "this is the end of the run"), or NULL */
	enum view_run run;
	bool types;                /* somebody may type at the console */
	bool typing;               /* the console has the keyboard */
	const struct sheet *sheet; /* that of PANEL_SHEET; not owned */
	enum panel overlay;        /* what lies over the picture: PANEL_SHEET ...; 0: nothing */
	struct thing selection;
	enum panel maximised; /* the one that has the place of all; 0: none */
	double type_size;     /* letters are so many times their usual size; 0: once */
	struct {
		unsigned opened; /* of the panels that share a place, the one with the largest number is shown */
		double scroll;   /* rows that are scrolled away at the top */
		double aside;    /* units that are scrolled away at the left */
	} panel[PANEL_COUNT];

	/* What the viewer has found out, drawn as it is. Not owned. */
	const struct time_view *time;     /* time_view.h; NULL: nothing */
	const struct prompt_view *prompt; /* prompt.h; of PANEL_PROMPT */
	const struct view_watch *watches;
	size_t nwatches;
	struct view_explore explore;
	bool lessons, presents; /* of a lesson that is begun: the list of all lies over it; it is for an audience */
	unsigned seconds;       /* and the next step comes by itself after so many; 0: it does not */
	const struct view_lesson *lesson; /* beside the picture; NULL: none */
	bool covers;                      /* its question is open: neither what comes nor what does harm is told */
	struct thing asked;               /* what it asks to be pointed at; THING_NONE: nothing, or it is answered */
	const char *caption;              /* what is said of the instant in place of its own caption; NULL: that */
	const struct card *card;          /* of what the pointer rests on; NULL: none */
	double hover_x, hover_y;          /* where, in units of the layout */
	struct view_writer written;
	const uint64_t *marks; /* instants in Time that belong to the selection */
	size_t nmarks;
	const struct beside *beside; /* a second run: split.h; NULL: there is one only */
};

#endif
