/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The calls about files by name: open, make, remove, look at, and the working directory. */
#include <sys/stat.h>

#include "file.h"

/* The path that is a call's argument. */
static int getpath(uint32_t argument, char path[MAXPATHLEN])
{
	uint32_t length;

	u.u_error = (uint32_t)copyinstr((const char *)argument, path, MAXPATHLEN, &length);
	return !u.u_error;
}

/* The inode of the call's first argument; null and an error if there is none. */
static struct inode *argnamei(void)
{
	char path[MAXPATHLEN];
	struct inode *ip;

	if (getpath(u.u_arg[0], path))
		u.u_error = (uint32_t)namei(path, &ip);
	return u.u_error ? 0 : ip;
}

/* A file that is to be made: mode is IFREG or IFDIR with the permissions. */
static struct inode *makeinode(const char *path, uint32_t mode)
{
	struct inode *dir, *ip;
	char name[FS_NAMELEN];

	u.u_error = (uint32_t)nameiparent(path, &dir, name, &ip);
	if (u.u_error)
		return 0;
	if (ip) {
		iput(ip);
		u.u_error = EEXIST;
	} else if ((u.u_error = (uint32_t)iaccess(dir, IWRITE)) == 0) {
		if (dir->i_d.di_nlink == 0) /* removed, but somebody stands in it */
			u.u_error = ENOENT;
		else
			u.u_error = (uint32_t)mfsmake(dir, name, mode & ~u.u_cmask, &ip);
	}
	iput(dir);
	return u.u_error ? 0 : ip;
}

/* May the file be opened in this way? flags as in f_flag. */
static int openaccess(const struct inode *ip, uint32_t flags)
{
	uint32_t mode = (flags & FREAD ? IREAD : 0) | (flags & FWRITE ? IWRITE : 0);

	if ((flags & FWRITE) && (ip->i_d.di_mode & IFMT) == IFDIR)
		return EISDIR;
	if ((flags & FWRITE) && (ip->i_d.di_mode & IFMT) == IFCHR && !(ip->i_d.di_mode & 0222))
		return EACCES; /* /dev/kmem: not even root */
	return iaccess(ip, mode);
}

/* The inode that open is about, made if it has to be. */
static struct inode *openinode(const char *path, uint32_t flags, uint32_t mode)
{
	struct inode *ip;

	u.u_error = (uint32_t)namei(path, &ip);
	if (u.u_error == ENOENT && (flags & O_CREAT)) {
		u.u_error = 0;
		return makeinode(path, IFREG | (mode & 07777));
	}
	if (u.u_error)
		return 0;
	if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
		u.u_error = EEXIST;
	else
		u.u_error = (uint32_t)openaccess(ip, flags);
	if (u.u_error) {
		iput(ip);
		return 0;
	}
	if ((flags & O_TRUNC) && (flags & FWRITE) && ismfs(ip))
		mfstrunc(ip);
	return ip;
}

/* open1: what open and creat have in common. */
static void copen(uint32_t flags, uint32_t mode)
{
	char path[MAXPATHLEN];
	uint32_t fd;
	struct file *f;
	struct inode *ip;

	if ((flags & (FREAD | FWRITE)) == 0) {
		u.u_error = EINVAL;
		return;
	}
	if (!getpath(u.u_arg[0], path) || !(f = falloc(DINODE, &fd)))
		return;
	ip = openinode(path, flags, mode);
	if (!ip) {
		u.u_ofile[fd] = 0;
		f->f_type = DFREE;
		return;
	}
	f->f_flag = flags & (FREAD | FWRITE | O_NDELAY | O_APPEND);
	f->f_inode = ip;
	u.u_rval1 = fd;
}

/* open(path, flags, mode) */
void open(void)
{
	copen(FOPEN(u.u_arg[1]), u.u_arg[2]);
}

/* creat(path, mode) */
void creat(void)
{
	copen(FWRITE | O_CREAT | O_TRUNC, u.u_arg[1]);
}

/* mkdir(path, mode) */
void mkdir(void)
{
	char path[MAXPATHLEN];
	struct inode *ip;

	if (!getpath(u.u_arg[0], path))
		return;
	ip = makeinode(path, IFDIR | (u.u_arg[1] & 07777));
	if (ip)
		iput(ip);
}

