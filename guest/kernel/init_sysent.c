/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The system call table, made of syscalls.h. */
#include "sysent.h"

/* The call is rexit; exit is what it and fatal signals end in. */
#define exit rexit

#define SYSCALL(number, NAME, name, args) void name(void);
SYSCALLS(SYSCALL)
#undef SYSCALL

#pragma GCC diagnostic ignored "-Woverride-init" /* the calls that there are come after nosys for all numbers */
/* clang-format off */
const struct sysent sysent[SYS_MAX] = {
	[0 ... SYS_MAX - 1] = {0, nosys},
#define SYSCALL(number, NAME, name, args) [number] = {args, name},
	SYSCALLS(SYSCALL)
#undef SYSCALL
};
/* clang-format on */
