/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Was a script played as it was recorded? Listens to the machine's events and holds them against the script: who made
 * whom, how everybody ended, and for each parent the order in which its children were
 * made and ended.
 */
#ifndef EMU_SCRIPT_VERDICT_H
#define EMU_SCRIPT_VERDICT_H

#include "machine/event.h"
#include "script/score.h"

struct verdict;

/* Both must outlive it. */
struct verdict *verdict_new(const struct script *, const struct score *);
void verdict_free(struct verdict *);

/* To be called for every event of the run. */
void verdict_hear(struct verdict *, const struct event *);

/* Is everything as recorded? Else each difference is told, at most `most` of them, in a line of text. */
bool verdict_tell(struct verdict *, unsigned most, void (*tell)(void *arg, const char *line), void *arg);

/* How many processes of the script there were. */
uint32_t verdict_processes(const struct verdict *);

/* The process of the script that a pid is at the moment, or SCRIPT_NONE. */
uint32_t verdict_process(const struct verdict *, uint32_t pid);

#endif
