/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The extended functions, the internal processor registers and what they do. The program is guest/functions.S; it is
 * run straight through and, again, in steps of one with every hook on.
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
#include "bare_machine.h"

enum { LONG = 1000000, BLOCKS = 2 };

static const char *argv0;
static uint8_t blocks[BLOCKS * NBPG];

static struct fixture *run(uint64_t step, bool detail)
{
	struct fixture *f;

	memset(blocks, 0xd0, NBPG);
	memset(blocks + NBPG, 0xd1, NBPG);
	f = bare_new(argv0, "functions", blocks, sizeof blocks, step, detail);
	bare_run_to_halt(f);
	return f;
}

static int straight(void **state)
{
	return bare_share(state, run, LONG, false);
}

static int stepped(void **state)
{
	return bare_share(state, run, 1, true);
}

static void for_the_kernel_only(void **state)
{
	static const char *const names[] = {"user_mtpr",  "user_mfpr", "user_ldpctx", "user_svpctx",
	                                    "user_trace", "user_idle", "user_halt"};
	const struct fixture *f = *state;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		assert_int_equal(noted(f, names[i], 0), SCB_PRIVILEGED);
		assert_int_equal(noted(f, names[i], 1), address(f, names[i]) - address(f, "user") + 0x1000);
		assert_int_equal(noted(f, names[i], 2), PSL_USERSET);
	}
}

static void registers(void **state)
{
	const struct fixture *f = *state;

	for (unsigned i = 0; i < 7; i++)
		assert_int_equal(value(f, "plain_back", i), 0x12345678);
	assert_int_equal(value(f, "sbr", 0), address(f, "spt") & PAMASK);
	assert_int_equal(value(f, "slr", 0), 1024);
	assert_int_equal(value(f, "p0br", 0), address(f, "p0pt"));
	assert_int_equal(value(f, "p0lr", 0), 7);
	assert_int_equal(value(f, "p1lr", 0), P1PAGES);
	assert_int_equal(value(f, "scbb", 0), address(f, "scb") & PAMASK);
	assert_int_equal(value(f, "mapen", 0), 1);
	assert_int_equal(value(f, "sid", 0), SID_VALUE);
	assert_int_equal(value(f, "ksp", 0), address(f, "stacktop"));
	assert_int_equal(value(f, "ksp_set", 0), address(f, "stacktop") - 64);
	assert_int_equal(value(f, "ipl", 0), IPL_HIGH);
	assert_int_equal(value(f, "ipl_15", 0), 0x15);
	assert_int_equal(noted(f, "psl_15", 2), 0x15 << PSL_IPLSHIFT);
	assert_int_equal(noted(f, "mfpr_unknown", 0), SCB_RESERVED_OPERAND);
	assert_int_equal(noted(f, "mfpr_unknown", 1), address(f, "mfpr_unknown"));
	assert_int_equal(noted(f, "mfpr_unknown", 2), IPL_HIGH << PSL_IPLSHIFT | PSL_X | 0xf);
}

static void registers_that_can_be_read(void **state)
{
	static const uint8_t readable[] = {PR_KSP,  PR_P0BR, PR_P0LR, PR_P1BR, PR_P1LR, PR_SBR,  PR_SLR,  PR_PCBB,
	                                   PR_SCBB, PR_IPL,  PR_ICCS, PR_ICR,  PR_RXCS, PR_RXDB, PR_TXCS, PR_MAPEN,
	                                   PR_SID,  PR_DKBN, PR_DKPA, PR_DKCS, PR_DKSZ, PR_DKSW};
	const struct fixture *f = *state;
	const uint8_t *map = bytes(f, "readable");

	for (unsigned reg = 0; reg < 256; reg++)
		if (!map[reg] != !memchr(readable, (int)reg, sizeof readable))
			fail_msg("register %02x: readable %d", reg, map[reg]);
	/* Every one of the list refused to be written. */
	assert_int_equal(value(f, "refused", 0), 16);
}

