/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page table walk: what is checked, in which order, and what a fault tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/be.h"
#include "machine/mmu.h"
#include "abi/arch.h"

/*
 * A small machine: 32 page frames. The system page table is in frame 1, the P0 table in frame 2 and the P1 table in
 * frame 3, and S0 pages 2 and 3 show the two. System page 4 is not valid, 5 names a page frame that does not exist.
 */
enum {
	RAM = 32 * NBPG,
	SPT = 1 * NBPG,
	P0PT = 2 * NBPG,
	P1PT = 3 * NBPG,
	SLR = 16,
	P0LR = 8,
	P1FIRST = P1PAGES - 8, /* P1LR: the stack has eight pages */
	FRAME = 20,            /* where every mapped page leads to */
};

static uint8_t ram[RAM];
static struct mmu mmu;

static int set_up(void **state)
{
	(void)state;
	memset(ram, 0, sizeof ram);
	for (uint32_t i = 0; i < SLR; i++)
		be32_put(ram + SPT + 4 * i, PG_V | PG_KW | i);
	be32_put(ram + SPT + 4 * 4, PG_KW | 4);
	be32_put(ram + SPT + 4 * 5, PG_V | PG_KW | 0x1000);
	mmu = (struct mmu){
		.p0br = S0BASE + P0PT,
		.p0lr = P0LR,
		.p1br = S0BASE + P1PT - 4 * P1FIRST,
		.p1lr = P1FIRST,
		.sbr = SPT,
		.slr = SLR,
		.mapen = 1,
	};
	return 0;
}

static void set_pte(uint32_t va, uint32_t pte)
{
	uint32_t vpn = (va & PAMASK) >> PGSHIFT;

	if (va < P1BASE)
		be32_put(ram + P0PT + 4 * vpn, pte);
	else if (va < S0BASE)
		be32_put(ram + P1PT + 4 * (vpn - P1FIRST), pte);
	else
		be32_put(ram + SPT + 4 * vpn, pte);
}

enum { READ = 0, WRITE = 1, KERNEL = 0, USER = 2 };

static enum mmu_result walk(uint32_t va, int how, struct mmu_walk *w)
{
	return mmu_walk(&mmu, ram, RAM, va, how & WRITE, how & USER, w);
}

/* What each protection code allows: kernel read, kernel write, user read, user write. */
static const struct {
	const char *name, *allows;
} codes[16] = {
	{"NOACC", ""},   {"reserved", ""}, {"KW", "rw"},    {"KR", "r"},    {"UW", "rwRW"}, {"EW", "rw"},
	{"ERKW", "rw"},  {"ER", "r"},      {"SW", "rw"},    {"SREW", "rw"}, {"SRKW", "rw"}, {"SR", "r"},
	{"URSW", "rwR"}, {"UREW", "rwR"},  {"URKW", "rwR"}, {"UR", "rR"},
};

static void protection_codes(void **state)
{
	static const uint32_t pages[] = {0x3000, P1END - NBPG, S0BASE + 9 * NBPG};

	(void)state;
	for (uint32_t code = 0; code < 16; code++)
		for (int how = 0; how < 4; how++)
			for (size_t p = 0; p < 3; p++)
				for (int valid = 0; valid < 2; valid++) {
					bool allowed = strchr(codes[code].allows, "rwRW"[how]);
					uint32_t pte = code << PG_PROTSHIFT | FRAME | (valid ? PG_V : 0);
					struct mmu_walk w;
					enum mmu_result result;

					assert_int_equal(mmu_allows(pte, how & WRITE, how & USER), allowed);
					set_pte(pages[p], pte);
					result = walk(pages[p] + 5, how, &w);
					if (result != (allowed ? valid ? MMU_OK : MMU_NOT_VALID : MMU_ACCESS))
						fail_msg("%s, access %c, va %x, valid %d: %d", codes[code].name,
						         "rwRW"[how], pages[p], valid, result);
					assert_int_equal(w.param, how & WRITE ? FLT_WRITE : 0);
					assert_int_equal(w.pte, pte);
					if (result == MMU_OK)
						assert_int_equal(w.pa, FRAME * NBPG + 5);
				}
}

static void named_codes(void **state)
{
	(void)state;
	assert_string_equal(codes[PG_KW >> PG_PROTSHIFT].name, "KW");
	assert_string_equal(codes[PG_KR >> PG_PROTSHIFT].name, "KR");
	assert_string_equal(codes[PG_UW >> PG_PROTSHIFT].name, "UW");
	assert_string_equal(codes[PG_URKW >> PG_PROTSHIFT].name, "URKW");
	assert_string_equal(codes[PG_URKR >> PG_PROTSHIFT].name, "UR");
}

