/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System calls in words: with their arguments as what they are, and what they do to what lender and borrower do not
 * have
 * in common. Files, handlers and limits are looked up in the kernel's tables. */
#ifndef EMU_CALL_TEXT_H
#define EMU_CALL_TEXT_H

#include "base/text.h"
#include "analysis/kernel_files.h"
#include "analysis/snapshot_parts.h"

/* Appends the call that the event (syscall.enter) is the beginning of: `open("/vmunix", 0)`. */
void call_tell(struct text *, const struct moment *, const struct event *);

/* Appends how the call of the event (syscall.exit) ended: "close(4) returns 0 in pid 3." */
void call_tell_end(struct text *, const struct moment *, const struct event *);

/* Appends what that means, "" if there is nothing to say: "pid 2 has its own 4, /vmunix, open still." */
void call_tell_meaning(struct text *, const struct moment *, const struct event *);

/* Appends what is behind a descriptor: a path, "a pipe to read from", "a file without a name". False if nothing is. */
bool call_tell_file(struct text *, const struct moment *, const struct proc *, uint32_t fd);

/* The same of what was read of a descriptor, and of an inode's number, as the disk and the files in memory have it. */
void call_tell_open(struct text *, const struct moment *, const struct open_file *);
void call_tell_inode(struct text *, const struct moment *, uint32_t number);

/* Appends a set of signals: "SIGINT SIGCHLD", "none"; what is done at a signal: "SIG_IGN", "on_child()". */
void call_tell_signals(struct text *, uint32_t set);
void call_tell_handler(struct text *, const struct moment *, uint32_t handler);

/* Name of a resource that has a limit: "RLIMIT_CPU"; "?" for a number that is none. */
const char *call_resource(uint32_t number);

#endif
