/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of the system calls for people, from the table in guest/abi/syscalls.h. */
#ifndef EMU_SYSCALL_NAME_H
#define EMU_SYSCALL_NAME_H

#include <stdint.h>

/* Name of a system call and, if nargs is not NULL, how many arguments it takes. NULL for a number that is none. */
const char *syscall_name(uint32_t number, int *nargs);

#endif