/*
 * Each row breaks things so that only the first check that fails may show. `system` is the system page that holds the
 * table (2 for P0: good; 4: not valid; 5: no such memory; 99: beyond SLR).
 */
static void order_of_checks(void **state)
{
	static const struct {
		uint32_t va, pte, system;
		int how;
		enum mmu_result result;
		uint32_t param;
	} rows[] = {
		/* length before everything, in each region, at its edges */
		{P0LR * NBPG - 1, PG_V | PG_UW | FRAME, 2, USER, MMU_OK, 0},
		{P0LR * NBPG, 0, 4, USER, MMU_ACCESS, FLT_LENGTH},
		{P0LR * NBPG, 0, 4, USER | WRITE, MMU_ACCESS, FLT_LENGTH | FLT_WRITE},
		{P1BASE - 1, 0, 2, KERNEL, MMU_ACCESS, FLT_LENGTH},
		{P1BASE, 0, 2, KERNEL, MMU_ACCESS, FLT_LENGTH},
		{P1END - 8 * NBPG - 1, 0, 2, USER | WRITE, MMU_ACCESS, FLT_LENGTH | FLT_WRITE},
		{P1END - 8 * NBPG, PG_V | PG_UW | FRAME, 2, USER | WRITE, MMU_OK, FLT_WRITE},
		{P1END - 1, PG_V | PG_UW | FRAME, 2, USER, MMU_OK, 0},
		{S0BASE + SLR * NBPG - 1, PG_V | PG_KW | FRAME, 2, KERNEL, MMU_OK, 0},
		{S0BASE + SLR * NBPG, 0, 2, USER, MMU_ACCESS, FLT_LENGTH},
		{S0END - 1, 0, 2, KERNEL | WRITE, MMU_ACCESS, FLT_LENGTH | FLT_WRITE},
		{S0END, 0, 2, KERNEL, MMU_ACCESS, FLT_LENGTH}, /* the fourth region does not exist */
		{0xFFFFFFFF, 0, 2, USER | WRITE, MMU_ACCESS, FLT_LENGTH | FLT_WRITE},
		/* the fetch of the entry before protection */
		{0x3000, PG_NOACC, 4, USER, MMU_NOT_VALID, FLT_PTE},
		{0x3000, PG_NOACC, 4, USER | WRITE, MMU_NOT_VALID, FLT_PTE | FLT_WRITE},
		{0x3000, PG_NOACC, 99, USER, MMU_ACCESS, FLT_PTE | FLT_LENGTH},
		{0x3000, PG_NOACC, 99, KERNEL | WRITE, MMU_ACCESS, FLT_PTE | FLT_LENGTH | FLT_WRITE},
		{0x3000, PG_NOACC, 5, USER, MMU_NO_MEMORY, FLT_PTE},
		{P1END - 1, PG_NOACC, 4, USER, MMU_NOT_VALID, FLT_PTE},
		{P1END - 1, PG_NOACC, 99, USER, MMU_ACCESS, FLT_PTE | FLT_LENGTH},
		/* protection before valid */
		{0x3000, PG_KW | FRAME, 2, USER, MMU_ACCESS, 0},
		{0x3000, PG_URKW | FRAME, 2, USER | WRITE, MMU_ACCESS, FLT_WRITE},
		{S0BASE + 9 * NBPG, PG_KR | FRAME, 2, KERNEL | WRITE, MMU_ACCESS, FLT_WRITE},
		/* valid before the page frame */
		{0x3000, PG_UW | PG_PFNUM, 2, USER, MMU_NOT_VALID, 0},
		{0x3000, PG_UW | PG_PFNUM, 2, USER | WRITE, MMU_NOT_VALID, FLT_WRITE},
		{0x3000, PG_V | PG_UW | PG_PFNUM, 2, USER, MMU_NO_MEMORY, 0},
		{0x3000, PG_V | PG_UW | RAM / NBPG, 2, USER, MMU_NO_MEMORY, 0},
		{0x3000, PG_V | PG_UW | (RAM / NBPG - 1), 2, USER, MMU_OK, 0},
		{0x3000, PG_V | PG_UW | 0x100000, 2, USER, MMU_NO_MEMORY, 0}, /* more than 32 address bits */
		/* the kernel's own software bits do not matter */
		{0x3000, PG_V | PG_UW | PG_FOD | PG_COW | FRAME, 2, USER | WRITE, MMU_OK, FLT_WRITE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mmu_walk w;
		enum mmu_result result;
		bool process = rows[i].va < S0BASE;

		set_up(NULL);
		if (rows[i].pte)
			set_pte(rows[i].va, rows[i].pte);
		if (process && rows[i].system != 2) {
			mmu.p0br = S0BASE + rows[i].system * NBPG;
			mmu.p1br = S0BASE + rows[i].system * NBPG - 4 * P1FIRST;
		}
		result = walk(rows[i].va, rows[i].how, &w);
		if (result != rows[i].result || w.param != rows[i].param)
			fail_msg("row %zu (va %08x): result %d, parameter %x", i, rows[i].va, result, w.param);
	}
}

/* A table must be in S0; a base register that points elsewhere is like one beyond SLR. */
static void tables_are_in_s0(void **state)
{
	static const uint32_t bases[] = {0, P0PT, P1BASE, S0BASE - NBPG, S0END, 0xFFFFF000};
	struct mmu_walk w;

	(void)state;
	for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
		mmu.p0br = bases[i];
		assert_int_equal(walk(0x3000, READ, &w), MMU_ACCESS);
		assert_int_equal(w.param, FLT_PTE | FLT_LENGTH);
	}
}

