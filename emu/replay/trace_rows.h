/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of a trace's tables, read with suspicion: for trace_read.c. */
#ifndef EMU_TRACE_ROWS_H
#define EMU_TRACE_ROWS_H

#include "replay/trace_private.h"

enum { TRACE_OUTPUT_MAX = 256 << 20 /* bytes of console output */ };

/* A trace on its way from a database to its contents. */
struct loading {
	sqlite3 *db;
	struct trace_contents contents;
	unsigned keys; /* of meta, that were there: a bit for each */
	size_t nsources;
	unsigned kinds; /* of events, whose names were there */
	struct packing packing;
	struct loading_rooms *rooms; /* by run */
	uint64_t left; /* bytes of the file that rows may still claim: a damaged tree can have one page many times */
	uint64_t steps;
	char why[ERROR_MAX];
};

/* Reads all tables. False: `why` has a line. */
bool trace_rows_load(struct loading *);
/* Frees what is of no use afterwards; the contents stay. */
void trace_rows_release(struct loading *);
/* Why SQLite does not go on: false, and a line in `why`. */
bool trace_rows_broken(struct loading *, int rc);

#endif