/* Takes a name away; directory says which of unlink and rmdir asks. */
static void removename(int directory)
{
	struct inode *dir, *ip;
	char path[MAXPATHLEN], name[FS_NAMELEN];

	if (!getpath(u.u_arg[0], path))
		return;
	u.u_error = (uint32_t)nameiparent(path, &dir, name, &ip);
	if (u.u_error)
		return;
	if (!ip)
		u.u_error = ENOENT;
	else if (!ismfs(ip) || !ismfs(dir))
		u.u_error = EROFS;
	else if (ip == dir || strcmp(name, "..") == 0)
		u.u_error = EINVAL;
	else if (((ip->i_d.di_mode & IFMT) == IFDIR) != directory)
		u.u_error = directory ? ENOTDIR : EPERM;
	else if ((u.u_error = (uint32_t)iaccess(dir, IWRITE)) == 0)
		u.u_error = (uint32_t)mfsremove(dir, name, ip);
	if (ip)
		iput(ip);
	iput(dir);
}

void unlink(void)
{
	removename(0);
}

void rmdir(void)
{
	removename(1);
}

/* access(path, mode): asks with the real ids, as the program that runs with others' rights wants to know. */
void saccess(void)
{
	uint32_t uid = u.u_uid, gid = u.u_gid;
	struct inode *ip;

	u.u_uid = u.u_ruid;
	u.u_gid = u.u_rgid;
	ip = argnamei();
	if (ip) {
		u.u_error = (uint32_t)iaccess(ip, u.u_arg[1] & (IREAD | IWRITE | IEXEC));
		iput(ip);
	}
	u.u_uid = uid;
	u.u_gid = gid;
}

/* chmod(path, mode) */
void chmod(void)
{
	struct inode *ip = argnamei();

	if (!ip)
		return;
	if (!ismfs(ip))
		u.u_error = EROFS;
	else if (u.u_uid != 0 && u.u_uid != ip->i_uid)
		u.u_error = EPERM;
	else
		ip->i_d.di_mode = (ip->i_d.di_mode & IFMT) | (u.u_arg[1] & 07777);
	iput(ip);
}

void chdir(void)
{
	struct inode *ip = argnamei();

	if (!ip)
		return;
	if ((ip->i_d.di_mode & IFMT) != IFDIR)
		u.u_error = ENOTDIR;
	else
		u.u_error = (uint32_t)iaccess(ip, IEXEC);
	if (u.u_error) {
		iput(ip);
		return;
	}
	iput(u.u_cdir);
	u.u_cdir = ip;
}

/* umask(mask): the old one comes back. */
void umask(void)
{
	u.u_rval1 = u.u_cmask;
	u.u_cmask = u.u_arg[0] & 0777;
}

static void putstat(const struct stat *sb)
{
	if (copyout(sb, (void *)u.u_arg[1], sizeof *sb))
		u.u_error = EFAULT;
}

static void statinode(const struct inode *ip)
{
	int device = (ip->i_d.di_mode & IFMT) == IFCHR;
	struct stat sb = {
		.st_dev = ismfs(ip),
		.st_ino = ip->i_number,
		.st_mode = ip->i_d.di_mode,
		.st_nlink = (int)ip->i_d.di_nlink,
		.st_uid = (int)ip->i_uid,
		.st_gid = (int)ip->i_gid,
		.st_rdev = device ? ip->i_d.di_start : 0,
		.st_size = (long)ip->i_d.di_size,
		.st_atime = (long)ip->i_mtime,
		.st_mtime = (long)ip->i_mtime,
		.st_ctime = (long)ip->i_mtime,
		.st_blksize = NBPG,
		.st_blocks = (long)((ip->i_d.di_size + 511) / 512),
	};

	putstat(&sb);
}

/* stat(path, struct stat *); there are no symbolic links, so lstat is the same */
void stat(void)
{
	struct inode *ip = argnamei();

	if (!ip)
		return;
	statinode(ip);
	iput(ip);
}

void lstat(void)
{
	stat();
}

/* fstat(fd, struct stat *) */
void fstat(void)
{
	const struct file *f = getf(u.u_arg[0]);

	if (!f)
		return;
	if (f->f_type == DPIPE) {
		struct stat sb = {.st_mode = IFIFO | 0600,
		                  .st_nlink = 0,
		                  .st_uid = (int)u.u_uid,
		                  .st_gid = (int)u.u_gid,
		                  .st_size = (long)pipesize(f->f_pipe),
		                  .st_blksize = NBPG};

		putstat(&sb);
	} else {
		statinode(f->f_inode);
	}
}
