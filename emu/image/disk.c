/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The root disk: a tree of nodes while it is built, then one image of contiguous files. */
#include "image/disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/rootfs.h"
#include "abi/arch.h"
#include "base/be.h"
#include "base/error.h"
#include "base/file.h"
#include "base/alloc.h"

struct node {
	char *name;
	bool directory;
	struct node *parent;
	struct node **children; /* of a directory */
	size_t nchildren, room;
	uint8_t *data; /* of a file; or */
	char *from;    /* where the host has it */
	size_t size;   /* bytes of content; a directory's is known when it is laid out */
	uint32_t mode; /* IFREG ... with the permissions */
	uint32_t ino;
	uint32_t start; /* first block; of a device, its number */
};

struct disk_builder {
	struct node *root;
	size_t total; /* bytes of all files */
};

static struct node *node_new(struct node *parent, const char *name, size_t length, bool directory)
{
	struct node *node = alloc_new(1, sizeof *node);

	node->name = alloc_format("%.*s", (int)length, name);
	node->directory = directory;
	node->mode = directory ? IFDIR | 0755 : IFREG | 0755;
	node->parent = parent ? parent : node;
	if (parent) {
		parent->children =
			alloc_room(parent->children, parent->nchildren, &parent->room, sizeof(struct node *));
		parent->children[parent->nchildren++] = node;
	}
	return node;
}

static void node_free(struct node *node)
{
	for (size_t i = 0; i < node->nchildren; i++)
		node_free(node->children[i]);
	free(node->children);
	free(node->name);
	free(node->data);
	free(node->from);
	free(node);
}

static struct node *node_child(const struct node *directory, const char *name, size_t length)
{
	for (size_t i = 0; i < directory->nchildren; i++) {
		struct node *child = directory->children[i];

		if (strlen(child->name) == length && !memcmp(child->name, name, length))
			return child;
	}
	return NULL;
}

struct disk_builder *disk_new(void)
{
	struct disk_builder *b = alloc_new(1, sizeof *b);

	b->root = node_new(NULL, "", 0, true);
	return b;
}

void disk_free(struct disk_builder *b)
{
	if (!b)
		return;
	node_free(b->root);
	free(b);
}

/* The node of that path, made if it is not there, and the directories on the way. NULL and a line in error if it cannot
 * be. */
static struct node *node_make(struct disk_builder *b, const char *path, bool directory, char *error)
{
	struct node *node = b->root;
	const char *name = path;

	if (path[0] != '/') {
		error_set(error, "%s: a path of the disk begins with /", path);
		return NULL;
	}
	while (*name) {
		size_t length;
		struct node *next;
		bool last;

		name++;
		length = strcspn(name, "/");
		last = !name[length];
		if (!length || length >= FS_NAMELEN || !strncmp(name, "..", length)) {
			error_set(error, "%s: not a name for the disk (1 to %d characters)", path, FS_NAMELEN - 1);
			return NULL;
		}
		next = node_child(node, name, length);
		if (next && next->directory != (directory || !last)) {
			error_set(error, "%s: there is a %s of that name", path, last ? "directory" : "file");
			return NULL;
		}
		node = next ? next : node_new(node, name, length, directory || !last);
		name += length;
	}
	return node;
}

/* The node of a file of that size, without content. NULL and a line in error if it cannot be. */
static struct node *node_of_file(struct disk_builder *b, const char *path, size_t size, char *error)
{
	struct node *node = NULL;

	if (size > RUN_FILE_BYTES)
		error_set(error, "%s: %zu bytes; a file of the disk has at most %u", path, size, RUN_FILE_BYTES);
	else if (b->total + size > RUN_DISK_BYTES)
		error_set(error, "%s: no room on the disk (%u MB)", path, RUN_DISK_BYTES >> 20);
	else
		node = node_make(b, path, false, error);
	if (!node)
		return NULL;
	b->total += size - node->size;
	node->size = size;
	free(node->data);
	free(node->from);
	node->data = NULL;
	node->from = NULL;
	return node;
}

