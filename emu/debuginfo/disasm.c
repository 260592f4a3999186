/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Disassembly with Capstone, which only this file knows, and of what Capstone does not: the extended functions, and
 * what its version 4 decodes wrongly.
 */
#include "debuginfo/disasm.h"

#include <capstone.h>
#include <dlfcn.h>
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

#define STRING(x) #x
#define LIBRARY(version) "libcapstone.so." STRING(version)

/* Capstone's functions, once it is loaded: its table of the m68k alone is a megabyte of addresses, to be put right page
 * by page, which takes a tenth of the time that the program needs to start. Nobody but this file calls it, and many
 * commands do not disassemble. */
static struct {
	__typeof__(&cs_open) open;
	__typeof__(&cs_option) option;
	__typeof__(&cs_malloc) malloc;
	__typeof__(&cs_disasm_iter) disasm_iter;
} capstone;

static const struct {
	const char *name;
	void *to;
} functions[] = {
	{"cs_open", &capstone.open},
	{"cs_option", &capstone.option},
	{"cs_malloc", &capstone.malloc},
	{"cs_disasm_iter", &capstone.disasm_iter},
};

bool disasm_load(void)
{
	static bool tried, loaded;
	void *library, *found;

	if (tried)
		return loaded;
	tried = true;
	library = dlopen(LIBRARY(CS_API_MAJOR), RTLD_LAZY | RTLD_LOCAL);
	loaded = library != NULL;
	for (size_t i = 0; i < sizeof functions / sizeof *functions && loaded; i++) {
		found = dlsym(library, functions[i].name);
		memcpy(functions[i].to, &found, sizeof found);
		loaded = found != NULL;
	}
	if (!loaded)
		fprintf(stderr, "vforkscope: instructions are not shown as text: %s\n", dlerror());
	return loaded;
}

/* The engine is opened at the first use and kept until the process ends. False if Capstone is not there, or lacks the
 * m68k. */
static bool engine(csh *handle, cs_insn **insn)
{
	static csh opened;
	static cs_insn *room;

	if (!room) {
		if (!disasm_load() ||
		    capstone.open(CS_ARCH_M68K, CS_MODE_BIG_ENDIAN | CS_MODE_M68K_040, &opened) != CS_ERR_OK)
			return false;
		capstone.option(opened, CS_OPT_DETAIL, CS_OPT_ON);
		room = capstone.malloc(opened);
	}
	*handle = opened;
	*insn = room;
	return room != NULL;
}

/* Decodes with Capstone; NULL if the bytes are no whole instruction. Good until the next one is decoded. */
static const cs_insn *decode(const uint8_t *code, size_t size, uint32_t pc)
{
	uint8_t bytes[INSN_MAX] = {0};
	const uint8_t *at = bytes;
	uint64_t address = pc;
	size_t left = sizeof bytes;
	csh handle;
	cs_insn *insn;

	/* A copy of full length: Capstone looks ahead of what it is given. */
	memcpy(bytes, code, size < sizeof bytes ? size : sizeof bytes);
	if (!engine(&handle, &insn) || !capstone.disasm_iter(handle, &at, &left, &address, insn))
		return NULL;
	if (insn->size < 2 || insn->size > size || insn->size % 2 != 0 || insn->id == M68K_INS_INVALID)
		return NULL;
	return insn;
}

/* What Capstone decodes wrongly; its length, or 0 if it is none of that. It takes bsr.l for a bsr.s of 2 bytes, shows a
 * frame's size in link without its sign, gives an extension word to sbcd, and four bytes to the one that btst tests. */
static unsigned disasm_mended(const uint8_t *code, size_t size, uint32_t pc, char *buf, size_t bufsize)
{
	uint16_t opcode = be16_get(code), word = size >= 4 ? be16_get(code + 2) : 0;
	unsigned low = opcode & 7u, high = opcode >> 9 & 7u;

	if (opcode == BSR_LONG && size >= 6) {
		snprintf(buf, bufsize, "bsr.l $%x", pc + 2 + be32_get(code + 2));
		return 6;
	}
	if ((opcode & 0xF1F8) == 0x8108) {
		snprintf(buf, bufsize, "sbcd -(a%u), -(a%u)", low, high);
		return 2;
	}
	if (size < 4)
		return 0;
	if ((opcode & ~7u) == LINK_WORD) {
		int bytes = (int16_t)word;

		snprintf(buf, bufsize, "link.w a%u, #%s$%x", low, bytes < 0 ? "-" : "", (unsigned)abs(bytes));
	} else if ((opcode & 0xF1FF) == 0x013C) {
		snprintf(buf, bufsize, "btst.b d%u, #$%x", high, word & 0xFFu);
	} else {
		return 0;
	}
	return 4;
}

