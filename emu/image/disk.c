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
#include "base/alloc.h"

#define INODES_PER_BLOCK (NBPG / sizeof(struct dinode))

struct node {
	char name[FS_NAMELEN];
	bool directory;
	struct node *parent;
	struct node **children; /* of a directory */
	size_t nchildren, room;
	uint8_t *data; /* of a file */
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

	memcpy(node->name, name, length);
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
	free(node->data);
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

bool disk_add(struct disk_builder *b, const char *path, const void *data, size_t size, char *error)
{
	struct node *node;

	if (size > RUN_FILE_BYTES)
		return error_set(error, "%s: %zu bytes; a file of the disk has at most %u", path, size, RUN_FILE_BYTES);
	if (b->total + size > RUN_DISK_BYTES)
		return error_set(error, "%s: no room on the disk (%u MB)", path, RUN_DISK_BYTES >> 20);
	node = node_make(b, path, false, error);
	if (!node)
		return false;
	b->total += size - node->size;
	free(node->data);
	node->data = alloc_copy(data, size);
	node->size = size;
	return true;
}

bool disk_has(const struct disk_builder *b, const char *path)
{
	const struct node *node = b->root;

	while (node && *(path += strspn(path, "/"))) {
		size_t length = strcspn(path, "/");

		node = node_child(node, path, length);
		path += length;
	}
	return node;
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

/* Gives every node its inode number, parents first. */
static void number(struct node *node, uint32_t *next)
{
	node->ino = (*next)++;
	for (size_t i = 0; i < node->nchildren; i++)
		number(node->children[i], next);
}

/* Gives every node its place after the inode table. */
static void place(struct node *node, uint32_t *block)
{
	if (node->directory)
		node->size = (node->nchildren + 2) * sizeof(struct dirent);
	if ((node->mode & IFMT) == IFCHR)
		return;
	node->start = *block;
	*block += (uint32_t)((node->size + NBPG - 1) / NBPG);
	for (size_t i = 0; i < node->nchildren; i++)
		place(node->children[i], block);
}

static void put_dirent(uint8_t *p, uint32_t ino, const char *name)
{
	be32_put(p + offsetof(struct dirent, d_ino), ino);
	memcpy(p + offsetof(struct dirent, d_name), name, strlen(name));
}

static void put_node(uint8_t *image, const struct node *node)
{
	uint8_t *inode = image + NBPG + node->ino * sizeof(struct dinode);
	uint8_t *content = image + ((node->mode & IFMT) == IFCHR ? 0 : (size_t)node->start * NBPG);
	uint32_t links = 1;

	if (node->directory) {
		links = 2;
		put_dirent(content, node->ino, ".");
		put_dirent(content += sizeof(struct dirent), node->parent->ino, "..");
		for (size_t i = 0; i < node->nchildren; i++) {
			put_dirent(content += sizeof(struct dirent), node->children[i]->ino, node->children[i]->name);
			put_node(image, node->children[i]);
			links += node->children[i]->directory;
		}
	} else if (node->size) {
		memcpy(content, node->data, node->size);
	}
	be32_put(inode + offsetof(struct dinode, di_mode), node->mode);
	be32_put(inode + offsetof(struct dinode, di_size), (uint32_t)node->size);
	be32_put(inode + offsetof(struct dinode, di_start), node->start);
	be32_put(inode + offsetof(struct dinode, di_nlink), links);
}

uint8_t *disk_finish(struct disk_builder *b, size_t *size)
{
	uint32_t inodes = ROOTINO, blocks = 1;
	uint8_t *image;

	number(b->root, &inodes);
	blocks += (uint32_t)((inodes + INODES_PER_BLOCK - 1) / INODES_PER_BLOCK);
	place(b->root, &blocks);
	*size = (size_t)blocks * NBPG;
	image = alloc_new(blocks, NBPG);
	be32_put(image + offsetof(struct superblock, s_magic), FS_MAGIC);
	be32_put(image + offsetof(struct superblock, s_blocks), blocks);
	be32_put(image + offsetof(struct superblock, s_inodes), 1);
	be32_put(image + offsetof(struct superblock, s_ninodes), inodes);
	put_node(image, b->root);
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

/* Inode number of a name in a directory's content, 0 if it is not there. */
static uint32_t lookup(const uint8_t *data, size_t length, const char *name, size_t namelen)
{
	for (size_t at = 0; at + sizeof(struct dirent) <= length; at += sizeof(struct dirent)) {
		const char *entry = (const char *)data + at + offsetof(struct dirent, d_name);

		if (strnlen(entry, FS_NAMELEN) == namelen && !memcmp(entry, name, namelen))
			return be32_get(data + at + offsetof(struct dirent, d_ino));
	}
	return 0;
}

bool disk_find(const uint8_t *image, size_t size, const char *path, const uint8_t **data, size_t *length)
{
	uint32_t ino = ROOTINO;

	if (size < sizeof(struct superblock) || be32_get(image + offsetof(struct superblock, s_magic)) != FS_MAGIC)
		return false;
	for (;;) {
		size_t namelen;

		path += strspn(path, "/");
		if (!*path)
			return inode_content(image, size, ino, IFREG, data, length);
		namelen = strcspn(path, "/");
		if (!inode_content(image, size, ino, IFDIR, data, length))
			return false;
		ino = lookup(*data, *length, path, namelen);
		if (!ino)
			return false;
		path += namelen;
	}
}

enum { DEPTH_MAX = 8 /* of directories that are looked into */ };

static bool path_in(const uint8_t *image, size_t size, uint32_t directory, uint32_t inode, int depth, char *path,
                    size_t room)
{
	const uint8_t *data;
	size_t length;

	if (room < FS_NAMELEN + 2 || !inode_content(image, size, directory, IFDIR, &data, &length))
		return false;
	for (size_t at = 0; at + sizeof(struct dirent) <= length; at += sizeof(struct dirent)) {
		const char *name = (const char *)data + at + offsetof(struct dirent, d_name);
		uint32_t number = be32_get(data + at);
		int n = (int)strnlen(name, FS_NAMELEN);

		if (!number || !n || (n == 1 && name[0] == '.') || (n == 2 && !memcmp(name, "..", 2)))
			continue;
		n = snprintf(path, room, "/%.*s", n, name);
		if (number == inode ||
		    (depth && path_in(image, size, number, inode, depth - 1, path + n, room - (size_t)n)))
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
