/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * read, write, lseek, ioctl and select: the calls that do not care what is behind a descriptor, and the choice of who
 * does.
 */
#include <sys/select.h>
#include <sys/time.h>
#include <sys/uio.h>

#include "file.h"

#define howmany(x, y) (((x) + (y)-1) / (y))
#define WAITMAX 10000000 /* seconds that select may wait */

static int ischr(const struct inode *ip)
{
	return (ip->i_d.di_mode & IFMT) == IFCHR;
}

/* Devices that are not streams. */
static int seekable(uint32_t dev)
{
	return dev == DEV_KMEM || dev == DEV_DRUM;
}

/* The open file of a read or write; null and an error if it is not open for that. */
static struct file *getio(uint32_t flag)
{
	struct file *f = getf(u.u_arg[0]);

	if (f && !(f->f_flag & flag)) {
		u.u_error = EBADF;
		f = 0;
	}
	return f;
}

static int isterminal(const struct file *f)
{
	uint32_t dev = f->f_type == DINODE && ischr(f->f_inode) ? f->f_inode->i_d.di_start : DEV_NULL;

	return dev == DEV_CONSOLE || dev == DEV_TTY;
}

/* Would a read or write (FREAD, FWRITE) end at once, be it with an error? */
static int ready(const struct file *f, uint32_t which)
{
	if (f->f_type == DPIPE)
		return pipeready(f, which);
	return which == FWRITE || !isterminal(f) || ttready();
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

/* Reads or writes (FREAD, FWRITE) at the file's offset. Bytes moved; u.u_error. */
static uint32_t rw(struct file *f, uint32_t which, char *user, uint32_t bytes)
{
	uint32_t n;

	if (bytes > INT32_MAX)
		u.u_error = EINVAL;
	else if (f->f_type != DPIPE && (f->f_flag & O_NDELAY) && !ready(f, which))
		u.u_error = EWOULDBLOCK;
	if (u.u_error)
		return 0;
	if (f->f_type == DPIPE)
		n = which == FREAD ? piperead(f, user, bytes) : pipewrite(f, user, bytes);
	else
		n = which == FREAD ? inoread(f, user, bytes) : inowrite(f, user, bytes);
	f->f_offset += n;
	return n;
}

/* read(fd, to, bytes) */
void read(void)
{
	struct file *f = getio(FREAD);

	if (f)
		u.u_rval1 = rw(f, FREAD, (char *)u.u_arg[1], u.u_arg[2]);
}

/* write(fd, from, bytes) */
void write(void)
{
	struct file *f = getio(FWRITE);

	if (f)
		u.u_rval1 = rw(f, FWRITE, (char *)u.u_arg[1], u.u_arg[2]);
}

/* As if the file had that offset, which stays as it is: others may use it meanwhile. */
static void rwat(uint32_t which)
{
	struct file *f = getio(which), at;

	if (!f)
		return;
	if (f->f_type == DPIPE || (ischr(f->f_inode) && !seekable(f->f_inode->i_d.di_start))) {
		u.u_error = ESPIPE;
		return;
	}
	if ((int32_t)u.u_arg[3] < 0) {
		u.u_error = EINVAL;
		return;
	}
	at = *f;
	at.f_offset = u.u_arg[3];
	at.f_flag &= ~(uint32_t)O_APPEND;
	u.u_rval1 = rw(&at, which, (char *)u.u_arg[1], u.u_arg[2]);
}

/* pread(fd, to, bytes, offset) */
void pread(void)
{
	rwat(FREAD);
}

/* pwrite(fd, from, bytes, offset) */
void pwrite(void)
{
	rwat(FWRITE);
}

/* readv and writev: one piece after the other, until one is not moved whole. What was moved counts. */
static void rwv(uint32_t which)
{
	struct file *f = getio(which);
	struct iovec iov[UIO_MAXIOV];
	uint32_t all = 0, pieces = u.u_arg[2];

	if (!f)
		return;
	if (pieces == 0 || pieces > UIO_MAXIOV)
		u.u_error = EINVAL;
	else if (copyin((const void *)u.u_arg[1], iov, pieces * sizeof *iov))
		u.u_error = EFAULT;
	for (uint32_t i = 0; i < pieces && !u.u_error; i++) {
		uint32_t n;

		if (iov[i].iov_len > INT32_MAX - all) {
			u.u_error = EINVAL;
			break;
		}
		/* Once something has been read, more would be waited for: a terminal or pipe may not have it. */
		if (which == FREAD && all && iov[i].iov_len && !ready(f, FREAD))
			break;
		n = rw(f, which, iov[i].iov_base, iov[i].iov_len);
		all += n;
		if (n < iov[i].iov_len)
			break;
	}
	if (all && u.u_error != EPIPE)
		u.u_error = 0;
	u.u_rval1 = all;
}

/* readv(fd, struct iovec *, pieces) */
void readv(void)
{
	rwv(FREAD);
}

/* writev(fd, struct iovec *, pieces) */
void writev(void)
{
	rwv(FWRITE);
}

/*
 * Who waits in select sleeps on one channel for the whole system, and looks at its files again whenever something has
 * happened to any. 4.3BSD does so only when two select the same file.
 */
static int selecting, selterminal; /* how many wait, and how many of them for the terminal */
static const char seltime;         /* the channel of those that wait for no file: only time wakes them */

void selwakeup(void)
{
	if (selecting)
		wakeup(&selecting);
}

int selwaits(void)
{
	return selterminal;
}

/* The time of one of them is up. */
static void unselect(struct proc *p)
{
	if (p->p_wchan != (uint32_t)&selecting && p->p_wchan != (uint32_t)&seltime)
		return;
	if (p->p_stat == SSLEEP)
		setrun(p);
	else
		unsleep(p);
}

/* Which of the descriptors wanted are ready. A number that is not open is EBADF. */
static uint32_t selscan(const fd_set wanted[2], fd_set found[2])
{
	uint32_t n = 0;

	for (uint32_t which = 0; which < 2; which++) {
		FD_ZERO(&found[which]);
		for (uint32_t fd = 0; fd < FD_SETSIZE && !u.u_error; fd++) {
			const struct file *f;

			if (!wanted[which].fds_bits[fd / NFDBITS]) {
				fd += NFDBITS - 1; /* none of these */
				continue;
			}
			f = FD_ISSET(fd, &wanted[which]) ? getf(fd) : 0;
			if (f && ready(f, which ? FWRITE : FREAD)) {
				FD_SET(fd, &found[which]);
				n++;
			}
		}
	}
	return n;
}

static int hasterminal(const fd_set *wanted)
{
	for (uint32_t fd = 0; fd <= u.u_lastfile; fd++)
		if (FD_ISSET(fd, wanted) && isterminal(getf(fd)))
			return 1;
	return 0;
}

static int isempty(const fd_set *set)
{
	for (uint32_t i = 0; i < FD_SETSIZE / NFDBITS; i++)
		if (set->fds_bits[i])
			return 0;
	return 1;
}

/* The first n descriptors of the user's set; of none if there is no such set. */
static void getset(const fd_set *user, uint32_t n, fd_set *set)
{
	FD_ZERO(set);
	if (!user)
		return;
	if (copyin(user, set, howmany(n, NFDBITS) * sizeof set->fds_bits[0]))
		u.u_error = EFAULT;
	if (n % NFDBITS)
		set->fds_bits[n / NFDBITS] &= (1u << n % NFDBITS) - 1;
}

static void putset(const fd_set *set, uint32_t n, fd_set *user)
{
	if (user && !u.u_error && copyout(set, user, howmany(n, NFDBITS) * sizeof set->fds_bits[0]))
		u.u_error = EFAULT;
}

/* Sleeps until something has happened to some file, or, if there is a limit, the time has come. */
static uint32_t selsleep(const void *chan, int terminal, int limited, uint32_t until)
{
	uint32_t error;

	if (limited && (int32_t)(until - time_ticks) <= 0)
		return EWOULDBLOCK;
	if (limited)
		timeout(unselect, curproc, until - time_ticks);
	selecting++;
	selterminal += terminal;
	error = sleep(chan, PSLEP) ? EINTR : 0; /* never made again: the time would begin anew */
	selterminal -= terminal;
	selecting--;
	if (limited)
		untimeout(unselect, curproc);
	return error;
}

/* When select has waited long enough, in ticks. Sets u.u_error. */
static uint32_t selend(const struct timeval *user)
{
	struct timeval tv;
	uint32_t ticks;

	if (copyin(user, &tv, sizeof tv)) {
		u.u_error = EFAULT;
		return 0;
	}
	if (tv.tv_sec < 0 || tv.tv_sec > WAITMAX || tv.tv_usec < 0 || tv.tv_usec >= 1000000) {
		u.u_error = EINVAL;
		return 0;
	}
	ticks = (uint32_t)tv.tv_sec * HZ + ((uint32_t)tv.tv_usec + TICK - 1) / TICK;
	return time_ticks + ticks + (ticks > 0); /* the tick that is running has begun already */
}

/* select(n, fd_set *read, fd_set *write, fd_set *except, struct timeval *). Nothing here is ever exceptional. */
void select(void)
{
	uint32_t n = u.u_arg[0], until = 0, ipl;
	fd_set *sets[2] = {(fd_set *)u.u_arg[1], (fd_set *)u.u_arg[2]}, wanted[2], found[2], none = {{0}};
	const void *chan;

	if ((int32_t)n < 0) {
		u.u_error = EINVAL;
		return;
	}
	if (n > FD_SETSIZE)
		n = FD_SETSIZE;
	for (int i = 0; i < 2; i++)
		getset(sets[i], n, &wanted[i]);
	chan = isempty(&wanted[0]) && isempty(&wanted[1]) ? (const void *)&seltime : &selecting;
	if (u.u_arg[4] && !u.u_error)
		until = selend((const struct timeval *)u.u_arg[4]);
	ipl = splhigh();
	while (!u.u_error) {
		u.u_rval1 = selscan(wanted, found);
		if (u.u_rval1 || u.u_error)
			break;
		u.u_error = selsleep(chan, hasterminal(&wanted[0]), u.u_arg[4] != 0, until);
	}
	splx(ipl);
	if (u.u_error == EWOULDBLOCK) /* time is up, and nothing found */
		u.u_error = 0;
	for (int i = 0; i < 2; i++)
		putset(&found[i], n, sets[i]);
	putset(&none, n, (fd_set *)u.u_arg[3]);
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

	if (!f)
		return;
	if (isterminal(f))
		ttioctl(u.u_arg[1], (void *)u.u_arg[2]);
	else
		u.u_error = ENOTTY;
}
