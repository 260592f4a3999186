/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the guest kernel's tables out of physical memory. See kernel_view.h. */
#include "analysis/kernel_view.h"

#include <inttypes.h>

#include "base/be.h"
#include "base/text.h"

void kernel_names(struct kernel_names *names, struct symbols *kernel)
{
	const struct {
		const char *name;
		uint32_t *address;
	} wanted[] = {
		{"proc", &names->proc},       {"cmap", &names->cmap},   {"maxmem", &names->maxmem},
		{"curproc", &names->curproc}, {"inode", &names->inode}, {"mounted", &names->mounted},
	};

	memset(names, 0, sizeof *names);
	for (size_t i = 0; kernel && i < sizeof wanted / sizeof wanted[0]; i++)
		if (!symbols_address(kernel, wanted[i].name, wanted[i].address))
			*wanted[i].address = 0;
}

void kernel_view(struct kernel_view *v, struct machine *m, const struct kernel_names *names)
{
	kernel_view_within(v, m, names);
	machine_regs(m, &v->regs);
}

void kernel_view_within(struct kernel_view *v, struct machine *m, const struct kernel_names *names)
{
	*v = (struct kernel_view){
		.machine = m,
		.names = *names,
		.ram = machine_ram(m),
		.ram_size = machine_ram_size(m),
	};
}

/* Physical memory at [pa, pa + size), NULL if the machine has none there. */
static const uint8_t *physical(const struct kernel_view *v, uint64_t pa, size_t size)
{
	return pa + size <= v->ram_size ? v->ram + pa : NULL;
}

/* The kernel's own data: S0 maps all of memory one to one from its start. */
static const uint8_t *kernel_data(const struct kernel_view *v, uint32_t va, size_t size)
{
	return va >= S0BASE ? physical(v, va - S0BASE, size) : NULL;
}

/* Copies a structure that consists of longwords only. */
static void copy_longs(void *to, const uint8_t *from, size_t size)
{
	for (size_t at = 0; at < size; at += 4) {
		uint32_t v = be32_get(from + at);
		memcpy((char *)to + at, &v, 4);
	}
}

static bool kernel_long(const struct kernel_view *v, uint32_t va, uint32_t *value)
{
	const uint8_t *p = va ? kernel_data(v, va, 4) : NULL;

	if (p)
		*value = be32_get(p);
	return p != NULL;
}

bool kernel_copy(const struct kernel_view *v, uint32_t address, void *to, size_t size)
{
	const uint8_t *from = kernel_data(v, address, size);

	if (from)
		copy_longs(to, from, size);
	return from != NULL;
}

bool kernel_proc(const struct kernel_view *v, int slot, struct proc *p)
{
	const uint8_t *from;
	uint32_t stat;

	if (slot < 0 || slot >= NPROC || !v->names.proc)
		return false;
	from = kernel_data(v, v->names.proc + (uint32_t)slot * (uint32_t)sizeof *p, sizeof *p);
	if (!from)
		return false;
	stat = be32_get(from + offsetof(struct proc, p_stat));
	if (stat < SSLEEP || stat > SSTOP) /* most slots are free: not worth copying */
		return false;
	copy_longs(p, from, sizeof *p);
	return true;
}

int kernel_find(const struct kernel_view *v, uint32_t pid, struct proc *p)
{
	for (int slot = 0; slot < NPROC; slot++)
		if (kernel_proc(v, slot, p) && p->p_pid == pid)
			return slot;
	return -1;
}

int kernel_slot(const struct kernel_view *v, uint32_t address)
{
	uint32_t offset = address - v->names.proc;

	if (!v->names.proc || address < v->names.proc || offset % sizeof(struct proc))
		return -1;
	offset /= sizeof(struct proc);
	return offset < NPROC ? (int)offset : -1;
}

int kernel_current(const struct kernel_view *v)
{
	uint32_t address;

	return kernel_long(v, v->names.curproc, &address) ? kernel_slot(v, address) : -1;
}

const uint8_t *kernel_uarea(const struct kernel_view *v, const struct proc *p, uint32_t page)
{
	if (page >= UPAGES)
		return NULL;
	if (!(p->p_flag & SLOAD))
		return p->p_swaddr ? machine_swap(v->machine, p->p_swaddr + page) : NULL;
	return p->p_addr[page] ? physical(v, (uint64_t)p->p_addr[page] * NBPG, NBPG) : NULL;
}

