/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Call frame information made by hand: every operation, and walks along stacks by what it says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/be.h"
#include "machine/machine.h"
#include "analysis/snapshot_parts.h"
#include "elf_maker.h"

enum { FP = 14, SP = 15, RETURN = 24, UNIT_BYTES = 4, ENTRY = TEXT_AT + 4 };
#define STACK (P1END - 0x1000)
#define OPERATIONS(...) (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__})

/* A program whose main has the operations, the common ones being: the frame address is sp + 4, the return address lies
 * below it. */
static struct symbols *program(const uint8_t *operations, size_t size)
{
	char error[ERROR_MAX] = "";
	struct symbols *s;
	struct out *frame, o;
	struct image m;
	size_t start;

	begin(&m);
	one_unit(&m);
	frame = &section(&m, ".debug_frame", SHT_PROGBITS, 0)->data;
	put4(frame, 0);
	put4(frame, UINT32_MAX);
	put1(frame, 1); /* version */
	put1(frame, 0);
	put_leb(frame, 2);
	put1(frame, 0x7C); /* -UNIT_BYTES */
	put1(frame, RETURN);
	put1(frame, DW_CFA_def_cfa);
	put_leb(frame, SP);
	put_leb(frame, 4);
	put1(frame, DW_CFA_offset + RETURN);
	put_leb(frame, 1);
	put1(frame, DW_CFA_offset + 7);
	put_leb(frame, 9);
	be32_put(frame->data, (uint32_t)frame->size - 4);
	start = frame->size;
	put4(frame, 0);
	put4(frame, 0);
	put4(frame, TEXT_AT);
	put4(frame, TEXT_BYTES);
	put(frame, operations, size);
	be32_put(frame->data + start, (uint32_t)(frame->size - start - 4));
	o = finish(&m);
	s = symbols_open(o.data, o.size, error);
	if (!s)
		fail_msg("%s", error);
	free(o.data);
	return s;
}

