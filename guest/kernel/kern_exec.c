/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * execve: a new program in an old process.
 *
 * Everything that can go wrong is found before the commit point in getxfile; until then the old program is whole and
 * gets an error. A borrower gives the memory back exactly there: the lender runs on before the new program has been
 * loaded. (Without memory management loading is one of the things that can go wrong, so it comes before.)
 */
#include "elf.h"

#include <sys/resource.h>

#include "policy.h"
#include "ufs.h"
#include "vm.h"

#define MAXSEGMENTS 16

/* What the program's file says, checked. */
struct image {
	struct inode *ip;
	struct elf32_ehdr header;
	uint32_t ts, ds; /* pages */
	uint32_t end;    /* first byte after bss */
	uint32_t base;   /* address of the block that it has been loaded into, 0 with memory management */
	int segments;
	struct elf32_phdr segment[MAXSEGMENTS]; /* PT_LOAD only */
};

/* Arguments and environment, copied from the old program before it goes. */
struct args {
	char *buffer; /* strings, one after the other: NCARGS bytes of the kernel map */
	uint32_t size;
	uint32_t argc, envc;
};

static int checkheader(const struct elf32_ehdr *e)
{
	return e->e_ident[EI_MAG0] == ELFMAG0 && e->e_ident[EI_MAG1] == ELFMAG1 && e->e_ident[EI_MAG2] == ELFMAG2 &&
	       e->e_ident[EI_MAG3] == ELFMAG3 && e->e_ident[EI_CLASS] == ELFCLASS32 &&
	       e->e_ident[EI_DATA] == ELFDATA2MSB && e->e_type == ET_EXEC && e->e_machine == EM_68K &&
	       e->e_phentsize == sizeof(struct elf32_phdr) && e->e_phnum > 0 && e->e_phnum <= MAXSEGMENTS;
}

/* One segment: does it lie in the file, and in P0? */
static int checksegment(const struct image *im, const struct elf32_phdr *s)
{
	uint32_t size = im->ip->i_d.di_size;

	return s->p_offset <= size && s->p_filesz <= size - s->p_offset && s->p_filesz <= s->p_memsz &&
	       s->p_vaddr < P1BASE && s->p_memsz <= ctob(MAXDSIZ) && s->p_vaddr + s->p_memsz <= ctob(MAXDSIZ);
}

/*
 * Reads the headers and works out the sizes: text is all pages below the first writable segment. 0, or an error.
 * Segments that may not be written must lie below those that may.
 */
static int readheaders(struct image *im)
{
	struct elf32_ehdr e;
	struct elf32_phdr s;
	uint32_t textend = 0, datastart = UINT32_MAX;

	if ((im->ip->i_d.di_mode & IFMT) != IFREG)
		return EACCES;
	if (iaccess(im->ip, IEXEC) || ((curproc->p_flag & STRC) && iaccess(im->ip, IREAD)))
		return EACCES; /* a tracer reads it all */
	if (im->ip->i_d.di_size < sizeof e)
		return ENOEXEC;
	if (readi(im->ip, 0, &e, sizeof e))
		return EIO;
	if (!checkheader(&e))
		return ENOEXEC;
	im->segments = 0;
	im->end = 0;
	for (uint32_t i = 0; i < e.e_phnum; i++) {
		uint32_t at = e.e_phoff + i * sizeof s;

		if (at < e.e_phoff || at > im->ip->i_d.di_size || sizeof s > im->ip->i_d.di_size - at)
			return ENOEXEC;
		if (readi(im->ip, at, &s, sizeof s))
			return EIO;
		if (s.p_type == PT_INTERP || s.p_type == PT_DYNAMIC)
			return ENOEXEC;
		if (s.p_type != PT_LOAD || s.p_memsz == 0)
			continue;
		if (!checksegment(im, &s))
			return ENOEXEC;
		if (s.p_flags & PF_W)
			datastart = s.p_vaddr < datastart ? s.p_vaddr : datastart;
		else if (s.p_vaddr + s.p_memsz > textend)
			textend = s.p_vaddr + s.p_memsz;
		if (s.p_vaddr + s.p_memsz > im->end)
			im->end = s.p_vaddr + s.p_memsz;
		im->segment[im->segments++] = s;
	}
	im->ts = datastart == UINT32_MAX ? btoc(textend) : datastart >> PGSHIFT;
	im->ds = btoc(im->end) > im->ts ? btoc(im->end) - im->ts : 0;
	im->header = e;
	if (btoc(textend) > im->ts || e.e_entry >= im->end || (e.e_entry & 1))
		return ENOEXEC;
	return 0;
}

/*
 * A program may run with its owner's rights. They come after the commit point: a borrower's lender is out of their
 * reach by then. They do not come if there is a tracer, who could do with them what it wants.
 */
