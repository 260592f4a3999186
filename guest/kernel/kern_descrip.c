/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Open files and descriptors. A descriptor is a process's own, in its u area; the open file behind it, with the offset,
 * is shared by all who inherited it. So a borrower's close does not reach the lender, but its seek does.
 */
#include "ufs.h"

#define ACCMODE 3 /* of open's flags: 0 is reading only */

enum { DFREE, DCONSOLE, DINODE };

struct file {
	uint32_t f_type;  /* DFREE ... */
	uint32_t f_count; /* descriptors */
	uint32_t f_offset;
	struct inode f_inode;
};

static struct file file[NFILE];

void fdinit(void)
{
	file[0] = (struct file){.f_type = DCONSOLE, .f_count = 3};
	for (int i = 0; i < 3; i++)
		u.u_ofile[i] = &file[0];
}

void fdshare(const struct user *from)
{
	for (int i = 0; i < NOFILE; i++)
		if (from->u_ofile[i])
			from->u_ofile[i]->f_count++;
}

static void closef(uint32_t fd)
{
	struct file *f = u.u_ofile[fd];

	u.u_ofile[fd] = 0;
	if (--f->f_count == 0)
		f->f_type = DFREE;
}

void fdclose(void)
{
	for (uint32_t i = 0; i < NOFILE; i++)
		if (u.u_ofile[i])
			closef(i);
}

/* Another process has the same descriptors as the running one from now on, whatever it had before. */
void fdgive(struct user *to)
{
	fdshare(&u);
	for (uint32_t i = 0; i < NOFILE; i++) {
		struct file *f = to->u_ofile[i];

		to->u_ofile[i] = u.u_ofile[i];
		if (f && --f->f_count == 0)
			f->f_type = DFREE;
	}
}

/* The open file of the call's first argument; NULL and EBADF if there is none. */
static struct file *getf(void)
{
	uint32_t fd = u.u_arg[0];

	if (fd < NOFILE && u.u_ofile[fd])
		return u.u_ofile[fd];
	u.u_error = EBADF;
	return 0;
}

/* open(path, flags, mode) */
void open(void)
{
	char path[MAXPATHLEN];
	struct inode inode;
	uint32_t length, fd = 0;
	struct file *f = file;

	u.u_error = copyinstr((const char *)u.u_arg[0], path, sizeof path, &length);
	if (!u.u_error)
		u.u_error = namei(path, &inode);
	if (!u.u_error && (u.u_arg[1] & ACCMODE))
		u.u_error = (inode.i_d.di_mode & IFMT) == IFDIR ? EISDIR : EROFS;
	if (u.u_error)
		return;
	while (fd < NOFILE && u.u_ofile[fd])
		fd++;
	while (f < file + NFILE && f->f_type != DFREE)
		f++;
	if (fd == NOFILE || f == file + NFILE) {
		u.u_error = fd == NOFILE ? EMFILE : ENFILE;
		return;
	}
	*f = (struct file){.f_type = DINODE, .f_count = 1, .f_inode = inode};
	u.u_ofile[fd] = f;
	u.u_rval1 = fd;
}

void close(void)
{
	if (getf())
		closef(u.u_arg[0]);
}

/* lseek(fd, offset, whence) */
void lseek(void)
{
	struct file *f = getf();
	int64_t to = (int32_t)u.u_arg[1];

	if (!f)
		return;
	if (f->f_type == DCONSOLE) {
		u.u_error = ESPIPE;
		return;
	}
	if (u.u_arg[2] == 1)
		to += f->f_offset;
	else if (u.u_arg[2] == 2)
		to += f->f_inode.i_d.di_size;
	if (u.u_arg[2] > 2 || to < 0 || to > INT32_MAX)
		u.u_error = EINVAL;
	else
		u.u_rval1 = f->f_offset = (uint32_t)to;
}

/* read(fd, to, bytes) */
void read(void)
{
	struct file *f = getf();
	char *to = (char *)u.u_arg[1];
	uint32_t bytes = u.u_arg[2];

	if (!f)
		return;
	if (bytes > INT32_MAX) {
		u.u_error = EINVAL;
		return;
	}
	if (f->f_type == DCONSOLE) {
		u.u_rval1 = ttread(to, bytes);
		return;
	}
	if (f->f_offset >= f->f_inode.i_d.di_size)
		bytes = 0;
	else if (bytes > f->f_inode.i_d.di_size - f->f_offset)
		bytes = f->f_inode.i_d.di_size - f->f_offset;
	u.u_error = bytes ? readiu(&f->f_inode, f->f_offset, to, bytes) : 0;
	if (u.u_error)
		return;
	f->f_offset += bytes;
	u.u_rval1 = bytes;
}

/* write(fd, from, bytes): files on the disk are never open for writing. */
void write(void)
{
	struct file *f = getf();

	if (!f)
		return;
	if (u.u_arg[2] > INT32_MAX)
		u.u_error = EINVAL;
	else if (f->f_type != DCONSOLE)
		u.u_error = EBADF;
	else
		u.u_rval1 = ttwrite((const char *)u.u_arg[1], u.u_arg[2]);
}

/* ioctl(fd, request, argument) */
void ioctl(void)
{
	struct file *f = getf();

	if (!f)
		return;
	if (f->f_type != DCONSOLE)
		u.u_error = ENOTTY;
	else
		ttioctl(u.u_arg[1], (void *)u.u_arg[2]);
}
