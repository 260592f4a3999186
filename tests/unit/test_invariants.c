/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's books of its memory agree with its page tables after every event: each entry with the core map's type,
 * page, owner and count, each process with its resident pages and lengths, each lender with its borrower. The kernel
 * has no part in the check: all of it is read from outside.
 * Not in make check.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/be.h"
#include "analysis/kernel_view.h"
#include "image/library.h"

enum {
	NPTEPG = NBPG / 4,
	FRAMES_MAX = 64 << 8, /* of 64 MB */
	SWAP_MAX = 16 << 8,   /* blocks, of 16 MB */
};

/*
 * Events in the middle of a change: page frames that the event names may be on their way, and a page table may be half
 * made or half given back. Everywhere else all must agree.
 */
static const struct {
	uint32_t kind;
	int first, second; /* arguments that name them */
} moving[] = {
	{EV_PAGE_ALLOC, 0, 0}, /* taken, not yet in a table */
	{EV_PAGE_FREE, 0, 0},  /* given back, still in its table */
	{EV_COW_COPY, 1, 2},   /* counted off, still in its table; not yet in its table */
};

struct run {
	const char *program, *argument, *system;
	unsigned stride; /* 1: look after every event; n: after every n-th, for programs with very many */
};

struct books {
	struct kernel_view view;
	const struct run *run;
	const struct event *event;
	bool settled;                /* no change is under way */
	uint32_t moving[2];          /* page frames on their way, when not settled */
	uint32_t refs[FRAMES_MAX];   /* valid entries that point to the frame */
	bool owned[FRAMES_MAX];      /* one of them is its owner's */
	uint32_t tables[FRAMES_MAX]; /* processes whose page table or u area it is */
	struct proc procs[NPROC];    /* those looked at so far */
	int nprocs;
	bool swap[SWAP_MAX]; /* blocks of the swap area that somebody has, or that are free */
	uint32_t nswap;
};

/* Addresses of the kernel's variables that the host does not look at otherwise. */
struct addresses {
	uint32_t freemem, nswap, swapmap, swapspare;
};

static struct books books;
static struct event last_event;
static uint32_t flatmap; /* address of the kernel's variable, which is 0 with memory management */

#define MUST(condition, ...)                                                                                           \
	do {                                                                                                           \
		if (!(condition)) {                                                                                    \
			print_error("%s, %s, event %llu (%s): ", books.run->program, books.run->system,                \
			            (unsigned long long)books.event->seq, event_name(books.event->kind));              \
			fail_msg(__VA_ARGS__);                                                                         \
		}                                                                                                      \
	} while (0)

/* A longword of the kernel's, by its S0 address. */
static uint32_t kernel_word(uint32_t va)
{
	uint32_t pa = 0;

	MUST(machine_translate(books.view.machine, va, &pa), "kernel address %#x is not mapped", va);
	return be32_get(books.view.ram + pa);
}

static bool is_moving(uint32_t pfn)
{
	return !books.settled && (pfn == books.moving[0] || pfn == books.moving[1]);
}

/* The slot that a process is in. */
static int slot_of(const struct proc *p)
{
	struct proc found;

	return kernel_find(&books.view, p->p_pid, &found);
}

/* One valid entry: its page frame is the process's, at that page. */
static void check_entry(const struct proc *p, uint32_t vpage, uint32_t pte)
{
	uint32_t pfn = pte & PG_PFNUM;
	bool text = vpage < p->p_tsize, stack = vpage >= P1BASE >> PGSHIFT;
	bool mapped = stack && p->p_mapped && vpage < (P1END >> PGSHIFT) - MAXSSIZ;
	struct cmap c;

	MUST(kernel_cmap(&books.view, pfn, &c), "pid %u maps page frame %u, which there is not", p->p_pid, pfn);
	books.refs[pfn]++;
	books.owned[pfn] |= c.c_ndx == (p->p_stackpt && stack ? (uint32_t)slot_of(p) : p->p_ndx);
	if (is_moving(pfn))
		return;
	MUST(c.c_page == vpage, "frame %u is page %#x of pid %u, the core map says %#x", pfn, vpage, p->p_pid,
	     c.c_page);
	MUST((mapped && c.c_type == CSHARED) || c.c_type == (uint32_t)(text     ? CTEXT
	                                                               : mapped ? CMAPPED
	                                                               : stack  ? CSTACK
	                                                                        : CDATA),
	     "frame %u of pid %u, page %#x, has type %u", pfn, p->p_pid, vpage, c.c_type);
	if (text || (pte & PG_COW))
		MUST((pte & PG_PROT) == PG_URKR, "pid %u could store into page %#x: entry %#x", p->p_pid, vpage, pte);
	else if ((pte & PG_PROT) == PG_UW && c.c_type != CSHARED)
		MUST(c.c_count == 1, "page %#x of pid %u is writable and shared by %u", vpage, p->p_pid, c.c_count);
}

