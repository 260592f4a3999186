/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Descriptors. A descriptor is a process's own, in its u area, and so is its close-on-exec flag; the open file behind
 * it, with the offset, is shared by all who inherited it. So a borrower's close does not reach the lender, but its seek
 * does.
 */
#include "file.h"

#include <sys/file.h>
#include <sys/resource.h>

#define UF_EXCLOSE 1 /* u_pofile: closed by exec */

static struct file file[NFILE];

/* Process 1 has the console three times. */
void fdinit(void)
{
	struct inode *ip;

	if (namei("/dev/console", &ip))
		panic("no console on the root disk");
	file[0] = (struct file){.f_type = DINODE, .f_count = 3};
	fopened(&file[0], ip, FREAD | FWRITE);
	for (int i = 0; i < 3; i++)
		u.u_ofile[i] = &file[0];
	u.u_lastfile = 2;
}

void fdshare(const struct user *from)
{
	for (uint32_t i = 0; i <= from->u_lastfile; i++)
		if (from->u_ofile[i])
			from->u_ofile[i]->f_count++;
	from->u_cdir->i_count++;
	if (from->u_rdir)
		from->u_rdir->i_count++;
	if (from->u_text) {
		from->u_text->i_count++;
		from->u_text->i_text++;
	}
}

void fopened(struct file *f, struct inode *ip, uint32_t flags)
{
	f->f_inode = ip;
	f->f_flag = flags;
	if (flags & FWRITE)
		ip->i_writers++;
}

/* The running process's program is another one, or none any more. What is on the disk needs no watch. */
void textuse(struct inode *ip)
{
	if (u.u_text) {
		u.u_text->i_text--;
		iput(u.u_text);
	}
	u.u_text = ip && ismfs(ip) ? ip : 0;
	if (u.u_text) {
		ip->i_text++;
		ip->i_count++;
	}
}

/* A lock is given up. */
static void funlock(struct file *f)
{
	struct inode *ip = f->f_inode;

	if (f->f_flag & FSHLOCK)
		ip->i_shlocks--;
	else
		ip->i_exlock = 0;
	f->f_flag &= ~(uint32_t)(FSHLOCK | FEXLOCK);
	wakeup(&ip->i_exlock);
}

/*
 * flock(fd, how): a lock belongs to the open file, so it is shared, as its offset is, by who inherited the descriptor:
 * a borrower that unlocks unlocks its lender's file. Changing a lock gives up the one that there was first (4.3BSD,
 * ino_lock).
 */
void flock(void)
{
	struct file *f = getf(u.u_arg[0]);
	uint32_t how = u.u_arg[1], flag = how & LOCK_EX ? FEXLOCK : FSHLOCK;
	struct inode *ip;

	if (!f)
		return;
	if (f->f_type != DINODE) {
		u.u_error = ENOTSUP;
		return;
	}
	ip = f->f_inode;
	if (!(how & (LOCK_UN | LOCK_EX | LOCK_SH)) || (f->f_flag & flag && !(how & LOCK_UN)))
		return;
	if (f->f_flag & (FSHLOCK | FEXLOCK))
		funlock(f);
	if (how & LOCK_UN)
		return;
	while (ip->i_exlock || (flag == FEXLOCK && ip->i_shlocks)) {
		u.u_error = how & LOCK_NB ? EWOULDBLOCK : (uint32_t)sleep(&ip->i_exlock, PLOCK);
		if (u.u_error)
			return;
	}
	f->f_flag |= flag;
	if (flag == FEXLOCK)
		ip->i_exlock = 1;
	else
		ip->i_shlocks++;
}

/* The last descriptor of a file is gone. */
static void lastclose(struct file *f)
{
	if (f->f_type == DPIPE) {
		pipeclose(f);
	} else {
		if (f->f_flag & (FSHLOCK | FEXLOCK))
			funlock(f);
		if (f->f_flag & FWRITE)
			f->f_inode->i_writers--;
		iput(f->f_inode);
	}
	f->f_type = DFREE;
}

/* One descriptor fewer. Most files have others: those of the parent, or of the shell. */
static inline void closef(struct file *f)
{
	if (--f->f_count == 0)
		lastclose(f);
}

/* A descriptor of the running process's is free again; what it was for. */
static struct file *uffree(uint32_t fd)
{
	struct file *f = u.u_ofile[fd];

	u.u_ofile[fd] = 0;
	u.u_pofile[fd] = 0;
	while (u.u_lastfile > 0 && !u.u_ofile[u.u_lastfile])
		u.u_lastfile--;
	return f;
}

static void ufclose(uint32_t fd)
{
	closef(uffree(fd));
}

void ffree(uint32_t fd)
{
	uffree(fd)->f_type = DFREE;
}

void fdclose(void)
{
	for (uint32_t i = 0; i <= u.u_lastfile; i++) {
		struct file *f = u.u_ofile[i];

		u.u_ofile[i] = 0;
		if (f)
			closef(f);
	}
	iput(u.u_cdir);
	if (u.u_rdir)
		iput(u.u_rdir);
	textuse(0);
}

