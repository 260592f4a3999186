/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What commands tell of a run, for those who have its session already and want the same answer: GDB's monitor. They
 * print as the commands do (output.h), mistakes too, and return the exit status. None of them shows how far it is.
 */
#ifndef EMU_ANSWER_H
#define EMU_ANSWER_H

#include "analysis/session.h"

/* who DATUM, at a mark; pid 0: the process that runs. */
int answer_who(struct session *, const struct timeline_mark *, uint32_t pid, const char *datum, bool all);

/* find CONDITION [--back], from a mark; data are looked up there. The mark is set to what was found: status 0. */
int answer_find(struct session *, struct timeline_mark *, const char *condition, bool back);

/* what-if --do ACTION..., at a mark. actions: NULL is behind the last of them. */
int answer_what_if(struct session *, const struct timeline_mark *, uint32_t pid, const char *const *actions, size_t n);

/* What state begins with, and the processes: who lends what to whom. */
int answer_loan(struct session *, const struct timeline_mark *);

#endif
