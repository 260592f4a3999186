/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Disassembly with Capstone, which only this file knows, and of what Capstone does not: the extended functions. Its
 * version 4 takes bsr.l for a bsr.s of 2 bytes and shows a frame's size in `link` without its sign, so these two are
 * decoded here.
 */
#include "debuginfo/disasm.h"

#include <capstone.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/arch.h"
#include "base/be.h"
#include "machine/event.h"

enum {
	INSN_MAX = 22, /* bytes of the longest 68040 instruction */
	BSR_LONG = 0x61FF,
	LINK_WORD = 0x4E50, /* + register */
	LINE_MASK = 0xF000,
	LINE_A = 0xA000,
	CALLS_BYTES = 8,
};

static const char *const xfc_names[XFC_COUNT] = {
	[XFC_MTPR] = "mtpr",     [XFC_MFPR] = "mfpr",     [XFC_LDPCTX] = "ldpctx", [XFC_SVPCTX] = "svpctx",
	[XFC_PROBER] = "prober", [XFC_PROBEW] = "probew", [XFC_MOVC3] = "movc3",   [XFC_MOVC5] = "movc5",
	[XFC_IDLE] = "idle",     [XFC_HALT] = "halt",     [XFC_CALLS] = "calls",   [XFC_RET] = "ret",
	[XFC_INSQUE] = "insque", [XFC_REMQUE] = "remque",
};

const char *register_name(int n)
{
	static const char *const names[] = {"d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7",
	                                    "a0", "a1", "a2", "a3", "a4", "a5", "fp", "sp"};

	return n >= 0 && n < (int)(sizeof names / sizeof *names) ? names[n] : "?";
}

/* The engine is opened at the first use and kept until the process ends. False if Capstone lacks the m68k. */
static bool engine(csh *handle, cs_insn **insn)
{
	static csh opened;
	static cs_insn *room;

	if (!room) {
		if (cs_open(CS_ARCH_M68K, CS_MODE_BIG_ENDIAN | CS_MODE_M68K_040, &opened) != CS_ERR_OK)
			return false;
		room = cs_malloc(opened);
	}
	*handle = opened;
	*insn = room;
	return room != NULL;
}

/* Decodes with Capstone; 0 if the bytes are no whole instruction. */
static unsigned decode(const uint8_t *code, size_t size, uint32_t pc, char *buf, size_t bufsize)
{
	uint8_t bytes[INSN_MAX] = {0};
	const uint8_t *at = bytes;
	uint64_t address = pc;
	size_t left = sizeof bytes;
	csh handle;
	cs_insn *insn;

	/* A copy of full length: Capstone looks ahead of what it is given. */
	memcpy(bytes, code, size < sizeof bytes ? size : sizeof bytes);
	if (!engine(&handle, &insn) || !cs_disasm_iter(handle, &at, &left, &address, insn))
		return 0;
	if (insn->size < 2 || insn->size > size || insn->size % 2 != 0 || insn->id == M68K_INS_INVALID)
		return 0;
	snprintf(buf, bufsize, "%s%s%s", insn->mnemonic, *insn->op_str ? " " : "", insn->op_str);
	return insn->size;
}

unsigned disasm(const uint8_t *code, size_t size, uint32_t pc, char *buf, size_t bufsize)
{
	char ignored[2];
	unsigned length;

	if (!buf || bufsize == 0) {
		buf = ignored;
		bufsize = sizeof ignored;
	}
	*buf = '\0';
	if (size < 2)
		return 0;

	uint16_t opcode = be16_get(code);

	if (opcode == XFC_BASE + XFC_CALLS) { /* the one with operands behind it */
		if (size >= CALLS_BYTES) {
			snprintf(buf, bufsize, "calls #%u, $%x", be16_get(code + 2), be32_get(code + 4));
			return CALLS_BYTES;
		}
	} else if ((opcode & LINE_MASK) == LINE_A && opcode - XFC_BASE < XFC_COUNT) {
		snprintf(buf, bufsize, "%s", xfc_names[opcode - XFC_BASE]);
		return 2;
	} else if ((opcode & LINE_MASK) == LINE_A && opcode - (uint32_t)(XFC_BASE + XFC_TRACE) < EV_COUNT) {
		snprintf(buf, bufsize, "trace %s", event_name(opcode - (uint32_t)(XFC_BASE + XFC_TRACE)));
		return 2;
	}
	if (opcode == BSR_LONG && size >= 6) {
		snprintf(buf, bufsize, "bsr.l $%x", pc + 2 + be32_get(code + 2));
		return 6;
	}
	if ((opcode & ~7u) == LINK_WORD && size >= 4) {
		int bytes = (int16_t)be16_get(code + 2);

		snprintf(buf, bufsize, "link.w a%u, #%s$%x", opcode & 7u, bytes < 0 ? "-" : "", (unsigned)abs(bytes));
		return 4;
	}
	if ((opcode & LINE_MASK) != LINE_A && opcode != BSR_LONG) {
		length = decode(code, size, pc, buf, bufsize);
		if (length)
			return length;
	}
	snprintf(buf, bufsize, ".short 0x%04x", opcode);
	return 2;
}