static void setids(const struct inode *ip)
{
	if (curproc->p_flag & STRC)
		return;
	if (ip->i_d.di_mode & ISUID)
		u.u_uid = curproc->p_uid = ip->i_uid;
	if (ip->i_d.di_mode & ISGID)
		u.u_gid = ip->i_gid;
}

/* Copies the strings of one vector of pointers; counts them. */
static int copyvector(struct args *args, const uint32_t *vector, uint32_t *count)
{
	*count = 0;
	if (!vector)
		return 0;
	for (;;) {
		uint32_t string, length;
		int error;

		if (copyin(vector + *count, &string, sizeof string))
			return EFAULT;
		if (!string)
			return 0;
		error = copyinstr((const char *)string, args->buffer + args->size, NCARGS - args->size, &length);
		if (error)
			return error == ENAMETOOLONG ? E2BIG : error;
		args->size += length;
		++*count;
	}
}

/* Bytes of stack that a program starts with: argc, two vectors with their ends, and the strings. */
static uint32_t stacksize(const struct args *args)
{
	return (1 + args->argc + 1 + args->envc + 1) * 4 + ((args->size + 3) & ~3u);
}

/* Are there page frames enough? What the old program will give back counts, unless it is borrowed or shared. */
static int checksize(const struct image *im, uint32_t ss)
{
	const struct proc *p = curproc;
	uint32_t need = im->ts + ctopt(im->ts + im->ds) + 1 + btoc(NCARGS), have = freemem;

	for (int i = 0; i < im->segments; i++)
		if (im->segment[i].p_flags & PF_W)
			need += btoc(im->segment[i].p_filesz) + 1;
	if ((p->p_flag & SVFORK) && !(p->p_pptr->p_flag & SLOAD))
		need += UPAGES; /* the lender must come in */
	if (!(p->p_flag & SVFORK) && !p->p_vmlink)
		have += p->p_rssize + p->p_szpt;
	/* More pages than the machine has page frames could never be filled. */
	return im->ts + im->ds <= MAXDSIZ && ss <= MAXSSIZ && im->ts + im->ds + ss <= maxmem && need + ss <= have &&
	       kmfind(ctopt(im->ts + im->ds) + 1);
}

/* Brings a segment's part of the file into page frames. Text pages cannot be touched through the user's address. */
static int loadsegment(const struct image *im, const struct elf32_phdr *s)
{
	struct proc *p = curproc;
	uint32_t va = s->p_vaddr, offset = s->p_offset, left = s->p_filesz;
	uint32_t lastpage = s->p_flags & PF_W ? btoc(va + left) : btoc(va + s->p_memsz);

	for (uint32_t vpage = va >> PGSHIFT; vpage < lastpage; vpage++) {
		uint32_t *pte = vtopte(p, vpage), skip = va & PGOFSET, n = NBPG - skip;

		if (!(*pte & PG_V)) {
			int text = vpage < p->p_tsize;
			uint32_t pfn = memall(p, text ? CTEXT : CDATA, vpage);

			if (!pfn)
				return ENOMEM;
			bzero(ptov(pfn), NBPG);
			*pte = PG_V | (text ? PG_URKR : PG_UW) | pfn;
			p->p_rssize++;
		}
		if (n > left)
			n = left;
		if (n && readi(im->ip, offset, ptov(*pte & PG_PFNUM) + skip, n))
			return EIO;
		va += n;
		offset += n;
		left -= n;
	}
	return 0;
}

/*
 * Without memory management there may be no room, and a program that cannot be moved there: to find out, it is loaded
 * before the commit point, beside the old one. 0, or an error and nothing has changed. Limits are what a program gets.
 */
static int loadflat(struct image *im, uint32_t *ss)
{
	uint32_t data = u.u_rlimit[RLIMIT_DATA].rlim_cur >> PGSHIFT;
	uint32_t stack = u.u_rlimit[RLIMIT_STACK].rlim_cur >> PGSHIFT;
	char *at;
	int error;

	if (data > im->ds)
		im->ds = data;
	if (stack > *ss)
		*ss = stack;
	im->base = flatget(im->ts, im->ds, *ss);
	if (!im->base)
		return ENOMEM;
	at = (char *)S0BASE + im->base;
	bzero(at, ctob(btoc(im->end)));
	bzero(at + ctob(im->ts + im->ds), ctob(*ss));
	error = 0;
	for (int i = 0; i < im->segments && !error; i++)
		error = readi(im->ip, im->segment[i].p_offset, at + im->segment[i].p_vaddr, im->segment[i].p_filesz);
	if (!error)
		error = relocate(im->ip, &im->header, at, im->end, im->base);
	if (error)
		flatput(im->base, im->ts + im->ds + *ss);
	return error;
}

