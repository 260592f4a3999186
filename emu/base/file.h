/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of the host that are read whole. */
#ifndef EMU_FILE_H
#define EMU_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads a regular file whole; the caller frees *data. False and a line in error (ERROR_MAX bytes) when it is
 * missing, no regular file, cannot be read, has more than max bytes or more than its size says. */
bool file_read(const char *path, size_t max, uint8_t **data, size_t *size, char *error);

/* The size of a regular file; and reads it into `data`, when it has that size still. False and a line in error as
 * above. */
bool file_size(const char *path, size_t max, size_t *size, char *error);
bool file_read_into(const char *path, uint8_t *data, size_t size, char *error);

/* Reads whole a file that is open for reading, which it closes; path is its name in error. As file_read. */
bool file_read_open(int fd, const char *path, size_t max, uint8_t **data, size_t *size, char *error);

#endif
