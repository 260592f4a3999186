/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory management: the walk from a virtual address to a physical one, as the VAX does it.
 *
 *   P0, P1:  va -> length register -> PTE at an S0 virtual address (itself translated) -> protection -> V -> M
 *   S0:      va -> length register -> PTE at a physical address -> protection -> V -> M
 *
 * Order of checks and fault parameters: VAX Architecture Reference Manual, chapter 4; SIMH VAX/vax_mmu.c fill().
 */
#ifndef EMU_MMU_H
#define EMU_MMU_H

#include <stdbool.h>
#include <stdint.h>

struct mmu {
	uint32_t p0br, p0lr, p1br, p1lr; /* P0BR and P1BR are S0 virtual addresses */
	uint32_t sbr, slr;               /* SBR is physical */
	uint32_t mapen;
};

enum mmu_result {
	MMU_OK,
	MMU_ACCESS,    /* access violation: length or protection */
	MMU_NOT_VALID, /* translation not valid */
	MMU_NO_MEMORY, /* a physical address with no memory behind it */
};

struct mmu_walk {
	uint32_t pa;     /* physical address of va */
	uint32_t pte;    /* the entry as it is in memory; 0 when MAPEN is off */
	uint32_t pte_pa; /* where it is */
	uint32_t param;  /* FLT_* of a fault */
};

/* Looks va up for a read or a write in kernel or user mode. Changes nothing: who stores sets M (mmu_modify). */
enum mmu_result mmu_walk(const struct mmu *, const uint8_t *ram, uint32_t ram_size, uint32_t va, bool write, bool user,
                         struct mmu_walk *);

/* Sets M in the entry of a walk that allowed the write. True if it was not set before. */
bool mmu_modify(uint8_t *ram, struct mmu_walk *);

/* May that mode read or write a page with this entry? V does not matter. */
bool mmu_allows(uint32_t pte, bool write, bool user);

#endif
