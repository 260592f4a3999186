/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of the system calls. See syscall_name.h. */
#include "analysis/syscall_name.h"

#include <stddef.h>

#include "abi/syscalls.h"

static const struct {
	const char *name;
	int nargs;
} calls[SYS_MAX] = {
#define SYSCALL(number, NAME, name, args) [number] = {#name, args},
	SYSCALLS(SYSCALL)
#undef SYSCALL
};

const char *syscall_name(uint32_t number, int *nargs)
{
	if (number >= SYS_MAX || !calls[number].name)
		return NULL;
	if (nargs)
		*nargs = calls[number].nargs;
	return calls[number].name;
}
