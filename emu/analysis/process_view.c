/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers and memory of one process: see process_view.h. */
#include "analysis/process_view.h"

#include <inttypes.h>
#include <string.h>

#include "base/be.h"
#include "base/text.h"

/* Slot of the child that has a process's page tables; -1: they are its own. The kernel says so by SNOVM a little later
 * than it passes them: before that the process has none and a child that borrows. */
static int borrower(const struct kernel_view *view, const struct proc *p, const struct kernel_user *user)
{
	struct proc child;

	if (p->p_flag & SNOVM)
		return kernel_slot(view, p->p_xlink);
	if (user->space.p0lr || user->space.p1lr != P1PAGES)
		return -1;
	for (int slot = 0; slot < NPROC; slot++)
		if (kernel_proc(view, slot, &child) && child.p_ppid == p->p_pid && (child.p_flag & SVFORK))
			return slot;
	return -1;
}

/* Who has the page tables of a process: itself, or, while it lends, the child that it leads to, or that one's. */
static void find_space(struct process_view *p)
{
	struct proc holder = p->proc;
	struct kernel_user user = p->user;

	for (int deep = 0; deep < NPROC; deep++) {
		int slot = borrower(p->view, &holder, &user);

		if (slot < 0 || !kernel_proc(p->view, slot, &holder) || !kernel_user(p->view, &holder, &user))
			break;
	}
	p->space = user.space;
}

bool process_view(struct process_view *p, const struct kernel_view *view, uint32_t pid)
{
	return process_view_slot(p, view, kernel_find(view, pid, &p->proc));
}

bool process_view_slot(struct process_view *p, const struct kernel_view *view, int slot)
{
	*p = (struct process_view){.view = view, .slot = slot};
	if (!kernel_proc(view, slot, &p->proc))
		return false;
	p->has_user = kernel_user(view, &p->proc, &p->user);
	p->runs = p->slot == kernel_current(view);
	if (p->has_user)
		find_space(p);
	return true;
}

/* The processor's. */
static void present_registers(const struct process_view *p, struct process_registers *r)
{
	const struct cpu_regs *now = &p->view->regs;

	memcpy(r->d, now->d, sizeof r->d);
	memcpy(r->a, now->a, sizeof r->a);
	r->psl = now->psl;
	r->pc = now->pc;
}

/* What SVPCTX left in its process control block, for the kernel to go on with. */
static bool saved_context(const struct process_view *p, struct process_registers *r)
{
	const uint8_t *from = kernel_uarea(p->view, &p->proc, 0);

	if (!from)
		return false;
	from += offsetof(struct user, u_pcb);
	for (size_t i = 0; i < 8; i++) {
		r->d[i] = be32_get(from + offsetof(struct pcb, pcb_d) + 4 * i);
		if (i < 7)
			r->a[i] = be32_get(from + offsetof(struct pcb, pcb_a) + 4 * i);
	}
	r->a[7] = be32_get(from + offsetof(struct pcb, pcb_ksp));
	r->pc = be32_get(from + offsetof(struct pcb, pcb_pc));
	r->psl = be32_get(from + offsetof(struct pcb, pcb_psl));
	return true;
}

bool process_registers(const struct process_view *p, enum process_side side, struct process_registers *r)
{
	struct trapframe tf;

	memset(r, 0, sizeof *r);
	if (p->runs && side != PROCESS_PROGRAM) {
		present_registers(p, r);
		return true;
	}
	if (side == PROCESS_KERNEL || !p->proc.p_pid)
		return saved_context(p, r);
	if (!kernel_registers(p->view, &p->proc, &tf)) /* it has no program yet, or is made just now */
		return p->runs ? (present_registers(p, r), true) : saved_context(p, r);
	memcpy(r->d, tf.tf_d, sizeof r->d);
	memcpy(r->a, tf.tf_a, sizeof tf.tf_a);
	r->a[7] = tf.tf_usp;
	r->psl = tf.tf_psl;
	r->pc = tf.tf_pc;
	return true;
}

/* Of the u area, which S0 has at one place for whoever runs: the page of this process. NULL: none is there. */
static const uint8_t *own_uarea(const struct process_view *p, uint32_t va)
{
	return va >= UADDR && va < KSTACKTOP && !p->runs ? kernel_uarea(p->view, &p->proc, (va - UADDR) / NBPG) : NULL;
}

bool process_translate(const struct process_view *p, uint32_t va, uint32_t *pa)
{
	struct machine *m = p->view->machine;

	if (va >= S0BASE) {
		const uint8_t *u = own_uarea(p, va);

		if (u && u >= p->view->ram && u < p->view->ram + p->view->ram_size) {
			*pa = (uint32_t)(u - p->view->ram) + (va & PGOFSET);
			return true;
		}
		return machine_translate(m, va, pa) && *pa < p->view->ram_size;
	}
	return p->has_user && machine_translate_in(m, &p->space, va, pa) && *pa < p->view->ram_size;
}

/* A page's bytes at an address; NULL if there are none. */
static const uint8_t *page_at(const struct process_view *p, uint32_t va)
{
	static const uint8_t zeros[NBPG];
	const uint8_t *u = va >= S0BASE ? own_uarea(p, va) : NULL;
	uint32_t pa, pte;

	if (u)
		return u + (va & PGOFSET);
	if (process_translate(p, va, &pa))
		return p->view->ram + pa;
	if (va >= S0BASE || !p->has_user)
		return NULL;
	pte = machine_pte_in(p->view->machine, &p->space, va);
	return !(pte & PG_V) && (pte & PG_FOD) ? zeros + (va & PGOFSET) : NULL;
}

size_t process_peek(const struct process_view *p, uint32_t va, uint8_t *to, size_t size)
{
	size_t done = 0;

	while (done < size) {
		size_t part = NBPG - (va & PGOFSET);
		const uint8_t *from = page_at(p, va);

		if (!from)
			break;
		if (part > size - done)
			part = size - done;
		memcpy(to + done, from, part);
		done += part;
		va += (uint32_t)part;
		if (!va) /* the end of all addresses */
			break;
	}
	return done;
}

void process_state(const struct process_view *p, char text[PROCESS_STATE])
{
	static const char *const stats[] = {
		[SSLEEP] = "asleep",   [SWAIT] = "waits",  [SRUN] = "ready to run",
		[SIDL] = "being made", [SZOMB] = "zombie", [SSTOP] = "stopped",
	};
	struct text t = text_in(text, PROCESS_STATE);
	const struct proc *q = &p->proc;
	struct proc other;

	if (p->runs)
		text_put(&t, (p->view->regs.psl & PSL_CURMOD) == PSL_USER ? "runs" : "runs in the kernel");
	else
		text_put(&t, "%s", stats[q->p_stat]);
	if (q->p_stat != SZOMB && !(q->p_flag & SLOAD))
		text_put(&t, ", swapped out");
	if ((q->p_flag & SNOVM) && kernel_proc(p->view, kernel_slot(p->view, q->p_xlink), &other))
		text_put(&t, ", lends its memory to pid %" PRIu32, other.p_pid);
	if ((q->p_flag & SVFORK) && !(q->p_flag & SNOVM))
		text_put(&t, ", has borrowed memory of pid %" PRIu32, q->p_ppid);
}
