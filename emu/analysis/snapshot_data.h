/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the rows of a snapshot's data come about: what the two files that make them share. */
#ifndef EMU_SNAPSHOT_DATA_H
#define EMU_SNAPSHOT_DATA_H

#include "base/text.h"
#include "analysis/snapshot_parts.h"

/* The rows, while they are made. */
struct data_rows {
	struct moment *moment;
	size_t room;
	struct party party[DATA_TIMES];      /* whose data they are: of DATA_AT_VFORK only the pid counts */
	struct kernel_self self[DATA_TIMES]; /* what the kernel has of them */
	bool has[DATA_TIMES];                /* there is such a time */
};

/* Adds an empty row. It is good until the next one is added. */
struct snap_datum *data_row(struct data_rows *, enum data_kind, const char *name);

/* Tells by the texts of a row whether it has changed, and what comes back. */
void data_compare(const struct data_rows *, struct snap_datum *);

/* Adds the rows of descriptors and of what else the kernel keeps. */
void data_of_kernel(struct data_rows *);

#endif
