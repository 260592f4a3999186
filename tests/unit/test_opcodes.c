/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every first word that there is, in both modes, with second words that mean something to one instruction or another:
 * the core comes back, in the mode that it was in. And that nothing that the engine cannot bear gets past the fences,
 * by whatever way it comes into memory. The core alone, on memory that repeats itself throughout all addresses.
 *
 * OPCODE_ROUNDS=n in the environment: n rounds of the sweep, with other registers and second words each time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/be.h"
#include "core/cpu.h"
#include "core/decode_guard.h"
#include "bare_machine.h"

enum {
	RAM = 4 << 20,
	CODE = 1 << 20, /* a slot for each first word: its instruction, then more of STOP */
	SLOT = 32,
	WORDS = 1 << 16,
	STOP = 0x4e41,         /* trap #1 */
	MOST = 100,            /* instructions of a run: some words are loops */
	OTHER_SP = 0x5a5a5a50, /* stack pointer of the mode that it is not in */
	MOVE_USP_A7 = 0x4e6f,  /* the one instruction that may bring it here */
};

#define MISSING 0xE0000000u /* no pages from here on */

struct bench {
	struct cpu *cpu;
	uint8_t *ram;
	bool sweeping;              /* the slots cannot be stored into */
	bool dirty[RAM >> PGSHIFT]; /* may have been stored into */
	int trapped;                /* exception that ended the run; 0: none */
	uint32_t pc;                /* where */
};

static bool fill(void *arg, uint32_t va, enum cpu_access access, struct cpu_page *page)
{
	struct bench *b = arg;

	*page = (struct cpu_page){.pa = va & (RAM - NBPG), .write = access == CPU_WRITE};
	b->dirty[page->pa >> PGSHIFT] |= page->write;
	return va < MISSING && !(b->sweeping && page->write && page->pa >= CODE);
}

static bool look(void *arg, uint32_t va, bool user, struct cpu_page *page)
{
	(void)user;
	return fill(arg, va, CPU_READ, page);
}

/* Everything ends the run, where it is. */
static void end(struct bench *b, int number, uint32_t pc)
{
	b->trapped = number;
	b->pc = pc;
	cpu_set_pc(b->cpu, pc);
	cpu_break(b->cpu);
}

static bool exception(void *arg, const struct cpu_exception *e)
{
	end(arg, e->number, e->pc);
	return true;
}

static enum cpu_answer function(void *arg, uint32_t opcode, uint32_t pc)
{
	(void)opcode;
	end(arg, CPU_LINE_A, pc);
	return CPU_JUMPED;
}

static enum cpu_answer rte(void *arg, uint32_t pc)
{
	end(arg, CPU_RTE, pc);
	return CPU_JUMPED;
}

static size_t code(void *arg, uint32_t va, uint8_t *buf, size_t size)
{
	const struct bench *b = arg;
	size_t n = 0;

	for (; n < size && va + n < MISSING; n++)
		buf[n] = b->ram[(va + n) & (RAM - 1)];
	return n;
}

static void put_stops(struct bench *b, uint32_t from, uint32_t size)
{
	for (uint32_t i = from; i < from + size; i += 2)
		be16_put(b->ram + i, STOP);
}

static int set_up(void **state)
{
	struct bench *b = calloc(1, sizeof *b);
	const struct cpu_client client = {.arg = b,
	                                  .fill = fill,
	                                  .look = look,
	                                  .exception = exception,
	                                  .function = function,
	                                  .rte = rte,
	                                  .code = code};

	b->ram = malloc(RAM);
	put_stops(b, 0, RAM);
	b->cpu = cpu_new(&client, b->ram, RAM);
	assert_non_null(b->cpu);
	*state = b;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *b = *state;

	cpu_free(b->cpu);
	free(b->ram);
	free(b);
	return 0;
}

/* Runs from pc until an exception; tells how many instructions retired. */
static uint64_t go(struct bench *b, uint32_t pc)
{
	uint64_t before = cpu_icount(b->cpu);

	b->trapped = 0;
	cpu_set_pc(b->cpu, pc);
	assert_int_not_equal(cpu_run(b->cpu, before + MOST), CPU_STOP_BROKEN);
	return cpu_icount(b->cpu) - before;
}

/* The registers point into memory, and sometimes anywhere. */
static void set_registers(struct bench *b, bool kernel, uint64_t *seed)
{
	uint32_t values[CPU_GENERAL];

	for (int i = 0; i < CPU_GENERAL; i++) {
		uint64_t r = bare_random(seed);

		values[i] = r & 7 ? (uint32_t)(r >> 8) & (CODE / 2 - 1) : (uint32_t)(r >> 32);
	}
	cpu_set_mode(b->cpu, !kernel, 0);
	cpu_set(b->cpu, 15, OTHER_SP);
	cpu_set_mode(b->cpu, kernel, 0);
	cpu_set_all(b->cpu, values);
}

