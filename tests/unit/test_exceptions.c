/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every exception pushes, and that instructions which fault begin again as if nothing had been. The program is
 * guest/exceptions.S; it is run straight through and, again, in steps of one with every hook on.
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

enum { LONG = 1000000 };

#define IPL31 0x001f0000u
#define NONE 0xffffffffu /* of a fault's parameter: there is none */

static const char *argv0;

static struct fixture *run(uint64_t step, bool detail)
{
	struct fixture *f = bare_new(argv0, "exceptions", NULL, 0, step, detail);

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

/* Where the instruction is: in S0, or in the user's page. */
static uint32_t place(const struct fixture *f, const char *name)
{
	uint32_t va = address(f, name), user = address(f, "user");

	return va >= user && va < user + NBPG ? va - user + 0x1000 : va;
}

/* The pc pushed is no place in the program; is illegal + 1; is litter + 601. */
enum { OUTSIDE = -1, ODD = -2, ODD_CUT = -3 };

static const struct {
	const char *name;
	uint32_t vector;
	int offset; /* of the pc pushed, from the label */
	uint32_t psl;
	uint32_t param, va; /* of faults and CHMK */
} cases[] = {
	{"illegal", SCB_PRIVILEGED, 0, IPL31 | PSL_X | 0xf, NONE, 0},
	{"line_f", SCB_PRIVILEGED, 0, IPL31 | 0xa, NONE, 0},
	{"line_a_unknown", SCB_PRIVILEGED, 0, IPL31 | PSL_X | 5, NONE, 0},
	{"line_a_last", SCB_PRIVILEGED, 0, IPL31, NONE, 0},
	{"trap_1", SCB_PRIVILEGED, 0, IPL31, NONE, 0},
	{"trap_14", SCB_PRIVILEGED, 0, IPL31, NONE, 0},
	{"refused_subtract", SCB_ACCESS_VIOLATION, 0, IPL31, FLT_WRITE, 0x5000},
	{"refused_after_compare", SCB_ACCESS_VIOLATION, 6, IPL31, FLT_WRITE, 0x5000},
	{"refused_bit", SCB_ACCESS_VIOLATION, 0, IPL31, FLT_WRITE, 0x5000},
	{"refused_bit_after_compare", SCB_ACCESS_VIOLATION, 6, IPL31 | PSL_X, FLT_WRITE, 0x5000},
	{"refused_set", SCB_ACCESS_VIOLATION, 6, IPL31 | PSL_N | PSL_C, FLT_WRITE, 0x5000},
	{"refused_move", SCB_ACCESS_VIOLATION, 0, IPL31 | PSL_X | 0xf, FLT_WRITE, 0x5000},
	{"overflow_trap", SCB_PRIVILEGED, 0, IPL31 | PSL_V, NONE, 0},
	{"out_of_range", SCB_PRIVILEGED, 0, IPL31 | PSL_C, NONE, 0},
	{"stop_instruction", SCB_PRIVILEGED, 0, IPL31 | PSL_X | 0xf, NONE, 0},
	{"float_move", SCB_PRIVILEGED, 0, IPL31 | PSL_X | 0xf, NONE, 0},
	{"float_nonsense", SCB_PRIVILEGED, 6, IPL31 | PSL_X | PSL_N, NONE, 0},
	{"float_branch", SCB_PRIVILEGED, 2, IPL31 | 5, NONE, 0},
	{"user_float", SCB_PRIVILEGED, 8, PSL_USERSET | PSL_X | 0xf, NONE, 0},
	{"odd_jump", SCB_PRIVILEGED, ODD, IPL31 | PSL_Z, NONE, 0},
	{"odd_jump_cut", SCB_PRIVILEGED, ODD_CUT, IPL31 | PSL_Z, NONE, 0},
	{"user_sr", SCB_PRIVILEGED, 0, PSL_USERSET | 3, NONE, 0},
	{"user_rte", SCB_PRIVILEGED, 0, PSL_USERSET, NONE, 0},
	{"user_stop", SCB_PRIVILEGED, 0, PSL_USERSET, NONE, 0},
	{"breakpoint", SCB_BREAKPOINT, 0, IPL31 | PSL_X | 0xf, NONE, 0},
	{"user_breakpoint", SCB_BREAKPOINT, 0, PSL_USERSET | 5, NONE, 0},
	{"chmk", SCB_CHMK, 2, IPL31 | PSL_X | 0xf, 0xffff8765, 0},
	{"user_chmk", SCB_CHMK, 6, PSL_USERSET | PSL_X | 2, NONE, 0},
	{"divide", SCB_ARITHMETIC, 0, IPL31 | PSL_X, NONE, 0},
	{"divide_long", SCB_ARITHMETIC, 0, IPL31 | PSL_X | 0xf, NONE, 0},

	{"read_no_access", SCB_ACCESS_VIOLATION, 0, IPL31 | PSL_X | 0xf, 0, 0},
	{"read_length", SCB_ACCESS_VIOLATION, 0, IPL31, FLT_LENGTH, 0x7000},
	{"write_length", SCB_ACCESS_VIOLATION, 0, IPL31, FLT_LENGTH | FLT_WRITE, 0x7000},
	{"stack_length", SCB_ACCESS_VIOLATION, 0, IPL31, FLT_LENGTH | FLT_WRITE, P1END - NBPG},
	{"system_length", SCB_ACCESS_VIOLATION, 0, IPL31, FLT_LENGTH, S0BASE + 1024 * NBPG},
	{"fourth_region", SCB_ACCESS_VIOLATION, 0, IPL31, FLT_LENGTH, 0xc0000000},
	{"gate_page", SCB_ACCESS_VIOLATION, 0, IPL31, FLT_LENGTH, 0xfffe0000},
	{"write_read_only", SCB_ACCESS_VIOLATION, 0, IPL31, FLT_WRITE, 0x5000},
	{"user_write_read_only", SCB_ACCESS_VIOLATION, 0, PSL_USERSET, FLT_WRITE, 0x5000},
	{"user_read_kernel", SCB_ACCESS_VIOLATION, 0, PSL_USERSET, 0, 0x6000},
	{"user_read_system", SCB_ACCESS_VIOLATION, 0, PSL_USERSET, 0, S0BASE + KERNEL_PA},
	{"user_jump_system", SCB_ACCESS_VIOLATION, OUTSIDE, PSL_USERSET, 0, S0BASE + KERNEL_PA},
	{"user_jump_nowhere", SCB_ACCESS_VIOLATION, OUTSIDE, PSL_USERSET | PSL_X | 0xf, FLT_LENGTH, 0x7000},
	{"read_invalid", SCB_NOT_VALID, 0, IPL31 | PSL_X | 0xf, 0, 0x3000},
	{"write_invalid", SCB_NOT_VALID, 0, IPL31, FLT_WRITE, 0x3000},
	{"user_jump_invalid", SCB_NOT_VALID, OUTSIDE, PSL_USERSET, 0, 0x3000},
	{"crossing_store", SCB_NOT_VALID, 0, IPL31, FLT_WRITE, 0x3000},
	{"table_length", SCB_ACCESS_VIOLATION, 0, IPL31, FLT_LENGTH | FLT_PTE | FLT_WRITE, 0x2000},

	{"rei_t", SCB_RESERVED_OPERAND, 0, IPL31 | PSL_X | 0xf, NONE, 0},
	{"rei_mbz", SCB_RESERVED_OPERAND, 0, IPL31, NONE, 0},
	{"rei_mbz_high", SCB_RESERVED_OPERAND, 0, IPL31, NONE, 0},
	{"rei_mode_1", SCB_RESERVED_OPERAND, 0, IPL31, NONE, 0},
	{"rei_mode_2", SCB_RESERVED_OPERAND, 0, IPL31, NONE, 0},
	{"rei_user_ipl", SCB_RESERVED_OPERAND, 0, IPL31, NONE, 0},
	{"rei_user_previous_kernel", SCB_RESERVED_OPERAND, 0, IPL31, NONE, 0},
	{"rei_ipl_raised", SCB_RESERVED_OPERAND, 0, 0x00050000, NONE, 0},

	/* These began again afterwards. */
	{"movem_load", SCB_NOT_VALID, 0, IPL31 | PSL_X | 0xf, 0, 0x3000},
	{"movem_store", SCB_NOT_VALID, 0, IPL31 | PSL_X | 5, FLT_WRITE, 0x3000},
	{"movem_up", SCB_NOT_VALID, 0, IPL31 | 0xa, FLT_WRITE, 0x3000},
	{"post_increment", SCB_NOT_VALID, 0, IPL31, FLT_WRITE, 0x3000},
	{"pre_decrement", SCB_NOT_VALID, 0, IPL31 | PSL_X | 3, FLT_WRITE, 0x3000},
	{"crossing", SCB_NOT_VALID, 0, IPL31, FLT_WRITE, 0x3000},
	{"memory_add", SCB_NOT_VALID, 0, IPL31 | PSL_X | 0xf, 0, 0x3000},
};

static void frames(void **state)
{
	const struct fixture *f = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *name = cases[i].name;
		bool fault = cases[i].vector == SCB_ACCESS_VIOLATION || cases[i].vector == SCB_NOT_VALID;
		unsigned n = fault ? 3 : cases[i].vector == SCB_CHMK ? 2 : 1; /* of the pc */
		uint32_t pc = place(f, name) + (uint32_t)cases[i].offset;

		if (cases[i].offset == ODD)
			pc = address(f, "illegal") + 1;
		else if (cases[i].offset == ODD_CUT)
			pc = address(f, "litter") + 601;
		else if (cases[i].offset == OUTSIDE) /* the instruction that is not there is itself the pc */
			pc = noted(f, name, n);
		if (noted(f, name, 0) != cases[i].vector || noted(f, name, n) != pc ||
		    noted(f, name, n + 1) != cases[i].psl)
			fail_msg("%s: vector %02x, pc %08x, psl %08x; expected %02x, %08x, %08x", name,
			         noted(f, name, 0), noted(f, name, n), noted(f, name, n + 1), cases[i].vector, pc,
			         cases[i].psl);
		if (cases[i].param != NONE && noted(f, name, 1) != cases[i].param)
			fail_msg("%s: parameter %x, expected %x", name, noted(f, name, 1), cases[i].param);
		if (fault && noted(f, name, 2) != cases[i].va)
			fail_msg("%s: address %x, expected %x", name, noted(f, name, 2), cases[i].va);
	}
	assert_int_equal(noted(f, "user_jump_system", 3), S0BASE + KERNEL_PA);
	assert_int_equal(noted(f, "user_jump_nowhere", 3), 0x7124);
	assert_int_equal(noted(f, "user_jump_invalid", 3), 0x3040);
}

