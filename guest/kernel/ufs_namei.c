/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a path to an inode, and who may do what with it. */
#include "ufs.h"

/* Root may do everything, but run only what has an x for somebody. A directory it may search in any case. */
int iaccess(const struct inode *ip, uint32_t mode)
{
	uint32_t bits = ip->i_d.di_mode;

	if ((mode & IWRITE) && !ismfs(ip) && (bits & IFMT) != IFCHR)
		return EROFS;
	if ((mode & IWRITE) && ip->i_text)
		return ETXTBSY;
	if (u.u_uid == 0)
		return (mode & IEXEC) && !(bits & 0111) && (bits & IFMT) != IFDIR ? EACCES : 0;
	if (u.u_uid == ip->i_uid)
		bits >>= 6;
	else if (groupmember(ip->i_gid))
		bits >>= 3;
	return (bits & mode) == mode ? 0 : EACCES;
}

/* Does an entry, which has `left` bytes of its block, make sense? */
static int checkentry(const struct direct *entry, uint32_t left)
{
	return entry->d_namlen < FS_NAMELEN && entry->d_reclen >= DIRSIZ(entry->d_namlen) && entry->d_reclen % 4 == 0 &&
	       entry->d_reclen <= left;
}

static int samename(const struct direct *entry, const char *name, uint32_t length)
{
	uint32_t n = 0;

	if (entry->d_namlen != length)
		return 0;
	while (n < length && entry->d_name[n] == name[n])
		n++;
	return n == length;
}

/* Looks a name up in a directory, block by block: its inode number in *number. */
static int lookup(const struct inode *directory, const char *name, uint32_t length, uint32_t *number)
{
	static char block[DIRBLKSIZ] __attribute__((aligned(4))); /* nobody sleeps here */
	uint32_t size = directory->i_d.di_size;

	if (length >= FS_NAMELEN)
		return ENAMETOOLONG;
	for (uint32_t offset = 0; offset + DIRBLKSIZ <= size; offset += DIRBLKSIZ) {
		const struct direct *entry;
		int error = readi(directory, offset, block, DIRBLKSIZ);

		if (error)
			return error;
		for (uint32_t at = 0; at < DIRBLKSIZ; at += entry->d_reclen) {
			entry = (const struct direct *)(block + at);
			if (!checkentry(entry, DIRBLKSIZ - at))
				return EIO;
			if (!entry->d_ino || !samename(entry, name, length))
				continue;
			*number = entry->d_ino;
			return 0;
		}
	}
	return ENOENT;
}

/* One component of a path: what has that name in the directory. */
static int step(struct inode *from, const char *name, uint32_t length, struct inode **ip)
{
	uint32_t number = 0;
	int error;

	if ((from->i_d.di_mode & IFMT) != IFDIR)
		return ENOTDIR;
	if (from == u.u_rdir && length == 2 && name[0] == '.' && name[1] == '.')
		length = 1; /* the root is in itself */
	error = iaccess(from, IEXEC);
	if (!error)
		error = lookup(from, name, length, &number);
	if (!error)
		error = iget(number, ip);
	if (!error)
		*ip = mfsmount(*ip);
	return error;
}

/* Where paths begin that begin with a slash. */
static int rootdir(struct inode **ip)
{
	*ip = u.u_rdir;
	if (!*ip)
		return iget(ROOTINO, ip);
	(*ip)->i_count++;
	return 0;
}

/* Where a path begins. */
static int begin(const char *path, struct inode **ip)
{
	if (!*path)
		return ENOENT;
	if (*path == '/')
		return rootdir(ip);
	*ip = u.u_cdir;
	u.u_cdir->i_count++;
	return 0;
}

static uint32_t component(const char *path)
{
	uint32_t length = 0;

	while (path[length] && path[length] != '/')
		length++;
	return length;
}

static const char *skipslashes(const char *path)
{
	while (*path == '/')
		path++;
	return path;
}

/*
 * A symbolic link on the way: its text and the rest of the path become the path. They are kept at the end of `work`,
 * so that the next link's text fits in front. *dir becomes where the text begins.
 */
static int followlink(const struct inode *link, char work[MAXPATHLEN], const char **path, struct inode **dir)
{
	uint32_t rest = strlen(*path) + 1, size = link->i_d.di_size;
	char *to = work + MAXPATHLEN - rest;
	int error;

	if (size + rest > policy->maxpathlen)
		return ENAMETOOLONG;
	if (*path != to)
		bcopy(*path, to, rest);
	to -= size;
	error = readi(link, 0, to, size);
	*path = to;
	if (error || *to != '/')
		return error;
	iput(*dir);
	error = rootdir(dir);
	if (error)
		*dir = 0;
	return error;
}

/*
 * The walk through a path: the directory that its last component is in, that component's name, and what is there. A
 * link there is followed if `follow`. With `name` it is no error if nothing is there: *ipp is null. The root has no
 * name.
 */
static int walk(const char *path, int follow, struct inode **dirp, char *name, struct inode **ipp)
{
	static char work[MAXPATHLEN]; /* nobody sleeps here */
	struct inode *dir = 0, *ip;
	int links = 0, error = begin(path, &dir);

	path = skipslashes(path);
	while (!error && *path) {
		uint32_t length = component(path);
		const char *rest = path + length;
		int last = !*skipslashes(rest);

		ip = 0;
		error = step(dir, path, length, &ip);
		if (error == ENOENT && last && name)
			error = 0;
		if (error)
			break;
		if (ip && (ip->i_d.di_mode & IFMT) == IFLNK && (follow || *rest)) {
			path = rest;
			error = ++links > MAXSYMLINKS ? ELOOP : followlink(ip, work, &path, &dir);
			iput(ip);
			if (!error)
				path = skipslashes(path);
			continue;
		}
		if (last) {
			if (name)
				strncopy(name, path, length + 1);
			*dirp = dir;
			*ipp = ip;
			return 0;
		}
		iput(dir);
		dir = ip;
		path = skipslashes(rest);
	}
	if (!error && name)
		error = EEXIST;
	if (error) {
		if (dir)
			iput(dir);
		return error;
	}
	*dirp = 0;
	*ipp = dir;
	return 0;
}

static int find(const char *path, int follow, struct inode **ip)
{
	struct inode *dir;
	int error = walk(path, follow, &dir, 0, ip);

	if (!error && dir)
		iput(dir);
	return error;
}

int namei(const char *path, struct inode **ip)
{
	return find(path, 1, ip);
}

int nameilink(const char *path, struct inode **ip)
{
	return find(path, 0, ip);
}

int nameiparent(const char *path, int follow, struct inode **dir, char name[FS_NAMELEN], struct inode **ip)
{
	return walk(path, follow, dir, name, ip);
}
