/* SPDX-License-Identifier: GPL-2.0-or-later */
/* read, write, lseek and ioctl: the calls that do not care what is behind a descriptor, and the choice of who does. */
#include "file.h"

static int ischr(const struct inode *ip)
{
	return (ip->i_d.di_mode & IFMT) == IFCHR;
}

/* The open file of a read or write; null and an error if it is not open for that. */
static struct file *getio(uint32_t flag)
{
	struct file *f = getf(u.u_arg[0]);

	if (!f)
		return 0;
	if (!(f->f_flag & flag))
		u.u_error = EBADF;
	else if (u.u_arg[2] > INT32_MAX)
		u.u_error = EINVAL;
	return u.u_error ? 0 : f;
}

static uint32_t inoread(struct file *f, char *user, uint32_t bytes)
{
	struct inode *ip = f->f_inode;
	uint32_t size = ip->i_d.di_size;

	if (ischr(ip))
		return devread(ip->i_d.di_start, f->f_offset, user, bytes);
	if (f->f_offset >= size)
		return 0;
	if (bytes > size - f->f_offset)
		bytes = size - f->f_offset;
	u.u_error = bytes ? (uint32_t)readiu(ip, f->f_offset, user, bytes) : 0;
	return u.u_error ? 0 : bytes;
}

static uint32_t inowrite(struct file *f, const char *user, uint32_t bytes)
{
	struct inode *ip = f->f_inode;

	if (ischr(ip))
		return devwrite(ip->i_d.di_start, user, bytes);
	if (f->f_flag & O_APPEND)
		f->f_offset = ip->i_d.di_size;
	return mfswrite(ip, f->f_offset, user, bytes);
}

/* read(fd, to, bytes) */
void read(void)
{
	struct file *f = getio(FREAD);
	char *to = (char *)u.u_arg[1];
	uint32_t n;

	if (!f)
		return;
	n = f->f_type == DPIPE ? piperead(f, to, u.u_arg[2]) : inoread(f, to, u.u_arg[2]);
	f->f_offset += n;
	u.u_rval1 = n;
}

/* write(fd, from, bytes) */
void write(void)
{
	struct file *f = getio(FWRITE);
	const char *from = (const char *)u.u_arg[1];
	uint32_t n;

	if (!f)
		return;
	n = f->f_type == DPIPE ? pipewrite(f, from, u.u_arg[2]) : inowrite(f, from, u.u_arg[2]);
	f->f_offset += n;
	u.u_rval1 = n;
}

/* Devices that are not streams. */
static int seekable(uint32_t dev)
{
	return dev == DEV_KMEM || dev == DEV_DRUM;
}

/* lseek(fd, offset, whence). In /dev/kmem an offset is an address, and those of the kernel are beyond INT32_MAX. */
void lseek(void)
{
	struct file *f = getf(u.u_arg[0]);
	int64_t to = (int32_t)u.u_arg[1];

	if (!f)
		return;
	if (f->f_type == DPIPE || (ischr(f->f_inode) && !seekable(f->f_inode->i_d.di_start))) {
		u.u_error = ESPIPE;
		return;
	}
	if (ischr(f->f_inode) && u.u_arg[2] == 0) {
		u.u_rval1 = f->f_offset = u.u_arg[1];
		return;
	}
	if (u.u_arg[2] == 1)
		to += f->f_offset;
	else if (u.u_arg[2] == 2)
		to += f->f_inode->i_d.di_size;
	if (u.u_arg[2] > 2 || to < 0 || to > INT32_MAX)
		u.u_error = EINVAL;
	else
		u.u_rval1 = f->f_offset = (uint32_t)to;
}

/* ioctl(fd, request, argument): the console's, which is also every process's terminal */
void ioctl(void)
{
	const struct file *f = getf(u.u_arg[0]);
	uint32_t dev;

	if (!f)
		return;
	dev = f->f_type == DINODE && ischr(f->f_inode) ? f->f_inode->i_d.di_start : DEV_NULL;
	if (dev == DEV_CONSOLE || dev == DEV_TTY)
		ttioctl(u.u_arg[1], (void *)u.u_arg[2]);
	else
		u.u_error = ENOTTY;
}
