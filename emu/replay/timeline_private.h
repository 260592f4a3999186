/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of a timeline share: timeline.c (recording, asking) and timeline_move.c (moving). */
#ifndef EMU_TIMELINE_PRIVATE_H
#define EMU_TIMELINE_PRIVATE_H

#include "replay/timeline.h"

struct switched {
	uint64_t icount;
	uint32_t pid;
};

/* A state that is kept as it is, to begin from again. */
struct near {
	uint64_t icount;
	void *data; /* as machine_save gives it; NULL: none */
	size_t size;
	size_t applied; /* inputs that the machine had got there */
};

/* The same, had by a run and by those that have left it. */
struct kept_state {
	unsigned users;
	struct near near;
};

struct timeline {
	struct run_config config;
	struct machine *machine; /* the one that is moved, NULL: to be made; while the run is recorded in pieces it */
	struct machine *front;   /* may be another than this one, which records; NULL: the run is complete */
	struct machine *watched; /* runs in detail, always; NULL: not needed so far */
	struct machine *spare;   /* to be made over for that; NULL: there is none */
	size_t watched_applied;  /* inputs that it got; SIZE_MAX: its state is of no use */
	struct recording made;
	size_t events_room, inputs_room, checkpoints_room, outputs_room, text_room, switches_room, uses_room;
	struct disk_parts *parts;
	struct driven driven; /* how far the front is */
	uint64_t until;       /* nanoseconds of the host's clock when a piece is done; UINT64_MAX: when the run is */
	void (*pause)(void *arg, bool waits); /* who observes, or NULL */
	void *observer;
	bool (*tell)(void *arg, uint64_t icount, uint64_t end); /* where timeline_detail is, or NULL */
	void *teller;
	bool stopped; /* by tell */
	size_t ntext;
	struct switched *switches; /* who ran from when on */
	size_t nswitches;
	size_t applied; /* inputs that the machine got on its way to the present instant */
	struct chain *chain;
	uint64_t spacing;
	size_t own, packed; /* checkpoints with data that this run has made, and their bytes */
	uint64_t kept;      /* icount of the last one, or of what it begins from */
	size_t broken;      /* checkpoints that are not what they are said to be */
	enum drive_end ended;
	char problem[ERROR_MAX];
	char failure[ERROR_MAX]; /* of the last seek */
	struct near remembered;  /* where timeline_detail began last */
	struct near behind;      /* a little before where somebody steps back */
	struct kept_state *base; /* where timeline_keep was asked to; NULL: nowhere */
	struct console console;  /* its functions are called by ours */
};

/* Makes a machine to be moved where there is none, or, while the run is being recorded, the front alone. False and a
 * line in failure if there can be none. */
bool timeline_part(struct timeline *);

/* The config of a timeline that will not be asked for anything any more. */
struct run_config timeline_take_config(struct timeline *);

/* timeline_load in the machines of another one, which is freed in any case; NULL: there is none. */
struct timeline *timeline_load_instead(struct run_config *, struct recording *, const char *problem,
                                       struct timeline *used, char error[ERROR_MAX]);

/* Has the state that another one keeps, if that lies at or before an instant up to which both are the same. */
void timeline_keep_too(struct timeline *, const struct timeline *other, uint64_t same);

/* Keeps none any more. */
void timeline_keep_none(struct timeline *);

/* What came from outside comes again. False: there is no such place. */
bool timeline_apply(struct machine *, const struct timeline_input *);

#endif
