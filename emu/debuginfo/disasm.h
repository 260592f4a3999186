/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Disassembly of 68040 instructions and of the machine's extended functions (Capstone). */
#ifndef EMU_DISASM_H
#define EMU_DISASM_H

#include <stddef.h>
#include <stdint.h>

/* Writes the instruction at code[0..size) as text into buf (bufsize bytes, always NUL-terminated) and returns its
 * length in
 * bytes: 2 to 22, even. Something that is no instruction becomes ".short 0x...." of length 2. A-line opcodes become
 * the extended function's name ("mtpr"), unknown ones ".short". pc is its address, for branch targets. size < 2 returns
 * 0. buf may be NULL (only the length is wanted). Knows bsr.l (0x61ff, 6 bytes), which Capstone 4 gets wrong. */
unsigned disasm(const uint8_t *code, size_t size, uint32_t pc, char *buf, size_t bufsize);

/* Name of a register of struct variable's numbering: "d0" ... "a5", "fp", "sp". */
const char *register_name(int n);

#endif