/* A new process's descriptors are its parent's. */
void fdcopy(struct user *to)
{
	bcopy(u.u_pofile, to->u_pofile, (u.u_lastfile + 4) & ~3u);
	bcopy(u.u_ofile, to->u_ofile, (u.u_lastfile + 1) * sizeof u.u_ofile[0]);
}

/* Another process has the same descriptors as the running one from now on, whatever it had before. */
void fdgive(struct user *to)
{
	for (uint32_t i = 0; i <= u.u_lastfile; i++)
		if (u.u_ofile[i])
			u.u_ofile[i]->f_count++;
	for (uint32_t i = 0; i <= to->u_lastfile; i++)
		if (to->u_ofile[i])
			closef(to->u_ofile[i]);
	to->u_lastfile = u.u_lastfile;
	fdcopy(to);
}

/* exec has got its new program: what was marked for it goes. The lender has run on long since. */
void fdexec(void)
{
	for (uint32_t i = 0; i <= u.u_lastfile; i++)
		if (u.u_ofile[i] && (u.u_pofile[i] & UF_EXCLOSE))
			ufclose(i);
}

void fdmark(uint32_t fd)
{
	u.u_pofile[fd] = UF_EXCLOSE;
}

static inline int isopen(uint32_t fd)
{
	return fd <= u.u_lastfile && u.u_ofile[fd];
}

struct file *getf(uint32_t fd)
{
	if (isopen(fd))
		return u.u_ofile[fd];
	u.u_error = EBADF;
	return 0;
}

/* How many descriptors the running process may have. */
static uint32_t maxfiles(void)
{
	uint32_t limit = u.u_rlimit[RLIMIT_NOFILE].rlim_cur;

	return limit < NOFILE ? limit : NOFILE;
}

/* The lowest free descriptor from `from` on; EMFILE if there is none. */
static uint32_t ufalloc(uint32_t from)
{
	while (isopen(from))
		from++;
	if (from >= maxfiles())
		u.u_error = EMFILE;
	return from;
}

/* From now on the descriptor is that of an open file. */
static void ufopen(uint32_t fd, struct file *f)
{
	while (u.u_lastfile < fd)
		u.u_ofile[++u.u_lastfile] = 0;
	u.u_ofile[fd] = f;
	u.u_pofile[fd] = 0;
}

struct file *falloc(uint32_t type, uint32_t *fd)
{
	*fd = ufalloc(0);
	if (u.u_error)
		return 0;
	for (struct file *f = file; f < file + NFILE; f++) {
		if (f->f_type != DFREE)
			continue;
		*f = (struct file){.f_type = type, .f_count = 1};
		ufopen(*fd, f);
		return f;
	}
	tablefull("file");
	u.u_error = ENFILE;
	return 0;
}

void close(void)
{
	if (getf(u.u_arg[0]))
		ufclose(u.u_arg[0]);
}

void getdtablesize(void)
{
	u.u_rval1 = maxfiles();
}

/* One more descriptor, `to`, for an open file. */
static void dupit(struct file *f, uint32_t to)
{
	ufopen(to, f);
	f->f_count++;
	u.u_rval1 = to;
}

void dup(void)
{
	struct file *f = getf(u.u_arg[0]);
	uint32_t to = f ? ufalloc(0) : 0;

	if (!u.u_error)
		dupit(f, to);
}

/* dup2(from, to) */
void dup2(void)
{
	struct file *f = getf(u.u_arg[0]);
	uint32_t to = u.u_arg[1];

	if (!f)
		return;
	if (to >= maxfiles()) {
		u.u_error = EBADF;
		return;
	}
	u.u_rval1 = to;
	if (to == u.u_arg[0])
		return;
	if (isopen(to))
		ufclose(to);
	dupit(f, to);
}

/* fcntl(fd, command, argument) */
void fcntl(void)
{
	uint32_t fd = u.u_arg[0], arg = u.u_arg[2];
	struct file *f = getf(fd);

	if (!f)
		return;
	switch (u.u_arg[1]) {
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
		if (arg >= maxfiles()) {
			u.u_error = EINVAL;
			return;
		}
		arg = ufalloc(arg);
		if (!u.u_error)
			dupit(f, arg);
		if (!u.u_error && u.u_arg[1] == F_DUPFD_CLOEXEC)
			fdmark(arg);
		return;
	case F_GETFD:
		u.u_rval1 = (uint32_t)u.u_pofile[fd] & UF_EXCLOSE;
		return;
	case F_SETFD:
		u.u_pofile[fd] = (char)(arg & UF_EXCLOSE);
		return;
	case F_GETFL:
		u.u_rval1 = (f->f_flag & ~(uint32_t)(FSHLOCK | FEXLOCK)) - FOPEN(0);
		return;
	case F_SETFL:
		f->f_flag = (f->f_flag & ~(uint32_t)(O_NDELAY | O_APPEND)) | (arg & (O_NDELAY | O_APPEND));
		return;
	default:
		u.u_error = EINVAL;
	}
}