static void disk(void **state)
{
	const struct fixture *f = *state;
	uint8_t root[NBPG];

	memset(root, 0xd0, sizeof root);
	assert_int_equal(value(f, "disk_size", 0), BLOCKS);
	assert_int_equal(value(f, "disk_good", 0), DKCS_OK);
	assert_memory_equal(bytes(f, "data_ro"), blocks + NBPG, NBPG);
	assert_int_equal(value(f, "disk_beyond", 0), DKCS_ERROR);
	assert_int_equal(value(f, "disk_unaligned", 0), DKCS_ERROR);
	assert_int_equal(value(f, "disk_nowhere", 0), DKCS_ERROR);
	assert_int_equal(value(f, "disk_command", 0), DKCS_ERROR);
	assert_int_equal(value(f, "disk_write_root", 0), DKCS_ERROR);
	assert_memory_equal(blocks, root, NBPG);
}

/* Block 1 of the root image goes to block 1 of the swap area and comes back; block 0 is never written. */
static void swap_area(void **state)
{
	static const uint8_t zeros[NBPG];
	const struct fixture *f = *state;
	uint64_t hash = machine_hash(f->m);
	size_t size;
	uint8_t *block = machine_save(f->m, &size);

	assert_int_equal(value(f, "swap_size", 0), BARE_SWAP);
	assert_int_equal(value(f, "swap_write", 0), DKCS_OK);
	assert_int_equal(value(f, "swap_zeros", 0), DKCS_OK);
	assert_int_equal(value(f, "swap_was_zero", 0), 0);
	assert_int_equal(value(f, "swap_read", 0), DKCS_OK);
	assert_memory_equal(machine_swap(f->m, 0), zeros, NBPG);
	assert_memory_equal(machine_swap(f->m, 1), blocks + NBPG, NBPG);
	assert_null(machine_swap(f->m, BARE_SWAP));

	/* It is part of the state: one block written, with its number. */
	((uint8_t *)machine_swap(f->m, 1))[7] ^= 1;
	machine_touch_all(f->m);
	assert_true(machine_hash(f->m) != hash);
	assert_true(machine_restore(f->m, block, size));
	assert_true(machine_hash(f->m) == hash);
	assert_memory_equal(machine_swap(f->m, 1), blocks + NBPG, NBPG);
	assert_false(machine_restore(f->m, block, size - NBPG));
	memset(block + size - NBPG - 4, 0xff, 4);
	assert_false(machine_restore(f->m, block, size));
	free(block);
}

static void probes(void **state)
{
	const struct fixture *f = *state;
	unsigned n = 0;

	/* address, bytes, mode, write, expected, result; bytes -1 ends the list */
	for (; value(f, "probes", 6 * n + 1) != UINT32_MAX; n++)
		if (value(f, "probes", 6 * n + 4) != value(f, "probes", 6 * n + 5))
			fail_msg("probe %u of %08x: %d", n, value(f, "probes", 6 * n),
			         (int)value(f, "probes", 6 * n + 5));
	assert_int_equal(n, 21);
	assert_int_equal(noted(f, "user_probe", 0), SCB_CHMK);
	assert_int_equal(noted(f, "user_probe", 7), 0);
}

/* Byte i of data_a as it was filled: big-endian words that count up. */
static uint8_t pattern(unsigned i)
{
	return (uint8_t)(i % 2 ? i / 2 : i / 2 >> 8);
}

