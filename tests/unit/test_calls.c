/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CALLS and RET with the VAX's frame, INSQUE and REMQUE. The program is guest/calls.S; it is run straight through and,
 * again, in steps of one with every hook on. What a frame must look like is worked out here from the VAX's manual.
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

enum { LIMIT = 1000000, SPLITS = 72, HALF = 128, FRAME_END = 0x4000, TEXT = 0x1000, PAGE_B = 0x3000 };

static const char *argv0;

static struct fixture *run(uint64_t step, bool detail)
{
	struct fixture *f = bare_new(argv0, "calls", NULL, 0, step, detail);

	bare_run_to_halt(f);
	return f;
}

static int straight(void **state)
{
	return bare_share(state, run, LIMIT, false);
}

static int stepped(void **state)
{
	return bare_share(state, run, 1, true);
}

/* Address of the label NAME or NAME_PART. */
static uint32_t part_address(const struct fixture *f, const char *name, const char *part)
{
	char label[64];
	uint32_t va;

	snprintf(label, sizeof label, "%s%s%s", name, part ? "_" : "", part ? part : "");
	if (!symbols_address(f->symbols, label, &va))
		fail_msg("%s: no such label", label);
	return va;
}

static const uint8_t *memory_at(const struct fixture *f, uint32_t va)
{
	return machine_ram(f->m) + (va & PAMASK);
}

/* Longword n at a label. */
static uint32_t part_value(const struct fixture *f, const char *name, const char *part, unsigned n)
{
	return be32_get(memory_at(f, part_address(f, name, part) + 4 * n));
}

static uint32_t user_va(const struct fixture *f, const char *label)
{
	return part_address(f, label, NULL) - part_address(f, "user", NULL) + TEXT;
}

/* What the registers hold before a call: d0-d7 and a0-a6 as in movem. */
static uint32_t number(unsigned r)
{
	return r < 8 ? 0xd0 + r : 0xa0 + r - 8;
}

static unsigned saved(uint32_t mask)
{
	unsigned n = 0;

	for (unsigned r = 0; r < 12; r++)
		n += mask >> r & 1;
	return n;
}

/* Offset below the argument list of the longword that CALLS must push as the n-th, and what it is: from the manual. */
static uint32_t pushed(unsigned n, uint32_t mask, uint32_t list, uint32_t pc)
{
	const uint32_t linkage[] = {pc, number(14), number(13), (list & 3) << 30 | 1u << 29 | (mask & 0xfff) << 16, 0};

	for (int r = 11; r >= 0; r--)
		if (mask >> r & 1 && n-- == 0)
			return number((unsigned)r);
	return linkage[n];
}

static const struct frame {
	const char *name;
	uint32_t mask, skew, count, flip;
} frames[] = {
	{"plain", 0, 0, 0, 0},
	{"all", 0x0fff, 0, 3, 0},
	{"some", 0x0a5c, 0, 1, 0},
	{"enables", 0xc004, 0, 2, 0},
	{"skew_1", 0x0001, 1, 0, 0},
	{"skew_2", 0x0800, 2, 4, 0},
	{"skew_3", 0x0fff, 3, 255, 0},
	{"large", 0, 0, 0x1ff, 0},
	{"codes", 0x00fc, 2, 2, 0x0b},
	{"ignored", 0, 0, 1, 0xf0},
	{"as_callg", 0x000c, 3, 2, 1u << 29},
};
enum { FRAMES = sizeof frames / sizeof *frames };

static void frame_is_the_vax_s(void **state)
{
	const struct fixture *f = *state;

	for (size_t i = 0; i < FRAMES; i++) {
		const struct frame *c = &frames[i];
		uint32_t list = part_address(f, c->name, "frame") - c->skew - 4, at = list & ~3u;
		unsigned longs = saved(c->mask) + 5;

		assert_int_equal(be32_get(memory_at(f, list)), c->count);
		for (uint32_t va = at; va < list; va++) /* nothing is stored where the frame was aligned */
			assert_int_equal(*memory_at(f, va), 0x5a);
		for (unsigned n = 0; n < longs; n++) {
			uint32_t expected = pushed(n, c->mask, list, part_address(f, c->name, "behind"));

			at -= 4;
			if (n == longs - 2)
				expected ^= c->flip;
			if (be32_get(memory_at(f, at)) != expected)
				fail_msg("%s: longword %u is %08x", c->name, n, be32_get(memory_at(f, at)));
		}
		assert_int_equal(be32_get(memory_at(f, at - 4)), 0x5a5a5a5a);

		/* The routine's registers. */
		for (unsigned r = 0; r < 13; r++)
			assert_int_equal(part_value(f, c->name, "in", r), number(r));
		assert_int_equal(part_value(f, c->name, "in", 13), list);
		assert_int_equal(part_value(f, c->name, "in", 14), at);
		assert_int_equal(part_value(f, c->name, "in", 15), at);
		assert_int_equal(be16_get(memory_at(f, part_address(f, c->name, "codes"))), 0);
	}
}

