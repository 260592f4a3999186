/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cross compiler, run on the host to make programs for the machine. */
#ifndef EMU_COMPILER_H
#define EMU_COMPILER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Runs the compiler with the machine's flags, headers and library, and after them the user's arguments
 * (NULL-terminated). guest: directory of the guest's files. What the compiler says goes to stderr. True if it
 * succeeded; else false and a line in error (MACHINE_ERROR_MAX bytes). */
bool compiler_run(const char *guest, char *const *args, char *error);

/* Compiles and links one C file; the caller frees *elf. Leaves nothing behind in the file system. */
bool compiler_make(const char *guest, const char *source, uint8_t **elf, size_t *size, char *error);

#endif