static void operands_stay(void **state)
{
	const struct fixture *f = *state;

	assert_int_equal(noted(f, "float_nonsense", 7), 0xf2a0f260);
	assert_int_equal(noted(f, "divide", 5), 1000);
	assert_int_equal(noted(f, "divide_long", 5), 1000);
	assert_int_equal(value(f, "crossing_left", 0), 0x0a0a0a0a); /* nothing of the first page was stored */
	assert_int_equal(value(f, "data_ro", 0), 0x07070707);
	/* A return that is refused leaves its two longwords on the stack, under the new frame. */
	assert_int_equal(noted(f, "rei_t", 3), address(f, "done"));
	assert_int_equal(noted(f, "rei_t", 4), PSL_T);
}

static void returns(void **state)
{
	const struct fixture *f = *state;

	assert_int_equal(value(f, "rei_codes", 0), 0x1b); /* X N V C */
	/* A frame across two pages: code, pc, psl. */
	assert_int_equal(noted(f, "crossing_frame", 0), SCB_CHMK);
	assert_int_equal(noted(f, "crossing_frame", 2), address(f, "crossing_frame") + 2);
	assert_int_equal(noted(f, "crossing_frame", 3), IPL31 | PSL_PRVMOD | PSL_X | PSL_C);
	assert_int_equal(value(f, "crossing_sp", 0), address(f, "crossing_stack") + 2);
}

