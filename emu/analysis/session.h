/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A timeline with what has been found out about it: symbols of the kernel and of the programs, the loans, and the
 * course of all processes. Commands and the window look at a run through it; it makes the snapshots.
 */
#ifndef EMU_SESSION_H
#define EMU_SESSION_H

#include "analysis/snapshot.h"
#include "replay/timeline.h"

struct session;
struct analysis_cache;

/* The session of a timeline, which it takes over. Reads all events once; what is asked later costs the same however
 * many they are. */
struct session *session_new(struct timeline *);

/* The same of a timeline that has taken the place of another one, and its images (timeline_branch_instead): made of
 * that one's session, which keeps what it knows of the programs. NULL: there is none. */
struct session *session_instead(struct session *used, struct timeline *);

/* To be called when the timeline of a session has been recorded on (timeline_record), before anything else is asked of
 * it: events are read anew, and what was found out of the run so far is kept where it holds. Loans and chronicle lie
 * elsewhere afterwards; snapshots stay as they are. Costs nothing if the timeline is as it was. */
void session_grow(struct session *);

/* With its timeline. NULL is allowed. */
void session_free(struct session *);

/* The same but for its timeline, which is the caller's again. */
struct timeline *session_leave(struct session *);

struct timeline *session_timeline(struct session *);

/* What was found out, for those who make the parts of a snapshot. */
struct analysis_cache *session_cache(struct session *);

/* The event with which the program begins that the run is about: the first one loaded by another process than init.
 * 0 if there is none. What lies before is the boot. */
long session_beginning(const struct session *);

/* The run's first vfork but for init's, which is not told of; false if there is none yet. */
bool session_first_vfork(const struct timeline *, struct timeline_mark *);

/* Moves a mark to the next notable event (way > 0) or the one before, hazards among them. False if there is none: the
 * mark stays. */
bool session_notable(struct session *, struct timeline_mark *, int way);

/* The event of a mark: the hazard's (hazard.h), or the last one at or before it; NULL if there is none. */
const struct event *session_event(struct session *, const struct timeline_mark *);

/* Makes the snapshot of an instant; the timeline's machine is moved there. Freed with snapshot_free. NULL if it cannot
 * be moved there: timeline_failure tells why. */
struct snapshot *snapshot_at(struct session *, const struct timeline_mark *);

/* The same with no more in it than event, loan, caption and alarm, and what these are made from: quicker. */
struct snapshot *snapshot_caption(struct session *, const struct timeline_mark *);
void snapshot_free(struct snapshot *);

#endif
