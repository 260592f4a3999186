/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A guest program's ELF file, looked at before it goes on the disk, so that a user's mistake is told on the host. */
#ifndef EMU_ELF_CHECK_H
#define EMU_ELF_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True if the image can be executed in the machine: complete, static, 32-bit big-endian 68k ELF with segments that
 * fit into P0. False and a line in error that begins with the name. */
bool elf_check(const char *name, const uint8_t *elf, size_t size, char *error);

#endif
