/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files in memory: everything under /tmp and /home, which the read-only root disk has as empty directories.
 *
 * A file lives in its slot of inode[] as long as it has a name or a user. Its content is in page frames of the kernel;
 * di_start is a page frame that holds their numbers, as an indirect block does on a disk. So a file has at most
 * MFSPAGES pages. Directories have the disk's format. The room of an entry that is removed goes to the one before it in
 * the block; the first of a block stays, with inode number 0.
 */
#include <sys/resource.h>

#include "ufs.h"
#include "vm.h"

static const struct {
	const char *path;
	uint32_t mode;
} mounts[MFSROOTS] = {{"/tmp", ISVTX | 0777}, {"/home", 0755}};
static uint32_t mounted[MFSROOTS]; /* inode numbers of the directories on the disk that they stand in for */

static uint32_t *pages(const struct inode *ip)
{
	return (uint32_t *)ptov(ip->i_d.di_start);
}

char *mfspage(const struct inode *ip, uint32_t page)
{
	uint32_t pfn = ip->i_d.di_start && page < MFSPAGES ? pages(ip)[page] : 0;

	return pfn ? ptov(pfn) : 0;
}

static uint32_t zeropage(void)
{
	uint32_t pfn = freemem > MFSRESERVE ? kmemall() : 0;

	if (pfn)
		bzero(ptov(pfn), NBPG);
	return pfn;
}

/* The page, made if it is not there; null if there is no room. */
static char *makepage(struct inode *ip, uint32_t page)
{
	if (page >= MFSPAGES)
		return 0;
	if (!ip->i_d.di_start && !(ip->i_d.di_start = zeropage()))
		return 0;
	if (!pages(ip)[page] && !(pages(ip)[page] = zeropage()))
		return 0;
	return mfspage(ip, page);
}

static void changed(struct inode *ip, uint32_t end)
{
	if (end > ip->i_d.di_size)
		ip->i_d.di_size = end;
	ip->i_mtime = seconds();
}

uint32_t mfswrite(struct inode *ip, uint32_t offset, const char *user, uint32_t bytes)
{
	uint32_t done = 0, limit = u.u_rlimit[RLIMIT_FSIZE].rlim_cur;

	if (bytes && offset >= limit) {
		psignal(curproc, SIGXFSZ);
		u.u_error = EFBIG;
		return 0;
	}
	if (bytes > limit - offset)
		bytes = limit - offset;
	while (done < bytes && !u.u_error) {
		uint32_t at = offset + done, skip = at & PGOFSET, n = NBPG - skip;
		char *page = makepage(ip, at >> PGSHIFT);

		if (n > bytes - done)
			n = bytes - done;
		if (!page)
			u.u_error = (at >> PGSHIFT) >= MFSPAGES ? EFBIG : ENOSPC;
		else if (copyin(user + done, page + skip, n))
			u.u_error = EFAULT;
		else
			done += n;
	}
	if (done) {
		u.u_error = 0; /* what was written counts */
		changed(ip, offset + done);
		if (u.u_uid != 0) /* what somebody else put there must not run with the owner's rights */
			ip->i_d.di_mode &= ~(uint32_t)(ISUID | ISGID);
	}
	return done;
}

int mfsput(struct inode *ip, uint32_t page, const void *kernel)
{
	char *to = makepage(ip, page);

	if (!to)
		return ENOSPC;
	bcopy(kernel, to, NBPG);
	changed(ip, ctob(page + 1));
	return 0;
}

/* What is cut off is zeros if the file grows again. */
void mfstrunc(struct inode *ip, uint32_t length)
{
	char *last = mfspage(ip, length >> PGSHIFT);

	for (uint32_t i = btoc(length); ip->i_d.di_start && i < MFSPAGES; i++) {
		if (pages(ip)[i])
			kmemfree(pages(ip)[i]);
		pages(ip)[i] = 0;
	}
	if (length == 0 && ip->i_d.di_start) {
		kmemfree(ip->i_d.di_start);
		ip->i_d.di_start = 0;
	} else if (last && (length & PGOFSET)) {
		bzero(last + (length & PGOFSET), NBPG - (length & PGOFSET));
	}
	ip->i_d.di_size = length;
	changed(ip, length);
}

void mfsfree(struct inode *ip)
{
	if ((ip->i_d.di_mode & IFMT) == IFCHR)
		ip->i_d.di_start = 0; /* it has no pages, but a number */
	mfstrunc(ip, 0);
	ip->i_number = 0;
}

/* The entry at an offset of a directory. */
static struct direct *entryat(const struct inode *dir, uint32_t offset)
{
	return (struct direct *)(mfspage(dir, offset >> PGSHIFT) + (offset & PGOFSET));
}

/* What an entry needs of its room. */
static uint32_t taken(const struct direct *entry)
{
	return entry->d_ino ? DIRSIZ(entry->d_namlen) : 0;
}

/* Room for an entry of that size: behind a name, or in a new block at the end. Null if there is none. */
static struct direct *makeentry(struct inode *dir, uint32_t size)
{
	struct direct *entry;
	uint32_t end = dir->i_d.di_size;

	for (uint32_t at = 0; at < end; at += entry->d_reclen) {
		uint32_t used;

		entry = entryat(dir, at);
		used = taken(entry);
		if (entry->d_reclen - used < size)
			continue;
		if (used) {
			struct direct *next = (struct direct *)((char *)entry + used);

			next->d_reclen = (uint16_t)(entry->d_reclen - used);
			entry->d_reclen = (uint16_t)used;
			entry = next;
		}
		return entry;
	}
	if (!makepage(dir, end >> PGSHIFT))
		return 0;
	changed(dir, end + DIRBLKSIZ);
	entry = entryat(dir, end);
	entry->d_reclen = DIRBLKSIZ;
	return entry;
}

