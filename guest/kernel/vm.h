/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Virtual memory of processes.
 *
 * A page table is a run of S0 pages in the kernel map, backed by page frames of type CPTABLE:
 *
 *	p_p0br                                      p_p0br + p_szpt pages
 *	| text | data, bss, heap | ... unused ... | mapped | stack |
 *	`- P0: p_tsize + p_dsize entries            `- P1: the last p1pages entries
 *
 * As long as nothing is mapped, P1 is the p_ssize pages of the stack. What mmap maps lies below the MAXSSIZ pages that
 * the stack may become: then P1 goes down to the lowest of it, and what is free in between has entries of 0.
 *
 * Processes that share memory have the same page table and are linked in a ring by p_vmlink; each of them keeps a copy
 * of the sizes and of the length registers, and who changes them changes them all (vmsync). A process may have a stack
 * of its own all the same: then the entries of its stack are in a page of their own, p_stackpt.
 *
 * Sizes and addresses of pages are counted in pages ("c" for 4.3BSD's click), addresses of the user in bytes.
 */
#ifndef KERNEL_VM_H
#define KERNEL_VM_H

#include "map.h"
#include "systm.h"

#define NPTEPG (NBPG / 4)    /* entries per page of page table */
#define KMAPPAGES 4096       /* S0 pages for page tables and exec's arguments */
#define MAXDSIZ (64u << 8)   /* pages of text, data and heap: 64 MB */
#define MAXMAPPED (64u << 8) /* pages that mmap may use: 64 MB */
#define FLATDATA 16          /* without memory management: a program's data, bss and heap get a 16th of memory, */
#define FLATSTACK 0x20000    /* and its stack 128 KB, unless the limits have been changed */
#define P1VPN (P1BASE >> PGSHIFT)

#define btoc(bytes) (((uint32_t)(bytes) + PGOFSET) >> PGSHIFT)
#define ctob(pages) ((uint32_t)(pages) << PGSHIFT)
#define ptov(pfn) ((char *)(S0BASE + ctob(pfn))) /* all of memory is mapped at S0BASE */
#define ctopt(pages) (((pages) + NPTEPG - 1) / NPTEPG)

/* Core map, vm_mem.c */
extern struct cmap *cmap;
extern uint32_t maxmem;  /* page frames in all */
extern uint32_t freemem; /* page frames that are free */
extern int memwanted;    /* somebody is in memwait */
void memwait(void);      /* sleeps until page frames become free. No signal ends that */
uint32_t meminit(uint32_t firstaddr);
/* Takes a page frame for page `vpage` of p; the content is undefined. 0 if there is none. */
uint32_t memall(struct proc *p, enum cm_type type, uint32_t vpage);
/* One page table fewer points to it; the last one frees it. */
void memfree(struct proc *p, uint32_t pfn);
/* `pages` page frames side by side, for who asks to enter in the core map; the first one, 0 if there is no such run. */
uint32_t memrun(uint32_t pages);
void memrunfree(uint32_t pfn, uint32_t pages);

/* Pure text, vm_text.c */
struct inode;
uint32_t textinit(uint32_t firstaddr);                   /* as meminit */
uint32_t textfind(const struct inode *, uint32_t vpage); /* page frame of a file's page of text, 0 if none */
void textenter(const struct inode *, uint32_t pfn);      /* it is to be found from now on, */
void textleave(uint32_t pfn);                            /* and no longer */

/* Swap space, vm_drum.c */
extern uint32_t nswap;     /* blocks in all */
extern struct map swapmap; /* which of them are free */
uint32_t swapinit(uint32_t firstaddr);
int vsexpand(uint32_t pages, struct dmap *);
/* The same for data and stack, one of which changes; on systems that reserve nothing it does nothing. */
int swpexpand(uint32_t ds, uint32_t ss, struct dmap *dmap, struct dmap *smap);
void swpfree(struct dmap *dmap, struct dmap *smap);
/* From one to another, who had none before, or for as many pages. */
void swppass(struct dmap *dmap, struct dmap *smap, struct dmap *todmap, struct dmap *tosmap);

/* The swapper, vm_sched.c */
int hardswap(int formemory); /* a u area goes for the page frames; formemory: for those in memwait. 0 if none can */

/* u areas out and in, vm_swap.c */
extern uint32_t
	swapspare; /* UPAGES blocks kept back so that one can go out for another when the area is full; 0: in use */
void swapout(struct proc *, uint32_t block);
int swapin(struct proc *); /* 0 if there are no page frames */

/* Page tables, vm_pt.c */
extern uint32_t *Sysmap;                                          /* system page table */
void kminit(void);                                                /* before the others */
uint32_t kmget(struct proc *, uint32_t pages, enum cm_type type); /* S0 address of zeroed pages, 0 if none */
void kmput(struct proc *, uint32_t address, uint32_t pages);
int kmfits(uint32_t pages);                           /* are so many free, side by side? */
uint32_t ptpages(uint32_t p0pages, uint32_t p1pages); /* pages of a page table with so many entries */
int vgetpt(struct proc *, uint32_t p0pages, uint32_t p1pages);
void vrelpt(struct proc *);
void loadregisters(const struct pcb *); /* P0BR to P1LR of the running process */
int ptexpand(struct proc *, uint32_t p0pages, uint32_t p1pages);
void setlengths(struct proc *, struct user *);
uint32_t *vtopte(const struct proc *, uint32_t vpage); /* NULL beyond the regions */
uint32_t textpage(const struct proc *);                /* first page of the text; data come after it */
uint32_t stackpage(const struct proc *);               /* lowest page of the stack */
uint32_t userstack(const struct proc *);               /* address above the stack */
uint32_t p1pages(const struct proc *);                 /* entries of P1: the stack and what is mapped */
uint32_t mappage(const struct proc *);                 /* lowest page that is mapped, MAPEND if none is */
#define MAPEND (P1VPN + P1PAGES - MAXSSIZ)             /* page above all that is mapped */
enum cm_type pagetype(uint32_t vpage);                 /* what a page there is for, if it is not text */

/* One memory for all, vm_flat.c */
extern uint32_t *flatmap; /* the page table of everybody */
void flatinit(void);
uint32_t flatget(uint32_t ts, uint32_t ds, uint32_t ss); /* address of a block of page frames, 0 if none */
void flatput(uint32_t address, uint32_t pages);
void flatuse(uint32_t address, uint32_t ts, uint32_t ds, uint32_t ss);
void flatunmapall(void); /* all that is mapped for the running process's memory */
int flatbreak(uint32_t end);
uint32_t flatmmap(uint32_t pages, enum cm_type type); /* the same for mmap; 0 if there is no room */
int flatmunmap(uint32_t address, uint32_t pages); /* 0, or EINVAL: not all of it was mapped by this memory's owner */

/* Relocation, kern_reloc.c */
struct elf32_ehdr;
int relocate(const struct inode *, const struct elf32_ehdr *, char *image, uint32_t bytes, uint32_t address);

/* Whole address spaces, vm_proc.c */
int procdup(struct proc *, enum memory how, uint32_t sp);
void vrelvm(void);
void setsizes(uint32_t ts, uint32_t ds, uint32_t ss);
void vmsync(void); /* the running process's sizes are those of all who share its memory */
void resident(struct proc *, uint32_t vpage, int pages); /* so many pages more (fewer) are resident */
void relpages(uint32_t vpage, uint32_t pages);
void fodpages(uint32_t vpage, uint32_t pages, uint32_t protection);
int vgetvm(uint32_t ts, uint32_t ds, uint32_t ss);
int expand(uint32_t ds, uint32_t ss);
int grow(uint32_t va);

/* Page faults, vm_page.c */
uint32_t pagein(struct trapframe *); /* 0, or the signal that the fault deserves */

#endif