unsigned disasm(const uint8_t *code, size_t size, uint32_t pc, char *buf, size_t bufsize)
{
	const cs_insn *insn;
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
	length = disasm_mended(code, size, pc, buf, bufsize);
	if (length)
		return length;
	if ((opcode & LINE_MASK) != LINE_A && opcode != BSR_LONG) {
		insn = decode(code, size, pc);
		if (insn) {
			snprintf(buf, bufsize, "%s%s%s", insn->mnemonic, *insn->op_str ? " " : "", insn->op_str);
			return insn->size;
		}
	}
	snprintf(buf, bufsize, ".short 0x%04x", opcode);
	return 2;
}

/* Where the code goes on, by the instruction's first words. */
static void find_flow(const uint8_t *code, size_t size, uint32_t pc, struct insn_step *s)
{
	uint16_t op = be16_get(code);
	int32_t word = size >= 4 ? (int16_t)be16_get(code + 2) : 0,
		longword = size >= 6 ? (int32_t)be32_get(code + 2) : 0;

	if ((op & 0xF000) == 0x6000) { /* bra, bsr, bcc */
		int32_t byte = (int8_t)op;
		bool always = (op & 0x0F00) == 0, call = (op & 0x0F00) == 0x0100;

		s->target = pc + 2 + (uint32_t)(byte == 0 ? word : byte == -1 ? longword : byte);
		s->flow = call ? INSN_ON : always ? INSN_JUMP : INSN_BRANCH;
	} else if ((op & 0xF0F8) == 0x50C8) { /* dbcc */
		s->target = pc + 2 + (uint32_t)word;
		s->flow = INSN_BRANCH;
	} else if ((op & 0xFF80) == 0xF280) { /* fbcc */
		s->target = pc + 2 + (uint32_t)(op & 0x40 ? longword : word);
		s->flow = INSN_BRANCH;
	} else if (op == 0x4EF9 || op == 0x4EFA) { /* jmp to an address, or pc-relative */
		s->target = op == 0x4EF9 ? (uint32_t)longword : pc + 2 + (uint32_t)word;
		s->flow = INSN_JUMP;
	} else if ((op & 0xFFC0) == 0x4EC0) { /* jmp */
		s->flow = INSN_ANYWHERE;
	} else if ((op >= 0x4E73 && op <= 0x4E77 && op != 0x4E76) || op == XFC_BASE + XFC_RET ||
	           op == XFC_BASE + XFC_HALT) {
		s->flow = INSN_AWAY; /* rte, rtd, rts, rtr */
	}
}

static void add_use(struct insn_step *s, enum insn_use_kind kind, int32_t at, uint32_t size)
{
	if (s->nuses < (int)(sizeof s->uses / sizeof *s->uses))
		s->uses[s->nuses++] = (struct insn_use){kind, at, size};
}

/* Bytes that an operand in memory has. */
static uint32_t operand_size(const cs_insn *insn)
{
	const cs_m68k *m = &insn->detail->m68k;
	uint32_t size =
		m->op_size.type == M68K_SIZE_TYPE_FPU ? (uint32_t)m->op_size.fpu_size : (uint32_t)m->op_size.cpu_size;

	if (insn->id == M68K_INS_MOVEM || insn->id == M68K_INS_FMOVEM) {
		uint32_t each = insn->id == M68K_INS_FMOVEM ? 12 : size, n = 0;

		for (int i = 0; i < m->op_count; i++)
			for (uint32_t bits = m->operands[i].register_bits; bits; bits &= bits - 1)
				n++;
		return n * each;
	}
	return size ? size : 4;
}

/* What it does with an operand in memory: nothing but write, or also read. */
static bool only_writes(const cs_insn *insn, int operand)
{
	const cs_m68k *m = &insn->detail->m68k;

	switch (insn->id) {
	case M68K_INS_MOVE:
	case M68K_INS_MOVEM:
	case M68K_INS_FMOVE:
	case M68K_INS_FMOVEM:
		return operand == m->op_count - 1;
	case M68K_INS_CLR:
		return true;
	default:
		return insn->id >= M68K_INS_ST && insn->id <= M68K_INS_SLE;
	}
}

/* Does it leave the operand as it is? */
static bool only_reads(const cs_insn *insn, int operand)
{
	const cs_m68k *m = &insn->detail->m68k;

	switch (insn->id) {
	case M68K_INS_TST:
	case M68K_INS_CMP:
	case M68K_INS_CMPA:
	case M68K_INS_CMPI:
	case M68K_INS_BTST:
		return true;
	default:
		return m->op_count > 1 && operand < m->op_count - 1;
	}
}

struct insn_step disasm_step(const uint8_t *code, size_t size, uint32_t pc)
{
	struct insn_step s = {.length = disasm(code, size, pc, NULL, 0)};
	const cs_insn *insn;

