/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks along stacks that lead nowhere: chains of frame pointers in circles, upward without end, across all of memory.
 * Each walk ends after as many calls as are shown, and looks at a few words for each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/snapshot_parts.h"
#include "abi/syscalls.h"
#include "elf_maker.h"

enum {
	PEEKS_MAX = 64, /* for each call */
	LINK_FP = 0x4E560000,
	INSIDE = TEXT_AT + 0x10,
};
#define STACK_LOW (P1END - 0x100000)

static struct symbols *program;
static const struct stack_region region = {P1BASE, P1END};

/* The stack: what lies at an address. */
static uint32_t (*stack_at)(uint32_t va);
static size_t peeks;

static bool peek(void *arg, uint32_t va, uint32_t *value)
{
	(void)arg;
	peeks++;
	if (va >= TEXT_AT && va < TEXT_AT + TEXT_BYTES)
		*value = va == TEXT_AT ? LINK_FP : 0x4EB84EB8; /* link; calls everywhere else */
	else
		*value = stack_at(va);
	return va < P1END;
}

/* Number of calls that are found from a frame pointer. */
static size_t walk(uint32_t (*stack)(uint32_t va), uint32_t pc, uint32_t fp, uint32_t sp, struct call calls[CALLS_MAX])
{
	struct trapframe regs = {.tf_pc = pc, .tf_usp = sp};
	size_t n;

	regs.tf_a[6] = fp;
	stack_at = stack;
	peeks = 0;
	n = snapshot_walk(program, &regs, &region, peek, NULL, calls, CALLS_MAX);
	assert_true(n <= CALLS_MAX);
	assert_true(peeks <= PEEKS_MAX * (n + 1));
	for (size_t i = 1; i < n; i++)
		if (calls[i - 1].fp && calls[i].fp)
			assert_true(calls[i].fp > calls[i - 1].fp);
	return n;
}

static uint32_t to_itself(uint32_t va)
{
	return va % 8 ? INSIDE : va;
}

static uint32_t to_and_fro(uint32_t va)
{
	return va % 8 ? INSIDE : va ^ 0x1000;
}

static uint32_t one_after_the_other(uint32_t va)
{
	return va % 8 ? INSIDE : va + 8;
}

static uint32_t far_up(uint32_t va)
{
	return va % 8 ? INSIDE : va + 0x3FFFFFF8;
}

static uint32_t wraps(uint32_t va)
{
	return va % 8 ? INSIDE : UINT32_MAX - 7;
}

static uint32_t odd(uint32_t va)
{
	return va % 8 ? INSIDE : va + 9;
}

/* Every word is where its signal frame's code would be, and that code calls sigreturn: frames of handlers without
 * end. */
static uint32_t handlers(uint32_t va)
{
	enum { SIZE = sizeof(struct sigframe) + 4, CODE = offsetof(struct sigframe, sf_tramp) };
	enum { SP = offsetof(struct sigframe, sf_sc.sc_sp), PC = offsetof(struct sigframe, sf_sc.sc_pc) };
	static const uint16_t code[] = {SIGTRAMP, 0};
	uint32_t offset = (va - STACK_LOW) % SIZE;

	if (offset == 0)
		return va + CODE;
	if (offset >= CODE && offset < CODE + 8) {
		uint32_t i = (offset - CODE) / 2;

		return (uint32_t)code[i] << 16 | code[i + 1];
	}
	if (offset == SP)
		return va - SP + SIZE;
	if (offset == PC)
		return TEXT_AT; /* the function's first instruction: its return address is at sp */
	return 0;
}

static void circles_end(void **state)
{
	struct call calls[CALLS_MAX];

	(void)state;
	assert_int_equal(walk(to_itself, INSIDE, STACK_LOW, STACK_LOW - 64, calls), 1);
	assert_true(walk(to_and_fro, INSIDE, STACK_LOW, STACK_LOW - 64, calls) <= 2);
	assert_true(walk(odd, INSIDE, STACK_LOW, STACK_LOW - 64, calls) <= 2);
	assert_int_equal(walk(wraps, INSIDE, STACK_LOW, STACK_LOW - 64, calls), 1);
}

static void long_chains_are_cut(void **state)
{
	struct call calls[CALLS_MAX];

	(void)state;
	assert_int_equal(walk(one_after_the_other, INSIDE, STACK_LOW, STACK_LOW - 64, calls), CALLS_MAX);
	assert_true(walk(far_up, INSIDE, P1BASE, P1BASE, calls) <= 3);
	assert_int_equal(walk(handlers, TEXT_AT, 0, STACK_LOW, calls), CALLS_MAX);
}

/* Frame and stack pointers at all borders. */
static void wild_pointers(void **state)
{
	static const uint32_t wild[] = {0,          1,          2,          7,          TEXT_AT,    P1BASE - 2,
	                                P1BASE,     P1END - 9,  P1END - 8,  P1END - 4,  P1END - 2,  P1END,
	                                0x80000001, 0xBFFFFFFC, 0xFFFFFFF8, 0xFFFFFFFC, 0xFFFFFFFE, UINT32_MAX};
	static uint32_t (*const stacks[])(uint32_t) = {to_itself, one_after_the_other, far_up, wraps, handlers};
	struct call calls[CALLS_MAX];

	(void)state;
	for (size_t s = 0; s < sizeof stacks / sizeof *stacks; s++)
		for (size_t i = 0; i < sizeof wild / sizeof *wild; i++)
			for (size_t k = 0; k < sizeof wild / sizeof *wild; k++) {
				walk(stacks[s], INSIDE, wild[i], wild[k], calls);
				walk(stacks[s], TEXT_AT, wild[i], wild[k], calls);
				walk(stacks[s], wild[k], wild[i], wild[k], calls);
			}
}

static int set_up(void **state)
{
	char error[ERROR_MAX];
	struct image m;
	struct out o;

	(void)state;
	begin(&m);
	one_unit(&m);
	o = finish(&m);
	program = symbols_open(o.data, o.size, error);
	free(o.data);
	return !program;
}

static int tear_down(void **state)
{
	(void)state;
	symbols_close(program);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(circles_end),
		cmocka_unit_test(long_chains_are_cut),
		cmocka_unit_test(wild_pointers),
	};

	return cmocka_run_group_tests_name("walk", tests, set_up, tear_down);
}
