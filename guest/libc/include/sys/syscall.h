/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System call numbers, SYS_name, for programs that bring a stub of their own. */
#ifndef _SYS_SYSCALL_H
#define _SYS_SYSCALL_H

#include <syscalls.h>

#endif
