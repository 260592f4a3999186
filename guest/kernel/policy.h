/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the historic systems do differently when a process is made. The table is in policy.c. */
#ifndef KERNEL_POLICY_H
#define KERNEL_POLICY_H

enum memory { EXCHANGE, COW }; /* see systems.h */
enum hold { HOLD_RELEASE, HOLD_END, HOLD_NOT };

struct policy {
	const char *name;
	enum memory memory;
	enum hold hold;
};

extern const struct policy *policy; /* of the system that runs */

/* Chooses the system by name; 0 if there is none of that name. */
int policyinit(const char *name);

#endif