bool kernel_user(const struct kernel_view *v, const struct proc *p, struct kernel_user *u)
{
	const uint8_t *from = kernel_uarea(v, p, 0);
	struct pcb pcb;

	memset(u, 0, sizeof *u);
	if (!from)
		return false;
	copy_longs(&pcb, from + offsetof(struct user, u_pcb), sizeof pcb);
	u->space = (struct address_space){pcb.pcb_p0br, pcb.pcb_p0lr, pcb.pcb_p1br, pcb.pcb_p1lr};
	copy_longs(u->args, from + offsetof(struct user, u_arg), sizeof u->args);
	copy_longs(&u->end, from + offsetof(struct user, u_break), sizeof u->end);
	memcpy(u->comm, from + offsetof(struct user, u_comm), MAXCOMLEN);
	for (char *c = u->comm; *c; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	return true;
}

struct stack_region kernel_stack(const struct proc *p)
{
	uint64_t low = (uint64_t)p->p_base + (uint64_t)p->p_tsize * NBPG;
	uint64_t high = low + ((uint64_t)p->p_dsize + p->p_ssize) * NBPG;

	if (p->p_base && p->p_base % NBPG == 0 && high <= P1BASE && high - low >= 2 * NBPG)
		return (struct stack_region){(uint32_t)low, (uint32_t)high};
	return (struct stack_region){P1BASE, P1END};
}

bool kernel_registers(const struct kernel_view *v, const struct proc *p, struct trapframe *tf)
{
	const struct cpu_regs *r = &v->regs;
	const uint8_t *from;
	struct proc current;

	if ((r->psl & PSL_CURMOD) == PSL_USER && kernel_proc(v, kernel_current(v), &current) &&
	    current.p_pid == p->p_pid) {
		memset(tf, 0, sizeof *tf);
		memcpy(tf->tf_d, r->d, sizeof tf->tf_d);
		memcpy(tf->tf_a, r->a, sizeof tf->tf_a);
		tf->tf_usp = r->a[7];
		tf->tf_pc = r->pc;
		tf->tf_psl = r->psl;
		return true;
	}
	from = kernel_uarea(v, p, UPAGES - 1);
	if (!from)
		return false;
	copy_longs(tf, from + NBPG - sizeof *tf, sizeof *tf);
	return (tf->tf_psl & PSL_CURMOD) == PSL_USER;
}

uint32_t kernel_frames(const struct kernel_view *v)
{
	uint32_t n;

	if (!kernel_long(v, v->names.maxmem, &n))
		return 0;
	return n < v->ram_size / NBPG ? n : v->ram_size / NBPG;
}

bool kernel_cmap(const struct kernel_view *v, uint32_t pfn, struct cmap *c)
{
	const uint8_t *from;
	uint32_t table;

	if (!kernel_long(v, v->names.cmap, &table) || pfn >= v->ram_size / NBPG || table < S0BASE)
		return false;
	from = physical(v, (uint64_t)(table - S0BASE) + (uint64_t)pfn * sizeof *c, sizeof *c);
	if (!from)
		return false;
	copy_longs(c, from, sizeof *c);
	return c->c_type < CM_TYPES;
}

bool kernel_peek(const struct kernel_view *v, const struct address_space *space, uint32_t va, void *to, size_t size)
{
	char *out = to;

	while (size) {
		size_t part = NBPG - (va & PGOFSET);
		const uint8_t *from;
		uint32_t pa;

		if (part > size)
			part = size;
		if (va >= S0BASE || !machine_translate_in(v->machine, space, va, &pa))
			return false;
		from = physical(v, pa, part);
		if (!from)
			return false;
		memcpy(out, from, part);
		out += part;
		va += (uint32_t)part;
		size -= part;
	}
	return true;
}

bool kernel_peek_long(const struct kernel_view *v, const struct address_space *space, uint32_t va, uint32_t *value)
{
	uint8_t bytes[4];

	if (!kernel_peek(v, space, va, bytes, sizeof bytes))
		return false;
	*value = be32_get(bytes);
	return true;
}

bool kernel_memory_long(void *arg, uint32_t va, uint32_t *value)
{
	const struct kernel_memory *m = arg;

	return kernel_peek_long(m->view, m->space, va, value);
}

void kernel_alive(const struct kernel_view *v, char *text, size_t size)
{
	struct text list = text_in(text, size);
	struct proc p;

	for (int slot = 0; slot < NPROC; slot++)
		if (kernel_proc(v, slot, &p) && p.p_pid && p.p_stat != SZOMB)
			text_put(&list, "%s%" PRIu32, list.used ? ", " : "", p.p_pid);
}