bool disk_add(struct disk_builder *b, const char *path, const void *data, size_t size, char *error)
{
	struct node *node = node_of_file(b, path, size, error);

	if (node)
		node->data = alloc_copy(data, size);
	return node;
}

bool disk_add_file(struct disk_builder *b, const char *path, const char *from, char *error)
{
	struct node *node;
	size_t size;

	if (!file_size(from, RUN_FILE_BYTES, &size, error))
		return false;
	node = node_of_file(b, path, size, error);
	if (node)
		node->from = alloc_string(from);
	return node;
}

/* The node of that path, NULL if there is none. */
static const struct node *node_at(const struct disk_builder *b, const char *path)
{
	const struct node *node = b->root;

	while (node && *(path += strspn(path, "/"))) {
		size_t length = strcspn(path, "/");

		node = node_child(node, path, length);
		path += length;
	}
	return node;
}

bool disk_has(const struct disk_builder *b, const char *path)
{
	return node_at(b, path);
}

bool disk_has_file(const struct disk_builder *b, const char *path)
{
	const struct node *node = node_at(b, path);

	return node && node->from;
}

bool disk_permit(struct disk_builder *b, const char *path, uint32_t permissions, char *error)
{
	struct node *node = node_make(b, path, false, error);

	if (node)
		node->mode = IFREG | permissions;
	return node;
}

bool disk_add_nodes(struct disk_builder *b, char *error)
{
	static const struct {
		const char *path;
		uint32_t mode, device;
	} nodes[] = {
		{"/dev/console", IFCHR | 0666, DEV_CONSOLE},
		{"/dev/tty", IFCHR | 0666, DEV_TTY},
		{"/dev/kmem", IFCHR | 0440, DEV_KMEM},
		{"/dev/drum", IFCHR | 0440, DEV_DRUM},
		{"/dev/null", IFCHR | 0666, DEV_NULL},
		{"/tmp", IFDIR | ISVTX | 0777, 0},
		{"/home", IFDIR | 0755, 0},
	};

	for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
		struct node *node = node_make(b, nodes[i].path, (nodes[i].mode & IFMT) == IFDIR, error);

		if (!node)
			return false;
		node->mode = nodes[i].mode;
		node->start = nodes[i].device;
	}
	return true;
}

static uint32_t blocks_of(size_t size)
{
	return (uint32_t)((size + NBPG - 1) / NBPG);
}

/* Gives every node its inode number, parents first. */
static void number(struct node *node, uint32_t *next)
{
	node->ino = (*next)++;
	for (size_t i = 0; i < node->nchildren; i++)
		number(node->children[i], next);
}

/* A directory's content while it is filled; without `content` it is only measured. */
struct filling {
	uint8_t *content;
	size_t last, size; /* the entry put last, and where it ends */
};

/* The last entry reaches up to `end`. */
static void close_entry(struct filling *to, size_t end)
{
	if (to->content && to->size)
		be16_put(to->content + to->last + offsetof(struct direct, d_reclen), (uint16_t)(end - to->last));
	to->size = end;
}

static size_t block_end(size_t at)
{
	return (at + DIRBLKSIZ - 1) / DIRBLKSIZ * DIRBLKSIZ;
}

static void put_entry(struct filling *to, uint32_t ino, const char *name)
{
	size_t length = strlen(name), size = DIRSIZ(length);
	uint8_t *p;

	if (to->size + size > block_end(to->size + 1))
		close_entry(to, block_end(to->size));
	to->last = to->size;
	to->size += size;
	if (!to->content)
		return;
	p = to->content + to->last;
	be32_put(p + offsetof(struct direct, d_ino), ino);
	be16_put(p + offsetof(struct direct, d_reclen), (uint16_t)size);
	be16_put(p + offsetof(struct direct, d_namlen), (uint16_t)length);
	memcpy(p + offsetof(struct direct, d_name), name, length);
}