static void every_operation(void **state)
{
	static const struct {
		const char *what;
		uint8_t operations[16];
		size_t size;
		int base;
		int32_t offset;
		int reg; /* RETURN: the return address */
		enum unwind_place place;
		int32_t number;
	} cases[] = {
		/* clang-format off */
		{"common", {DW_CFA_nop}, 1, SP, 4, RETURN, UNWIND_SAVED, -4},
		{"nothing said", {DW_CFA_nop}, 1, SP, 4, 3, UNWIND_SAME, 0},
		{"def_cfa", {DW_CFA_def_cfa, FP, 8}, 3, FP, 8, RETURN, UNWIND_SAVED, -4},
		{"def_cfa_sf", {DW_CFA_def_cfa_sf, FP, 0x7E}, 3, FP, 8, 2, UNWIND_SAME, 0},
		{"def_cfa_register", {DW_CFA_def_cfa_register, FP}, 2, FP, 4, 2, UNWIND_SAME, 0},
		{"def_cfa_offset", {DW_CFA_def_cfa_offset, 12}, 2, SP, 12, 2, UNWIND_SAME, 0},
		{"def_cfa_offset_sf", {DW_CFA_def_cfa_offset_sf, 0x7D}, 2, SP, 12, 2, UNWIND_SAME, 0},
		{"def_cfa_expression", {DW_CFA_def_cfa_expression, 2, 0xFF, 0xFF}, 4, -1, 0, 2, UNWIND_SAME, 0},
		{"a base that is no register", {DW_CFA_def_cfa, 16, 8}, 3, -1, 0, 2, UNWIND_SAME, 0},
		{"offset", {DW_CFA_offset + 10, 3}, 2, SP, 4, 10, UNWIND_SAVED, -12},
		{"offset_extended", {DW_CFA_offset_extended, 10, 3}, 3, SP, 4, 10, UNWIND_SAVED, -12},
		{"offset_extended_sf", {DW_CFA_offset_extended_sf, 10, 0x7F}, 3, SP, 4, 10, UNWIND_SAVED, 4},
		{"negative_offset", {DW_CFA_GNU_negative_offset_extended, 10, 2}, 3, SP, 4, 10, UNWIND_SAVED, 8},
		{"val_offset", {DW_CFA_val_offset, 10, 3}, 3, SP, 4, 10, UNWIND_SUM, -12},
		{"val_offset_sf", {DW_CFA_val_offset_sf, 10, 0x7F}, 3, SP, 4, 10, UNWIND_SUM, 4},
		{"register", {DW_CFA_register, RETURN, 8}, 3, SP, 4, RETURN, UNWIND_REGISTER, 8},
		{"no register", {DW_CFA_register, RETURN, 77}, 3, SP, 4, RETURN, UNWIND_LOST, 0},
		{"undefined", {DW_CFA_undefined, RETURN}, 2, SP, 4, RETURN, UNWIND_LOST, 0},
		{"same_value", {DW_CFA_same_value, 7}, 2, SP, 4, 7, UNWIND_SAME, 0},
		{"restore", {DW_CFA_offset + 7, 2, DW_CFA_restore + 7}, 3, SP, 4, 7, UNWIND_SAVED, -36},
		{"restore_extended", {DW_CFA_offset + 3, 2, DW_CFA_restore_extended, 3}, 4, SP, 4, 3, UNWIND_SAME, 0},
		{"expression", {DW_CFA_expression, 3, 2, 0xFF, 0xFF}, 5, SP, 4, 3, UNWIND_LOST, 0},
		{"val_expression", {DW_CFA_val_expression, 3, 1, 0xFF}, 4, SP, 4, 3, UNWIND_LOST, 0},
		{"remember and restore", {DW_CFA_remember_state, DW_CFA_offset + 3, 2, DW_CFA_def_cfa, FP, 8,
		                          DW_CFA_restore_state}, 7, SP, 4, 3, UNWIND_SAME, 0},
		{"what is not there", {DW_CFA_offset + 60, 3}, 2, SP, 4, 15, UNWIND_SAME, 0},
		{"before pc", {DW_CFA_advance_loc + 2, DW_CFA_offset + 3, 2}, 3, SP, 4, 3, UNWIND_SAVED, -8},
		{"behind pc", {DW_CFA_advance_loc + 3, DW_CFA_offset + 3, 2}, 3, SP, 4, 3, UNWIND_SAME, 0},
		{"args_size", {DW_CFA_GNU_args_size, 8, DW_CFA_offset + 3, 2}, 4, SP, 4, 3, UNWIND_SAVED, -8},
		{"a wide number", {DW_CFA_offset + 3, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F}, 6, SP, 4, 3, UNWIND_LOST, 0},
		/* clang-format on */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct symbols *s = program(cases[i].operations, cases[i].size);
		const struct unwind_rule *rule;
		struct unwind u;

		if (!symbols_unwind(s, ENTRY, &u))
			fail_msg("%s: not read", cases[i].what);
		rule = cases[i].reg == RETURN ? &u.pc : &u.registers[cases[i].reg];
		if (u.base != cases[i].base || u.offset != cases[i].offset || rule->place != cases[i].place ||
		    rule->number != cases[i].number)
			fail_msg("%s: base %d + %d, rule %d %d", cases[i].what, u.base, (int)u.offset, (int)rule->place,
			         (int)rule->number);
		assert_false(symbols_unwind(s, TEXT_AT + TEXT_BYTES, &u));
		assert_false(symbols_unwind(s, TEXT_AT - 2, &u));
		symbols_move(s, 0x10000);
		assert_true(symbols_unwind(s, 0x10000 + ENTRY, &u));
		assert_false(symbols_unwind(s, ENTRY, &u));
		symbols_close(s);
	}
}

/* What cannot be read is no information: then the code itself is looked at. */
static void broken_operations(void **state)
{
	static const uint8_t broken[][4] = {
		{DW_CFA_restore_state}, {0x3F}, {DW_CFA_expression, 3, 0x7F}, {DW_CFA_def_cfa, SP, 0xFF, 0xFF}};
	struct unwind u;

	(void)state;
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		struct symbols *s = program(broken[i], sizeof broken[i]);

		assert_false(symbols_unwind(s, ENTRY, &u));
		symbols_close(s);
	}
}

/* Walks: main calls itself; at TEXT_AT there is code that tells nothing by itself.
 * ------------------------------------- */
static uint32_t stack[64];
static uint16_t code;

static bool peek(void *arg, uint32_t va, uint32_t *value)
{
	(void)arg;
	if (va >= TEXT_AT && va < TEXT_AT + TEXT_BYTES)
		*value = (uint32_t)code << 16 | code;
	else if (va >= STACK && va < STACK + sizeof stack && va % 4 == 0)
		*value = stack[(va - STACK) / 4];
	else
		return false;
	return true;
}

static size_t walk(const uint8_t *operations, size_t size, uint32_t fp, struct call calls[CALLS_MAX])
{
	static const struct stack_region region = {P1BASE, P1END};
	struct trapframe regs = {.tf_pc = ENTRY, .tf_usp = STACK};
	struct symbols *s = program(operations, size);
	size_t n;

	regs.tf_a[6] = fp;
	regs.tf_d[3] = ENTRY + 2;
	n = snapshot_walk(s, &regs, &region, peek, NULL, calls, CALLS_MAX);
	assert_true(n <= CALLS_MAX);
	symbols_close(s);
	return n;
}

