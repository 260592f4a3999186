/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where processes are and what they wait for, in words, from the kernel's tables. */
#ifndef EMU_WAIT_TEXT_H
#define EMU_WAIT_TEXT_H

#include "base/text.h"
#include "analysis/snapshot_parts.h"

/* Appends what a process that is asleep or stopped does, a verb first: "reads a pipe whose only writer sleeps: pid
 * 2". */
void wait_tell(struct text *, const struct moment *, const struct proc *);

/* Appends where a process is in its program: " in main(), loop.c:3"; nothing if that is not known. */
void wait_tell_place(struct text *, const struct moment *, const struct proc *);

/* Appends a sentence for every process but init and the idle loop: where it is and what it waits for. With init where
 * there is no other. */
void wait_tell_all(struct text *, const struct moment *);

#endif
