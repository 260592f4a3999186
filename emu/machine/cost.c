/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The price list. */
#include "machine/cost.h"

const struct cost_row cost_table[COST_KINDS] = {
#define COST(name, tenths, what, source) [COST_##name] = {#name, tenths, what, source},
	COSTS(COST)
#undef COST
};