static bool is_fenced(uint32_t word, uint16_t second)
{
	const struct decode_guard_kind *kind = decode_guard_kinds;

	while (kind->name && !((word & kind->mask) == kind->word && (!kind->second || second & kind->second)))
		kind++;
	return kind->name;
}

/* What runs have stored is undone. */
static void clean(struct bench *b)
{
	for (uint32_t page = 0; page < CODE >> PGSHIFT; page++)
		if (b->dirty[page]) {
			put_stops(b, page << PGSHIFT, NBPG);
			cpu_memory_changed(b->cpu, page << PGSHIFT);
		}
	memset(b->dirty, 0, sizeof b->dirty);
}

/* Writes an instruction with that first word into its slot, and what it may take for its operands. */
static uint16_t put_word(struct bench *b, uint32_t word, uint64_t *seed)
{
	/* Nothing; all; divsl, chk2; movec of vbr; of no register; full format extension words, with indirection; bit
	 * fields. */
	static const uint16_t seconds[] = {0, 0xffff, 0x0800, 0x0801, 0x0fff, 0x0170, 0x0163, 0x8923, 0x0c01, 0x0820};
	uint8_t *slot = b->ram + CODE + word * SLOT;
	uint64_t r = bare_random(seed);
	uint16_t second = r & 1 ? seconds[(r >> 1) % (sizeof seconds / sizeof *seconds)] : (uint16_t)(r >> 16);

	put_stops(b, CODE + word * SLOT, SLOT);
	be16_put(slot, (uint16_t)word);
	be16_put(slot + 2, second);
	return second;
}

static void sweep(struct bench *b, bool kernel, uint64_t seed)
{
	for (uint32_t word = 0; word < WORDS; word++)
		put_word(b, word, &seed);
	for (uint32_t page = CODE; page < CODE + WORDS * SLOT; page += NBPG)
		cpu_memory_changed(b->cpu, page);
	b->sweeping = true;
	for (uint32_t word = 0; word < WORDS; word++) {
		uint32_t pc = CODE + word * SLOT;
		uint16_t second = be16_get(b->ram + pc + 2);

		set_registers(b, kernel, &seed);
		uint64_t retired = go(b, pc);
		if (cpu_get(b->cpu, 15) == OTHER_SP && word != MOVE_USP_A7)
			fail_msg("%04x %04x: in the other mode at %08x", word, second, b->pc);
		if (is_fenced(word, second) && !(retired == 0 && b->trapped == CPU_PRIVILEGE && b->pc == pc))
			fail_msg("%04x %04x: not fenced: trap %d at %08x", word, second, b->trapped, b->pc);
		if (word % 64 == 0)
			clean(b);
	}
}

static unsigned rounds(void)
{
	const char *rounds_wanted = getenv("OPCODE_ROUNDS");

	return rounds_wanted ? (unsigned)atoi(rounds_wanted) : 1;
}

static void every_word_of_the_user(void **state)
{
	for (unsigned i = 0; i < rounds(); i++)
		sweep(*state, false, i);
}

static void every_word_of_the_kernel(void **state)
{
	for (unsigned i = 0; i < rounds(); i++)
		sweep(*state, true, i);
}

/* Instructions at CODE, and what comes of them. */
static uint64_t run_code(struct bench *b, const uint16_t *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		be16_put(b->ram + CODE + 2 * i, words[i]);
	cpu_memory_changed(b->cpu, CODE);
	return go(b, CODE);
}
#define RUN(b, ...) run_code(b, (const uint16_t[]){__VA_ARGS__}, sizeof(uint16_t[]){__VA_ARGS__} / sizeof(uint16_t))

enum {
	MODES = 2,
	BKPT = 0x4848,
	FLOAT = 0xf2ff,
	JSR_A0 = 0x4e90,
	MOVE_D0_A0 = 0x3080 /* move.w d0, (a0) */,
	MOVE_D0_A1 = 0x3280
};

static void operands_are_not_instructions(void **state)
{
	struct bench *b = *state;

	for (int again = 0; again < 2; again++) {
		assert_int_equal(RUN(b, 0x303c, BKPT, 0x323c, 0x4e72, 0x223c, 0xf200, 0x4e7b), 4);
		assert_int_equal(b->trapped, CPU_TRAP0 + 1);
		assert_int_equal(cpu_get(b->cpu, 1), 0xf2004e7b);
	}
}