static void count_table(uint32_t pfn, uint32_t type, const struct proc *p)
{
	struct cmap c;

	MUST(kernel_cmap(&books.view, pfn, &c), "pid %u has page frame %u, which there is not", p->p_pid, pfn);
	MUST(c.c_type == type || is_moving(pfn), "frame %u of pid %u has type %u, not %u", pfn, p->p_pid, c.c_type,
	     type);
	MUST(++books.tables[pfn] == 1, "frame %u of pid %u is another one's, too", pfn, p->p_pid);
}

/* Was the page table, or its part for the stack, looked at already? Those who share memory have the same one. */
static bool seen(const struct proc *p, bool stack)
{
	for (int i = 0; i < books.nprocs; i++)
		if (books.procs[i].p_szpt && books.procs[i].p_p0br == p->p_p0br && !(stack && books.procs[i].p_stackpt))
			return true;
	return false;
}

/* The entries of a stack that is not shared are in a page of their own. Returns how many are valid. */
static uint32_t check_own_stack(const struct proc *p)
{
	uint32_t resident = 0, pa = 0;

	MUST(machine_translate(books.view.machine, p->p_stackpt, &pa), "pid %u: p_stackpt is not mapped", p->p_pid);
	count_table(pa >> PGSHIFT, CPTABLE, p);
	for (uint32_t i = 0; i < NPTEPG; i++) {
		uint32_t pte = be32_get(books.view.ram + pa + i * 4);

		if (i < NPTEPG - p->p_ssize)
			MUST(pte == 0, "pid %u has entry %#x below its stack", p->p_pid, pte);
		else if (pte & PG_V) {
			resident++;
			check_entry(p, (P1END >> PGSHIFT) - (NPTEPG - i), pte);
		}
	}
	return resident;
}

/* Entries of P1: with something mapped it goes down to that. */
static uint32_t p1_pages(const struct proc *p)
{
	return p->p_mapped ? MAXSSIZ + p->p_mapped : p->p_ssize;
}

/* All entries of a process's page table. */
static void check_table(const struct proc *p)
{
	uint32_t data = p->p_tsize + p->p_dsize, entries = p->p_szpt * NPTEPG, resident = 0, high = p1_pages(p);
	uint32_t others = p->p_stackpt ? NPTEPG : 0; /* entries for the stack of somebody else */
	bool seen_data = seen(p, false), seen_stack = seen(p, true);

	MUST(!p->p_szpt || data + (others ? others : high) <= entries, "pid %u has %u + %u pages and %u entries",
	     p->p_pid, data, high, entries);
	if (p->p_stackpt)
		resident = check_own_stack(p);
	for (uint32_t page = 0; page < p->p_szpt; page++) {
		uint32_t pa = 0;

		if (!machine_translate(books.view.machine, p->p_p0br + page * NBPG, &pa)) {
			MUST(!books.settled, "page table of pid %u is not mapped", p->p_pid);
			continue;
		}
		if (!seen_data)
			count_table(pa >> PGSHIFT, CPTABLE, p);
		for (uint32_t i = page * NPTEPG; i < (page + 1) * NPTEPG; i++) {
			uint32_t pte = be32_get(books.view.ram + pa + (i - page * NPTEPG) * 4);
			bool stack = i >= entries - (others ? others : high);

			if (stack && others)
				continue;

			if (i >= data && !stack)
				MUST(pte == 0, "pid %u has entry %#x in the gap at %u", p->p_pid, pte, i);
			else if (pte & PG_V) {
				resident++;
				if (!(stack ? seen_stack : seen_data))
					check_entry(p, stack ? (P1END >> PGSHIFT) - (entries - i) : i, pte);
			}
		}
	}
	if (books.settled)
		MUST(resident == p->p_rssize, "pid %u has %u resident pages, its slot says %u", p->p_pid, resident,
		     p->p_rssize);
}

