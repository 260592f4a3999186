/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long an instruction of the 68040 is: see insn_length.h. */
#include "core/insn_length.h"

#include <stdbool.h>

#include "abi/arch.h"
#include "base/be.h"

/* An instruction that is being measured. */
struct measure {
	const uint8_t *code;
	size_t size;
	unsigned length; /* so far */
};

static uint16_t word_at(const struct measure *m, unsigned offset)
{
	return offset + 2 <= m->size ? be16_get(m->code + offset) : 0;
}

/* An index with its extension word, brief or full (2.1): displacements of no, two or four bytes. */
static void add_index(struct measure *m)
{
	static const uint8_t displacement[] = {0, 0, 2, 4};
	uint16_t extension = word_at(m, m->length);

	m->length += 2;
	if (!(extension & 0x100))
		return;
	m->length += displacement[extension >> 4 & 3];
	if ((extension & 0x44) != 0x44) /* reserved */
		m->length += displacement[extension & 3];
}

/* Extension words of an effective address; bytes: size of the operand, for one that is immediate. */
static void add_address(struct measure *m, unsigned mode, unsigned reg, unsigned bytes)
{
	if (mode == 5 || (mode == 7 && (reg == 0 || reg == 2)))
		m->length += 2;
	else if (mode == 6 || (mode == 7 && reg == 3))
		add_index(m);
	else if (mode == 7 && reg == 1)
		m->length += 4;
	else if (mode == 7 && reg == 4)
		m->length += bytes < 4 ? 2 : 4;
}

/* The effective address in the low six bits of the first word. */
static void add_operand(struct measure *m, uint16_t word, unsigned bytes)
{
	add_address(m, word >> 3 & 7, word & 7, bytes);
}

/* Size of the operand by bits 7 and 6. */
static unsigned operand_bytes(uint16_t word)
{
	return 1u << (word >> 6 & 3);
}

/* Instructions of a fixed length that the lines below would measure wrongly. The first that fits counts. */
static const struct {
	uint16_t word, mask;
	uint8_t length;
} fixed[] = {
	{0x003c, 0xfdbf, 4}, /* ori, andi to ccr, sr */
	{0x0a3c, 0xffbf, 4}, /* eori to ccr, sr */
	{0x0108, 0xf138, 4}, /* movep */
	{0x0cfc, 0xfdff, 6}, /* cas2 */
	{0x44fc, 0xfdff, 4}, /* move of a word to ccr, sr */
	{0x4808, 0xfff8, 6}, /* link.l */
	{0x4840, 0xfff0, 2}, /* swap, bkpt */
	{0x4880, 0xfeb8, 2}, /* ext, extb */
	{0x4afc, 0xffff, 2}, /* illegal */
	{0x4e50, 0xfff8, 4}, /* link.w */
	{0x4e72, 0xffff, 4}, /* stop */
	{0x4e74, 0xffff, 4}, /* rtd */
	{0x4e7a, 0xfffe, 4}, /* movec */
	{0x4e40, 0xffc0, 2}, /* trap, unlk, move usp, reset, nop, rte, rts, trapv, rtr */
	{0x50c8, 0xf0f8, 4}, /* dbcc */
	{0x50fa, 0xf0ff, 4}, /* trapcc.w */
	{0x50fb, 0xf0ff, 6}, /* trapcc.l */
	{0x50fc, 0xf0ff, 2}, /* trapcc */
	{0x8140, 0xf1f0, 4}, /* pack */
	{0x8180, 0xf1f0, 4}, /* unpk */
	{XFC_BASE + XFC_CALLS, 0xffff, 8},
	{0xf200, 0xff00, 4}, /* floating point, which this machine does not have */
	{0xf600, 0xffe0, 6}, /* move16 with an absolute address */
	{0xf620, 0xfff8, 4}, /* move16 */
};

/* Line 0: bits, immediate operands, chk2, cmp2, cas, moves. */
static void measure_immediate(struct measure *m, uint16_t word)
{
	unsigned bytes = operand_bytes(word);

	if (word & 0x100) { /* a bit whose number is in a register */
		add_operand(m, word, 1);
	} else if ((word & 0x0f00) == 0x0800 || (word & 0x0f00) == 0x0e00 || bytes == 8) {
		m->length += 2; /* its number, or registers */
		add_operand(m, word, 1);
	} else {
		m->length += bytes < 4 ? 2 : 4;
		add_operand(m, word, bytes);
	}
}

/* Line 4: movem and the long multiplications have a word more; all others only their operand. */
static void measure_miscellaneous(struct measure *m, uint16_t word)
{
	if ((word & 0xfb80) == 0x4880 || (word & 0xff80) == 0x4c00) {
		m->length += 2;
		add_operand(m, word, 4);
	} else if ((word & 0xf140) == 0x4100) {
		add_operand(m, word, word & 0x80 ? 2 : 4); /* chk, lea */
	} else {
		add_operand(m, word, operand_bytes(word));
	}
}

/* Lines 8, 9, b, c, d: an operand and a register. */
static void measure_dyadic(struct measure *m, uint16_t word)
{
	unsigned how = word >> 6 & 7, line = word >> 12;
	bool product = line == 8 || line == 0xc; /* division and multiplication are of words */

	add_operand(m, word, how == 3 || (how == 7 && product) ? 2 : how == 7 ? 4 : 1u << (how & 3));
}

unsigned insn_length(const uint8_t *code, size_t size)
{
	struct measure m = {code, size, 2};
	uint16_t word = word_at(&m, 0);

	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		if ((word & fixed[i].mask) == fixed[i].word)
			return fixed[i].length;
	switch (word >> 12) {
	case 0:
		measure_immediate(&m, word);
		break;
	case 1:
	case 2:
	case 3: {
		unsigned bytes = word >> 12 == 1 ? 1 : word >> 12 == 2 ? 4 : 2;

		add_operand(&m, word, bytes);
		add_address(&m, word >> 6 & 7, word >> 9 & 7, bytes);
		break;
	}
	case 4:
		measure_miscellaneous(&m, word);
		break;
	case 5:
		add_operand(&m, word, 2);
		break;
	case 6:
		m.length += (word & 0xff) == 0 ? 2 : (word & 0xff) == 0xff ? 4 : 0;
		break;
	case 8:
	case 9:
	case 0xb:
	case 0xc:
	case 0xd:
		measure_dyadic(&m, word);
		break;
	case 0xe:
		if ((word & 0xc0) == 0xc0) {
			m.length += word & 0x800 ? 2 : 0; /* a field of bits */
			add_operand(&m, word, 2);
		}
		break;
	default: /* moveq, line A, what is left of line F */
		break;
	}
	return m.length;
}
