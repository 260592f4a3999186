/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of the root disk that a run has read: see disk_parts.h, and guest/abi/rootfs.h for the layout. */
#include "replay/disk_parts.h"

#include <stdlib.h>
#include <string.h>

#include "abi/arch.h"
#include "abi/rootfs.h"
#include "base/alloc.h"
#include "base/be.h"
#include "debuginfo/elf_file.h"

enum { INODES_MAX = 65536 };

enum use { USE_NONE, USE_SLIM, USE_WHOLE };

struct disk_parts {
	const struct run_config *config;
	const struct run_image *disk;
	uint32_t blocks, inodes;
	uint32_t *owner; /* by block: the regular file that it is of, or 0 */
	uint8_t *used;   /* by inode: enum use */
	bool *looked;    /* by inode: it is known of its blocks: */
	bool *left_out;  /* by block: it has debugging information, which is left out */
};

/* How many inodes an image says it has, as far as that can be. */
static uint32_t inodes_of(const uint8_t *image, size_t size)
{
	uint32_t n;

	if (size < NBPG || be32_get(image + offsetof(struct superblock, s_magic)) != FS_MAGIC)
		return 0;
	n = be32_get(image + offsetof(struct superblock, s_ninodes));
	return n < INODES_MAX ? n : INODES_MAX;
}

bool disk_parts_extent(const uint8_t *image, size_t size, uint32_t inode, size_t *at, size_t *length)
{
	uint64_t table, entry, start;

	if (inode >= inodes_of(image, size))
		return false;
	table = (uint64_t)be32_get(image + offsetof(struct superblock, s_inodes)) * NBPG;
	entry = table + (uint64_t)inode * sizeof(struct dinode);
	if (entry + sizeof(struct dinode) > size ||
	    (be32_get(image + entry + offsetof(struct dinode, di_mode)) & IFMT) != IFREG)
		return false;
	start = (uint64_t)be32_get(image + entry + offsetof(struct dinode, di_start)) * NBPG;
	*length = be32_get(image + entry + offsetof(struct dinode, di_size));
	*at = (size_t)start;
	/* not over the inodes: what lies there is no file's content */
	return *length && start > entry && start < size && *length <= size - start;
}

struct disk_parts *disk_parts_new(const struct run_config *config)
{
	struct disk_parts *p = alloc_new(1, sizeof *p);
	size_t at, length;

	p->config = config;
	p->disk = run_config_image(config, "disk");
	p->blocks = p->disk ? (uint32_t)(p->disk->size / NBPG) : 0;
	p->inodes = p->disk ? inodes_of(p->disk->data, p->disk->size) : 0;
	p->owner = alloc_new(p->blocks + 1, sizeof *p->owner);
	p->used = alloc_new(p->inodes + 1, 1);
	p->looked = alloc_new(p->inodes + 1, sizeof *p->looked);
	p->left_out = alloc_new(p->blocks + 1, sizeof *p->left_out);
	for (uint32_t i = 1; i < p->inodes; i++)
		if (disk_parts_extent(p->disk->data, p->disk->size, i, &at, &length))
			for (size_t b = at / NBPG; b * NBPG < at + length && b < p->blocks; b++)
				p->owner[b] = i;
	return p;
}

void disk_parts_free(struct disk_parts *p)
{
	if (!p)
		return;
	free(p->owner);
	free(p->used);
	free(p->looked);
	free(p->left_out);
	free(p);
}

/* Does the file ship with us? */
static bool shipped(const struct run_config *config, uint32_t inode)
{
	for (size_t i = 0; i < config->nshipped; i++)
		if (config->shipped[i] == inode)
			return true;
	return false;
}

uint8_t *disk_parts_content(const struct run_config *config, const struct disk_use *use, size_t *length)
{
	const struct run_image *disk = run_config_image(config, "disk");
	uint8_t *copy;
	size_t at;

	if (!disk || !disk_parts_extent(disk->data, disk->size, use->inode, &at, length)) {
		*length = 0;
		return alloc_new(1, 1);
	}
	copy = alloc_copy(disk->data + at, *length);
	if (!use->whole && shipped(config, use->inode))
		elf_slim(copy, *length, NBPG);
	return copy;
}

/* Finds out which blocks of a file that ships hold debugging information, which is left out. */
static void look(struct disk_parts *p, uint32_t inode)
{
	struct disk_use use = {.inode = inode};
	size_t at, length;
	uint8_t *slim = disk_parts_content(p->config, &use, &length);

	p->looked[inode] = true;
	if (disk_parts_extent(p->disk->data, p->disk->size, inode, &at, &length))
		for (size_t from = 0; from < length; from += NBPG) {
			size_t n = length - from < NBPG ? length - from : NBPG;

			p->left_out[(at + from) / NBPG] = memcmp(slim + from, p->disk->data + at + from, n) != 0;
		}
	free(slim);
}

bool disk_parts_read(struct disk_parts *p, uint32_t block, struct disk_use *use)
{
	uint32_t inode = block < p->blocks ? p->owner[block] : 0;
	enum use now;

	if (!inode || p->used[inode] == USE_WHOLE)
		return false;
	if (!p->looked[inode])
		look(p, inode);
	now = p->left_out[block] ? USE_WHOLE : USE_SLIM;
	if (now <= p->used[inode])
		return false;
	p->used[inode] = now;
	*use = (struct disk_use){.inode = inode, .whole = now == USE_WHOLE};
	return true;
}

void disk_parts_used(struct disk_parts *p, const struct disk_use *use)
{
	enum use now = use->whole ? USE_WHOLE : USE_SLIM;

	if (use->inode < p->inodes && p->used[use->inode] < now)
		p->used[use->inode] = now;
}

uint8_t *disk_parts_frame(const struct run_image *disk)
{
	uint8_t *copy = alloc_large(disk->size);
	size_t at, length;

	memcpy(copy, disk->data, disk->size);
	for (uint32_t i = 1; i < inodes_of(disk->data, disk->size); i++)
		if (disk_parts_extent(disk->data, disk->size, i, &at, &length))
			memset(copy + at, 0, length);
	return copy;
}

uint8_t *disk_parts_kernel(const struct run_config *config, const struct run_image *kernel)
{
	uint8_t *copy = alloc_copy(kernel->data, kernel->size);

	if (config->kernel_ships)
		elf_slim(copy, kernel->size, 1);
	return copy;
}

bool *disk_parts_absent(const struct run_image *disk, const struct disk_use *uses, size_t n)
{
	size_t blocks = disk->size / NBPG, at, length;
	bool *absent = alloc_new(blocks + 1, sizeof *absent);

	for (uint32_t i = 1; i < inodes_of(disk->data, disk->size); i++) {
		bool there = false;

		if (!disk_parts_extent(disk->data, disk->size, i, &at, &length))
			continue;
		for (size_t k = 0; k < n && !there; k++)
			there = uses[k].inode == i;
		for (size_t b = at / NBPG; !there && b * NBPG < at + length && b < blocks; b++)
			absent[b] = true;
	}
	return absent;
}
