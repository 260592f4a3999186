/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What trace.c, which writes traces, and trace_read.c have in common. */
#ifndef EMU_TRACE_PRIVATE_H
#define EMU_TRACE_PRIVATE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "replay/timeline.h"

#define TRACE_APPLICATION 0x56465431 /* "VFT1", in the file's header at offset 68 */
#define TRACE_FORMAT 7               /* another one whenever a table, an event or struct state changes */
#define TRACE_PAGE 512               /* bytes of a page of the file */
#define TRACE_MAIN "main"            /* name of the run that leaves no other one */
#define TRACE_RUNS_MAX 256
#define TRACE_NAME 40 /* bytes of a branch's name */

/* A run of a trace: its own part, behind where it leaves its parent. */
struct trace_run {
	char *name;
	uint32_t parent;
	uint64_t start; /* where it leaves it; 0 for the main run */
	bool complete;  /* its recording came to its end */
	struct recording own;
};

/* All that a trace holds. */
struct trace_contents {
	struct run_config config;
	struct trace_run *runs; /* the first is the main run; parents come before their branches */
	size_t nruns;
};

/* Reads a trace, as trace_load says; *run: the run that its name is about. The caller frees the contents. False and a
 * line in error. */
bool trace_contents_read(const char *path, const struct limits *, struct trace_contents *, long *run,
                         char error[ERROR_MAX]);
void trace_contents_free(struct trace_contents *);
/* Writes it to path, whole or not at all. */
bool trace_contents_save(const struct trace_contents *, const char *path, char error[ERROR_MAX]);
/* The whole recording of a run, with what it has of its parents; a copy. */
struct recording trace_contents_recording(const struct trace_contents *, size_t run);
/* Number of the run of a name; -1 and a line that tells which there are. */
long trace_contents_find(const struct trace_contents *, const char *name, char error[ERROR_MAX]);

/* What files of the disk are packed with, because they have much in common with it: the kernel (a program may read its
 * file), and the first of them; of both without the pages (NBPG bytes) that hold zeros alone. The rows know no order
 * but that of the trace. */
struct packing {
	uint8_t *like; /* freed by who has it */
	size_t size;
	bool has_file;
};
/* The kernel, as the trace has it. */
void packing_kernel(struct packing *, const void *data, size_t size);
/* A file has been packed or unpacked. */
void packing_file(struct packing *, const void *data, size_t size);

/* Makes the tables and views of a trace, empty. False: sqlite3_errmsg tells why. */
bool trace_schema(sqlite3 *);

#endif
