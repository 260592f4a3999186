/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a path to an inode, and who may do what with it. */
#include "ufs.h"

/* Root may do everything, but run only what has an x for somebody. */
int iaccess(const struct inode *ip, uint32_t mode)
{
	uint32_t bits = ip->i_d.di_mode;

	if ((mode & IWRITE) && !ismfs(ip) && (bits & IFMT) != IFCHR)
		return EROFS;
	if (u.u_uid == 0)
		return (mode & IEXEC) && !(bits & 0111) ? EACCES : 0;
	if (u.u_uid == ip->i_uid)
		bits >>= 6;
	else if (u.u_gid == ip->i_gid)
		bits >>= 3;
	return (bits & mode) == mode ? 0 : EACCES;
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

/* One component of a path: from *ip, which is given up, to what has that name in it. */
static int step(struct inode **ip, const char *name, uint32_t length)
{
	struct inode *from = *ip;
	uint32_t number = 0;
	int error;

	if ((from->i_d.di_mode & IFMT) != IFDIR)
		error = ENOTDIR;
	else
		error = iaccess(from, IEXEC);
	if (!error)
		error = lookup(from, name, length, &number);
	if (!error)
		error = iget(number, ip);
	if (!error)
		*ip = mfsmount(*ip);
	iput(from);
	return error;
}

/* Where a path begins. */
static int begin(const char *path, struct inode **ip)
{
	if (!*path)
		return ENOENT;
	if (*path == '/')
		return iget(ROOTINO, ip);
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

int namei(const char *path, struct inode **ip)
{
	int error = begin(path, ip);

	while (!error) {
		uint32_t length;

		while (*path == '/')
			path++;
		if (!*path)
			break;
		length = component(path);
		error = step(ip, path, length);
		path += length;
	}
	return error;
}

int nameiparent(const char *path, struct inode **dir, char name[FS_NAMELEN], struct inode **ip)
{
	char parent[MAXPATHLEN] = ".";
	uint32_t end = strlen(path), start, length;
	int error;

	while (end > 1 && path[end - 1] == '/')
		end--;
	for (start = end; start > 0 && path[start - 1] != '/'; start--)
		;
	length = end - start;
	if (length == 0)
		return *path ? EEXIST : ENOENT; /* the root has no parent */
	if (length >= FS_NAMELEN)
		return ENAMETOOLONG;
	if (start > 0)
		strncopy(parent, path, start + 1);
	error = namei(parent, dir);
	if (error)
		return error;
	strncopy(name, path + start, length + 1);
	(*dir)->i_count++;
	*ip = *dir;
	error = step(ip, name, length);
	if (error) {
		*ip = 0;
		if (error != ENOENT)
			iput(*dir);
	}
	return error == ENOENT ? 0 : error;
}
