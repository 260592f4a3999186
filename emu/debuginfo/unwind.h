/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a caller's registers are found from those of the function that it called: the rules that call frame information
 * has for one instruction (DWARF 5, 6.4.1). The frame address is the value that sp had before the call.
 */
#ifndef EMU_UNWIND_H
#define EMU_UNWIND_H

#include <stdint.h>

enum unwind_place {
	UNWIND_SAME,     /* still in the register; also where nothing is said */
	UNWIND_LOST,     /* nowhere, or where only an expression would find it: those are not computed */
	UNWIND_SAVED,    /* in the word at frame address + number */
	UNWIND_SUM,      /* it is frame address + number */
	UNWIND_REGISTER, /* in the register `number` */
};
struct unwind_rule {
	enum unwind_place place;
	int32_t number;
};

enum { UNWIND_REGISTERS = 16 }; /* 0-7 d0-d7, 8-15 a0-a7 */
struct unwind {
	int base; /* the frame address is the value of this register + offset; -1: it is found in no such way */
	int32_t offset;
	struct unwind_rule registers[UNWIND_REGISTERS];
	struct unwind_rule pc; /* the return address */
};

#endif