static void fenced_behind_others(void **state)
{
	struct bench *b = *state;

	for (int kernel = 0; kernel < MODES; kernel++)
		for (const struct decode_guard_kind *kind = decode_guard_kinds; kind->name; kind++) {
			cpu_set_mode(b->cpu, kernel, 0);
			assert_int_equal(RUN(b, 0x303c, kind->word, 0x7001, 0x7002, kind->word, 0x0800), 3);
			assert_int_equal(b->trapped, CPU_PRIVILEGE);
			assert_int_equal(b->pc, CODE + 8);
			assert_int_equal(go(b, CODE + 8), 0); /* jumped to */
			assert_int_equal(b->trapped, CPU_PRIVILEGE);
		}
}

/* The instruction that d0 holds is stored at d1 and executed at a0, where there was another one, executed before. */
static void store_and_run(struct bench *b, uint16_t word, uint32_t store_at, uint32_t run_at)
{
	uint32_t values[CPU_GENERAL] = {[0] = word, [8] = run_at, [9] = store_at, [15] = CODE / 4};

	put_stops(b, run_at & (RAM - 1) & ~1u, 2);
	be16_put(b->ram + (run_at & (RAM - 1) & ~1u), 0x4e75); /* rts */
	cpu_memory_changed(b->cpu, run_at & (RAM - 1));
	cpu_set_all(b->cpu, values);
	RUN(b, JSR_A0, MOVE_D0_A1, JSR_A0);
}

static void stored_by_the_program(void **state)
{
	static const uint16_t words[] = {BKPT, FLOAT, 0x4e72, 0x40c0};
	const uint32_t there = CODE + 8 * NBPG + 0x10;
	struct bench *b = *state;

	for (int kernel = 0; kernel < MODES; kernel++)
		for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
			cpu_set_mode(b->cpu, kernel, 0);
			store_and_run(b, words[i], there, there); /* at the address itself */
			assert_int_equal(b->trapped, CPU_PRIVILEGE);
			assert_int_equal(b->pc, there);
			store_and_run(b, words[i], there + RAM, there); /* by another address */
			assert_int_equal(b->trapped, CPU_PRIVILEGE);
			assert_int_equal(b->pc, there);
		}
}

static void stored_into_its_own_page(void **state)
{
	struct bench *b = *state;
	uint32_t values[CPU_GENERAL] = {[0] = BKPT, [8] = CODE + 0x100, [9] = CODE + 0x100 + RAM, [15] = CODE / 4};

	put_stops(b, CODE, NBPG);
	cpu_set_all(b->cpu, values);
	assert_int_equal(RUN(b, MOVE_D0_A1, MOVE_D0_A1, 0x6000, 0x00fa), 3); /* the page it runs in; bra to there */
	assert_int_equal(b->trapped, CPU_PRIVILEGE);
	assert_int_equal(b->pc, CODE + 0x100);
}

static void at_the_end_of_a_page(void **state)
{
	struct bench *b = *state;
	const uint32_t last = CODE + NBPG - 2;

	for (const struct decode_guard_kind *kind = decode_guard_kinds; kind->name; kind++) {
		be16_put(b->ram + last, kind->word);
		be16_put(b->ram + last + 2, 0x0800);
		cpu_memory_changed(b->cpu, last);
		cpu_memory_changed(b->cpu, last + 2);
		go(b, last);
		assert_int_equal(b->trapped, CPU_PRIVILEGE);
		assert_int_equal(b->pc, last);
	}
	be16_put(b->ram + RAM - 2, 0x203c); /* move.l #, d0: its operand is where no page is */
	cpu_memory_changed(b->cpu, RAM - 2);
	go(b, MISSING - 2);
	assert_int_equal(b->trapped, CPU_PAGE);
	be16_put(b->ram + RAM - 2, 0x4e7a); /* movec */
	cpu_memory_changed(b->cpu, RAM - 2);
	go(b, MISSING - 2);
	assert_int_equal(b->trapped, CPU_PRIVILEGE);
}

/* No instruction is at an odd address, whatever the bytes there look like. */
static void odd_addresses(void **state)
{
	struct bench *b = *state;

	memset(b->ram + CODE, 0xf2, 2 * NBPG);
	cpu_memory_changed(b->cpu, CODE);
	cpu_memory_changed(b->cpu, CODE + NBPG);
	for (uint32_t at = CODE + 1; at < CODE + 64; at += 2) {
		assert_int_equal(go(b, at), 0);
		assert_true(b->trapped == CPU_ILLEGAL || b->trapped == CPU_PRIVILEGE);
	}
	go(b, CODE + NBPG - 1);
	assert_true(b->trapped == CPU_ILLEGAL || b->trapped == CPU_PRIVILEGE);
}