	if (!s.length)
		return s;
	find_flow(code, size, pc, &s);
	insn = (be16_get(code) & LINE_MASK) == LINE_A ? NULL : decode(code, size, pc);
	if (!insn || be16_get(code) == BSR_LONG)
		return s;
	for (int i = 0; i < insn->detail->m68k.op_count; i++) {
		const cs_m68k_op *op = &insn->detail->m68k.operands[i];
		uint32_t bytes = operand_size(insn);

		if (op->type != M68K_OP_MEM)
			continue;
		if (op->address_mode == M68K_AM_REGI_ADDR && op->reg == M68K_REG_A6) {
			add_use(&s, INSN_READ, 0, bytes);
			continue;
		}
		if (op->mem.base_reg != M68K_REG_A6)
			continue;
		if (op->address_mode != M68K_AM_REGI_ADDR_DISP || insn->id == M68K_INS_LEA ||
		    insn->id == M68K_INS_PEA) {
			add_use(&s, INSN_ADDRESS, op->mem.disp, bytes);
			continue;
		}
		if (!only_writes(insn, i))
			add_use(&s, INSN_READ, op->mem.disp, bytes);
		if (!only_reads(insn, i))
			add_use(&s, INSN_WRITE, op->mem.disp, bytes);
	}
	return s;
}

/* Is what the register held of no matter to the instruction, which only fills it? */
static bool only_fills(const cs_insn *insn, int operand)
{
	const cs_m68k *m = &insn->detail->m68k;

	switch (insn->id) {
	case M68K_INS_MOVEA:
	case M68K_INS_MOVEQ:
	case M68K_INS_LEA:
		return operand == m->op_count - 1;
	default:
		return only_writes(insn, operand);
	}
}

static uint16_t bit_of(m68k_reg reg)
{
	if (reg >= M68K_REG_D0 && reg <= M68K_REG_D7)
		return (uint16_t)(1u << (reg - M68K_REG_D0));
	if (reg >= M68K_REG_A0 && reg <= M68K_REG_A7)
		return (uint16_t)(1u << (8 + reg - M68K_REG_A0));
	return 0;
}

static uint16_t read_by_operand(const cs_insn *insn, int i)
{
	const cs_m68k_op *op = &insn->detail->m68k.operands[i];

	switch (op->type) {
	case M68K_OP_REG:
		return only_fills(insn, i) ? 0 : bit_of(op->reg);
	case M68K_OP_REG_BITS: /* movem: those that it stores */
		return only_writes(insn, i) ? 0 : (uint16_t)op->register_bits;
	case M68K_OP_REG_PAIR:
		return (uint16_t)(bit_of(op->reg_pair.reg_0) | bit_of(op->reg_pair.reg_1));
	case M68K_OP_MEM:
		return (uint16_t)(bit_of(op->reg) | bit_of(op->mem.base_reg) | bit_of(op->mem.index_reg));
	default:
		return 0;
	}
}

uint16_t disasm_reads(const uint8_t *code, size_t size, uint32_t pc)
{
	const uint16_t sp = 1u << 15;
	uint16_t op = size >= 2 ? be16_get(code) : LINE_A, reads = 0;
	const cs_insn *insn;

	if ((op & 0xFF00) == 0x6100 || (op & 0xFFC0) == 0x4E80 || op == 0x4E74 || op == 0x4E75 || op == 0x4E77)
		reads |= sp; /* bsr, jsr, rtd, rts, rtr */
	if (((op & 0xFFC0) == 0x4840 && (op & 0x38) > 8) || (op & ~7u) == LINK_WORD || (op & ~7u) == 0x4808)
		reads |= sp; /* pea, link */
	if ((op & ~7u) == 0x4E58 || (op & ~7u) == LINK_WORD || (op & ~7u) == 0x4808)
		return (uint16_t)(reads | 1u << (8 + (op & 7))); /* unlk, link: the frame pointer */
	insn = (op & LINE_MASK) == LINE_A || op == BSR_LONG ? NULL : decode(code, size, pc);
	for (int i = 0; insn && i < insn->detail->m68k.op_count; i++)
		reads |= read_by_operand(insn, i);
	return reads;
}

uint16_t disasm_fills(const uint8_t *code, size_t size, uint32_t pc)
{
	uint16_t op = size >= 2 ? be16_get(code) : LINE_A, fills = 0;
	const cs_insn *insn = (op & LINE_MASK) == LINE_A || op == BSR_LONG ? NULL : decode(code, size, pc);

	for (int i = 0; insn && i < insn->detail->m68k.op_count; i++)
		if (insn->detail->m68k.operands[i].type == M68K_OP_REG && only_fills(insn, i))
			fills |= bit_of(insn->detail->m68k.operands[i].reg);
	return fills;
}
