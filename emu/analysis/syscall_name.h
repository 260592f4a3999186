/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The system calls for people: their names, from the table in guest/abi/syscalls.h, what their arguments are, and what
 * errors are called. */
#ifndef EMU_SYSCALL_NAME_H
#define EMU_SYSCALL_NAME_H

#include <stdbool.h>
#include <stdint.h>

/* Name of a system call and, if nargs is not NULL, how many arguments it takes. NULL for a number that is none. */
const char *syscall_name(uint32_t number, int *nargs);

/* What the arguments of a call are, a letter for each: d descriptor, s path, b text whose size comes next, i number,
 * o permissions in octal, x bits, w whence of lseek, r resource of setrlimit, P process, W process that is waited
 * for, S signal, M set of signals, H struct sigvec,
 * a address. "" for a number that is none. */
const char *syscall_shape(uint32_t number);

/* Does the call make a process, or put another program into one? */
bool syscall_makes(uint32_t number);

/* Does the call change something that belongs to the process itself and is not in its memory: descriptors, working
 * directory, identity, limits, handlers? */
bool syscall_changes_self(uint32_t number);

/* An error number's name: "ENOMEM"; NULL if it has none. */
const char *syscall_error(uint32_t error);

#endif
