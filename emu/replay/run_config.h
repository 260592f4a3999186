/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run is made from: images, system, sizes, limits. Whoever has it can make the machine again, and the run. */
#ifndef EMU_RUN_CONFIG_H
#define EMU_RUN_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/run_limits.h"
#include "machine/machine.h"

/* "kernel" or "disk" and, for people, the sources: "source:/path/return.c". */
struct run_image {
	char *name;
	uint8_t *data;
	size_t size;
};

/* The most that there may be of them, also in a stranger's trace. */
enum {
	RUN_SOURCES = 64,           /* sources kept with a run */
	RUN_SOURCE_BYTES = 1 << 20, /* of one of them */
	RUN_FILE_BYTES = 16 << 20,  /* of the kernel, and of a file of the disk */
	RUN_DISK_BYTES = 64 << 20,  /* of the root disk */
};

struct run_config {
	const char *program; /* name for people */
	const char *system;
	uint32_t ram, swap;       /* bytes */
	uint32_t date;            /* when it begins: seconds since the beginning of 1970, universal time */
	struct run_image *images; /* must hold "kernel" and "disk"; copies of the config have them together */
	size_t nimages;
	unsigned *sharers; /* how many configs have the images; NULL: there are none yet */
	/* Inodes of the disk's files that ship with us, but for the program that is run: their debugging information
	 * can be had again. That of the kernel, too? */
	uint32_t *shipped;
	size_t nshipped;
	bool kernel_ships;
	bool *absent;     /* by block of the disk: a trace did not hold it; NULL: all are there */
	uint32_t skew;    /* microseconds by which the clock ticks later than it would */
	uint64_t spacing; /* instructions between checkpoints, 0: the default; doubled when there are too many */
	struct limits limits;
};

/* Adds an image and takes its name and data over. Not to a config that has been copied. */
void run_config_add(struct run_config *, char *name, uint8_t *data, size_t size);

/* The image of that name, NULL if there is none. */
const struct run_image *run_config_image(const struct run_config *, const char *name);

/* A new machine; the config must outlive it. NULL and a line in error if there can be none. */
struct machine *run_config_machine(const struct run_config *, char error[ERROR_MAX]);
/* The same with a machine that is not needed any more, or NULL: see machine_again. */
struct machine *run_config_again(const struct run_config *, struct machine *used, char error[ERROR_MAX]);

/* Another one that is the same; neither's images may be changed from now on. And the same program under another system.
 */
struct run_config run_config_copy(const struct run_config *);
void run_config_system(struct run_config *, const char *system);

/* Frees what the config has, and empties it. */
void run_config_free(struct run_config *);

#endif
