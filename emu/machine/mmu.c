/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page table walk: see mmu.h. */
#include "machine/mmu.h"

#include "abi/arch.h"
#include "base/be.h"

enum { KR = 1, KW = 2, UR = 4, UW = 8 };

/* What each protection code lets the kernel and the user do. Executive and supervisor mode do not exist here. */
static const uint8_t protection[16] = {
	[0] = 0,                 /* no access */
	[1] = 0,                 /* reserved */
	[2] = KR | KW,           /* KW */
	[3] = KR,                /* KR */
	[4] = KR | KW | UR | UW, /* UW */
	[5] = KR | KW,           /* EW */
	[6] = KR | KW,           /* ERKW */
	[7] = KR,                /* ER */
	[8] = KR | KW,           /* SW */
	[9] = KR | KW,           /* SREW */
	[10] = KR | KW,          /* SRKW */
	[11] = KR,               /* SR */
	[12] = KR | KW | UR,     /* URSW */
	[13] = KR | KW | UR,     /* UREW */
	[14] = KR | KW | UR,     /* URKW */
	[15] = KR | UR,          /* UR */
};

bool mmu_allows(uint32_t pte, bool write, bool user)
{
	unsigned need = user ? (write ? UW : UR) : (write ? KW : KR);

	return protection[(pte & PG_PROT) >> PG_PROTSHIFT] & need;
}

static bool in_memory(uint32_t pa, uint32_t ram_size)
{
	return pa < ram_size && ram_size - pa >= 4;
}

/* Physical address of va by its entry. False: there is no such page frame (a PFN can name more than 32 address
 * bits). */
static bool in_frame(uint32_t pte, uint32_t va, uint32_t ram_size, uint32_t *pa)
{
	*pa = (pte & PG_PFNUM) << PGSHIFT | (va & PGOFSET);
	return (pte & PG_PFNUM) < ram_size >> PGSHIFT;
}

/* Physical address of the longword at an S0 address, for fetching a process's page table entry. */
static enum mmu_result system_longword(const struct mmu *m, const uint8_t *ram, uint32_t ram_size, uint32_t va,
                                       uint32_t *pa, uint32_t *param)
{
	uint32_t vpn = (va - S0BASE) >> PGSHIFT, at, pte;

	*param = FLT_PTE | FLT_LENGTH;
	if (va < S0BASE || va >= S0END || vpn >= m->slr)
		return MMU_ACCESS;
	at = m->sbr + 4 * vpn;
	if (!in_memory(at, ram_size))
		return MMU_NO_MEMORY;
	pte = be32_get(ram + at);
	*param = FLT_PTE;
	if (!(pte & PG_V))
		return MMU_NOT_VALID;
	return in_frame(pte, va, ram_size, pa) && in_memory(*pa, ram_size) ? MMU_OK : MMU_NO_MEMORY;
}

enum mmu_result mmu_walk(const struct mmu *m, const uint8_t *ram, uint32_t ram_size, uint32_t va, bool write, bool user,
                         struct mmu_walk *w)
{
	uint32_t vpn = (va & PAMASK) >> PGSHIFT, intent = write ? FLT_WRITE : 0, param;
	enum mmu_result result;

	*w = (struct mmu_walk){.param = intent};
	if (!m->mapen) {
		w->pa = va & PAMASK;
		return w->pa < ram_size ? MMU_OK : MMU_NO_MEMORY;
	}
	switch (va >> 30) {
	case 0:
	case 1:
		if (va < P1BASE ? vpn >= m->p0lr : vpn < m->p1lr) {
			w->param |= FLT_LENGTH;
			return MMU_ACCESS;
		}
		result = system_longword(m, ram, ram_size, (va < P1BASE ? m->p0br : m->p1br) + 4 * vpn, &w->pte_pa,
		                         &param);
		if (result != MMU_OK) {
			w->param |= param;
			return result;
		}
		break;
	case 2:
		if (vpn >= m->slr) {
			w->param |= FLT_LENGTH;
			return MMU_ACCESS;
		}
		w->pte_pa = m->sbr + 4 * vpn;
		if (!in_memory(w->pte_pa, ram_size))
			return MMU_NO_MEMORY;
		break;
	default: /* the fourth region does not exist */
		w->param |= FLT_LENGTH;
		return MMU_ACCESS;
	}
	w->pte = be32_get(ram + w->pte_pa);
	if (!mmu_allows(w->pte, write, user))
		return MMU_ACCESS;
	if (!(w->pte & PG_V))
		return MMU_NOT_VALID;
	return in_frame(w->pte, va, ram_size, &w->pa) ? MMU_OK : MMU_NO_MEMORY;
}

bool mmu_modify(uint8_t *ram, struct mmu_walk *w)
{
	if (!w->pte || w->pte & PG_M)
		return false;
	w->pte |= PG_M;
	be32_put(ram + w->pte_pa, w->pte);
	return true;
}
