/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which files of the root disk a run has read: a trace holds these and no others. Of a program that ships with us the
 * debugging information is left out, too, as long as the guest does not read it.
 */
#ifndef EMU_DISK_PARTS_H
#define EMU_DISK_PARTS_H

#include "replay/run_config.h"

/* From an instant on a file is needed. */
struct disk_use {
	uint64_t icount;
	uint32_t inode;
	bool whole; /* with its debugging information */
};

struct disk_parts;

/* The config's images must outlive it. */
struct disk_parts *disk_parts_new(const struct run_config *);
void disk_parts_free(struct disk_parts *);

/* A block of the disk is read. True: so a file is needed that was not, or more of it; the use but for its icount. */
bool disk_parts_read(struct disk_parts *, uint32_t block, struct disk_use *);
/* The same for what a recording knows. */
void disk_parts_used(struct disk_parts *, const struct disk_use *);

/* Bytes of a regular file in the disk's image: where, how many. False if there is no such file. */
bool disk_parts_extent(const uint8_t *image, size_t size, uint32_t inode, size_t *at, size_t *length);

/* What a trace keeps of a use; the caller frees it. */
uint8_t *disk_parts_content(const struct run_config *, const struct disk_use *, size_t *length);
/* What a trace keeps of the disk beside that: everything but the contents of regular files. The caller frees it. */
uint8_t *disk_parts_frame(const struct run_image *disk);
/* The kernel, as a trace keeps it. The caller frees it. */
uint8_t *disk_parts_kernel(const struct run_config *, const struct run_image *kernel);

/* Blocks that a disk does not have which was put together from a frame and the files of uses: for
 * machine_config.absent. The caller frees it. */
bool *disk_parts_absent(const struct run_image *disk, const struct disk_use *, size_t n);

#endif