static void ret_takes_it_apart(void **state)
{
	const struct fixture *f = *state;

	for (size_t i = 0; i < FRAMES; i++) {
		const struct frame *c = &frames[i];
		uint32_t list = part_address(f, c->name, "frame") - c->skew - 4;
		bool s = !(c->flip >> 29);

		for (unsigned r = 0; r < 13; r++)
			assert_int_equal(part_value(f, c->name, "out", r), r < 12 && c->mask >> r & 1 ? number(r) : 0);
		assert_int_equal(part_value(f, c->name, "out", 13), number(13));
		assert_int_equal(part_value(f, c->name, "out", 14), number(14));
		assert_int_equal(part_value(f, c->name, "out", 15), s ? list + 4 + 4 * (c->count & 0xff) : list);
		assert_int_equal(be16_get(memory_at(f, part_address(f, c->name, "codes") + 2)), c->flip & 0xf);
	}
}

/* The reserved operand fault leaves everything as it was. */
static void reserved_operands(void **state)
{
	static const char *const names[] = {"ret_bit_8",  "ret_bit_9",  "ret_bit_10", "ret_bit_11",   "ret_bit_12",
	                                    "ret_bit_13", "ret_bit_14", "ret_bit_15", "calls_bit_12", "calls_bit_13"};
	const struct fixture *f = *state;
	char part[32];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		bool ret = names[i][0] == 'r';

		assert_int_equal(part_value(f, names[i], "log", 0), SCB_RESERVED_OPERAND);
		assert_int_equal(part_value(f, names[i], "log", 1), part_address(f, names[i], NULL));
		assert_int_equal(part_value(f, names[i], "log", 2), IPL_HIGH << PSL_IPLSHIFT | PSL_X | 0xf);
		assert_int_equal(part_value(f, names[i], "d2", 0), number(2));
		assert_int_equal(part_value(f, names[i], "ap", 0), number(13));
		snprintf(part, sizeof part, "frame_%s", names[i] + strlen("ret_bit_"));
		assert_int_equal(part_value(f, names[i], "fp", 0), ret ? part_address(f, "bad", part) : 0);
	}
	assert_int_equal(part_value(f, "ret_nowhere", "log", 0), SCB_ACCESS_VIOLATION);
	assert_int_equal(part_value(f, "ret_nowhere", "log", 1), 0);
	assert_int_equal(part_value(f, "calls_nowhere", "log", 0), SCB_ACCESS_VIOLATION);
	assert_int_equal(part_value(f, "calls_nowhere", "log", 1), 0);
}

enum { VECTOR, PUSHED, USP = 4, AP, FP, REPAIRS, R2, NOTES };

/* Longword of the n-th note about the user. */
static uint32_t note(const struct fixture *f, unsigned n, unsigned which)
{
	return part_value(f, "notes", NULL, n * NOTES + which);
}

/* Faults at the page's edge tell the page and whether it was a store. */
static void not_valid(const struct fixture *f, unsigned n, uint32_t write, uint32_t pc)
{
	assert_int_equal(note(f, n, VECTOR), SCB_NOT_VALID);
	assert_int_equal(note(f, n, PUSHED), write);
	assert_int_equal(note(f, n, PUSHED + 1), PAGE_B);
	assert_int_equal(note(f, n, PUSHED + 2), pc);
}

