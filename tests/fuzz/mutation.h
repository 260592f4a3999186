/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What those who make wrong traces share. */
#ifndef TESTS_MUTATION_H
#define TESTS_MUTATION_H

#include <sqlite3.h>

#include "analysis/kernel_view.h"
#include "trace_mutations.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct base {
	char program[32];
	struct timeline *timeline; /* its machine tells which states are good ones */
	struct kernel_names names;
	uint8_t *file;
	size_t size;
};

/* One trace on its way. */
struct mutation {
	const struct base *base;
	sqlite3 *db;
	uint64_t random;
};

/* Random numbers of this change: 0 ... n - 1; and one that is worth trying, of up to 64 bits. */
uint32_t mutation_below(struct mutation *, size_t n);
int64_t mutation_number(struct mutation *);

/* A few wrong bytes, words or stretches in a block. */
void change_bytes(struct mutation *, uint8_t *block, size_t size);

/* A header, a table or a section of an ELF file; code becomes instructions that are seldom met. */
void change_elf(struct mutation *, uint8_t *elf, size_t size);

/* The file system's own blocks, or a program on it. */
void change_disk(struct mutation *, uint8_t *disk, size_t size);

/* The words of the state before memory, and the tables in memory that host and kernel believe in. */
void change_state(struct mutation *, uint8_t *block, size_t size);

#endif
