/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The root file system: blocks of the disk that are kept in memory, inodes in core, and the contents of files. The disk
 * answers at once, so nobody sleeps here and no block is ever busy. What is on the disk is not trusted: a bad number is
 * EIO, never a wild read.
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

struct inode inode[NINODE];

/* Those of files on the disk by number: the first with each hash, and behind each slot the next one. */
#define INOHSZ 64
#define INOHASH(number) ((number) % INOHSZ)
static struct inode *ihead[INOHSZ], *ichain[NINODE];

/* The block's content in memory until the next bread, NULL when the disk cannot read it. */
static const void *bread(uint32_t blkno)
{
	static struct buf *last = buffers; /* most often it is this one again */
	struct buf *oldest = buffers;
	char *data;

	if (last->b_used && last->b_blkno == blkno)
		return blocks[last - buffers];
	for (struct buf *b = buffers; b < buffers + NBUF; b++) {
		if (b->b_used && b->b_blkno == blkno) {
			b->b_used = ++uses;
			last = b;
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
	last = oldest;
	return data;
}

void fsinit(void)
{
	const struct superblock *sb = bread(0);

	if (!sb || sb->s_magic != FS_MAGIC)
		panic("no file system on the root disk");
	fs = *sb;
	mfsinit();
	if (iget(ROOTINO, &u.u_cdir))
		panic("no root directory");
}

int ifree(struct inode **ip)
{
	for (*ip = inode; *ip < inode + NINODE; ++*ip)
		if ((*ip)->i_number == 0)
			return 0;
	tablefull("inode");
	return ENFILE;
}

/* Does the disk's inode make sense? */
static int checkinode(const struct dinode *d)
{
	return (d->di_mode & IFMT) == IFCHR ||
	       (d->di_start <= fs.s_blocks && btoc(d->di_size) <= fs.s_blocks - d->di_start);
}

/* The slot of the inode of that number, NULL if it is in none. A file in memory has its slot's. */
static struct inode *ifind(uint32_t number)
{
	struct inode *ip = ihead[INOHASH(number)];

	if (number >= MFSINO)
		return number < MFSINO + NINODE && inode[number - MFSINO].i_number ? &inode[number - MFSINO] : 0;
	while (ip && ip->i_number != number)
		ip = ichain[ip - inode];
	return ip;
}

static void unchain(const struct inode *ip)
{
	struct inode **link = &ihead[INOHASH(ip->i_number)];

	while (*link != ip)
		link = &ichain[*link - inode];
	*link = ichain[ip - inode];
}

/* The inode of that number with one user more. */
int iget(uint32_t number, struct inode **ipp)
{
	const struct dinode *table;
	struct inode *ip = ifind(number);
	int error;

	if (ip) {
		ip->i_count++;
		*ipp = ip;
		return 0;
	}
	if (number == 0 || number >= fs.s_ninodes)
		return EIO;
	error = ifree(&ip);
	if (error)
		return error;
	table = bread(fs.s_inodes + number / DINODES);
	if (!table || !checkinode(&table[number % DINODES]))
		return EIO;
	*ip = (struct inode){.i_number = number, .i_count = 1, .i_d = table[number % DINODES], .i_mtime = boottime};
	ichain[ip - inode] = ihead[INOHASH(number)];
	ihead[INOHASH(number)] = ip;
	*ipp = ip;
	return 0;
}

/* One user less. A file in memory stays in its slot as long as it has a name. */
void iput(struct inode *ip)
{
	if (--ip->i_count > 0)
		return;
	if (!ismfs(ip)) {
		unchain(ip);
		ip->i_number = 0;
	} else if (ip->i_d.di_nlink == 0) {
		mfsfree(ip);
	}
}

/* A page of a file, null when the disk fails; a hole is a page of zeros. */
static const char *filepage(const struct inode *ip, uint32_t page)
{
	static const char zeros[NBPG];
	const char *data;

	if (!ismfs(ip))
		return bread(ip->i_d.di_start + page);
	data = mfspage(ip, page);
	return data ? data : zeros;
}

static int transfer(const struct inode *ip, uint32_t offset, char *to, uint32_t bytes, int touser)
{
	if (offset > ip->i_d.di_size || bytes > ip->i_d.di_size - offset)
		return EIO;
	while (bytes > 0) {
		uint32_t skip = offset & PGOFSET, n = NBPG - skip;
		const char *block = filepage(ip, offset >> PGSHIFT);

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