/* Wherever the frame is cut by a page that is missing: nothing happens, and when it is there, everything. */
static void faults_and_beginning_again(void **state)
{
	enum { MASK = 0x0ffc };
	const struct fixture *f = *state;
	unsigned cut = 0, whole = 0;

	for (uint32_t split = 1; split <= SPLITS; split++) {
		unsigned n = (split - 1) * 4;
		uint32_t usp = FRAME_END + split, list = usp - 4, top = list & ~3u, fp = top - 4 * (saved(MASK) + 5);
		const uint8_t *before = memory_at(f, part_address(f, "halves", NULL) + (split - 1) * 4 * HALF);
		const uint8_t *after = before + 2 * HALF - FRAME_END + HALF; /* index it by address */
		bool missing = fp < FRAME_END;

		if (missing) { /* CALLS refused */
			cut++;
			not_valid(f, n, FLT_WRITE, user_va(f, "user_calls"));
			for (unsigned i = 0; i < 2 * HALF; i++)
				assert_int_equal(before[i], 5);
			assert_int_equal(note(f, n, USP), usp);
			assert_int_equal(note(f, n, AP), number(13));
			assert_int_equal(note(f, n, FP), number(14));
			assert_int_equal(note(f, n, R2), number(2));
		} else {
			whole++;
			assert_int_equal(note(f, n, VECTOR), SCB_BREAKPOINT);
		}

		n++; /* CALLS done */
		assert_int_equal(note(f, n, VECTOR), SCB_BREAKPOINT);
		assert_int_equal(note(f, n, PUSHED), user_va(f, "user_routine") + 2);
		assert_int_equal(note(f, n, REPAIRS), missing);
		assert_int_equal(note(f, n, USP), fp);
		assert_int_equal(note(f, n, AP), list);
		assert_int_equal(note(f, n, FP), fp);
		assert_int_equal(be32_get(after + list), 2);
		for (unsigned i = 0; i < saved(MASK) + 5; i++)
			assert_int_equal(be32_get(after + top - 4 - 4 * i),
			                 pushed(i, MASK, list, user_va(f, "user_behind")));
		assert_int_equal(after[fp - 1], 5);
		assert_int_equal(after[usp], 5);

		n++; /* RET refused: it does not look at the handler, the frame's lowest longword */
		missing = fp + 4 < FRAME_END;
		if (missing) {
			not_valid(f, n, 0, user_va(f, "user_ret"));
			assert_int_equal(note(f, n, USP), 1);
			assert_int_equal(note(f, n, AP), number(13));
			assert_int_equal(note(f, n, FP), fp);
		} else {
			assert_int_equal(note(f, n, VECTOR), SCB_BREAKPOINT);
		}

		n++; /* RET done */
		assert_int_equal(note(f, n, VECTOR), SCB_BREAKPOINT);
		assert_int_equal(note(f, n, PUSHED), user_va(f, "user_behind"));
		assert_int_equal(note(f, n, REPAIRS), missing);
		assert_int_equal(note(f, n, USP), usp + 8);
		assert_int_equal(note(f, n, AP), number(13));
		assert_int_equal(note(f, n, FP), number(14));
	}
	assert_int_equal(cut, 63);
	assert_int_equal(whole, 9);
}

/* The instruction's own bytes, the entry mask, and what is not the user's. */
static void references(void **state)
{
	const struct fixture *f = *state;
	unsigned n = SPLITS * 4;

	for (unsigned i = 0; i < 3; i++, n++) {
		assert_int_equal(note(f, n, VECTOR), SCB_BREAKPOINT);
		assert_int_equal(note(f, n, PUSHED), user_va(f, "user_routine") + 2);
		assert_int_equal(note(f, n, REPAIRS), 1);
	}
	assert_int_equal(note(f, n, VECTOR), SCB_BREAKPOINT);
	assert_int_equal(note(f, n, PUSHED), PAGE_B + 2);
	assert_int_equal(note(f, n++, REPAIRS), 1);

	for (unsigned i = 0; i < 3; i++, n++) {
		static const uint32_t pages[] = {0x5000, 0x6000, 0};

		assert_int_equal(note(f, n, VECTOR), SCB_ACCESS_VIOLATION);
		assert_int_equal(note(f, n, PUSHED), FLT_WRITE);
		assert_int_equal(note(f, n, PUSHED + 1), pages[i]);
		assert_int_equal(note(f, n, PUSHED + 2), user_va(f, "user_calls"));
	}
	assert_int_equal(note(f, n, VECTOR), SCB_ACCESS_VIOLATION);
	assert_int_equal(note(f, n, PUSHED), 0);
	assert_int_equal(note(f, n, PUSHED + 1), 0x6000);
	assert_int_equal(note(f, n++, PUSHED + 2), user_va(f, "user_calls_k"));
	assert_int_equal(note(f, n, VECTOR), SCB_ACCESS_VIOLATION);
	assert_int_equal(note(f, n, PUSHED), 0);
	assert_int_equal(note(f, n, PUSHED + 1), 0x6000);
	assert_int_equal(note(f, n++, PUSHED + 2), user_va(f, "user_ret"));
}