/* Puts a name, which is not there, into a directory. */
static int enter(struct inode *dir, const char *name, uint32_t number)
{
	uint32_t length = strlen(name);
	struct direct *entry = makeentry(dir, DIRSIZ(length));

	if (!entry)
		return ENOSPC;
	entry->d_ino = number;
	entry->d_namlen = (uint16_t)length;
	strncopy(entry->d_name, name, length + 1);
	changed(dir, 0);
	return 0;
}

/* Takes a name out of a directory. */
static void takeout(struct inode *dir, const char *name)
{
	struct direct *entry = 0, *before;

	for (uint32_t at = 0; at < dir->i_d.di_size; at += entry->d_reclen) {
		before = entry;
		entry = entryat(dir, at);
		if (!entry->d_ino || strcmp(entry->d_name, name) != 0)
			continue;
		if (at % DIRBLKSIZ == 0)
			entry->d_ino = 0;
		else
			before->d_reclen = (uint16_t)(before->d_reclen + entry->d_reclen);
		break;
	}
	changed(dir, 0);
}

/* The entry "..", which is the second. */
static struct direct *dotdot(const struct inode *dir)
{
	return entryat(dir, DIRSIZ(1));
}

/* A new inode in memory, with no name yet. */
static int mfsalloc(uint32_t mode, struct inode **ipp)
{
	int error = ifree(ipp);

	if (error)
		return error;
	**ipp = (struct inode){.i_number = MFSINO + (uint32_t)(*ipp - inode),
	                       .i_count = 1,
	                       .i_uid = u.u_uid,
	                       .i_gid = u.u_gid,
	                       .i_d = {.di_mode = mode}};
	changed(*ipp, 0);
	return 0;
}

/* A new file or directory with that name. */
int mfsmake(struct inode *dir, const char *name, uint32_t mode, struct inode **ipp)
{
	int isdir = (mode & IFMT) == IFDIR, error = mfsalloc(mode, ipp);

	if (error)
		return error;
	if (isdir)
		error = enter(*ipp, ".", (*ipp)->i_number) ? ENOSPC : enter(*ipp, "..", dir->i_number);
	if (!error)
		error = enter(dir, name, (*ipp)->i_number);
	if (error) {
		iput(*ipp);
		return error;
	}
	(*ipp)->i_d.di_nlink = isdir ? 2 : 1;
	dir->i_d.di_nlink += isdir;
	return 0;
}

static int isroot(const struct inode *dir)
{
	return dir < MFSROOT + MFSROOTS;
}

/* The directory that a directory is in. It is in memory, too, but for the roots'. */
static const struct inode *parent(const struct inode *dir)
{
	return &inode[dotdot(dir)->d_ino - MFSINO];
}

static int isempty(const struct inode *dir)
{
	const struct direct *entry;

	for (uint32_t at = 0; at < dir->i_d.di_size; at += entry->d_reclen) {
		entry = entryat(dir, at);
		if (entry->d_ino && strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			return 0;
	}
	return 1;
}

/* The name goes. The file itself lives until its last user is gone. */
int mfsremove(struct inode *dir, const char *name, struct inode *ip)
{
	int isdir = (ip->i_d.di_mode & IFMT) == IFDIR;

	if (isdir && !isempty(ip))
		return ENOTEMPTY;
	takeout(dir, name);
	if (isdir) {
		dir->i_d.di_nlink--;
		mfstrunc(ip, 0); /* whoever still stands in it finds it empty, without . and .. */
		ip->i_d.di_nlink = 0;
	} else {
		ip->i_d.di_nlink--;
	}
	return 0;
}

int mfslink(struct inode *dir, const char *name, struct inode *ip)
{
	int error = enter(dir, name, ip->i_number);

	if (!error)
		ip->i_d.di_nlink++;
	return error;
}

int mfswithin(const struct inode *dir, const struct inode *ip)
{
	while (dir != ip && !isroot(dir))
		dir = parent(dir);
	return dir == ip;
}

/* The file gets another name, in the same or another directory; there is none of that name. */
int mfsmove(struct inode *from, const char *old, struct inode *to, const char *name, struct inode *ip)
{
	int isdir = (ip->i_d.di_mode & IFMT) == IFDIR;
	int error = enter(to, name, ip->i_number);

	if (error)
		return error;
	takeout(from, old);
	if (isdir && from != to) {
		dotdot(ip)->d_ino = to->i_number;
		from->i_d.di_nlink--;
		to->i_d.di_nlink++;
	}
	return 0;
}

struct inode *mfsmount(struct inode *ip)
{
	for (int i = 0; i < MFSROOTS; i++) {
		if (ip->i_number != mounted[i])
			continue;
		iput(ip);
		MFSROOT[i].i_count++;
		return &MFSROOT[i];
	}
	return ip;
}

/* Before anything is in the inode table: so they get its first slots. */
void mfsinit(void)
{
	struct inode *ip;

	for (int i = 0; i < MFSROOTS; i++) {
		if (mfsalloc(IFDIR | mounts[i].mode, &ip) || enter(ip, ".", ip->i_number) || enter(ip, "..", ROOTINO))
			panic("no memory for files");
		ip->i_d.di_nlink = 2;
	}
	if (iget(ROOTINO, &u.u_cdir))
		panic("no root directory");
	for (int i = 0; i < MFSROOTS; i++) {
		if (namei(mounts[i].path, &ip))
			panic("no %s on the root disk", mounts[i].path);
		mounted[i] = ip->i_number;
		iput(ip);
	}
	iput(u.u_cdir);
}