static void begun_again(void **state)
{
	static const struct {
		const char *name;
		uint32_t ccr;
	} again[] = {
		{"movem_load", 0x1f},    {"movem_store", 0x15}, {"movem_up", 0x0a}, {"post_increment", 8},
		{"pre_decrement", 0x18}, {"crossing", 0},       {"memory_add", 0},
	};
	const struct fixture *f = *state;
	const uint8_t *b = machine_ram(f->m) + (address(f, "data_b") & PAMASK);

	for (size_t i = 0; i < sizeof again / sizeof *again; i++) {
		char label[64];

		snprintf(label, sizeof label, "%s_faults", again[i].name);
		if (value(f, label, 0) != 1)
			fail_msg("%s: %u faults", again[i].name, value(f, label, 0));
		snprintf(label, sizeof label, "%s_ccr", again[i].name);
		uint32_t va = address(f, label);
		uint32_t ccr = be16_get(machine_ram(f->m) + (va & PAMASK));
		if (ccr != again[i].ccr)
			fail_msg("%s: condition codes %x, expected %x", again[i].name, ccr, again[i].ccr);
	}
	/* At the fault the address registers were as before. */
	assert_int_equal(noted(f, "movem_load", 8), 0x2ff8);
	assert_int_equal(value(f, "movem_load_a0", 0), 0x3008);
	assert_int_equal(value(f, "movem_load_d2", 0), 0x01020304);
	assert_int_equal(value(f, "movem_load_d5", 0), 0x0d0e0f10);
	assert_int_equal(noted(f, "movem_store", 8), 0x3008);
	assert_int_equal(value(f, "movem_store_a0", 0), 0x2ff8);
	assert_int_equal(noted(f, "post_increment", 8), 0x2000);
	assert_int_equal(noted(f, "post_increment", 9), 0x3010);
	assert_int_equal(value(f, "post_increment_a0", 0), 0x2004);
	assert_int_equal(value(f, "post_increment_a1", 0), 0x3014);
	assert_int_equal(be32_get(b + 0x10), 0xcafebabe);
	assert_int_equal(noted(f, "pre_decrement", 8), 0x2104);
	assert_int_equal(noted(f, "pre_decrement", 9), 0x3104);
	assert_int_equal(value(f, "pre_decrement_a0", 0), 0x2100);
	assert_int_equal(value(f, "pre_decrement_a1", 0), 0x3100);
	assert_int_equal(be32_get(b + 0x100), 0x80000001);
	assert_int_equal(be32_get(b + 0x200), 42);
	/* The store across the page: all or nothing. */
	assert_int_equal(value(f, "crossing_edge", 0), 0x0a0a0a0a);
	assert_int_equal(value(f, "crossing_a", 0), 0x0a0a1122);
	assert_int_equal(value(f, "crossing_b", 0), 0x33440b0b);
	assert_int_equal(value(f, "field_a", 0), 0x55501234);
	assert_int_equal(value(f, "field_b", 0), 0x56766666);
	/* bsr, link and the stores into the frame, on a user's stack that was not there. */
	assert_int_equal(value(f, "user_stack_faults", 0), 1);
	assert_int_equal(noted(f, "user_stack", 1), 33);
	assert_int_equal(value(f, "user_stack_local", 0), 33);
}