/* Lengths in the u area, which are loaded into the processor, and the sizes in the slot. */
static void check_lengths(const struct proc *p)
{
	struct kernel_user user;

	MUST(kernel_user(&books.view, p, &user), "pid %u has no u area", p->p_pid);
	if (flatmap && kernel_word(flatmap)) {
		MUST(user.space.p0br == kernel_word(flatmap) && user.space.p0lr == kernel_frames(&books.view) &&
		             user.space.p1lr == P1PAGES,
		     "pid %u does not have the map of all", p->p_pid);
		return;
	}
	MUST(user.space.p0lr == p->p_tsize + p->p_dsize, "pid %u: P0LR is %u", p->p_pid, user.space.p0lr);
	MUST(user.space.p1lr == P1PAGES - p1_pages(p), "pid %u: P1LR is %u", p->p_pid, user.space.p1lr);
	if (p->p_szpt)
		MUST(user.space.p0br == p->p_p0br, "pid %u: P0BR is %#x", p->p_pid, user.space.p0br);
}

/* A lender has nothing, and a borrower that is charged like itself. */
static void check_lender(const struct proc *p)
{
	struct proc child = {0};
	int slot = kernel_slot(&books.view, p->p_xlink);

	MUST(slot >= 0 && kernel_proc(&books.view, slot, &child), "lender %u has no borrower", p->p_pid);
	MUST(child.p_ppid == p->p_pid, "lender %u and its borrower %u are not parent and child", p->p_pid, child.p_pid);
	/* SVFORK goes off a moment before the memory goes back; then the borrower is exiting or executing. */
	MUST(child.p_flag & (SVFORK | SWEXIT | SKEEP), "borrower %u has flags %#x", child.p_pid, child.p_flag);
	MUST(child.p_ndx == p->p_ndx, "borrower %u is charged to slot %u, lender %u to %u", child.p_pid, child.p_ndx,
	     p->p_pid, p->p_ndx);
	MUST(p->p_tsize + p->p_dsize + p->p_ssize + p->p_rssize == 0, "lender %u has memory of its own", p->p_pid);
}

/* Those who share memory are in one ring and agree about what they share; nobody else has their page table. */
static void check_sharers(const struct proc *p)
{
	struct proc q = {0};
	uint32_t link = p->p_vmlink;
	int n = 0;

	for (; link && n < NPROC; link = q.p_vmlink, n++) {
		int slot = kernel_slot(&books.view, link);

		MUST(slot >= 0 && kernel_proc(&books.view, slot, &q) && q.p_vmlink, "pid %u: its ring is broken",
		     p->p_pid);
		if (q.p_pid == p->p_pid)
			break;
		MUST(q.p_p0br == p->p_p0br && q.p_szpt == p->p_szpt && q.p_ndx == p->p_ndx,
		     "pids %u and %u share different page tables", p->p_pid, q.p_pid);
		MUST(q.p_tsize == p->p_tsize && q.p_dsize == p->p_dsize && q.p_mapped == p->p_mapped,
		     "pids %u and %u share, but not the data's size", p->p_pid, q.p_pid);
		MUST(q.p_stackpt != p->p_stackpt || (q.p_ssize == p->p_ssize && q.p_rssize == p->p_rssize),
		     "pids %u and %u share, but not the stack's size", p->p_pid, q.p_pid);
	}
	MUST(n < NPROC, "pid %u: its ring does not come back", p->p_pid);
	MUST(n || !p->p_szpt || !seen(p, false), "pid %u has the page table of one that it does not share with",
	     p->p_pid);
}