/* Condition codes that a queue instruction left, and the two address registers. */
static void queue_step(const struct fixture *f, const char *name, uint32_t codes, uint32_t a0, uint32_t a1)
{
	assert_int_equal(part_value(f, name, "log", 0), SCB_BREAKPOINT);
	if ((part_value(f, name, "log", 7) & 0x1f) != codes)
		fail_msg("%s: condition codes %x, not %x", name, part_value(f, name, "log", 7) & 0x1f, codes);
	assert_int_equal(part_value(f, name, "log", 8), a0);
	assert_int_equal(part_value(f, name, "log", 9), a1);
}

static void queues(void **state)
{
	enum { N = 8, Z = 4, V = 2, C = 1, A = 0x2000 };
	const struct fixture *f = *state;
	uint32_t head = part_address(f, "head", NULL), one = head + 8, two = head + 16, three = head + 24;
	const uint32_t full[] = {one, three, two, head, three, one, head, two};

	queue_step(f, "remove_none", Z | V, head, head);
	queue_step(f, "insert_first", Z, one, head);     /* the queue was empty */
	queue_step(f, "insert_last", N | C, three, one); /* between head, which lies lower, and one */
	queue_step(f, "insert_between", 0, two, one);
	for (unsigned i = 0; i < 8; i++)
		assert_int_equal(part_value(f, "queue", "full", i), full[i]);
	queue_step(f, "remove_middle", 0, two, two);
	queue_step(f, "remove_front", 0, one, one);
	queue_step(f, "remove_last", Z, three, three); /* it is empty now */
	assert_int_equal(part_value(f, "queue", "empty", 0), head);
	assert_int_equal(part_value(f, "queue", "empty", 1), head);
	queue_step(f, "remove_before", C, A, A);
	queue_step(f, "remove_after", N, A, A);
}

/* A link in a page that is not there: none of the links has been stored before the fault, all are after it. */
static void queues_begin_again(void **state)
{
	enum { A = 0x2000, B = 0x3000 };
	static const struct {
		const char *name;
		uint32_t edge;
	} steps[] = {{"insert_split", 0x11111111}, {"insert_next", 0x22222222}, {"remove_next", 0x33333333}};
	const struct fixture *f = *state;

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		assert_int_equal(part_value(f, steps[i].name, "faults", 0), 1);
		assert_int_equal(part_value(f, steps[i].name, "edge", 0), steps[i].edge);
	}
	assert_int_equal(part_value(f, "insert_before", "faults", 0), 1);
	assert_int_equal(part_value(f, "insert_split", "next", 0), A);
	assert_int_equal(part_value(f, "insert_split", "back", 0), A);
	assert_int_equal(part_value(f, "insert_next", "back", 0), A + NBPG - 8);
	assert_int_equal(part_value(f, "insert_before", "next", 0), A + 16);
	assert_int_equal(part_value(f, "remove_next", "next", 0), B + 32);
	assert_int_equal(part_value(f, "remove_next", "back", 0), A + NBPG - 4);
}

/* Machine time: a microsecond for each longword of a frame that is pushed or popped, four for a queue. */
static void costs(void **state)
{
	const struct fixture *f = *state;
	unsigned longs = 0, queue_functions = 9 + 4;

	for (size_t i = 0; i < FRAMES; i++)
		longs += 2 * (saved(frames[i].mask) + 6) - (frames[i].flip >> 29);
	for (unsigned split = 1; split <= SPLITS; split++) {
		unsigned n = (split - 1) * 4;

		for (unsigned i = 0; i < 4; i++)
			longs += note(f, n + i, VECTOR) == SCB_BREAKPOINT ? 16 : 0;
	}
	longs += 3 * 16 + 7;
	assert_int_equal(machine_usec(f->m) - machine_icount(f->m), longs + 4 * queue_functions);
}

/* All of memory and every register, however the program was run. */
static void same_in_steps(void **state)
{
	bare_same(*state, run(LIMIT, false));
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		BOTH(frame_is_the_vax_s),
		BOTH(ret_takes_it_apart),
		BOTH(reserved_operands),
		BOTH(faults_and_beginning_again),
		BOTH(references),
		BOTH(queues),
		BOTH(queues_begin_again),
		BOTH(costs),
		cmocka_unit_test_setup(same_in_steps, stepped),
	};

	(void)argc;
	argv0 = argv[0];
	return cmocka_run_group_tests(tests, NULL, bare_forget);
}
