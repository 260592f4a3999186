/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The texts of source files: which may be read, and from where. Debugging information is a stranger's word and may name
 * any file of the host; so what it names is looked for below one directory that the user or we chose, and nowhere else.
 */
#ifndef EMU_SOURCES_H
#define EMU_SOURCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "replay/timeline.h"

/* What guest/ is called in the debugging information of what we ship. The texts are below src/ in the directory of the
 * guest's files. The Makefile and compiler.c have the compiler write these names, which hold no place of any host. */
#define SOURCES_COMPILED "/vforkscope"
#define SOURCES_SHIPPED SOURCES_COMPILED "/guest/"

/* Reads the regular file `path` below a directory, which may itself be reached through links; the caller frees *data.
 * False if it is not there, has more than RUN_SOURCE_BYTES bytes or is not to be had in this way: an absolute path, one
 * with . or .., a symbolic link on the way. */
bool sources_read(const char *directory, const char *path, uint8_t **data, size_t *size);

/* Reads a shipped source by its name in the debugging information; false if it is none. */
bool sources_shipped(const char *name, uint8_t **data, size_t *size);

/* Where a program's own sources may be. */
struct sources_place {
	char *directory;   /* its sources are below it; NULL: nowhere */
	const char *named; /* the file that the user named to be compiled, as it was named; NULL: none */
};

/* Reads a program's own sources (not the library's), at most RUN_SOURCES, as images named "source:" and what the
 * debugging information calls them. Returns how many; the caller frees names and data. What cannot be read is left
 * out. */
size_t sources_of(const uint8_t *elf, size_t size, const struct sources_place *, struct run_image images[RUN_SOURCES]);

#endif
