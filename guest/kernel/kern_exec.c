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
	int script;      /* it is the interpreter of the file that was to be executed */
	int segments;
	struct elf32_phdr segment[MAXSEGMENTS]; /* PT_LOAD only */
};

/* Path, arguments and environment, copied from the old program before it goes. */
struct args {
	char *path; /* pages of the kernel map: the first has the path */
	uint32_t pages;
	char *strings; /* and the others the strings, one after the other */
	uint32_t size; /* bytes of them */
	uint32_t argc, envc;
};

_Static_assert(MAXPATHLEN <= NBPG, "a page has room for a path");

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
	return im->ip->i_writers ? ETXTBSY : 0; /* it would change while it runs */
}

/*
 * A program may run with its owner's rights. They come after the commit point: a borrower's lender is out of their
 * reach by then. They do not come if there is a tracer, who could do with them what it wants, nor by a script.
 */
static void setids(const struct image *im)
{
	const struct inode *ip = im->ip;

	if ((curproc->p_flag & STRC) || im->script)
		return;
	if (ip->i_d.di_mode & ISUID)
		u.u_uid = curproc->p_uid = ip->i_uid;
	if (ip->i_d.di_mode & ISGID)
		u.u_gid = ip->i_gid;
}

/* The path's page, and some for the strings: enough for those that a script brings. 0, or ENOMEM. */
static int getargs(struct args *args)
{
	args->pages = 3;
	args->path = (char *)kmget(curproc, args->pages, CKERNEL);
	args->strings = args->path + NBPG;
	return args->path ? 0 : ENOMEM;
}

static void freeargs(const struct args *args)
{
	kmput(curproc, (uint32_t)args->path, args->pages);
}

/* Twice as many pages. 0, or ENOMEM. */
static int growargs(struct args *args)
{
	uint32_t pages = 2 * args->pages;
	char *larger = (char *)kmget(curproc, pages, CKERNEL);

	if (!larger)
		return ENOMEM;
	bcopy(args->path, larger, ctob(args->pages));
	freeargs(args);
	*args = (struct args){larger, pages, larger + NBPG, args->size, args->argc, args->envc};
	return 0;
}

/* One string more, from the user. */
static int copystring(struct args *args, const char *user)
{
	for (;;) {
		uint32_t left = policy->ncargs - args->size, room = ctob(args->pages - 1) - args->size, length;
		int error = copyinstr(user, args->strings + args->size, left < room ? left : room, &length);

		if (!error)
			args->size += length;
		if (error != ENAMETOOLONG)
			return error;
		if (left <= room)
			return E2BIG;
		error = growargs(args);
		if (error)
			return error;
	}
}

/* Copies the strings of one vector of pointers; counts them. */
static int copyvector(struct args *args, const uint32_t *vector, uint32_t *count)
{
	for (; vector; vector++) {
		uint32_t string;
		int error;

		if (copyin(vector, &string, sizeof string))
			return EFAULT;
		if (!string)
			return 0;
		error = copystring(args, (const char *)string);
		if (error)
			return error;
		++*count;
	}
	return 0;
}

/* The argument vector. A script has other strings in place of its first. */
static int copyargv(struct args *args, const uint32_t *vector, int script)
{
	uint32_t first;

	if (script && vector) {
		if (copyin(vector, &first, sizeof first))
			return EFAULT;
		vector += first != 0;
	}
	return copyvector(args, vector, &args->argc);
}

static const char *lastcomponent(const char *path)
{
	const char *last = path;

	for (; *path; path++)
		if (path[0] == '/' && path[1])
			last = path + 1;
	return last;
}

/* One string more, from the kernel. There is room. */
static void putstring(struct args *args, const char *string)
{
	do
		args->strings[args->size++] = *string;
	while (*string++);
	args->argc++;
}

/* The words of a #! file's first line: the interpreter, and all the rest, if there is any. 0, or ENOEXEC. */
static int splitline(char *line, uint32_t bytes, char **interpreter, char **argument)
{
	char *at = line + 2, *end = line;

	while (end < line + bytes && *end != '\n') {
		if (*end == '\t')
			*end = ' ';
		end++;
	}
	if (end == line + bytes)
		return ENOEXEC;
	*end = '\0';
	while (*at == ' ')
		at++;
	*interpreter = at;
	while (*at && *at != ' ')
		at++;
	while (*at == ' ')
		*at++ = '\0';
	*argument = *at ? at : 0;
	return **interpreter ? 0 : ENOEXEC;
}

/*
 * The file is no program: it may begin with #! and say who executes it. That becomes the program, with what the line
 * says and the file's path as its first arguments. An interpreter cannot be such a file itself.
 */
