/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Disassembly: lengths and texts of known instructions, extended functions, and bytes that are no instruction. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "debuginfo/disasm.h"
#include "abi/events.h"

enum { PC = 0x1000, TEXT = 96 };

/* Instructions as the GNU assembler makes them; NULL text: only the length is compared. */
static const struct {
	uint8_t code[12];
	unsigned length;
	const char *text;
} known[] = {
	{{0x4E, 0x75}, 2, "rts"},
	{{0x4E, 0x71}, 2, "nop"},
	{{0x4E, 0x73}, 2, "rte"},
	{{0x4E, 0x40}, 2, "trap #$0"},
	{{0x4E, 0x56, 0xFF, 0xF8}, 4, "link.w a6, #-$8"},
	{{0x4E, 0x5E}, 2, "unlk a6"},
	{{0x70, 0x42}, 2, "moveq #$42, d0"},
	{{0x20, 0x2E, 0x00, 0x08}, 4, "move.l $8(a6), d0"},
	{{0x48, 0xE7, 0x3F, 0x3E}, 4, NULL},                                      /* movem.l d2-d7/a2-a6, -(sp) */
	{{0x23, 0xFC, 0x12, 0x34, 0x56, 0x78, 0x00, 0x00, 0x20, 0x00}, 10, NULL}, /* move.l #$12345678, $2000.l */
	{{0x61, 0xFF, 0x00, 0x00, 0x01, 0x00}, 6, "bsr.l $1102"},
	{{0x61, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE}, 6, "bsr.l $1000"},
	{{0x61, 0x00, 0x01, 0x00}, 4, "bsr.w $1102"},
	{{0x61, 0x10}, 2, "bsr.b $1012"},
	{{0x01, 0x3C, 0x01, 0xDA}, 4, "btst.b d0, #$da"},
	{{0x0F, 0x3C, 0x00, 0x03}, 4, "btst.b d7, #$3"},
	{{0x44, 0xFC, 0x00, 0x1F}, 4, "move.w #$1f, ccr"},
	{{0x46, 0xFC, 0x27, 0x00}, 4, "move.w #$2700, sr"},
	{{0x83, 0x0A, 0x4E, 0x75}, 2, "sbcd -(a2), -(a1)"},
	{{0xA0, 0x00}, 2, "mtpr"},
	{{0xA0, 0x06}, 2, "movc3"},
	{{0xA0, 0x08}, 2, "idle"},
	{{0xA0, 0x09}, 2, "halt"},
	{{0xA0, 0x0A, 0x00, 0x04, 0x00, 0x01, 0x02, 0x34}, 8, "calls #4, $10234"},
	{{0xA0, 0x0B}, 2, "ret"},
	{{0xA0, 0x0C}, 2, "insque"},
	{{0xA0, 0x0D}, 2, "remque"},
	{{0xA0, 0x0E}, 2, ".short 0xa00e"},
	{{0xA8, EV_VFORK_BEGIN}, 2, "trace vfork.begin"},
	{{0xA8, EV_COUNT}, 2, NULL},
	{{0xAF, 0xFF}, 2, ".short 0xafff"},
	{{0x4A, 0xFC}, 2, NULL}, /* illegal */
	{{0xFF, 0xFF}, 2, ".short 0xffff"},
};

static void known_instructions(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		char text[TEXT];

		assert_int_equal(disasm(known[i].code, sizeof known[i].code, PC, text, sizeof text), known[i].length);
		if (known[i].text)
			assert_string_equal(text, known[i].text);
		assert_true(strlen(text) > 0);
		assert_int_equal(disasm(known[i].code, known[i].length, PC, NULL, 0), known[i].length);
	}
}

