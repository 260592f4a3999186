/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page tables of a process: base and length registers of the regions P0 and P1, as they are in its PCB. */
#ifndef EMU_ADDRESS_SPACE_H
#define EMU_ADDRESS_SPACE_H

#include <stdint.h>

struct address_space {
	uint32_t p0br, p0lr, p1br, p1lr;
};

#endif
