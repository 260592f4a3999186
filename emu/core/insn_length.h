/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long an instruction of the 68040 is (M68000 Family Programmer's Reference Manual, sections 2 and 8). */
#ifndef EMU_INSN_LENGTH_H
#define EMU_INSN_LENGTH_H

#include <stddef.h>
#include <stdint.h>

enum { INSN_MAX = 22 /* longest instruction, bytes */ };

/* Bytes of the instruction that begins with this code, of which size bytes are known: 2 to INSN_MAX. What is no
 * instruction has 2, and words beyond the known ones count as 0. */
unsigned insn_length(const uint8_t *code, size_t size);

#endif
