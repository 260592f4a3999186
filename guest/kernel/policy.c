/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of historic systems. systems.h has its rows, policy.h what they mean. */
#include "policy.h"

#include "systems.h"
#include "systm.h"

const struct policy *policy;

static const struct policy policies[] = {
#define SYSTEM(name, title, ...) {name, __VA_ARGS__},
	SYSTEMS(SYSTEM)
#undef SYSTEM
};

int policyinit(const char *name)
{
	for (uint32_t i = 0; i < sizeof policies / sizeof policies[0]; i++) {
		if (strcmp(policies[i].name, name) == 0) {
			policy = &policies[i];
			return 1;
		}
	}
	return 0;
}