/* An instruction that is cut off is none; fewer than two bytes are nothing. */
static void cut_instructions(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		for (size_t size = 0; size < known[i].length; size++) {
			uint8_t *exact =
				malloc(size ? size : 1); /* of that size, so that a sanitizer sees each byte too many */
			char text[TEXT];

			memcpy(exact, known[i].code, size);
			assert_int_equal(disasm(exact, size, PC, text, sizeof text), size < 2 ? 0 : 2);
			if (size < 2)
				assert_string_equal(text, "");
			else
				assert_memory_equal(text, ".short 0x", 9);
			free(exact);
		}
	}
}

static void short_buffers(void **state)
{
	(void)state;
	static const uint8_t link[] = {0x4E, 0x56, 0xFF, 0xF8};
	char text[6] = "xxxxx";

	assert_int_equal(disasm(link, sizeof link, PC, text, 5), 4);
	assert_string_equal(text, "link");
	assert_int_equal(disasm(link, sizeof link, PC, text, 1), 4);
	assert_string_equal(text, "");
	assert_int_equal(disasm(link, sizeof link, PC, text, 0), 4);
}

/* Every opcode word with every kind of extension gives an even length that is there, and a text. */
static void every_opcode(void **state)
{
	(void)state;
	static const uint8_t fillings[] = {0x00, 0x01, 0x71, 0x80, 0xFF};

	for (unsigned opcode = 0; opcode <= 0xFFFF; opcode++)
		for (size_t f = 0; f < sizeof fillings; f++) {
			uint8_t code[24];
			char text[TEXT] = "";

			memset(code, fillings[f], sizeof code);
			code[0] = (uint8_t)(opcode >> 8);
			code[1] = (uint8_t)opcode;
			unsigned length = disasm(code, sizeof code, PC, text, sizeof text);
			if (length < 2 || length > 22 || length % 2 || !*text)
				fail_msg("opcode %04x: length %u, text '%s'", opcode, length, text);
		}
}

static void register_names(void **state)
{
	(void)state;
	assert_string_equal(register_name(0), "d0");
	assert_string_equal(register_name(7), "d7");
	assert_string_equal(register_name(8), "a0");
	assert_string_equal(register_name(14), "fp");
	assert_string_equal(register_name(15), "sp");
	assert_string_equal(register_name(16), "?");
	assert_string_equal(register_name(-1), "?");
}

/* What an instruction does with its frame, and what comes after it. */
static void steps(void **state)
{
	static const struct {
		uint8_t code[8];
		enum insn_flow flow;
		uint32_t target;
		int nuses;
		struct insn_use use;
	} expected[] = {
		{{0x20, 0x2E, 0xFF, 0xFC}, INSN_ON, 0, 1, {INSN_READ, -4, 4}},     /* move.l -4(fp), d0 */
		{{0x2D, 0x40, 0xFF, 0xF8}, INSN_ON, 0, 1, {INSN_WRITE, -8, 4}},    /* move.l d0, -8(fp) */
		{{0x1D, 0x40, 0xFF, 0xFF}, INSN_ON, 0, 1, {INSN_WRITE, -1, 1}},    /* move.b d0, -1(fp) */
		{{0x42, 0xAE, 0xFF, 0xFC}, INSN_ON, 0, 1, {INSN_WRITE, -4, 4}},    /* clr.l -4(fp) */
		{{0x4A, 0xAE, 0xFF, 0xFC}, INSN_ON, 0, 1, {INSN_READ, -4, 4}},     /* tst.l -4(fp) */
		{{0x52, 0xAE, 0xFF, 0xFC}, INSN_ON, 0, 2, {INSN_READ, -4, 4}},     /* addq.l #1, -4(fp): and written */
		{{0x41, 0xEE, 0xFF, 0xF0}, INSN_ON, 0, 1, {INSN_ADDRESS, -16, 4}}, /* lea -16(fp), a0 */
		{{0x48, 0x6E, 0xFF, 0xF0}, INSN_ON, 0, 1, {INSN_ADDRESS, -16, 4}}, /* pea -16(fp) */
		{{0x60, 0x10}, INSN_JUMP, PC + 0x12, 0, {0}},                      /* bra.b */
		{{0x67, 0x00, 0x00, 0x20}, INSN_BRANCH, PC + 0x22, 0, {0}},        /* beq.w */
		{{0x51, 0xC8, 0xFF, 0xF0}, INSN_BRANCH, PC + 2 - 16, 0, {0}},      /* dbf d0 */
		{{0x61, 0xFF, 0x00, 0x00, 0x01, 0x00}, INSN_ON, PC + 0x102, 0, {0}}, /* bsr.l: it comes back */
		{{0x4E, 0xD0}, INSN_ANYWHERE, 0, 0, {0}},                            /* jmp (a0) */
		{{0x4E, 0x75}, INSN_AWAY, 0, 0, {0}},                                /* rts */
	};

	(void)state;
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		struct insn_step s = disasm_step(expected[i].code, sizeof expected[i].code, PC);

		if (s.flow != expected[i].flow || s.nuses != expected[i].nuses || s.target != expected[i].target)
			fail_msg("step %zu: flow %d, target %x, %d uses", i, s.flow, s.target, s.nuses);
		if (!s.nuses)
			continue;
		assert_int_equal(s.uses[0].kind, expected[i].use.kind);
		assert_int_equal(s.uses[0].at, expected[i].use.at);
		if (s.uses[0].kind != INSN_ADDRESS)
			assert_int_equal(s.uses[0].size, expected[i].use.size);
	}
}