/* Page frames are charged to a process's own slot, or to that of the one whose memory it has, who lives. */
static void check_charge(const struct proc *p)
{
	struct proc owner = {0};

	if (p->p_stat == SZOMB)
		return;
	MUST(kernel_proc(&books.view, (int)p->p_ndx, &owner) && owner.p_stat != SZOMB,
	     "pid %u is charged to slot %u, where nobody lives", p->p_pid, p->p_ndx);
	if (owner.p_pid == p->p_pid)
		return;
	MUST(p->p_vmlink || (p->p_flag & (SVFORK | SVFDONE | SWEXIT | SKEEP)),
	     "pid %u has memory of its own, but is charged to pid %u", p->p_pid, owner.p_pid);
	MUST(owner.p_ndx == p->p_ndx, "pid %u is charged to pid %u, and that one to another", p->p_pid, owner.p_pid);
}

/*
 * Without memory management one page table has the page frames of all: page i is frame i, exactly where the core map
 * says that somebody's memory is, and all may write it. A process has them side by side.
 */
static void check_flat(void)
{
	uint32_t table = flatmap ? kernel_word(flatmap) : 0, n = kernel_frames(&books.view);

	for (uint32_t pfn = 0; table && pfn < n; pfn++) {
		uint32_t pte = kernel_word(table + pfn * 4);
		struct proc owner = {0};
		struct cmap c = {0};

		kernel_cmap(&books.view, pfn, &c);
		if (!CM_USER(c.c_type)) {
			MUST(pte == 0, "frame %u, type %u, is in the map: %#x", pfn, c.c_type, pte);
			continue;
		}
		MUST((pte & ~PG_M) == (PG_V | PG_UW | pfn), "frame %u has entry %#x", pfn, pte);
		MUST(c.c_page == pfn && c.c_count == 1, "frame %u is page %u, count %u", pfn, c.c_page, c.c_count);
		MUST(kernel_proc(&books.view, (int)c.c_ndx, &owner) && owner.p_stat != SZOMB,
		     "frame %u belongs to slot %u, where nobody lives", pfn, c.c_ndx);
		books.refs[pfn] = 1;
		books.owned[pfn] = true;
	}
}

/* The block of one process: text, data, stack, all of it resident, charged to it or to one whom it shares it with. */
static void check_block(const struct proc *p)
{
	uint32_t pages = p->p_tsize + p->p_dsize + p->p_ssize, first = p->p_base / NBPG;

	MUST(p->p_szpt == 0 && p->p_stackpt == 0, "pid %u has a page table of its own", p->p_pid);
	MUST((p->p_base != 0) == (pages != 0) && p->p_base % NBPG == 0, "pid %u has %u pages at %#x", p->p_pid, pages,
	     p->p_base);
	MUST(pages == p->p_rssize, "pid %u has %u pages, its slot says %u are resident", p->p_pid, pages, p->p_rssize);
	for (uint32_t i = 0; i < pages; i++) {
		struct cmap c = {0};

		MUST(kernel_cmap(&books.view, first + i, &c), "pid %u has frame %u", p->p_pid, first + i);
		MUST(c.c_type == (uint32_t)(i < p->p_tsize                ? CTEXT
		                            : i < p->p_tsize + p->p_dsize ? CDATA
		                                                          : CSTACK),
		     "frame %u of pid %u has type %u", first + i, p->p_pid, c.c_type);
		MUST(c.c_ndx == p->p_ndx, "frame %u of pid %u is charged to slot %u", first + i, p->p_pid, c.c_ndx);
	}
	for (int i = 0; i < books.nprocs; i++) {
		const struct proc *q = &books.procs[i];
		uint32_t end = q->p_base + (q->p_tsize + q->p_dsize + q->p_ssize) * NBPG;

		MUST((q->p_base == p->p_base && q->p_vmlink && p->p_vmlink) || p->p_base + pages * NBPG <= q->p_base ||
		             p->p_base >= end,
		     "pids %u and %u are in the same place", p->p_pid, q->p_pid);
	}
}

