/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See machine_lookout.h. */
#include "machine/machine_lookout.h"

#include "machine/machine_private.h"

void machine_look_out(struct machine *m, const struct lookout *lookout)
{
	cpu_look_out(m->cpu, lookout);
}