static void moves(void **state)
{
	const struct fixture *f = *state;
	const uint8_t *a = bytes(f, "data_a"), *b = bytes(f, "data_b");

	/* 255 bytes were moved before the fault; the registers tell what is left. */
	assert_int_equal(noted(f, "move_target", 0), SCB_NOT_VALID);
	assert_int_equal(noted(f, "move_target", 1), FLT_WRITE);
	assert_int_equal(noted(f, "move_target", 2), 0x3000);
	assert_int_equal(noted(f, "move_target", 3), address(f, "move_target"));
	assert_int_equal(noted(f, "move_target", 5), 0x800 - 0xff);
	assert_int_equal(noted(f, "move_target", 8), 0x2200);
	assert_int_equal(noted(f, "move_target", 9), 0x3000);
	assert_int_equal(value(f, "move_target_d0", 0), 0);
	assert_int_equal(value(f, "move_target_a0", 0), 0x2901);
	assert_int_equal(value(f, "move_target_a1", 0), 0x3701);
	assert_int_equal(be16_get(bytes(f, "move_ccr")), 0x1b);
	for (unsigned i = 0x10; i < 0x701; i++) /* what MOVC5 did not store into later */
		assert_int_equal(b[i], pattern(0x200 + i));
	for (unsigned i = 0xf01; i < 0xff8; i++)
		assert_int_equal(a[i], pattern(0x101 + i - 0xf01));

	assert_int_equal(noted(f, "move_source", 0), SCB_NOT_VALID);
	assert_int_equal(noted(f, "move_source", 1), 0);
	assert_int_equal(noted(f, "move_source", 5), 0x18);
	assert_int_equal(value(f, "move_faults", 0), 2);
	for (unsigned i = 0; i < 4; i++) {
		assert_int_equal(value(f, "move_source_low", 0) >> (24 - 8 * i) & 0xff, pattern(0x101 + 0xf7 + i));
		assert_int_equal(value(f, "move_source_high", 0) >> (24 - 8 * i) & 0xff, pattern(0x200 + 4 + i));
	}
	assert_int_equal(noted(f, "move_read_only", 0), SCB_ACCESS_VIOLATION);
	assert_int_equal(noted(f, "move_read_only", 1), FLT_WRITE);
	assert_int_equal(noted(f, "user_move_kernel", 0), SCB_ACCESS_VIOLATION);
	assert_int_equal(noted(f, "user_move_kernel", 2), 0x6000);
	for (unsigned i = 0; i < 0x300; i++)
		assert_int_equal(a[0x800 + i], pattern(0x810 + i));
}

static void fills(void **state)
{
	static const uint8_t edge[] = {0xd1, 0xd1, 0xd1, 0xd1, 0xee, 0xee};
	const struct fixture *f = *state;
	const uint8_t *a = bytes(f, "data_a"), *b = bytes(f, "data_b"), *end = bytes(f, "ustack") + NBPG;

	assert_int_equal(value(f, "cut_d0", 0), 3);
	assert_int_equal(value(f, "cut_d2", 0), 0);
	assert_int_equal(value(f, "cut_a0", 0), 0x2005);
	assert_int_equal(value(f, "cut_a1", 0), 0x5000 - 0x40 + 5);
	assert_memory_equal(end - 0x40, a, 5);
	assert_int_equal(end[-0x3b], 0x05); /* not touched */

	assert_int_equal(noted(f, "fill", 0), SCB_NOT_VALID);
	assert_int_equal(noted(f, "fill", 5), 0);
	assert_int_equal(noted(f, "fill", 7), 8);
	assert_int_equal(noted(f, "fill", 9), 0x3000);
	assert_int_equal(value(f, "fill_faults", 0), 1);
	assert_int_equal(value(f, "fill_d0", 0), 0);
	assert_int_equal(value(f, "fill_d2", 0), 0);
	assert_int_equal(value(f, "fill_a0", 0), 0x5004);
	assert_int_equal(value(f, "fill_a1", 0), 0x3008);
	assert_memory_equal(a + NBPG - 8, edge, sizeof edge);

	/* Six bytes moved with a fault after two, then six filled. */
	assert_int_equal(noted(f, "fill_move", 5), 4);
	assert_int_equal(noted(f, "fill_move", 7), 10);
	assert_memory_equal(a + NBPG - 2, a, 2);
	assert_memory_equal(b, a + 2, 4);
	for (unsigned i = 4; i < 10; i++)
		assert_int_equal(b[i], 0xee);
	assert_int_equal(b[10], pattern(0x20a));
}