static void check_process(const struct proc *p)
{
	for (int i = 0; i < UPAGES; i++)
		if (p->p_addr[i])
			count_table(p->p_addr[i], CUAREA, p);
	if (p->p_szpt || p->p_stackpt)
		check_table(p);
	if (flatmap && kernel_word(flatmap))
		check_block(p);
	if (books.settled) {
		check_sharers(p);
		check_charge(p);
	}
	if (p->p_stat != SIDL && p->p_stat != SZOMB && p->p_pid != 0 && p->p_addr[0])
		check_lengths(p);
	if (p->p_flag & SNOVM)
		check_lender(p);
	books.procs[books.nprocs++] = *p;
}

/* Blocks of the swap area have one user. */
static void count_swap(uint32_t block, uint32_t n, const char *user)
{
	const bool *other;

	MUST(block > 0 && block < books.nswap && n <= books.nswap - block,
	     "swap blocks %u + %u, %s, are beyond the area", block, n, user);
	other = memchr(books.swap + block, 1, n);
	MUST(!other, "swap block %td, %s, is somebody else's, too", other - books.swap, user);
	memset(books.swap + block, true, n);
}

/* One of a process's reservations: its chunks double from 4 to 512 pages. */
static void check_reservation(const uint8_t *from, const char *user)
{
	uint32_t size = be32_get(from + offsetof(struct dmap, dm_size)), base = 0, chunk = 4;
	uint32_t alloc = be32_get(from + offsetof(struct dmap, dm_alloc));

	MUST(size <= alloc, "%s: %u pages reserved for %u", user, alloc, size);
	for (uint32_t i = 0; i < NDMAP; i++) {
		uint32_t block = be32_get(from + offsetof(struct dmap, dm_map) + i * 4);

		MUST(!block == (base >= alloc), "%s: chunk %u of %u pages is at %u", user, i, alloc, block);
		if (block)
			count_swap(block, chunk, user);
		MUST(base + chunk != alloc || size > base, "%s: %u pages reserved for %u", user, alloc, size);
		base += chunk;
		chunk = chunk < 512 ? 2 * chunk : chunk;
	}
}

static void check_reservations(const struct proc *p)
{
	static const struct {
		size_t offset;
		const char *name;
	} maps[] = {
		{offsetof(struct user, u_dmap), "data"},
		{offsetof(struct user, u_smap), "stack"},
		{offsetof(struct user, u_cdmap), "new data"},
		{offsetof(struct user, u_csmap), "new stack"},
	};
	const uint8_t *u = kernel_uarea(&books.view, p, 0);
	bool out = !(p->p_flag & SLOAD);

	if (out)
		count_swap(p->p_swaddr, UPAGES, "u area");
	if (books.settled)
		for (int i = 0; i < UPAGES; i++)
			MUST(p->p_stat == SZOMB || p->p_stat == SIDL || !p->p_addr[i] == out,
			     "pid %u is swapped %s, and page %d of its u area is in frame %u", p->p_pid,
			     out ? "out" : "in", i, p->p_addr[i]);
	if (p->p_stat == SZOMB || !kernel_uarea(&books.view, p, UPAGES - 1)) /* gone, or not made yet */
		return;
	for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
		check_reservation(u + maps[i].offset, maps[i].name);
	/* Between system calls the reservation is for what there is. */
	if (last_event.kind == EV_SYSCALL_EXIT && last_event.pid == p->p_pid && be32_get(u + maps[0].offset))
		MUST(be32_get(u + maps[0].offset) == p->p_dsize && be32_get(u + maps[1].offset) == p->p_ssize,
		     "pid %u has %u + %u pages and reserved %u + %u", p->p_pid, p->p_dsize, p->p_ssize,
		     be32_get(u + maps[0].offset), be32_get(u + maps[1].offset));
}

