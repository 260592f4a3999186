/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The core's lookout (core/lookout.h) of a machine: until the next call, NULL for none. Detail mode must be off. */
#ifndef EMU_MACHINE_LOOKOUT_H
#define EMU_MACHINE_LOOKOUT_H

#include "core/lookout.h"
#include "machine/machine.h"

void machine_look_out(struct machine *, const struct lookout *);

#endif
