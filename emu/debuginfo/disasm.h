/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Disassembly of 68040 instructions and of the machine's extended functions (Capstone). */
#ifndef EMU_DISASM_H
#define EMU_DISASM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Loads Capstone, which is done at the first use otherwise: for a process that is about to give up the host's files.
 * False, and a line on stderr, if it is not there. */
bool disasm_load(void);

/* Writes the instruction at code[0..size) as text into buf (bufsize bytes, always NUL-terminated) and returns its
 * length in
 * bytes: 2 to 22, even. Something that is no instruction becomes ".short 0x...." of length 2. A-line opcodes become
 * the extended function's name ("mtpr"), unknown ones ".short". pc is its address, for branch targets. size < 2 returns
 * 0. buf may be NULL (only the length is wanted). Knows bsr.l (0x61ff, 6 bytes), which Capstone 4 gets wrong. */
unsigned disasm(const uint8_t *code, size_t size, uint32_t pc, char *buf, size_t bufsize);

/* What comes after an instruction. A call and a trap come back: ON. */
enum insn_flow {
	INSN_ON,
	INSN_BRANCH,   /* the next one or the target */
	INSN_JUMP,     /* the target */
	INSN_AWAY,     /* nothing: it returns */
	INSN_ANYWHERE, /* what a register says */
};

/* What an instruction does with memory at a fixed distance from a6. With an index, or where only the address is
 * computed: ADDRESS. */
enum insn_use_kind { INSN_READ, INSN_WRITE, INSN_ADDRESS };
struct insn_use {
	enum insn_use_kind kind;
	int32_t at; /* from a6 */
	uint32_t size;
};

struct insn_step {
	unsigned length; /* bytes; 0: it is none */
	enum insn_flow flow;
	uint32_t target;         /* BRANCH, JUMP */
	struct insn_use uses[4]; /* one for an operand: what is read comes before what is written */
	int nuses;
};

/* The same instruction as disasm's, for those who follow the code. Of one that changes memory in place both a read and
 * a write are told. */
struct insn_step disasm_step(const uint8_t *code, size_t size, uint32_t pc);

/* Registers that the instruction reads, a bit for each: 0-7 d0-d7, 8-15 a0-a7; as operands, or for an address, and sp
 * by those that pop, push or return. What a trap or an extended function reads is not known. */
uint16_t disasm_reads(const uint8_t *code, size_t size, uint32_t pc);

/* Registers that it gives a new value without reading the old one, as its last operand: those that it is sure of. */
uint16_t disasm_fills(const uint8_t *code, size_t size, uint32_t pc);

/* Name of a register of struct variable's numbering: "d0" ... "a5", "fp", "sp". */
const char *register_name(int n);

#endif
