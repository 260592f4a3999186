/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who gave a datum its value: the last write before an instant, and the first one from it on. Found by running pieces
 * of the run again, watched; nothing is kept of instructions while a run is recorded.
 *
 * Memory is watched by its physical address, so whoever writes is seen: a process, another one that has the same page,
 * the kernel, a block move, the disk. What a page frame held for an earlier owner counts, too. A register is that of
 * one process in user mode: an instruction of its own changes it, or the kernel between two of them, as by the result
 * of a system call.
 */
#ifndef EMU_WRITER_H
#define EMU_WRITER_H

#include "analysis/datum.h"
#include "analysis/passage.h"

struct write {
	struct passage at; /* the instruction that wrote; for the kernel's doing to a register the one before it */
	bool kernel;       /* the kernel did it: for the process `at.pid` */
	bool hand;         /* somebody outside did, before the instruction at `at`: an intervention in that process */
	bool move;         /* a block move, or a block of the disk */
	uint64_t was, now; /* of as many bytes as the datum has */
	const char *call;  /* the kernel did it in this system call of that process; NULL: in none */
	uint32_t signal;   /* it did so to have this signal handled: its frame, or its books; 0: no such thing */
};

/* The last write in [from, to), and the first one. Those that leave the value what it was count for memory, not for
 * registers. The timeline's machine is left anywhere. */
enum passage_end writer_last(struct session *, const struct datum *, uint64_t from, uint64_t to, struct write *,
                             char error[ERROR_MAX]);
enum passage_end writer_first(struct session *, const struct datum *, uint64_t from, uint64_t to, struct write *,
                              char error[ERROR_MAX]);

#endif
