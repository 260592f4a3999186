/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A guest program's ELF file, looked at before it goes on the disk, so that a user's mistake is told on the host. */
#ifndef EMU_ELF_CHECK_H
#define EMU_ELF_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads a regular file whole; the caller frees *data. False and a line in error (ERROR_MAX bytes) when it is
 * missing, no regular file, cannot be read or has more than max bytes. */
bool program_read(const char *path, size_t max, uint8_t **data, size_t *size, char *error);

/* The same for a file that is open for reading, which it closes; path is its name in error. */
bool program_read_open(int fd, const char *path, size_t max, uint8_t **data, size_t *size, char *error);

/* True if the image can be executed in the machine: complete, static, 32-bit big-endian 68k ELF with segments that
 * fit into P0. False and a line in error that begins with the name. */
bool program_check(const char *name, const uint8_t *elf, size_t size, char *error);

#endif
