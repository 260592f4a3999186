/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The root file system and the few blocks of it that are kept in memory. The disk answers at once, so nobody sleeps
 * here and no block is ever busy. What is on the disk is not trusted: a bad number is EIO, never a wild read.
 */
#include "ufs.h"

#include "vm.h"

#define NBUF 8
#define DINODES (NBPG / sizeof(struct dinode)) /* per block */

static struct buf {
	uint32_t b_blkno;
	uint32_t b_used; /* when, 0: empty */
} buffers[NBUF];
static char blocks[NBUF][NBPG] __attribute__((aligned(NBPG)));
static uint32_t uses;

static struct superblock fs;

/* The block's content in memory until the next bread, NULL when the disk cannot read it. */
static const void *bread(uint32_t blkno)
{
	struct buf *oldest = buffers;
	char *data;

	for (struct buf *b = buffers; b < buffers + NBUF; b++) {
		if (b->b_used && b->b_blkno == blkno) {
			b->b_used = ++uses;
			return blocks[b - buffers];
		}
		if (b->b_used < oldest->b_used)
			oldest = b;
	}
	data = blocks[oldest - buffers];
	oldest->b_used = 0;
	mtpr(PR_DKBN, blkno);
	mtpr(PR_DKPA, (uint32_t)data & PAMASK);
	mtpr(PR_DKCS, DKCS_READ);
	if (mfpr(PR_DKCS) != DKCS_OK)
		return 0;
	oldest->b_blkno = blkno;
	oldest->b_used = ++uses;
	return data;
}

void fsinit(void)
{
	const struct superblock *sb = bread(0);

	if (!sb || sb->s_magic != FS_MAGIC)
		panic("no file system on the root disk");
	fs = *sb;
	u.u_cdir = ROOTINO;
}

int iget(uint32_t number, struct inode *ip)
{
	const struct dinode *table;

	if (number == 0 || number >= fs.s_ninodes)
		return EIO;
	table = bread(fs.s_inodes + number / DINODES);
	if (!table)
		return EIO;
	ip->i_number = number;
	ip->i_d = table[number % DINODES];
	if (ip->i_d.di_start > fs.s_blocks || btoc(ip->i_d.di_size) > fs.s_blocks - ip->i_d.di_start)
		return EIO;
	return 0;
}

static int transfer(const struct inode *ip, uint32_t offset, char *to, uint32_t bytes, int touser)
{
	if (offset > ip->i_d.di_size || bytes > ip->i_d.di_size - offset)
		return EIO;
	while (bytes > 0) {
		uint32_t skip = offset & PGOFSET, n = NBPG - skip;
		const char *block = bread(ip->i_d.di_start + (offset >> PGSHIFT));

		if (!block)
			return EIO;
		if (n > bytes)
			n = bytes;
		if (!touser)
			bcopy(block + skip, to, n);
		else if (copyout(block + skip, to, n))
			return EFAULT;
		to += n;
		offset += n;
		bytes -= n;
	}
	return 0;
}

int readi(const struct inode *ip, uint32_t offset, void *kernel, uint32_t bytes)
{
	return transfer(ip, offset, kernel, bytes, 0);
}

int readiu(const struct inode *ip, uint32_t offset, void *user, uint32_t bytes)
{
	return transfer(ip, offset, user, bytes, 1);
}

/* Looks a name up in a directory: its inode number in *number. */
static int lookup(const struct inode *directory, const char *name, uint32_t length, uint32_t *number)
{
	uint32_t entries = directory->i_d.di_size / sizeof(struct dirent);

	if (length >= FS_NAMELEN)
		return ENOENT;
	for (uint32_t i = 0; i < entries; i++) {
		struct dirent entry;
		uint32_t n = 0;
		int error = readi(directory, i * sizeof entry, &entry, sizeof entry);

		if (error)
			return error;
		while (n < length && entry.d_name[n] == name[n])
			n++;
		if (entry.d_ino && n == length && entry.d_name[n] == '\0') {
			*number = entry.d_ino;
			return 0;
		}
	}
	return ENOENT;
}

int namei(const char *path, struct inode *ip)
{
	int error = *path ? iget(*path == '/' ? ROOTINO : u.u_cdir, ip) : ENOENT;

	while (!error) {
		uint32_t length = 0, number = 0;

		while (*path == '/')
			path++;
		if (!*path)
			return 0;
		while (path[length] && path[length] != '/')
			length++;
		if ((ip->i_d.di_mode & IFMT) != IFDIR)
			return ENOTDIR;
		error = lookup(ip, path, length, &number);
		if (!error)
			error = iget(number, ip);
		path += length;
	}
	return error;
}
