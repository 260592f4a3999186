/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The system call table, by number; init_sysent.c makes it. */
#ifndef KERNEL_SYSENT_H
#define KERNEL_SYSENT_H

#include "syscalls.h"

struct sysent {
	unsigned int sy_narg; /* longwords of arguments */
	void (*sy_call)(void);
};

extern const struct sysent sysent[SYS_MAX];
void nosys(void); /* of a number that has no call, as 0 is */

#endif
