/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an address is: in the space that the machine is in, or in another one. See machine.h. */
#include "machine/machine_private.h"
#include "machine/mmu.h"

bool machine_translate(struct machine *m, uint32_t va, uint32_t *pa)
{
	struct mmu_walk w;

	if (mmu_walk(&m->s.mmu, m->ram, m->s.ram, va, false, false, &w) != MMU_OK)
		return false;
	*pa = w.pa;
	return true;
}

static struct mmu space_mmu(const struct machine *m, const struct address_space *space)
{
	struct mmu mmu = m->s.mmu;

	mmu.p0br = space->p0br;
	mmu.p0lr = space->p0lr;
	mmu.p1br = space->p1br;
	mmu.p1lr = space->p1lr;
	return mmu;
}

bool machine_translate_in(struct machine *m, const struct address_space *space, uint32_t va, uint32_t *pa)
{
	struct mmu mmu = space_mmu(m, space);
	struct mmu_walk w;

	if (mmu_walk(&mmu, m->ram, m->s.ram, va, false, false, &w) != MMU_OK)
		return false;
	*pa = w.pa;
	return true;
}

uint32_t machine_pte_in(struct machine *m, const struct address_space *space, uint32_t va)
{
	struct mmu mmu = space_mmu(m, space);
	struct mmu_walk w;

	mmu_walk(&mmu, m->ram, m->s.ram, va, false, false, &w);
	return w.pte;
}