/* What the processes have of the swap area, and what is free, is all of it. */
static void check_swap(const struct addresses *at)
{
	uint32_t entries = kernel_word(at->swapmap + 0), count = kernel_word(at->swapmap + 4), end = 0, left = 0;
	const bool *lost;

	books.nswap = kernel_word(at->nswap);
	MUST(books.nswap <= SWAP_MAX, "the swap area has %u blocks", books.nswap);
	memset(books.swap, false, books.nswap);
	for (int i = 0; i < books.nprocs; i++)
		check_reservations(&books.procs[i]);
	if (kernel_word(at->swapspare))
		count_swap(kernel_word(at->swapspare), UPAGES, "kept back");
	for (uint32_t i = 0; i < count; i++) {
		uint32_t size = kernel_word(entries + i * 8), block = kernel_word(entries + i * 8 + 4);

		MUST(size && (i == 0 || block > end), "free entry %u of the swap map: %u at %u", i, size, block);
		count_swap(block, size, "free");
		end = block + size;
		left += size;
	}
	MUST(left == kernel_word(at->swapmap + 12), "%u blocks of the swap area are free, m_left says otherwise", left);
	books.swap[0] = true; /* nobody's */
	lost = memchr(books.swap, 0, books.nswap);
	MUST(!lost, "swap block %td is lost", lost - books.swap);
}

/* The core map against what the tables have just been found to hold. */
static void check_frames(uint32_t freemem)
{
	uint32_t n = kernel_frames(&books.view), nfree = 0;

	for (uint32_t pfn = 0; pfn < n; pfn++) {
		struct cmap c = {0};
		bool user;

		kernel_cmap(&books.view, pfn, &c);
		user = CM_USER(c.c_type);
		nfree += c.c_type == CFREE;
		if (is_moving(pfn))
			continue;
		MUST(books.refs[pfn] == (user ? c.c_count : 0), "frame %u, type %u, count %u, is in %u entries", pfn,
		     c.c_type, c.c_count, books.refs[pfn]);
		MUST(!user || books.owned[pfn], "frame %u belongs to slot %u, which does not map it", pfn, c.c_ndx);
		MUST(!books.settled || books.tables[pfn] == (c.c_type == CUAREA || c.c_type == CPTABLE),
		     "frame %u, type %u, is in %u uses", pfn, c.c_type, books.tables[pfn]);
	}
	MUST(nfree == freemem, "%u page frames are free, freemem says %u", nfree, freemem);
}

static void check_books(struct machine *m, const struct kernel_names *names, const struct addresses *at)
{
	uint32_t n;
	struct proc p;

	books.event = &last_event;
	books.settled = true;
	for (size_t i = 0; i < sizeof moving / sizeof *moving; i++) {
		if (last_event.kind != moving[i].kind)
			continue;
		books.settled = false;
		books.moving[0] = last_event.arg[moving[i].first];
		books.moving[1] = last_event.arg[moving[i].second];
	}
	books.nprocs = 0;
	kernel_view(&books.view, m, names);
	n = books.view.ram_size / NBPG; /* frames that kernel_cmap knows */
	memset(books.refs, 0, n * sizeof *books.refs);
	memset(books.owned, 0, n * sizeof *books.owned);
	memset(books.tables, 0, n * sizeof *books.tables);
	for (int slot = 0; slot < NPROC; slot++)
		if (kernel_proc(&books.view, slot, &p))
			check_process(&p);
	check_flat();
	check_frames(kernel_word(at->freemem));
	check_swap(at);
}

static bool stop_here(void *arg, const struct event *e)
{
	(void)arg;
	last_event = *e;
	return true;
}

static struct machine *new_machine(const struct run *run, struct run_config *config, struct symbols **symbols)
{
	const char *argv[] = {run->program, run->argument, NULL}, *guest = getenv("VFORKSCOPE_GUEST");
	const struct listener listener = {.event = stop_here};
	const struct run_image *kernel;
	char error[ERROR_MAX] = "";
	struct machine *m = NULL;

	setenv("VFORKSCOPE_DATA", guest ? guest : "build/guest", 1);
	if (library_prepare(&(struct launch){.system = run->system}, argv, config, error))
		m = run_config_machine(config, error);
	if (m) {
		kernel = run_config_image(config, "kernel");
		*symbols = symbols_open(kernel->data, kernel->size, error);
	}
	if (!m || !*symbols)
		fail_msg("%s: %s", run->program, error);
	machine_listen(m, &listener);
	return m;
}

