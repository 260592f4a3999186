/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest kernel's tables as the host reads them: process slots, u areas, saved user registers and the core map.
 * Only looks, never changes. The kernel's memory may hold anything: every index and pointer is checked, and a thing
 * that cannot be read is reported as absent.
 */
#ifndef EMU_KERNEL_VIEW_H
#define EMU_KERNEL_VIEW_H

#include "abi/proc.h"
#include "machine/machine.h"
#include "debuginfo/symbols.h"

/* Where the kernel keeps its tables: S0 addresses of its symbols. All 0 for a kernel without them. */
struct kernel_names {
	uint32_t proc;    /* struct proc proc[NPROC] */
	uint32_t cmap;    /* struct cmap *cmap */
	uint32_t maxmem;  /* uint32_t maxmem: page frames */
	uint32_t curproc; /* struct proc *curproc */
	uint32_t inode;   /* struct inode inode[NINODE] */
	uint32_t mounted; /* uint32_t mounted[MFSROOTS] */
};

struct kernel_view {
	struct machine *machine;
	struct kernel_names names;
	const uint8_t *ram;
	uint32_t ram_size;
	struct cpu_regs regs; /* processor registers when the view was opened */
};

/* Looks the names up in the kernel's symbols. */
void kernel_names(struct kernel_names *, struct symbols *kernel);

/* A view of the machine at its present instant. It is only good until the machine moves. */
void kernel_view(struct kernel_view *, struct machine *, const struct kernel_names *);

/* The same in a listener's function, while the machine runs: of a process in user mode, registers are then those of
 * its last entry to the kernel. */
void kernel_view_within(struct kernel_view *, struct machine *, const struct kernel_names *);

/* Copies a process slot; false for a slot out of range, a free one, or one that cannot be read. */
bool kernel_proc(const struct kernel_view *, int slot, struct proc *);

/* Slot of a live process or zombie by pid, -1 if there is none. */
int kernel_find(const struct kernel_view *, uint32_t pid, struct proc *);

/* Slot whose struct proc lies at an address of the kernel, -1 if none does. */
int kernel_slot(const struct kernel_view *, uint32_t address);

/* Slot of the process that the kernel calls the current one, -1 if none. */
int kernel_current(const struct kernel_view *);

/* A page of a process's u area: in its page frame or, when the process is swapped out, in the swap area. NULL if it has
 * none, as a zombie. Good until the machine moves. */
const uint8_t *kernel_uarea(const struct kernel_view *, const struct proc *, uint32_t page);

/* What the host wants of a u area. */
struct kernel_user {
	char comm[MAXCOMLEN + 1]; /* printable characters only */
	struct address_space space;
	uint32_t args[7]; /* of its present or last system call */
	uint32_t end;     /* of the heap */
};
bool kernel_user(const struct kernel_view *, const struct proc *, struct kernel_user *);

/* Addresses [low, high) where a process's stack can be: P1, or without memory management the upper part of its block,
 * where nothing keeps the stack from growing over the heap and the data. */
struct stack_region {
	uint32_t low, high;
};
struct stack_region kernel_stack(const struct proc *);

/* User registers of a process: the processor's if it runs in user mode now, otherwise those that its last entry
 * to the kernel left on its kernel stack. */
bool kernel_registers(const struct kernel_view *, const struct proc *, struct trapframe *);

/* Copies `size` bytes of the kernel's own data, which is longwords, at an address in S0; false if they are not there.
 * */
bool kernel_copy(const struct kernel_view *, uint32_t address, void *to, size_t size);

/* Number of page frames that the core map describes, at most what the machine has. */
uint32_t kernel_frames(const struct kernel_view *);
bool kernel_cmap(const struct kernel_view *, uint32_t pfn, struct cmap *);

/* Copies user memory; false if a byte of it is not mapped to a page frame. */
bool kernel_peek(const struct kernel_view *, const struct address_space *, uint32_t va, void *, size_t size);
bool kernel_peek_long(const struct kernel_view *, const struct address_space *, uint32_t va, uint32_t *);
/* The same for who knows nothing of views, as snapshot_walk: arg is a struct kernel_memory. */
struct kernel_memory {
	const struct kernel_view *view;
	const struct address_space *space;
};
bool kernel_memory_long(void *arg, uint32_t va, uint32_t *);

/* The pids of the processes that have not ended, with commas between them. */
void kernel_alive(const struct kernel_view *, char *text, size_t size);

#endif