/* All of memory and every register, however the program was run. */
static void same_in_steps(void **state)
{
	bare_same(*state, run(LONG, false));
}

/* Pages a and b as they are if just what is told is stored in them; how many such stores one instruction has. */
struct told {
	uint32_t a, b, pc;
	uint8_t pages[2][NBPG];
	int stores;
};

static void note_store(void *arg, const struct store *s)
{
	struct told *t = arg;

	for (uint32_t i = 0; i < s->size; i++)
		if (s->pa + i - t->a < NBPG)
			t->pages[0][s->pa + i - t->a] = s->bytes[i];
		else if (s->pa + i - t->b < NBPG)
			t->pages[1][s->pa + i - t->b] = s->bytes[i];
	t->stores += s->pc == t->pc && (s->pa - t->a < NBPG || s->pa - t->b < NBPG);
}

/* Detail mode tells of a store across two pages where its bytes go, and not if the second page is not there. */
static void told(const char *label, int stores)
{
	struct fixture *f = bare_new(argv0, "exceptions", NULL, 0, LONG, true);
	struct told t = {
		.a = address(f, "data_a") & PAMASK, .b = address(f, "data_b") & PAMASK, .pc = address(f, label)};

	memcpy(t.pages[0], machine_ram(f->m) + t.a, NBPG);
	memcpy(t.pages[1], machine_ram(f->m) + t.b, NBPG);
	machine_listen(f->m, &(struct listener){.arg = &t, .store = note_store});
	bare_run_to_halt(f);
	assert_memory_equal(t.pages[0], machine_ram(f->m) + t.a, NBPG);
	assert_memory_equal(t.pages[1], machine_ram(f->m) + t.b, NBPG);
	assert_int_equal(t.stores, stores);
	bare_free(f);
}

static void stores_across_are_told(void **state)
{
	(void)state;
	told("crossing_store", 0);
	told("crossing", 2);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		BOTH(frames),
		BOTH(operands_stay),
		BOTH(returns),
		BOTH(begun_again),
		cmocka_unit_test_setup(same_in_steps, stepped),
		cmocka_unit_test(stores_across_are_told),
	};

	(void)argc;
	argv0 = argv[0];
	return cmocka_run_group_tests(tests, NULL, bare_forget);
}
