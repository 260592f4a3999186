/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of historic systems. The code asks what a system does (policy->memory, policy->hold), never its name. */
#include "policy.h"

#include "systems.h"
#include "systm.h"

const struct policy *policy;

static const struct policy policies[] = {
#define SYSTEM(name, memory, hold, title) {name, memory, hold},
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