/* The new memory, and the program in it. */
static int loadimage(const struct image *im, uint32_t ss)
{
	int error = vgetvm(im->ts, im->ds, ss);

	for (int i = 0; !error && i < im->segments; i++)
		error = loadsegment(im, &im->segment[i]);
	mtpr(PR_TBIA, 0);
	return error;
}

/*
 * Gives up the old memory and gets the new. From here on exec cannot fail; should the disk or memory fail all the same,
 * the process dies.
 */
static void getxfile(const struct image *im, const char *name, uint32_t ss)
{
	struct proc *p = curproc;
	int error = 0;

	TRACE_TEXT(EV_EXEC_COMMIT, name, ctob(im->ts + im->ds));
	p->p_flag |= SKEEP;
	vrelease();
	p->p_flag &= ~SKEEP;
	vrelparent();
	swppass(&u.u_cdmap, &u.u_csmap, &u.u_dmap, &u.u_smap);
	if (im->base)
		flatuse(im->base, im->ts, im->ds, ss);
	else
		error = loadimage(im, ss);
	u.u_break = im->base + im->end;
	if (error) {
		printf("pid %u (%s): killed: exec failed, error %d\n", p->p_pid, u.u_comm, error);
		p->p_sig |= sigmask(SIGKILL);
	} else if (p->p_flag & STRC) {
		psignal(p, SIGTRAP); /* the tracer sees the new program before its first instruction */
	}
}

/* Puts the vectors and strings on the new stack; returns the stack pointer, 0 when that failed. */
static uint32_t putargs(const struct args *args)
{
	uint32_t top = userstack(curproc), sp = top - stacksize(args), at = sp, zero = 0;
	uint32_t strings = top - ((args->size + 3) & ~3u), string = strings;
	int error = copyout(&args->argc, (void *)at, 4);

	for (uint32_t i = 0; !error && i < args->argc + args->envc; i++) {
		if (i == args->argc)
			error |= copyout(&zero, (void *)(at += 4), 4);
		error |= copyout(&string, (void *)(at += 4), 4);
		string += strlen(args->buffer + (string - strings)) + 1;
	}
	if (args->envc == 0)
		error |= copyout(&zero, (void *)(at += 4), 4);
	error |= copyout(&zero, (void *)(at += 4), 4);
	error |= copyout(args->buffer, (void *)strings, args->size);
	return error ? 0 : sp;
}

static const char *lastcomponent(const char *path)
{
	const char *last = path;

	for (; *path; path++)
		if (path[0] == '/' && path[1])
			last = path + 1;
	return last;
}

static int collect(struct args *args, struct image *im, char *path, uint32_t *ss)
{
	uint32_t length;
	int error = copyinstr((const char *)u.u_arg[0], path, MAXPATHLEN, &length);

	if (!error)
		error = namei(path, &im->ip);
	if (error)
		return error;
	error = readheaders(im);
	if (!error)
		error = copyvector(args, (const uint32_t *)u.u_arg[1], &args->argc);
	if (!error)
		error = copyvector(args, (const uint32_t *)u.u_arg[2], &args->envc);
	*ss = btoc(stacksize(args)) + 1;
	if (!error && FLAT(policy))
		error = loadflat(im, ss);
	else if (!error && (!checksize(im, *ss) || !swpexpand(im->ds, *ss, &u.u_cdmap, &u.u_csmap)))
		error = ENOMEM;
	return error;
}

/* execve(path, argv, envp) */
void execve(void)
{
	char path[MAXPATHLEN];
	struct image im = {0};
	struct args args = {0};
	uint32_t sp, ss = 0, entry;

	args.buffer = (char *)kmget(curproc, btoc(NCARGS), CKERNEL);
	if (!args.buffer) {
		u.u_error = ENOMEM;
		return;
	}
	u.u_error = collect(&args, &im, path, &ss);
	if (!u.u_error) {
		strncopy(u.u_comm, lastcomponent(path), sizeof u.u_comm);
		getxfile(&im, path, ss);
		setids(im.ip);
		sp = putargs(&args);
		if (!sp)
			curproc->p_sig |= sigmask(SIGKILL);
		fdexec();
		execsigs();
		if (curproc->p_waitby == WAIT_CLONE) { /* from now on it is a child like others */
			curproc->p_exitsig = SIGCHLD;
			curproc->p_waitby = WAIT_ALL;
		}
		entry = im.base + im.header.e_entry;
		setregs(entry, sp);
		u.u_rval2 = 0;
		u.u_start = time_ticks;
		TRACE_TEXT(EV_EXEC_DONE, path, entry, sp);
	}
	if (im.ip)
		iput(im.ip);
	kmput(curproc, (uint32_t)args.buffer, btoc(NCARGS));
}
