/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The sections of an ELF file in memory, which may be a stranger's: what lies outside of the file reads as empty.
 * Nothing is copied, nothing unpacked.
 */
#ifndef EMU_ELF_FILE_H
#define EMU_ELF_FILE_H

#include "base/bytes.h"

struct elf_file {
	const uint8_t *data;
	size_t size;
	uint32_t nsections;
	struct bytes headers, names; /* of the sections */
	size_t header_size;
};

struct elf_section {
	const char *name; /* "" if it has none of reasonable length */
	uint32_t type, flags, address, size, link, entry_size;
	struct bytes data; /* empty if it takes no room in the file, or would lie outside */
};

/* Looks at an image, which must stay there. False and a line in error (ERROR_MAX bytes) if it is not a static
 * big-endian m68k program. */
bool elf_open(struct elf_file *, const void *data, size_t size, char *error);

/* Section by number, from 0; false if there is none. */
bool elf_section(const struct elf_file *, uint32_t number, struct elf_section *);

/* Puts zeros in place of a program's debugging information, in blocks of so many bytes that hold nothing else; of what
 * is no program nothing changes. */
void elf_slim(uint8_t *elf, size_t size, size_t block);
/* Has it something in such a block, so that it is no file that was made so? */
bool elf_is_whole(const uint8_t *elf, size_t size, size_t block);
/* Has a program say that there is no debugging information, for those who would take such zeros for some. */
void elf_hide_debugging(uint8_t *elf, size_t size);

#endif
