/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The core's table of instruction lengths says what the disassembler does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <elf.h>

#include "base/file.h"
#include "base/alloc.h"
#include "base/be.h"
#include "base/run_limits.h"
#include "core/insn_length.h"
#include "debuginfo/disasm.h"
#include "replay/run_config.h"

/* Goes through a stretch of code by the disassembler's lengths. Returns how many instructions it has. */
static size_t compare(const char *name, const uint8_t *code, size_t size, uint32_t va)
{
	size_t count = 0;

	for (size_t at = 0; at + INSN_MAX <= size; count++) {
		char text[80];
		unsigned theirs = (unsigned)disasm(code + at, INSN_MAX, va + (uint32_t)at, text, sizeof text);
		unsigned ours = insn_length(code + at, INSN_MAX);

		/* data between the functions may look like what only a coprocessor knows */
		if (ours != theirs && code[at] >> 4 != 0xf && *text != '.')
			fail_msg("%s at %08x: %04x %04x %s: %u and not %u", name, va + (unsigned)at,
			         be16_get(code + at), be16_get(code + at + 2), text, ours, theirs);
		at += theirs;
	}
	return count;
}

static void test_shipped_code(void **state)
{
	static const char *const programs[] = {"kernel", "bin/sh", "bin/ls", "demos/return", "demos/naive"};
	const char *guest = getenv("VFORKSCOPE_GUEST");
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
		char *path = alloc_format("%s/%s", guest ? guest : "build/guest", programs[i]), error[ERROR_MAX];
		uint8_t *elf;
		size_t size;

		if (!file_read(path, RUN_FILE_BYTES, &elf, &size, error))
			fail_msg("%s", error);
		for (uint32_t k = 0; k < be16_get(elf + offsetof(Elf32_Ehdr, e_shnum)); k++) {
			const uint8_t *sh =
				elf + be32_get(elf + offsetof(Elf32_Ehdr, e_shoff)) + k * sizeof(Elf32_Shdr);

			if (be32_get(sh + offsetof(Elf32_Shdr, sh_type)) == SHT_PROGBITS &&
			    be32_get(sh + offsetof(Elf32_Shdr, sh_flags)) & SHF_EXECINSTR)
				count += compare(programs[i], elf + be32_get(sh + offsetof(Elf32_Shdr, sh_offset)),
				                 be32_get(sh + offsetof(Elf32_Shdr, sh_size)),
				                 be32_get(sh + offsetof(Elf32_Shdr, sh_addr)));
		}
		free(elf);
		free(path);
	}
	assert_true(count > 20000);
}

/* What the compiler does not write. */
static void test_rare_ones(void **state)
{
	static const struct {
		uint8_t code[INSN_MAX];
		unsigned length;
	} cases[] = {
		{{0x4e, 0x71}, 2},                          /* nop */
		{{0x61, 0xff, 0, 0, 1, 0}, 6},              /* bsr.l, which Capstone gets wrong */
		{{0x23, 0xfc, 1, 2, 3, 4, 5, 6, 7, 8}, 10}, /* move.l #, (xxx).l */
		{{0x0c, 0xfc, 0, 0, 0, 0}, 6},              /* cas2.w */
		{{0x0f, 0x3c, 0, 3}, 4},                    /* btst d7, #, which Capstone gets wrong */
		{{0x81, 0x41, 0, 0}, 4},                    /* pack */
		{{0x44, 0xfc, 0, 0}, 4},                    /* move to ccr */
		{{0x46, 0xfc, 0, 0}, 4},                    /* move to sr */
		{{0x02, 0x7c, 0, 0}, 4},                    /* andi to sr */
		{{0x48, 0xb9, 0, 1, 0, 0, 1, 0}, 8},        /* movem.w registers, (xxx).l */
		{{0x4c, 0x3c, 0, 0, 0, 0, 0, 1}, 8},        /* mulu.l #, d0 */
		{{0x20, 0x30, 0x01, 0x33, 0, 0, 0, 0}, 12}, /* move.l ([bd.l, a0], od.l), d0 */
		{{0xe9, 0xd0, 0, 0}, 4},                    /* bfextu */
		{{0x50, 0xfb, 0, 0, 0, 0}, 6},              /* trapt.l */
		{{0xf6, 0x00, 0, 0, 0, 0}, 6},              /* move16 (a0)+, (xxx).l */
		{{0xa0, 0x06}, 2},                          /* MOVC3 */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(insn_length(cases[i].code, INSN_MAX), cases[i].length);
}

/* All that are instructions: a compiler writes few of them. */
static void test_every_instruction(void **state)
{
	static const uint16_t extensions[] = {0, 0x0101, 0x7171};

	(void)state;
	for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
		for (unsigned word = 0; word < 0xf000; word++) {
			uint8_t code[2 * INSN_MAX] = {0};

			be16_put(code, (uint16_t)word);
			be16_put(code + 2, extensions[i]);
			compare("opcode", code, INSN_MAX, word);
		}
}

/* Whatever the words are, a length is one. */
static void test_every_word(void **state)
{
	uint8_t code[INSN_MAX];

	(void)state;
	for (unsigned filler = 0; filler < 2; filler++)
		for (unsigned word = 0; word < 0x10000; word++) {
			memset(code, filler ? 0xff : 0, sizeof code);
			be16_put(code, (uint16_t)word);
			for (size_t size = 0; size <= sizeof code; size += 2) {
				unsigned length = insn_length(code, size);

				assert_true(length >= 2 && length <= INSN_MAX && length % 2 == 0);
			}
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shipped_code),
		cmocka_unit_test(test_rare_ones),
		cmocka_unit_test(test_every_instruction),
		cmocka_unit_test(test_every_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
