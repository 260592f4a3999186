/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The calls about files by name: open, make, remove, rename, look at, change, and the working directory. */
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "file.h"
#include "vm.h"

#define FILEMAX ctob(NPTEPG) /* bytes of a file in memory (mfs.c) */

/* The path that is a call's argument, until the next; null and an error if it cannot be. Nobody sleeps here. */
static const char *getpath(uint32_t argument)
{
	static char path[MAXPATHLEN];
	uint32_t length;

	u.u_error = (uint32_t)copyinstr((const char *)argument, path, policy->maxpathlen, &length);
	return u.u_error ? 0 : path;
}

/* The inode of the call's first argument; null and an error if there is none. */
static struct inode *argnamei(void)
{
	const char *path = getpath(u.u_arg[0]);
	struct inode *ip;

	if (path)
		u.u_error = (uint32_t)namei(path, &ip);
	return u.u_error ? 0 : ip;
}

/* May a name be put into the directory? */
static uint32_t maymake(const struct inode *dir)
{
	if (dir->i_d.di_nlink == 0) /* removed, but somebody stands in it */
		return ENOENT;
	return (uint32_t)iaccess(dir, IWRITE);
}

/* A file that is to be made: mode is its type with the permissions. */
static struct inode *makeinode(const char *path, int follow, uint32_t mode)
{
	struct inode *dir, *ip;
	char name[FS_NAMELEN];