/* Page after page of nothing else, more than there can be fences at a time. */
static void pages_full_of_them(void **state)
{
	struct bench *b = *state;
	enum { PAGES = 3 * DECODE_GUARD_MAX / NBPG };

	memset(b->ram + CODE, 0xf2, PAGES * NBPG);
	for (uint32_t page = 0; page < PAGES; page++)
		be16_put(b->ram + CODE + page * NBPG, 0x4e71);
	for (uint32_t page = 0; page < PAGES; page++)
		cpu_memory_changed(b->cpu, CODE + page * NBPG);
	for (uint32_t i = 0; i < 4 * PAGES; i++) {
		uint32_t at = CODE + i * 7 % PAGES * NBPG;

		assert_int_equal(go(b, at), 1);
		assert_int_equal(b->trapped, CPU_PRIVILEGE);
		assert_int_equal(b->pc, at + 2);
	}
}

/* The decoder lives through all of floating point that no fence keeps it from: every second word, pages full of it. */
static void floating_point_is_decoded(void **state)
{
	/* fmove and others of a register, in memory, of an immediate; fscc; fbcc; fdbcc, ftrapcc */
	static const uint16_t firsts[] = {0xf200, 0xf208, 0xf210, 0xf21f, 0xf227, 0xf228, 0xf230, 0xf239, 0xf23a,
	                                  0xf23b, 0xf23c, 0xf23f, 0xf240, 0xf248, 0xf250, 0xf27a, 0xf280, 0xf2df};
	static const uint32_t pages[] = {0xf2000038, 0xf210443a, 0xf2400000, 0xf2016000, 0xf2480000};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++)
		for (uint32_t second = 0; second < WORDS; second++) {
			uint32_t at = CODE + second % (WORDS * SLOT / NBPG) * NBPG; /* another page each time */

			be16_put(b->ram + at, firsts[i]);
			be16_put(b->ram + at + 2, (uint16_t)second);
			cpu_memory_changed(b->cpu, at);
			go(b, at);
			assert_int_equal(b->trapped, CPU_PRIVILEGE);
			assert_int_equal(b->pc, at);
		}
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		for (uint32_t at = CODE; at < CODE + 2 * NBPG; at += 4)
			be32_put(b->ram + at, at > CODE ? pages[i] : 0x4e714e71);
		cpu_memory_changed(b->cpu, CODE);
		cpu_memory_changed(b->cpu, CODE + NBPG);
		assert_int_equal(go(b, CODE), 2);
		assert_int_equal(b->trapped, CPU_PRIVILEGE);
		assert_int_equal(b->pc, CODE + 4);
	}
}

/* The core's own pages at the end of all addresses are not there for the guest, to execute, to read or to write. */
static void pages_of_the_core(void **state)
{
	static const uint32_t pages[] = {0xFFFFF000, 0xFFFFF002, 0xFFFFF010, 0xFFFFF123,
	                                 0xFFFFFFFE, 0xFFFFE000, 0xFFFFEFFE};
	struct bench *b = *state;

	for (int kernel = 0; kernel < MODES; kernel++)
		for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
			cpu_set_mode(b->cpu, kernel, 0);
			cpu_ccr(b->cpu); /* the engine has been there itself */
			go(b, pages[i]);
			assert_int_equal(b->trapped, CPU_PAGE);
			cpu_set(b->cpu, 8, pages[i]);
			RUN(b, 0x3010); /* move.w (a0), d0 */
			assert_int_equal(b->trapped, CPU_PAGE);
			cpu_set(b->cpu, 8, pages[i]);
			RUN(b, MOVE_D0_A0);
			assert_int_equal(b->trapped, CPU_PAGE);
			cpu_set(b->cpu, 8, pages[i]);
			RUN(b, 0x4ed0); /* jmp (a0) */
			assert_int_equal(b->trapped, CPU_PAGE);
			assert_int_equal(b->pc, pages[i]);
		}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_word_of_the_user),
		TEST(every_word_of_the_kernel),
		TEST(operands_are_not_instructions),
		TEST(fenced_behind_others),
		TEST(stored_by_the_program),
		TEST(stored_into_its_own_page),
		TEST(at_the_end_of_a_page),
		TEST(odd_addresses),
		TEST(pages_full_of_them),
		TEST(floating_point_is_decoded),
		TEST(pages_of_the_core),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