static void contexts(void **state)
{
	const struct fixture *f = *state;

	/* The PCB as SVPCTX left it; the kernel then changed its first longword, and the last four are software's. */
	assert_int_equal(value(f, "saved_sp", 0), address(f, "stacktop"));
	assert_int_equal(value(f, "pcb", 1), 0x77770000);
	for (unsigned i = 0; i < 15; i++) {
		assert_int_equal(value(f, "pcb", 2 + i), value(f, "numbers", i));
		assert_int_equal(value(f, "context", i), value(f, "numbers", i));
	}
	assert_int_equal(value(f, "pcb", 18), 0x101f0005);
	assert_int_equal(value(f, "pcb", 19), 0x80111000);
	assert_int_equal(value(f, "pcb", 22), 0x3ff44);
	assert_int_equal(be16_get(bytes(f, "context_ccr")), 0x15);
	assert_int_equal(value(f, "context_sp", 0), address(f, "context_stack"));
	assert_int_equal(value(f, "context_usp", 0), 0x77770000);
	assert_int_equal(value(f, "context_p0br", 0), 0x80111000);
	assert_int_equal(value(f, "context_p0lr", 0), 0x22);
	assert_int_equal(value(f, "context_p1br", 0), 0x80333000);
	assert_int_equal(value(f, "context_p1lr", 0), 0x3ff44);
}

static void traces(void **state)
{
	static const struct {
		uint32_t kind, pid, args;
		const char *text;
	} expected[] = {
		{5, 77, 6, "lender"}, {6, UINT32_MAX, 4, "a text that is longer than the "},
		{0, 0, 6, ""},        {1, 1, 0, ""},
		{2, 2, 0, ""},
	};
	const struct fixture *f = *state;

	assert_int_equal(f->nevents, sizeof expected / sizeof *expected);
	for (size_t i = 0; i < f->nevents; i++) {
		const struct event *e = &f->events[i];

		assert_int_equal(e->seq, i);
		assert_int_equal(e->kind, expected[i].kind);
		assert_int_equal(e->pid, expected[i].pid);
		assert_string_equal(e->text, expected[i].text);
		for (unsigned k = 0; k < EVENT_ARGS; k++)
			assert_int_equal(e->arg[k], k < expected[i].args ? value(f, "numbers", k) : 0);
	}
	/* Five instructions from one to the next. */
	assert_int_equal(f->events[1].icount - f->events[0].icount, 5);
	assert_int_equal(f->events[1].usec - f->events[0].usec, 5);
	assert_int_equal(noted(f, "event_unknown", 0), SCB_PRIVILEGED);
	assert_int_equal(noted(f, "event_unknown", 1), address(f, "event_unknown"));
}

/* Longwords that are moved take 5.7 microseconds each, filled ones 1.5; a piece's price is rounded down. */
#define MOVED(longs) ((longs)*57 / 10)
#define FILLED(longs) ((longs)*15 / 10)

/* Machine time is the instructions and what the table of docs/machine.md adds. */
static void costs(void **state)
{
	enum {
		DISK = 4 * 1000,
		CONTEXT = 2 * 1860,
		SOURCE = MOVED(2) + MOVED(6),
		FILL = MOVED(1) + FILLED(1) + FILLED(2),
		FILL_MOVE = MOVED(1) + MOVED(1) + FILLED(2),
		CUT = MOVED(2)
	};
	const struct fixture *f = *state;
	/* each piece of a move is rounded up to longwords: 255 and 1793 bytes, and 768 */
	uint64_t moved = MOVED(64) + MOVED(449) + MOVED(192);

	assert_int_equal(machine_usec(f->m) - machine_icount(f->m),
	                 DISK + CONTEXT + moved + SOURCE + FILL + FILL_MOVE + CUT);
}

/* All of memory and every register, however the program was run. */
static void same_in_steps(void **state)
{
	bare_same(*state, run(LONG, false));
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		BOTH(for_the_kernel_only),
		BOTH(registers),
		BOTH(registers_that_can_be_read),
		BOTH(disk),
		BOTH(swap_area),
		BOTH(probes),
		BOTH(moves),
		BOTH(fills),
		BOTH(contexts),
		BOTH(traces),
		BOTH(costs),
		cmocka_unit_test_setup(same_in_steps, stepped),
	};

	(void)argc;
	argv0 = argv[0];
	return cmocka_run_group_tests(tests, NULL, bare_forget);
}
