/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * INSQUE and REMQUE: doubly linked queues of absolute addresses, each in one instruction that happens whole or not at
 * all. An entry is two longwords: the address of the next one, and of the one before. A queue's head is an entry, too.
 *
 * VAX Architecture Reference Manual, queue instructions; SIMH VAX/vax_cpu1.c op_insque(), op_remque().
 */
#include "machine/machine_private.h"

enum { A0 = 8, A1 = 9, BACK = 4 /* offset of the link to the entry before */, ENTRY_BYTES = 8 };

/* The codes compare an entry's two links: equal ones mean that the queue was empty (INSQUE) or is now (REMQUE). */
static void set_codes(struct machine *m, uint32_t next, uint32_t before, uint32_t overflow)
{
	uint32_t codes = overflow;

	codes |= (int32_t)next < (int32_t)before ? PSL_N : 0;
	codes |= next == before ? PSL_Z : 0;
	codes |= next < before ? PSL_C : 0;
	cpu_set_mode(m->cpu, !machine_user(m), codes);
	machine_cost(m, COST_QUEUE, 1);
}

enum cpu_answer queue_insert(struct machine *m, uint32_t pc)
{
	uint32_t entry = cpu_get(m->cpu, A0), before = cpu_get(m->cpu, A1), next;

	if (!xfc_get_long(m, before, &next) || !xfc_reach(m, entry, ENTRY_BYTES, true) ||
	    !xfc_reach(m, before, 4, true) || !xfc_reach(m, next + BACK, 4, true))
		return CPU_RAISE;
	xfc_put_long(m, entry, next, pc);
	xfc_put_long(m, entry + BACK, before, pc);
	xfc_put_long(m, next + BACK, entry, pc);
	xfc_put_long(m, before, entry, pc);
	set_codes(m, next, before, 0);
	return CPU_DONE;
}

enum cpu_answer queue_remove(struct machine *m, uint32_t pc)
{
	uint32_t entry = cpu_get(m->cpu, A0), next, before;

	if (!xfc_get_long(m, entry, &next) || !xfc_get_long(m, entry + BACK, &before))
		return CPU_RAISE;
	if (before != entry) {
		if (!xfc_reach(m, before, 4, true) || !xfc_reach(m, next + BACK, 4, true))
			return CPU_RAISE;
		xfc_put_long(m, before, next, pc);
		xfc_put_long(m, next + BACK, before, pc);
	}
	cpu_set(m->cpu, A1, entry);
	set_codes(m, next, before, before == entry ? PSL_V : 0);
	return CPU_DONE;
}