static int readscript(struct image *im, struct args *args)
{
	uint32_t size = im->ip->i_d.di_size, bytes = size < policy->interp ? size : policy->interp;
	char *line = args->path + ctob(args->pages) - bytes, *interpreter, *argument; /* behind all the strings */
	int error;

	if (bytes < 2)
		return ENOEXEC;
	if (readi(im->ip, 0, line, bytes))
		return EIO;
	if (line[0] != '#' || line[1] != '!' || splitline(line, bytes, &interpreter, &argument))
		return ENOEXEC;
	iput(im->ip);
	im->ip = 0;
	error = namei(interpreter, &im->ip);
	if (error)
		return error;
	im->script = 1;
	if (policy->habits & INTERPRETER_NAME)
		putstring(args, lastcomponent(interpreter));
	else
		putstring(args, interpreter);
	if (argument)
		putstring(args, argument);
	putstring(args, args->path);
	strncopy(args->path, interpreter, MAXPATHLEN); /* that is what is executed, and what it is called by */
	return readheaders(im);
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
	uint32_t need = im->ts + ctopt(im->ts + im->ds) + 1, have = freemem;

	for (int i = 0; i < im->segments; i++)
		if (im->segment[i].p_flags & PF_W)
			need += btoc(im->segment[i].p_filesz) + 1;
	if ((p->p_flag & SVFORK) && !(p->p_pptr->p_flag & SLOAD))
		need += UPAGES; /* the lender must come in */
	if (!(p->p_flag & SVFORK) && !p->p_vmlink)
		have += p->p_rssize + p->p_szpt;
	/* More pages than the machine has page frames could never be filled. */
	return im->ts + im->ds <= MAXDSIZ && ss <= MAXSSIZ && im->ts + im->ds + ss <= maxmem && need + ss <= have &&
	       kmfits(ctopt(im->ts + im->ds) + 1);
}

/* Does nobody store into the text, nor into its file? A tracer may, and files in memory can be written. */
static int pure(const struct image *im)
{
	return !(curproc->p_flag & STRC) && !ismfs(im->ip);
}

/* A page frame for a page of the new program: zeros, to be filled, or somebody else's text. 0, or ENOMEM. */
static int loadpage(const struct image *im, uint32_t vpage, uint32_t *pte)
{
	struct proc *p = curproc;
	int text = vpage < p->p_tsize;
	uint32_t pfn = text && pure(im) ? textfind(im->ip, vpage) : 0;

	if (pfn) {
		cmap[pfn].c_count++;
	} else {
		pfn = memall(p, text ? CTEXT : CDATA, vpage);
		if (!pfn)
			return ENOMEM;
		bzero(ptov(pfn), NBPG);
	}
	*pte = PG_V | (text ? PG_URKR : PG_UW) | pfn;
	p->p_rssize++;
	return 0;
}

/* Brings a segment's part of the file into page frames. Text pages cannot be touched through the user's address. */
static int loadsegment(const struct image *im, const struct elf32_phdr *s)
{
	uint32_t va = s->p_vaddr, offset = s->p_offset, left = s->p_filesz;
	uint32_t lastpage = s->p_flags & PF_W ? btoc(va + left) : btoc(va + s->p_memsz);

	for (uint32_t vpage = va >> PGSHIFT; vpage < lastpage; vpage++) {
		uint32_t *pte = vtopte(curproc, vpage), skip = va & PGOFSET, n = NBPG - skip;

		if (!(*pte & PG_V) && loadpage(im, vpage, pte))
			return ENOMEM;
		if (n > left)
			n = left;
		if (n && cmap[*pte & PG_PFNUM].c_count == 1 && readi(im->ip, offset, ptov(*pte & PG_PFNUM) + skip, n))
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

/* Text that has been loaded is there for others from now on. */
static void sharetext(const struct image *im)
{
	for (uint32_t vpage = 0; vpage < im->ts; vpage++) {
		uint32_t pte = *vtopte(curproc, vpage);

		if ((pte & PG_V) && cmap[pte & PG_PFNUM].c_count == 1)
			textenter(im->ip, pte & PG_PFNUM);
	}
}

/* The new memory, and the program in it. */
static int loadimage(const struct image *im, uint32_t ss)
{
	int error = vgetvm(im->ts, im->ds, ss);

	for (int i = 0; !error && i < im->segments; i++)
		error = loadsegment(im, &im->segment[i]);
	if (!error && pure(im))
		sharetext(im);
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
		string += strlen(args->strings + (string - strings)) + 1;
	}
	if (args->envc == 0)
		error |= copyout(&zero, (void *)(at += 4), 4);
	error |= copyout(&zero, (void *)(at += 4), 4);
	error |= copyout(args->strings, (void *)strings, args->size);
	return error ? 0 : sp;
}

static int collect(struct args *args, struct image *im, uint32_t *ss)
{
	uint32_t length;
	int error = copyinstr((const char *)u.u_arg[0], args->path, policy->maxpathlen, &length);

	if (!error)
		error = namei(args->path, &im->ip);
	if (error)
		return error;
	error = readheaders(im);
	if (error == ENOEXEC)
		error = readscript(im, args);
	if (!error)
		error = copyargv(args, (const uint32_t *)u.u_arg[1], im->script);
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
	struct image im = {0};
	struct args args = {0};
	uint32_t sp, ss = 0, entry;

	u.u_error = (uint32_t)getargs(&args);
	if (u.u_error)
		return;
	u.u_error = (uint32_t)collect(&args, &im, &ss);
	if (!u.u_error) {
		strncopy(u.u_comm, lastcomponent(args.path), sizeof u.u_comm);
		textuse(im.ip); /* so that nobody writes it while the lender takes its memory back */
		getxfile(&im, args.path, ss);
		setids(&im);
		sp = putargs(&args);
		if (!sp)
			curproc->p_sig |= sigmask(SIGKILL);
		if (policy->habits & POSIX_GROUPS)
			curproc->p_flag |= SEXEC;
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
		TRACE_TEXT(EV_EXEC_DONE, args.path, entry, sp);
	}
	if (im.ip)
		iput(im.ip);
	freeargs(&args);
}
