/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pipes: one page frame as a ring between writers and readers.
 *
 * A write of at most PIPSIZ bytes is atomic: it waits until all of it fits. Writing without a reader is SIGPIPE and
 * EPIPE, reading without a writer is the end of the file. Who is a reader or writer is counted in open files, so a
 * descriptor that a borrower forgets to close keeps a pipe open until it has ended.
 *
 * A pipe with a name (mknod) is a file in memory without content. Who opens it waits for the other end, and the pipe is
 * there as long as somebody has it open.
 */
#include "file.h"

#include "ufs.h"
#include "vm.h"

#define PIPSIZ NBPG
#define NPIPE 64

static struct pipe pipes[NPIPE];

static uint32_t used(const struct pipe *p)
{
	return p->p_last - p->p_first;
}

uint32_t pipesize(const struct pipe *p)
{
	return used(p);
}

int pipeready(const struct file *f, uint32_t which)
{
	const struct pipe *p = f->f_pipe;

	if (which == FREAD)
		return used(p) || !p->p_writers || !(f->f_flag & FREAD);
	return used(p) < PIPSIZ || !p->p_readers || !(f->f_flag & FWRITE);
}

/* Something has changed: whoever waits at the other end, or in select, must look again. */
static void changed(const struct pipe *p)
{
	wakeup(p);
	selwakeup();
}

/* A pipe, of which each end is open so often. Null, and ENFILE. */
static struct pipe *pipealloc(uint32_t ends)
{
	for (struct pipe *p = pipes; p < pipes + NPIPE; p++) {
		uint32_t pfn;

		if (p->p_data)
			continue;
		pfn = kmemall();
		if (!pfn)
			break;
		*p = (struct pipe){.p_data = ptov(pfn), .p_readers = ends, .p_writers = ends};
		return p;
	}
	u.u_error = ENFILE;
	return 0;
}

/* pipe(): the reader's descriptor, and as second result the writer's. */
void pipe(void)
{
	uint32_t rfd, wfd;
	struct file *r = falloc(DPIPE, &rfd), *w;
	struct pipe *p;

	if (!r)
		return;
	w = falloc(DPIPE, &wfd);
	p = w ? pipealloc(1) : 0;
	if (!p) {
		ffree(rfd);
		if (w)
			ffree(wfd);
		return;
	}
	r->f_flag = FREAD;
	w->f_flag = FWRITE;
	r->f_pipe = w->f_pipe = p;
	u.u_rval1 = rfd;
	u.u_rval2 = wfd;
}

/* The last descriptor of one end is gone. Whoever waits at the other end must look again. */
void pipeclose(struct file *f)
{
	struct pipe *p = f->f_pipe;

	p->p_readers -= (f->f_flag & FREAD) != 0;
	p->p_writers -= (f->f_flag & FWRITE) != 0;
	changed(p);
	if (p->p_readers + p->p_writers == 0) {
		kmemfree((uint32_t)((p->p_data - (char *)S0BASE) >> PGSHIFT));
		p->p_data = 0;
		if (p->p_inode)
			iput(p->p_inode);
	}
}

/* The pipe of that name, made if nobody has it open. Null, and ENFILE. */
static struct pipe *named(struct inode *ip)
{
	struct pipe *p = pipes;

	while (p < pipes + NPIPE && !(p->p_data && p->p_inode == ip))
		p++;
	if (p < pipes + NPIPE) {
		iput(ip); /* it has one use of it already */
		return p;
	}
	p = pipealloc(0);
	if (p)
		p->p_inode = ip;
	return p;
}

/* Waits until the other end has been opened. 0, or EINTR. */
static uint32_t awaitopen(const struct pipe *p, const uint32_t *open, const uint32_t *opens)
{
	uint32_t before = *opens, error = 0;

	while (!*open && *opens == before && !error)
		error = (uint32_t)sleep(p, PPIPE);
	return error;
}

/*
 * A pipe with a name is opened: with O_NDELAY at once, but ENXIO for who would write without a reader. The inode is the
 * pipe's from now on. 0, or an error and the file is as it was.
 */
uint32_t fifoopen(struct file *f, struct inode *ip, uint32_t flags)
{
	struct pipe *p = named(ip);
	uint32_t error = 0;

	if (!p) {
		iput(ip);
		return ENFILE;
	}
	f->f_type = DPIPE;
	f->f_flag = flags;
	f->f_pipe = p;
	p->p_readers += (flags & FREAD) != 0;
	p->p_writers += (flags & FWRITE) != 0;
	p->p_opens[0] += (flags & FREAD) != 0;
	p->p_opens[1] += (flags & FWRITE) != 0;
	changed(p);
	if ((flags & O_NDELAY) && !(flags & FREAD) && !p->p_readers)
		error = ENXIO;
	else if (!(flags & (O_NDELAY | FWRITE)))
		error = awaitopen(p, &p->p_writers, &p->p_opens[1]);
	else if (!(flags & (O_NDELAY | FREAD)))
		error = awaitopen(p, &p->p_readers, &p->p_opens[0]);
	if (error) {
		pipeclose(f);
		f->f_type = DINODE;
	}
	return error;
}

/* Waits for the other end. 0, or an error: EINTR, or EWOULDBLOCK where waiting is not wanted. */
static uint32_t await(const struct file *f)
{
	return f->f_flag & O_NDELAY ? EWOULDBLOCK : (uint32_t)sleep(f->f_pipe, PPIPE);
}

uint32_t piperead(struct file *f, char *user, uint32_t bytes)
{
	struct pipe *p = f->f_pipe;
	uint32_t done = 0;

	while (bytes && !used(p) && !u.u_error) {
		if (!p->p_writers)
			return 0;
		u.u_error = await(f);
	}
	while (!u.u_error && done < bytes && used(p)) {
		uint32_t at = p->p_first % PIPSIZ, n = PIPSIZ - at;

		if (n > used(p))
			n = used(p);
		if (n > bytes - done)
			n = bytes - done;
		if (copyout(p->p_data + at, user + done, n)) {
			u.u_error = EFAULT;
			break;
		}
		p->p_first += n;
		done += n;
	}
	if (done)
		changed(p);
	return done;
}

/* Copies bytes that fit. */
static uint32_t fill(struct pipe *p, const char *user, uint32_t bytes)
{
	uint32_t last = p->p_last;

	while (bytes) {
		uint32_t at = last % PIPSIZ, n = PIPSIZ - at;

		if (n > bytes)
			n = bytes;
		if (copyin(user, p->p_data + at, n))
			return EFAULT;
		last += n;
		user += n;
		bytes -= n;
	}
	p->p_last = last;
	changed(p);
	return 0;
}

uint32_t pipewrite(struct file *f, const char *user, uint32_t bytes)
{
	struct pipe *p = f->f_pipe;
	uint32_t done = 0, need = bytes <= PIPSIZ ? bytes : 1;

	while (done < bytes && !u.u_error) {
		uint32_t room = PIPSIZ - used(p), n = room < bytes - done ? room : bytes - done;

		if (!p->p_readers) {
			psignal(curproc, SIGPIPE);
			u.u_error = EPIPE;
		} else if (room < need) {
			u.u_error = await(f);
		} else if ((u.u_error = fill(p, user + done, n)) == 0) {
			done += n;
		}
	}
	if (done && u.u_error != EPIPE)
		u.u_error = 0; /* what went through counts */
	return done;
}