/* Fills a directory's content, or measures it: its size. */
static size_t fill_directory(const struct node *node, uint8_t *content)
{
	struct filling to = {.content = content};

	put_entry(&to, node->ino, ".");
	put_entry(&to, node->parent->ino, "..");
	for (size_t i = 0; i < node->nchildren; i++)
		put_entry(&to, node->children[i]->ino, node->children[i]->name);
	close_entry(&to, block_end(to.size));
	return to.size;
}

/* Gives every node its place after the inode table. */
static void place(struct node *node, uint32_t *block)
{
	if (node->directory)
		node->size = fill_directory(node, NULL);
	if ((node->mode & IFMT) == IFCHR)
		return;
	node->start = *block;
	*block += blocks_of(node->size);
	for (size_t i = 0; i < node->nchildren; i++)
		place(node->children[i], block);
}

/* False and a line in error if a file of the host's cannot be read as it was. */
static bool put_node(uint8_t *image, const struct node *node, char *error)
{
	uint8_t *inode = image + NBPG + node->ino * sizeof(struct dinode);
	uint8_t *content = image + ((node->mode & IFMT) == IFCHR ? 0 : (size_t)node->start * NBPG);
	size_t filled = node->directory ? 0 : node->size; /* by a file; of a directory only the entries are put */
	uint32_t links = 1;

	memset(content + filled, 0, (size_t)blocks_of(node->size) * NBPG - filled);
	if (node->directory) {
		links = 2;
		fill_directory(node, content);
		for (size_t i = 0; i < node->nchildren; i++) {
			if (!put_node(image, node->children[i], error))
				return false;
			links += node->children[i]->directory;
		}
	} else if (node->from) {
		if (!file_read_into(node->from, content, node->size, error))
			return false;
	} else if (node->size) {
		memcpy(content, node->data, node->size);
	}
	be32_put(inode + offsetof(struct dinode, di_mode), node->mode);
	be32_put(inode + offsetof(struct dinode, di_size), (uint32_t)node->size);
	be32_put(inode + offsetof(struct dinode, di_start), node->start);
	be32_put(inode + offsetof(struct dinode, di_nlink), links);
	return true;
}

uint8_t *disk_finish(struct disk_builder *b, size_t *size, char *error)
{
	uint32_t inodes = ROOTINO, blocks = 1;
	uint8_t *image;

	number(b->root, &inodes);
	blocks += blocks_of(inodes * sizeof(struct dinode));
	place(b->root, &blocks);
	*size = (size_t)blocks * NBPG;
	image = alloc_large(*size);
	memset(image, 0, (size_t)(blocks_of(inodes * sizeof(struct dinode)) + 1) * NBPG);
	be32_put(image + offsetof(struct superblock, s_magic), FS_MAGIC);
	be32_put(image + offsetof(struct superblock, s_blocks), blocks);
	be32_put(image + offsetof(struct superblock, s_inodes), 1);
	be32_put(image + offsetof(struct superblock, s_ninodes), inodes);
	if (!put_node(image, b->root, error)) {
		free(image);
		image = NULL;
	}
	disk_free(b);
	return image;
}

/* Content of an inode, if all of it lies inside the image. */
static bool inode_content(const uint8_t *image, size_t size, uint32_t ino, uint32_t type, const uint8_t **data,
                          size_t *length)
{
	uint32_t table = be32_get(image + offsetof(struct superblock, s_inodes));
	uint64_t at = (uint64_t)table * NBPG + (uint64_t)ino * sizeof(struct dinode);
	uint64_t start;

	if (ino >= be32_get(image + offsetof(struct superblock, s_ninodes)) || at + sizeof(struct dinode) > size)
		return false;
	if ((be32_get(image + at + offsetof(struct dinode, di_mode)) & IFMT) != type)
		return false;
	start = (uint64_t)be32_get(image + at + offsetof(struct dinode, di_start)) * NBPG;
	*length = be32_get(image + at + offsetof(struct dinode, di_size));
	if (start > size || *length > size - start)
		return false;
	*data = image + start;
	return true;
}