	u.u_error = (uint32_t)nameiparent(path, follow, &dir, name, &ip);
	if (u.u_error)
		return 0;
	if (ip) {
		iput(ip);
		u.u_error = EEXIST;
	} else if ((u.u_error = maymake(dir)) == 0) {
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

	int exclusive = (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);

	u.u_error = (uint32_t)(exclusive ? nameilink(path, &ip) : namei(path, &ip));
	if (u.u_error == ENOENT && (flags & O_CREAT)) {
		u.u_error = 0;
		return makeinode(path, !exclusive, IFREG | (mode & 07777));
	}
	if (u.u_error)
		return 0;
	if (exclusive)
		u.u_error = EEXIST;
	else
		u.u_error = (uint32_t)openaccess(ip, flags);
	if (u.u_error) {
		iput(ip);
		return 0;
	}
	if ((flags & O_TRUNC) && (flags & FWRITE) && ismfs(ip) && (ip->i_d.di_mode & IFMT) == IFREG)
		mfstrunc(ip, 0);
	return ip;
}

/* open1: what open and creat have in common. */
static void copen(uint32_t flags, uint32_t mode)
{
	const char *path;
	uint32_t fd;
	struct file *f;
	struct inode *ip;

	if ((flags & (FREAD | FWRITE)) == 0) {
		u.u_error = EINVAL;
		return;
	}
	path = getpath(u.u_arg[0]);
	if (!path || !(f = falloc(DINODE, &fd)))
		return;
	ip = openinode(path, flags, mode);
	if (!ip) {
		ffree(fd);
		return;
	}
	flags &= FREAD | FWRITE | O_NDELAY | O_APPEND | O_CLOEXEC;
	if ((ip->i_d.di_mode & IFMT) == IFIFO)
		u.u_error = fifoopen(f, ip, flags & ~O_CLOEXEC);
	else
		fopened(f, ip, flags & ~O_CLOEXEC);
	if (u.u_error) {
		ffree(fd);
		return;
	}
	if (flags & O_CLOEXEC)
		fdmark(fd);
	u.u_rval1 = fd;
}

/* mknod(path, mode, device): a file, a pipe, or if root makes it a device. */
void mknod(void)
{
	uint32_t mode = u.u_arg[1], type = mode & IFMT ? mode & IFMT : IFREG, device = u.u_arg[2];
	const char *path = getpath(u.u_arg[0]);
	struct inode *ip;

	if (!path)
		return;
	if (type == IFCHR && u.u_uid != 0)
		u.u_error = EPERM;
	else if (type != IFREG && type != IFIFO && type != IFCHR)
		u.u_error = EINVAL;
	if (u.u_error)
		return;
	ip = makeinode(path, 0, type | (mode & 07777));
	if (!ip)
		return;
	if (type == IFCHR)
		ip->i_d.di_start = device;
	iput(ip);
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
	const char *path = getpath(u.u_arg[0]);
	struct inode *ip;

	if (!path)
		return;
	ip = makeinode(path, 0, IFDIR | (u.u_arg[1] & 07777));
	if (ip)
		iput(ip);
}

static int isdir(const struct inode *ip)
{
	return (ip->i_d.di_mode & IFMT) == IFDIR;
}

/* Is it a name that only others may take out of a sticky directory? */
static int sticks(const struct inode *dir, const struct inode *ip)
{
	return (dir->i_d.di_mode & ISVTX) && u.u_uid != 0 && u.u_uid != dir->i_uid && u.u_uid != ip->i_uid &&
	       !(policy->habits & NO_STICKY);
}

/* May this name of a file be taken out of the directory? */
static uint32_t mayremove(const struct inode *dir, const char *name, const struct inode *ip)
{
	int error;

	if (!ismfs(ip) || !ismfs(dir))
		return EROFS;
	if (ip == dir || strcmp(name, "..") == 0)
		return EINVAL;
	error = iaccess(dir, IWRITE);
	return (uint32_t)(error ? error : sticks(dir, ip) ? EPERM : 0);
}

/* Takes a name away; directory says which of unlink and rmdir asks. */
static void removename(int directory)
{
	const char *path = getpath(u.u_arg[0]);
	struct inode *dir, *ip;
	char name[FS_NAMELEN];

	if (!path)
		return;
	u.u_error = (uint32_t)nameiparent(path, 0, &dir, name, &ip);
	if (u.u_error)
		return;
	if (!ip)
		u.u_error = ENOENT;
	else if ((u.u_error = mayremove(dir, name, ip)) != 0)
		;
	else if (isdir(ip) != directory)
		u.u_error = directory ? ENOTDIR : EPERM;
	else
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

/* A name more in a directory for a file that is there. */
static uint32_t linkinto(struct inode *ip, const char *path)
{
	char name[FS_NAMELEN];
	struct inode *dir, *old;
	uint32_t error = (uint32_t)nameiparent(path, 0, &dir, name, &old);

	if (error)
		return error;
	if (old)
		error = EEXIST;
	else if (ismfs(ip) != ismfs(dir))
		error = EXDEV;
	else if ((error = maymake(dir)) == 0)
		error = (uint32_t)mfslink(dir, name, ip);
	if (old)
		iput(old);
	iput(dir);
	return error;
}

/* link(path, other): directories have one name only. */
void link(void)
{
	struct inode *ip = argnamei();
	const char *path;

	if (!ip)
		return;
	if (isdir(ip))
		u.u_error = EPERM;
	else if ((path = getpath(u.u_arg[1])) != 0)
		u.u_error = linkinto(ip, path);
	iput(ip);
}

/* symlink(text, path): the text may be anything; only who goes through it finds out where it leads. */
void symlink(void)
{
	const char *path = getpath(u.u_arg[0]);
	struct inode *ip;
	uint32_t length;

	if (!path)
		return;
	length = strlen(path);
	if (length == 0)
		u.u_error = ENOENT; /* it would lead to where it is */
	else
		path = getpath(u.u_arg[1]);
	if (u.u_error)
		return;
	ip = makeinode(path, 0, IFLNK | 0777);
	if (!ip)
		return;
	ip->i_d.di_mode = IFLNK | 0777; /* whatever the umask: nobody asks for it */
	if (mfswrite(ip, 0, (const char *)u.u_arg[0], length) != length)
		u.u_error = u.u_error ? u.u_error : ENOSPC;
	iput(ip);
	if (u.u_error) {
		uint32_t error = u.u_error;

		u.u_arg[0] = u.u_arg[1];
		unlink();
		u.u_error = error;
	}
}

/* readlink(path, to, bytes): the text without a NUL; how many bytes */
void readlink(void)
{
	const char *path = getpath(u.u_arg[0]);
	struct inode *ip;
	uint32_t bytes = u.u_arg[2];

	if (!path)
		return;
	u.u_error = (uint32_t)nameilink(path, &ip);
	if (u.u_error)
		return;
	if (bytes > ip->i_d.di_size)
		bytes = ip->i_d.di_size;
	if ((ip->i_d.di_mode & IFMT) != IFLNK)
		u.u_error = EINVAL;
	else
		u.u_error = (uint32_t)readiu(ip, 0, (char *)u.u_arg[1], bytes);
	u.u_rval1 = bytes;
	iput(ip);
}

/* What the file that is to be renamed finds under its new name: may it take its place? It is removed. */
static uint32_t displace(struct inode *dir, const char *name, struct inode *old, const struct inode *ip)
{
	uint32_t error = mayremove(dir, name, old);

	if (error)
		return error;
	if (isdir(old) != isdir(ip))
		return isdir(old) ? EISDIR : ENOTDIR;
	return (uint32_t)mfsremove(dir, name, old);
}

/* The second half of rename: ip, that is `name` in `from`, gets the path as its name. */
static uint32_t moveto(struct inode *from, const char *name, struct inode *ip, const char *path)
{
	char newname[FS_NAMELEN];
	struct inode *to, *old;
	uint32_t error = (uint32_t)nameiparent(path, 0, &to, newname, &old);

	if (error)
		return error;
	if (!ismfs(to))
		error = EXDEV;
	else if (old == ip)
		; /* two names of one file: both stay */
	else if (isdir(ip) && mfswithin(to, ip))
		error = EINVAL;
	else if ((error = maymake(to)) == 0 && (!old || (error = displace(to, newname, old, ip)) == 0))
		error = (uint32_t)mfsmove(from, name, to, newname, ip);
	if (old)
		iput(old);
	iput(to);
	return error;
}

/* rename(from, to) */
void rename(void)
{
	const char *path = getpath(u.u_arg[0]);
	char name[FS_NAMELEN];
	struct inode *dir, *ip;

	if (!path)
		return;
	u.u_error = (uint32_t)nameiparent(path, 0, &dir, name, &ip);
	if (u.u_error)
		return;
	if (!ip)
		u.u_error = ENOENT;
	else if ((u.u_error = mayremove(dir, name, ip)) == 0 && (path = getpath(u.u_arg[1])) != 0)
		u.u_error = moveto(dir, name, ip, path);
	if (ip)
		iput(ip);
	iput(dir);
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

/* The inode behind a descriptor that is a call's first argument; null and an error if it is none. */
static struct inode *argfile(void)
{
	const struct file *f = getf(u.u_arg[0]);

	if (f && f->f_type == DINODE)
		return f->f_inode;
	if (f)
		u.u_error = EINVAL;
	return 0;
}

/* May its owner's things be changed? */
static int owned(const struct inode *ip)
{
	if (!ismfs(ip))
		u.u_error = EROFS;
	else if (u.u_uid != 0 && u.u_uid != ip->i_uid)
		u.u_error = EPERM;
	return !u.u_error;
}

static void changemode(struct inode *ip)
{
	if (owned(ip))
		ip->i_d.di_mode = (ip->i_d.di_mode & IFMT) | (u.u_arg[1] & 07777);
}

/* Root only, as in 4.3BSD: nobody can make a present of a file. -1 is no change. */
static void changeowner(struct inode *ip)
{
	if (!owned(ip))
		return;
	if (u.u_uid != 0) {
		u.u_error = EPERM;
		return;
	}
	if (u.u_arg[1] != (uint32_t)-1)
		ip->i_uid = u.u_arg[1];
	if (u.u_arg[2] != (uint32_t)-1)
		ip->i_gid = u.u_arg[2];
}

static void changelength(struct inode *ip)
{
	uint32_t length = u.u_arg[1];

	if (isdir(ip))
		u.u_error = EISDIR;
	else if ((ip->i_d.di_mode & IFMT) != IFREG || (int32_t)length < 0)
		u.u_error = EINVAL;
	else if (length > FILEMAX || (length > ip->i_d.di_size && length > u.u_rlimit[RLIMIT_FSIZE].rlim_cur))
		u.u_error = EFBIG;
	else
		mfstrunc(ip, length);
}

/* A call of (path, ...) that does something with what is there. */
static void bypath(void (*change)(struct inode *))
{
	struct inode *ip = argnamei();

	if (!ip)
		return;
	change(ip);
	iput(ip);
}

/* The same of (fd, ...). */
static void byfile(void (*change)(struct inode *))
{
	struct inode *ip = argfile();

	if (ip)
		change(ip);
}

/* chmod(path, mode), fchmod(fd, mode) */
void chmod(void)
{
	bypath(changemode);
}

void fchmod(void)
{
	byfile(changemode);
}

/* chown(path, uid, gid), fchown(fd, uid, gid) */
void chown(void)
{
	bypath(changeowner);
}

void fchown(void)
{
	byfile(changeowner);
}

/* truncate(path, length) */
void truncate(void)
{
	struct inode *ip = argnamei();

	if (!ip)
		return;
	u.u_error = (uint32_t)iaccess(ip, IWRITE);
	if (!u.u_error)
		changelength(ip);
	iput(ip);
}

/* ftruncate(fd, length) */
void ftruncate(void)
{
	struct inode *ip = argfile();

	if (!ip)
		return;
	if (!(getf(u.u_arg[0])->f_flag & FWRITE))
		u.u_error = EINVAL;
	else
		changelength(ip);
}

/* utimes(path, struct timeval[2]): there is one time, and the second is it. A null pointer, now, is 4.4BSD's: then who
 * may write may do it. */
void utimes(void)
{
	struct inode *ip = argnamei();
	struct timeval times[2];

	if (!ip)
		return;
	if (!u.u_arg[1]) {
		if (!ismfs(ip))
			u.u_error = EROFS;
		else if (u.u_uid == ip->i_uid || !(u.u_error = (uint32_t)iaccess(ip, IWRITE)))
			ip->i_mtime = seconds();
	} else if (copyin((const void *)u.u_arg[1], times, sizeof times))
		u.u_error = EFAULT;
	else if (owned(ip))
		ip->i_mtime = (uint32_t)times[1].tv_sec;
	iput(ip);
}

/* The directory that a call's argument names; null and an error if it is none that one may search. */
static struct inode *argdirectory(void)
{
	struct inode *ip = argnamei();

	if (!ip)
		return 0;
	if (!isdir(ip))
		u.u_error = ENOTDIR;
	else
		u.u_error = (uint32_t)iaccess(ip, IEXEC);
	if (!u.u_error)
		return ip;
	iput(ip);
	return 0;
}

/* chdir(path) */
void chdir(void)
{
	struct inode *ip = argdirectory();

	if (!ip)
		return;
	iput(u.u_cdir);
	u.u_cdir = ip;
}

/* fchdir(fd): to a directory that is open */
void fchdir(void)
{
	struct file *f = getf(u.u_arg[0]);

	if (!f)
		return;
	if (f->f_type != DINODE || (f->f_inode->i_d.di_mode & IFMT) != IFDIR)
		u.u_error = ENOTDIR;
	else
		u.u_error = (uint32_t)iaccess(f->f_inode, IEXEC);
	if (u.u_error)
		return;
	f->f_inode->i_count++;
	iput(u.u_cdir);
	u.u_cdir = f->f_inode;
}

/* chroot(path): root only; the working directory stays where it is. */
void chroot(void)
{
	struct inode *ip;

	if (u.u_uid != 0) {
		u.u_error = EPERM;
		return;
	}
	ip = argdirectory();
	if (!ip)
		return;
	if (u.u_rdir)
		iput(u.u_rdir);
	u.u_rdir = ip;
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

/* stat(path, struct stat *) */
void stat(void)
{
	struct inode *ip = argnamei();

	if (!ip)
		return;
	statinode(ip);
	iput(ip);
}

/* lstat(path, struct stat *): the same of a symbolic link itself */
void lstat(void)
{
	const char *path = getpath(u.u_arg[0]);
	struct inode *ip;

	if (!path)
		return;
	u.u_error = (uint32_t)nameilink(path, &ip);
	if (u.u_error)
		return;
	statinode(ip);
	iput(ip);
}

/* fstat(fd, struct stat *) */
void fstat(void)
{
	const struct file *f = getf(u.u_arg[0]);

	if (!f)
		return;
	if (f->f_type == DPIPE) {
		struct stat sb = {.st_mode = f->f_pipe->p_inode ? f->f_pipe->p_inode->i_d.di_mode : IFIFO | 0600,
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