static void the_books_agree(void **state)
{
	struct run_config config;
	struct kernel_names names;
	struct symbols *symbols;
	struct machine *m;
	struct addresses at;
	enum machine_stop stop;
	bool up = false; /* before boot there is no core map yet */
	size_t looks = 0;

	books.run = *state;
	m = new_machine(books.run, &config, &symbols);
	kernel_names(&names, symbols);
	assert_true(symbols_address(symbols, "freemem", &at.freemem) && symbols_address(symbols, "nswap", &at.nswap) &&
	            symbols_address(symbols, "swapmap", &at.swapmap) &&
	            symbols_address(symbols, "swapspare", &at.swapspare));
	assert_true(symbols_address(symbols, "flatmap", &flatmap));
	while ((stop = machine_run(m, limits_default.instructions)) == STOP_EVENT || stop == STOP_INPUT) {
		if (stop == STOP_INPUT) {
			machine_hang_up(m);
			continue;
		}
		up |= last_event.kind == EV_BOOT;
		if (!up || last_event.seq % books.run->stride)
			continue;
		check_books(m, &names, &at);
		looks++;
	}
	assert_true(machine_halt(m)->halted && !machine_halt(m)->check);
	assert_true(looks > 100);
	symbols_close(symbols);
	machine_free(m);
	run_config_free(&config);
}

/* 4.3BSD's statistics: calls, and the pages of data and stack that they were about. */
static void forks_are_counted(void **state)
{
	static const struct {
		struct run run;
		uint32_t forks, vforks, pages; /* two forks make init and the program; pages of vforks */
	} cases[] = {
		{{"true", NULL, "4.3bsd", 1}, 2, 0, 0},
		{{"borrow", NULL, "4.3bsd", 1}, 2, 1, 4},
		{{"borrow", "fork", "4.3bsd", 1}, 3, 0, 0},
		{{"borrow", NULL, "4.4bsd", 1}, 2, 1, 4},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct run_config config;
		struct kernel_names names;
		struct symbols *symbols;
		struct machine *m = new_machine(&cases[i].run, &config, &symbols);
		uint32_t at = 0;

		books.run = &cases[i].run;
		books.event = &last_event;
		kernel_names(&names, symbols);
		assert_true(symbols_address(symbols, "forkstat", &at));
		while (machine_run(m, limits_default.instructions) == STOP_EVENT)
			;
		kernel_view(&books.view, m, &names);
		assert_int_equal(kernel_word(at + offsetof(struct forkstat, cntfork)), cases[i].forks);
		assert_int_equal(kernel_word(at + offsetof(struct forkstat, cntvfork)), cases[i].vforks);
		assert_int_equal(kernel_word(at + offsetof(struct forkstat, sizvfork)), cases[i].pages);
		symbols_close(symbols);
		machine_free(m);
		run_config_free(&config);
	}
}

