/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run that is looked at while it is recorded: it is recorded in pieces, between which the window takes keys and
 * draws, and what is typed at its console becomes part of it. Knows nothing of pictures.
 *
 * A program that never reads its console runs as it does in every other command. One that waits there, and that nobody
 * has given any input, is begun once more with a person before its console: then its terminal echoes.
 */
#ifndef VISUALIZER_LIVE_H
#define VISUALIZER_LIVE_H

#include "analysis/session.h"
#include "base/error.h"

enum { LIVE_KEYS = 4096 /* bytes that wait to be read by the guest; no more are taken */ };

/* Where runs come from. */
struct maker {
	/* The timeline of PROG with its arguments, at its beginning, or of a trace. person: somebody sits before its
	 * console. NULL and a line in error, ERROR_MAX bytes. */
	struct timeline *(*make)(const char *const *words, bool person, char *error);
	/* Must these be shown by a process that is begun anew, because this one has too much? NULL: never. */
	bool (*elsewhere)(const char *const *words);
	/* Its input, if it is not typed in the window (drive.h); NULL: it is. */
	size_t (*input)(void *arg, uint8_t *, size_t size, bool wait, bool *quit);
};

struct live;

/* Begins a run. person: a person sits before its console from the beginning. The words are copied. NULL and a line in
 * error if there can be none. */
struct live *live_new(const struct maker *, const char *const *words, bool person, char *error);
/* NULL is allowed. */
void live_free(struct live *);

struct session *live_session(struct live *);
const char *const *live_words(const struct live *);

/* What the run does. */
enum live_state {
	LIVE_OVER,  /* it is complete */
	LIVE_RUNS,  /* it goes on when live_go is called */
	LIVE_WAITS, /* it waits for its console, and nothing was typed */
};
enum live_state live_state(const struct live *);
/* May somebody type? */
bool live_types(const struct live *);

/* Records for about so many milliseconds. After it the session may not be asked before session_grow; or it is another
 * one: true, the run was begun anew, and the session that live_session gave before must be given to live_forget when
 * nothing of it is needed any more. */
bool live_go(struct live *, unsigned ms);

/* Types at the console; returns how many of these bytes there was room for. */
size_t live_type(struct live *, const char *bytes, size_t size);

/* The run is over where it is. */
void live_stop(struct live *);

/* Begins the same run, or with words another one, in its place, which is left as it is if that fails: false and a line
 * in error. The session is then another one, as for live_go. */
bool live_again(struct live *, const char *const *words, char *error);

/* The timeline of another program before the same console, at its beginning, as maker.make: the caller's. */
struct timeline *live_other(const struct live *, const char *const *words, char *error);

/* Must another run be shown by a process that is begun anew? Then true, and they are live_next: who has made the run
 * sees to it when it is closed. */
bool live_elsewhere(struct live *, const char *const *words);
const char *const *live_next(const struct live *); /* NULL: there is none */

/* Frees the sessions that are not live_session any more. */
void live_forget(struct live *);

#endif
