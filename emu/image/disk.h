/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The root disk: built in memory before a run, looked into afterwards. Layout: guest/abi/rootfs.h.
 *
 *	struct disk_builder *b = disk_new();
 *	disk_add(b, "/bin/echo", elf, size, error);
 *	image = disk_finish(b, &size, error);
 */
#ifndef EMU_DISK_H
#define EMU_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "replay/run_config.h" /* the most that there may be */

struct disk_builder;

struct disk_builder *disk_new(void);

/* Adds a file by absolute path; directories are made on the way, a file of that path is replaced. The data is copied.
 * False and a line in error (ERROR_MAX bytes) for a path that cannot be (empty or too long a name, a file
 * used as a directory or the other way round) and for what is too large. */
bool disk_add(struct disk_builder *, const char *path, const void *data, size_t size, char *error);

/* The same with a file of the host's, `from`, which is read when the image is made: straight into it. */
bool disk_add_file(struct disk_builder *, const char *path, const char *from, char *error);

/* Is there something of that path? Is it a file of the host's? */
bool disk_has(const struct disk_builder *, const char *path);
bool disk_has_file(const struct disk_builder *, const char *path);

/* Sets the permissions of a file that was added, which has 0755 else. */
bool disk_permit(struct disk_builder *, const char *path, uint32_t permissions, char *error);

/* Adds what a running system needs beside its files: the devices of /dev, and /tmp and /home, where its kernel puts
 * files in memory. */
bool disk_add_nodes(struct disk_builder *, char *error);

/* Makes the image, whole blocks, and frees the builder. The caller frees the image. Same files, same order: same
 * image. NULL and a line in error if a file of the host's is not what it was when it was added. */
uint8_t *disk_finish(struct disk_builder *, size_t *size, char *error);

/* Gives up. */
void disk_free(struct disk_builder *);

/* The number of the inode of that path, 0 if there is none or the image is broken there; any garbage is safe. */
uint32_t disk_inode(const uint8_t *image, size_t size, const char *path);

/* Finds a regular file in an image: *data points into it. False if there is none or the image is broken there;
 * any garbage is safe. */
bool disk_find(const uint8_t *image, size_t size, const char *path, const uint8_t **data, size_t *length);

/* An entry of a directory; the name, which no NUL need follow, points into the directory's content. */
struct disk_entry {
	uint32_t ino;
	const char *name;
	size_t length;
};

/* The next entry in use of a directory's content (or of some of its blocks) from *at on, which is led behind it. False
 * at the end. In a block that makes no sense the rest is passed over. */
bool disk_next_entry(const uint8_t *data, size_t length, size_t *at, struct disk_entry *);

/* Is it none of "." and ".."? */
bool disk_entry_leads_on(const struct disk_entry *);

/* The path of an inode: the first one in the order of the directories. False as above. */
bool disk_path(const uint8_t *image, size_t size, uint32_t inode, char *path, size_t room);

#endif