static const struct run runs[] = {
	{"borrow", NULL, "4.3bsd", 1},
	{"borrow", "fork", "4.3bsd", 1},
	{"borrow", NULL, "4.4bsd", 1},
	{"borrow", NULL, "linux-2.0", 1},
	{"registers", NULL, "4.3bsd", 1},
	{"registers", NULL, "4.4bsd", 1},
	{"return", NULL, "4.3bsd", 1},
	{"return", NULL, "4.4bsd", 1},
	{"stub", NULL, "4.3bsd", 1},
	{"stub", NULL, "4.4bsd", 1},
	{"exit", NULL, "4.3bsd", 1},
	{"exit", NULL, "4.4bsd", 1},
	{"cost", NULL, "4.3bsd", 1},
	{"cost", NULL, "4.4bsd", 1},
	{"borrow", NULL, "3bsd", 1},
	{"borrow", NULL, "2.11bsd", 1},
	{"borrow", NULL, "netbsd", 1},
	{"borrow", NULL, "linux", 1},
	{"borrow", NULL, "irix", 1},
	{"borrow", NULL, "private-stack", 1},
	{"return", NULL, "netbsd", 1},
	{"return", NULL, "private-stack", 1},
	{"exit", NULL, "solaris", 1},
	{"exit", NULL, "private-stack", 1},
	{"cost", NULL, "3bsd", 1},
	{"cost", NULL, "freebsd", 1},
	{"cost", NULL, "private-stack", 1},
	{"tests/guest/nested.c", NULL, "4.3bsd", 1},
	{"tests/guest/nested.c", NULL, "3bsd", 1},
	{"tests/guest/nested.c", NULL, "2.11bsd", 1},
	{"tests/guest/nested.c", NULL, "netbsd", 1},
	{"tests/guest/nested.c", NULL, "linux", 1},
	{"tests/guest/nested.c", NULL, "private-stack", 1},
	{"tests/guest/families.c", NULL, "4.3bsd", 7},
	{"tests/guest/families.c", "kill=now", "linux", 7},
	{"tests/guest/families.c", NULL, "irix", 7},
	{"tests/guest/families.c", "usage=parent", "macos-11", 7},
	{"tests/guest/families.c", NULL, "hpux", 7},
	{"tests/guest/families.c", NULL, "private-stack", 7},
	{"tests/guest/loan.c", "lent", "3bsd", 31},
	{"tests/guest/loan.c", "lent", "2.11bsd", 31},
	{"tests/guest/loan.c", "lent", "netbsd", 31},
	{"tests/guest/loan.c", "lent", "linux", 31},
	{"tests/guest/loan.c", "lent", "hpux", 31},
	{"tests/guest/loan.c", "lent", "private-stack", 31},
	{"clone", NULL, "linux", 1},
	{"clone", "free", "linux", 1},
	{"clone", "copy", "linux", 1},
	{"tests/guest/clone.c", NULL, "linux", 101},
	{"tests/guest/mapping.c", "all", "linux", 1},
	{"tests/guest/mapping.c", "all", "4.4bsd", 7},
	{"tests/guest/mapping.c", "all", "solaris", 7},
	{"tests/guest/mapping.c", "flat", "uclinux", 1},
	{"tests/guest/forkx.c", NULL, "solaris", 101},
	{"tests/guest/stops.c", NULL, "linux", 7},
	{"tests/guest/swap.c", "reserved", "4.3bsd", 101},
	{"unkillable", NULL, "4.3bsd", 1},
	{"unkillable", NULL, "3bsd", 1},
	{"tests/guest/deadwood.c", NULL, "4.3bsd", 1},
	{"tests/guest/calls.c", "5", "4.3bsd", 31},
	{"tests/guest/calls.c", "6", "linux", 31},
	{"tests/guest/calls.c", "7", "private-stack", 31},
	{"tests/guest/calls.c", "8", "solaris", 31},
	{"tests/guest/loan.c", "lent", "4.3bsd", 101},
	{"tests/guest/loan.c", "held", "4.4bsd", 101},
	{"tests/guest/copies.c", NULL, "4.3bsd", 101},
	{"tests/guest/copies.c", NULL, "4.4bsd", 101},
	{"tests/guest/faults.c", NULL, "4.3bsd", 13},
	{"tests/guest/faults.c", NULL, "4.4bsd", 13},
	{"borrow", NULL, "uclinux", 1},
	{"return", NULL, "uclinux", 1},
	{"exit", NULL, "uclinux", 1},
	{"order", NULL, "uclinux", 1},
	{"unkillable", NULL, "uclinux", 1},
	{"tests/guest/nested.c", NULL, "uclinux", 1},
	{"tests/guest/flat.c", NULL, "uclinux", 13},
	{"tests/guest/calls.c", "5", "uclinux", 31},
};
enum { RUNS = sizeof runs / sizeof *runs };

int main(void)
{
	struct CMUnitTest tests[RUNS + 1] = {[RUNS] = cmocka_unit_test(forks_are_counted)};
	char names[RUNS][100];

	for (int i = 0; i < RUNS; i++) {
		snprintf(names[i], sizeof names[i], "the_books_agree: %s %s, %s", runs[i].program,
		         runs[i].argument ? runs[i].argument : "", runs[i].system);
		tests[i] = (struct CMUnitTest){names[i], the_books_agree, NULL, NULL, (void *)(uintptr_t)&runs[i]};
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