/* The entry is fetched with the kernel's rights of the machine: its page's protection does not matter. */
static void fetching_an_entry_needs_no_rights(void **state)
{
	struct mmu_walk w;

	(void)state;
	set_pte(0x3000, PG_V | PG_UW | FRAME);
	be32_put(ram + SPT + 4 * (P0PT / NBPG), PG_V | PG_NOACC | P0PT / NBPG);
	assert_int_equal(walk(0x3000, USER, &w), MMU_OK);
	assert_int_equal(w.pte_pa, P0PT + 4 * 3);
}

static void system_table_without_memory(void **state)
{
	struct mmu_walk w;

	(void)state;
	mmu.sbr = RAM;
	assert_int_equal(walk(S0BASE, READ, &w), MMU_NO_MEMORY);
	assert_int_equal(walk(0x3000, READ, &w), MMU_NO_MEMORY);
	mmu.sbr = RAM - 2; /* an entry that is half in memory */
	assert_int_equal(walk(S0BASE, READ, &w), MMU_NO_MEMORY);
	mmu.sbr = UINT32_MAX;
	assert_int_equal(walk(S0BASE, READ, &w), MMU_NO_MEMORY);
}

static void walking_changes_nothing_and_modify_sets_m(void **state)
{
	static uint8_t before[RAM];
	struct mmu_walk w;

	(void)state;
	set_pte(0x3000, PG_V | PG_UW | FRAME);
	memcpy(before, ram, RAM);
	assert_int_equal(walk(0x3abc, WRITE | USER, &w), MMU_OK);
	assert_memory_equal(ram, before, RAM);
	assert_int_equal(w.pte & PG_M, 0);

	assert_true(mmu_modify(ram, &w));
	assert_int_equal(w.pte, PG_V | PG_UW | PG_M | FRAME);
	assert_int_equal(be32_get(ram + P0PT + 4 * 3), PG_V | PG_UW | PG_M | FRAME);
	be32_put(before + P0PT + 4 * 3, PG_V | PG_UW | PG_M | FRAME);
	assert_memory_equal(ram, before, RAM);

	assert_false(mmu_modify(ram, &w));
	assert_int_equal(walk(0x3abc, WRITE | USER, &w), MMU_OK);
	assert_false(mmu_modify(ram, &w));
	assert_memory_equal(ram, before, RAM);
}

static void without_mapping(void **state)
{
	struct mmu_walk w;

	(void)state;
	mmu.mapen = 0;
	assert_int_equal(walk(0x3456, USER | WRITE, &w), MMU_OK);
	assert_int_equal(w.pa, 0x3456);
	assert_int_equal(w.pte, 0);
	assert_false(mmu_modify(ram, &w));
	assert_int_equal(walk(S0BASE + 0x3456, KERNEL, &w), MMU_OK);
	assert_int_equal(w.pa, 0x3456);
	assert_int_equal(walk(RAM - 1, KERNEL, &w), MMU_OK);
	assert_int_equal(walk(RAM, KERNEL, &w), MMU_NO_MEMORY);
	assert_int_equal(walk(P1BASE, KERNEL, &w), MMU_OK); /* bits 31:30 are ignored */
	assert_int_equal(w.pa, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(protection_codes, set_up),
		cmocka_unit_test_setup(named_codes, set_up),
		cmocka_unit_test_setup(order_of_checks, set_up),
		cmocka_unit_test_setup(tables_are_in_s0, set_up),
		cmocka_unit_test_setup(fetching_an_entry_needs_no_rights, set_up),
		cmocka_unit_test_setup(system_table_without_memory, set_up),
		cmocka_unit_test_setup(walking_changes_nothing_and_modify_sets_m, set_up),
		cmocka_unit_test_setup(without_mapping, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
