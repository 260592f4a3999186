/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of historic systems. systems.h has its rows, policy.h what they mean. */
#include "policy.h"

#include <sys/vforkrule.h>

#include "systems.h"
#include "systm.h"

const struct policy *policy;

static const struct policy policies[] = {
#define SYSTEM(name, title, ...) {name, __VA_ARGS__},
	SYSTEMS(SYSTEM)
#undef SYSTEM
};

_Static_assert(VR_KERNEL == TABLE_KERNEL && VR_USER == TABLE_USER && VR_SIGNAL == TABLE_SIGNAL, "sys/vforkrule.h");

/* What sys/vforkrule.h's rules are to begin with. */
static const uint32_t rules[][VR_RULES] = {
	[STOPS_DEFERRED] = {[VR_STOP] = VR_PENDS, [VR_TTYREAD] = VR_EIO, [VR_TTYWRITE] = VR_ALLOWED},
	[STOPS_EOF] = {[VR_STOP] = VR_PENDS, [VR_TTYREAD] = VR_EOF, [VR_TTYWRITE] = VR_ALLOWED},
	[STOPS_REFUSED] = {[VR_STOP] = VR_PENDS, [VR_TTYREAD] = VR_EIO, [VR_TTYWRITE] = VR_REFUSED},
	[STOPS_KEYS] = {[VR_STOP] = VR_KEYS, [VR_TTYREAD] = VR_SIGTTIN, [VR_TTYWRITE] = VR_SIGTTOU},
	[STOPS_SIGSTOP] = {[VR_STOP] = VR_KEYS, [VR_TTYREAD] = VR_EIO, [VR_TTYWRITE] = VR_ALLOWED},
	[STOPS_ACT] = {[VR_STOP] = VR_STOPS, [VR_TTYREAD] = VR_SIGTTIN, [VR_TTYWRITE] = VR_SIGTTOU},
	[STOPS_NONE] = {[VR_STOP] = VR_STOPS},
};

int policyinit(const char *name)
{
	for (uint32_t i = 0; i < sizeof policies / sizeof policies[0]; i++) {
		if (strcmp(policies[i].name, name) == 0) {
			policy = &policies[i];
			bcopy(rules[policy->stops], vforkrules, sizeof rules[0]);
			vforkrules[VR_SIGTABLE] = policy->sigtable;
			vforkrules[VR_ATFORK] = policy->extras == EXTRA_ATFORK;
			return 1;
		}
	}
	return 0;
}
