/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is worked out once for a timeline and kept in its session: the symbols of the kernel and of the programs on its
 * disk, its loans and its chronicle. All snapshots share it.
 */
#ifndef EMU_ANALYSIS_CACHE_H
#define EMU_ANALYSIS_CACHE_H

#include "analysis/chronicle.h"
#include "analysis/hazard.h"
#include "analysis/kernel_view.h"
#include "analysis/loan.h"
#include "analysis/write_index.h"
#include "replay/timeline.h"

/* A program that the run executed. */
struct program {
	char name[MAXCOMLEN + 1];
	uint32_t base;           /* where it was loaded */
	struct symbols *symbols; /* NULL: not on the disk, or not readable */
	struct program *next;
};

struct analysis_cache {
	struct kernel_names names;
	const struct run_image *disk; /* the root disk, NULL for a run without one */
	struct symbols *kernel;       /* NULL for a kernel without symbols */
	struct variable *variables;   /* the kernel's global variables */
	size_t nvariables;
	struct program *programs; /* the one asked for last is the first */
	bool held;                /* none of them gives way */
	struct loans loans;
	struct hazards hazards; /* see session_hazards */
	struct chronicle chronicle;
	struct write_index *writes;
	char note[160]; /* which program's names, lines and variables are not all known, and why; "" none */
};

/* Studies a timeline; and again when it has grown. */
void analysis_cache_begin(struct analysis_cache *, const struct timeline *);
void analysis_cache_grow(struct analysis_cache *, const struct timeline *);
/* Another timeline instead, which has the images of that one: what is known of them is kept. */
void analysis_cache_again(struct analysis_cache *, const struct timeline *);
void analysis_cache_release(struct analysis_cache *);

/* The first part of that: names of the kernel's and the disk's, from their images (NULL: there is none), which must
 * outlive it. */
void analysis_cache_images(struct analysis_cache *, const struct run_image *kernel, const struct run_image *disk);

/* Symbols of the program of that name (u_comm) as it was loaded at `base` (p_base), NULL if there are none. They are
 * good until some others have been asked for: for as long as a snapshot is made. */
struct symbols *analysis_cache_symbols(struct analysis_cache *, const char *name, uint32_t base);

/* From now on the symbols that were asked for stay good, or, off again, only the last ones. */
void analysis_cache_hold(struct analysis_cache *, bool on);

/* Name of the kernel's variable at an address, NULL if none. */
const char *analysis_cache_variable(const struct analysis_cache *, uint32_t address);

#endif