/* Functions without a frame pointer: three longwords each, the return address highest, d2 in the middle. */
static void frames_without_a_frame_pointer(void **state)
{
	struct call calls[CALLS_MAX];

	(void)state;
	code = 0x4E71;
	for (uint32_t i = 0; i < 64; i++)
		stack[i] = i < 11 && i % 3 == 2 ? ENTRY + 2 : 0;
	assert_int_equal(walk(OPERATIONS(DW_CFA_def_cfa_offset, 12, DW_CFA_offset + 2, 2), 1, calls), 4);
	for (uint32_t i = 0; i < 4; i++) {
		assert_int_equal(calls[i].ra, STACK + 12 * i + 8);
		assert_int_equal(calls[i].top, STACK + 12 * i + 12);
		assert_int_equal(calls[i].fp, 0);
		assert_int_equal(calls[i].pc, ENTRY);
		assert_int_equal(calls[i].nsaved, 2); /* and d7, of which the common entry tells */
		assert_int_equal(calls[i].saved[0].reg, 2);
		assert_int_equal(calls[i].saved[0].va, STACK + 12 * i + 4);
	}
}

/* At `rts` the return address is at (sp), whatever the compiler says of the frame before. */
static void at_rts_the_frame_is_gone(void **state)
{
	struct call calls[CALLS_MAX];

	(void)state;
	code = 0x4E75;
	memset(stack, 0, sizeof stack);
	stack[0] = ENTRY + 2;
	stack[2] = ENTRY + 2;
	assert_true(walk(OPERATIONS(DW_CFA_def_cfa_offset, 12), 1, calls) >= 1);
	assert_int_equal(calls[0].ra, STACK);
}

/* Frames with a frame pointer, and what the walk takes for none: below the last one, odd, outside of the stack. */
static void frames_with_a_frame_pointer(void **state)
{
	static const uint32_t wrong[] = {STACK, STACK + 1, STACK + 7, 4, P1END, UINT32_MAX - 7};
	struct call calls[CALLS_MAX];

	(void)state;
	code = 0x4E71;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		memset(stack, 0, sizeof stack);
		stack[4] = STACK + 32; /* caller's fp, return address */
		stack[5] = ENTRY + 2;
		stack[8] = wrong[i];
		stack[9] = ENTRY + 2;
		assert_int_equal(walk(OPERATIONS(DW_CFA_def_cfa, FP, 8, DW_CFA_offset + FP, 2), STACK + 16, calls), 2);
		assert_int_equal(calls[0].fp, STACK + 16);
		assert_int_equal(calls[1].fp, STACK + 32);
		assert_int_equal(calls[1].ra, STACK + 36);
		assert_int_equal(calls[1].nsaved, 1); /* not the caller's fp, which lies at fp */
	}
}

/* The return address in a register, and one that is lost. */
static void return_addresses_elsewhere(void **state)
{
	struct call calls[CALLS_MAX];

	(void)state;
	code = 0x4E71;
	memset(stack, 0, sizeof stack);
	assert_true(walk(OPERATIONS(DW_CFA_register, RETURN, 3, DW_CFA_def_cfa_offset, 0), 1, calls) >= 1);
	assert_int_equal(calls[0].ra, 0);
	assert_int_equal(walk(OPERATIONS(DW_CFA_undefined, RETURN), 1, calls), 1);
}

/* A frame that does not grow, and one that is a register's which is lost in the next call, are the last ones. */
static void circles_end(void **state)
{
	struct call calls[CALLS_MAX];

	(void)state;
	code = 0x4E71;
	for (uint32_t i = 0; i < 64; i++)
		stack[i] = ENTRY + 2;
	assert_true(walk(OPERATIONS(DW_CFA_def_cfa_offset, 0), 1, calls) <= 2);
	assert_true(walk(OPERATIONS(DW_CFA_def_cfa_offset_sf, 1), 1, calls) <= 2);
	assert_true(walk(OPERATIONS(DW_CFA_def_cfa, FP, 8, DW_CFA_undefined, FP), STACK + 16, calls) <= 2);
	assert_true(walk(OPERATIONS(DW_CFA_def_cfa, 3, 8, DW_CFA_val_offset, 3, 0), 1, calls) <= 2);
	assert_int_equal(walk(OPERATIONS(DW_CFA_nop), 1, calls), 65); /* a call for every word, and one that has none */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_operation),
		cmocka_unit_test(broken_operations),
		cmocka_unit_test(frames_without_a_frame_pointer),
		cmocka_unit_test(at_rts_the_frame_is_gone),
		cmocka_unit_test(frames_with_a_frame_pointer),
		cmocka_unit_test(return_addresses_elsewhere),
		cmocka_unit_test(circles_end),
	};

	return cmocka_run_group_tests_name("unwind", tests, NULL, NULL);
}