static void registers_that_are_read(void **state)
{
	enum { D0 = 1, D1 = 2, D2 = 4, A0 = 0x100, A1 = 0x200, A6 = 0x4000, SP = 0x8000 };
	static const struct {
		uint8_t code[8];
		uint16_t reads;
	} expected[] = {
		{{0x20, 0x01}, D1},                            /* move.l d1, d0 */
		{{0xD0, 0x81}, D0 | D1},                       /* add.l d1, d0 */
		{{0x70, 0x42}, 0},                             /* moveq #$42, d0 */
		{{0x20, 0x2E, 0x00, 0x08}, A6},                /* move.l 8(fp), d0 */
		{{0x2D, 0x40, 0xFF, 0xFC}, D0 | A6},           /* move.l d0, -4(fp) */
		{{0x20, 0x48}, A0},                            /* movea.l a0, a0 */
		{{0x41, 0xF0, 0x28, 0x04}, A0 | D2},           /* lea 4(a0,d2.l), a0 */
		{{0x42, 0x80}, 0},                             /* clr.l d0 */
		{{0x4A, 0x80}, D0},                            /* tst.l d0 */
		{{0xB2, 0x80}, D0 | D1},                       /* cmp.l d0, d1 */
		{{0x20, 0xD9}, A0 | A1},                       /* move.l (a1)+, (a0)+ */
		{{0x48, 0xE7, 0xC0, 0x80}, D0 | D1 | A0 | SP}, /* movem.l d0-d1/a0, -(sp) */
		{{0x4C, 0xDF, 0x01, 0x03}, SP},                /* movem.l (sp)+, d0-d1/a0 */
		{{0x4E, 0x5E}, A6},                            /* unlk fp */
		{{0x4E, 0x56, 0xFF, 0xF8}, A6 | SP},           /* link fp */
		{{0x4E, 0x75}, SP},                            /* rts */
		{{0x4E, 0x40}, 0},                             /* trap #0 */
	};

	(void)state;
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		uint16_t reads = disasm_reads(expected[i].code, sizeof expected[i].code, PC);

		if (reads != expected[i].reads)
			fail_msg("instruction %zu reads %x, not %x", i, reads, expected[i].reads);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps),
		cmocka_unit_test(registers_that_are_read),
		cmocka_unit_test(known_instructions),
		cmocka_unit_test(cut_instructions),
		cmocka_unit_test(short_buffers),
		cmocka_unit_test(every_opcode),
		cmocka_unit_test(register_names),
	};
	return cmocka_run_group_tests_name("disasm", tests, NULL, NULL);
}