bool disk_next_entry(const uint8_t *data, size_t length, size_t *at, struct disk_entry *e)
{
	while (*at + DIRHEAD <= length) {
		const uint8_t *p = data + *at;
		uint16_t reclen = be16_get(p + offsetof(struct direct, d_reclen));
		size_t left = block_end(*at + 1) - *at;

		left = left < length - *at ? left : length - *at;
		e->ino = be32_get(p + offsetof(struct direct, d_ino));
		e->name = (const char *)p + offsetof(struct direct, d_name);
		e->length = be16_get(p + offsetof(struct direct, d_namlen));
		if (reclen > left || reclen % 4 || e->length >= FS_NAMELEN || reclen < DIRSIZ(e->length)) {
			*at = block_end(*at + 1);
			continue;
		}
		*at += reclen;
		if (e->ino)
			return true;
	}
	return false;
}

bool disk_entry_leads_on(const struct disk_entry *e)
{
	return e->length && !(e->length == 1 && e->name[0] == '.') && !(e->length == 2 && !memcmp(e->name, "..", 2));
}

/* Inode number of a name in a directory's content, 0 if it is not there. */
static uint32_t lookup(const uint8_t *data, size_t length, const char *name, size_t namelen)
{
	struct disk_entry e;

	for (size_t at = 0; disk_next_entry(data, length, &at, &e);)
		if (e.length == namelen && !memcmp(e.name, name, namelen))
			return e.ino;
	return 0;
}

uint32_t disk_inode(const uint8_t *image, size_t size, const char *path)
{
	uint32_t ino = ROOTINO;

	if (size < sizeof(struct superblock) || be32_get(image + offsetof(struct superblock, s_magic)) != FS_MAGIC)
		return 0;
	while (ino && *(path += strspn(path, "/"))) {
		size_t namelen = strcspn(path, "/"), length;
		const uint8_t *data;

		if (!inode_content(image, size, ino, IFDIR, &data, &length))
			return 0;
		ino = lookup(data, length, path, namelen);
		path += namelen;
	}
	return ino;
}

bool disk_find(const uint8_t *image, size_t size, const char *path, const uint8_t **data, size_t *length)
{
	uint32_t ino = disk_inode(image, size, path);

	return ino && inode_content(image, size, ino, IFREG, data, length);
}

enum { DEPTH_MAX = 8 /* of directories that are looked into */ };

static bool path_in(const uint8_t *image, size_t size, uint32_t directory, uint32_t inode, int depth, char *path,
                    size_t room)
{
	const uint8_t *data;
	struct disk_entry e;
	size_t length;

	if (!inode_content(image, size, directory, IFDIR, &data, &length))
		return false;
	for (size_t at = 0; disk_next_entry(data, length, &at, &e);) {
		size_t n;

		if (!disk_entry_leads_on(&e) || e.length + 2 > room)
			continue;
		n = (size_t)snprintf(path, room, "/%.*s", (int)e.length, e.name);
		if (e.ino == inode || (depth && path_in(image, size, e.ino, inode, depth - 1, path + n, room - n)))
			return true;
	}
	return false;
}

bool disk_path(const uint8_t *image, size_t size, uint32_t inode, char *path, size_t room)
{
	path[0] = '\0';
	if (size < sizeof(struct superblock) || be32_get(image + offsetof(struct superblock, s_magic)) != FS_MAGIC)
		return false;
	if (inode != ROOTINO)
		return path_in(image, size, ROOTINO, inode, DEPTH_MAX, path, room);
	snprintf(path, room, "/");
	return true;
}
