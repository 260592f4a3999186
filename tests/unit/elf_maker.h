/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes ELF programs with debugging information by hand, piece by piece, so that a test may make wrong ones. What goes
 * wrong here ends the test. */
#ifndef TESTS_ELF_MAKER_H
#define TESTS_ELF_MAKER_H

#include <elf.h>
#include <stddef.h>
#include <stdint.h>

#include "debuginfo/dwarf_codes.h"

enum { TEXT_AT = 0x1000, TEXT_BYTES = 64, SECTIONS_MAX = 16 };

/* Bytes that grow at the end; data is freed by whoever has it last. */
struct out {
	uint8_t *data;
	size_t size, room;
};

void put(struct out *, const void *data, size_t size);
void put1(struct out *, uint32_t);
void put2(struct out *, uint32_t);
void put4(struct out *, uint32_t);
void put_leb(struct out *, uint32_t);
void put_text(struct out *, const char *);
void put_many(struct out *, uint32_t byte, size_t count);

struct section {
	const char *name;
	uint32_t type, flags, address, link, entry_size;
	struct out data;
};

/* A program while it is made. */
struct image {
	struct section sections[SECTIONS_MAX];
	uint32_t count;
	struct out *info, *abbrev, *line, *symbols, *texts;
};

/* The abbreviations of most of the programs here. */
enum abbreviation {
	UNIT = 1,   /* name, comp_dir, low_pc, high_pc, stmt_list */
	EMPTY,      /* a unit without children: name */
	FUNCTION,   /* name, low_pc, high_pc */
	BLOCK,      /* sibling, low_pc, high_pc */
	VARIABLE,   /* name, type, location as operations */
	LISTED,     /* name, type, location as a list */
	NAMED,      /* name in .debug_str, type, location as operations */
	BASE,       /* name, byte_size */
	CONST,      /* type */
	POINTER,    /* type */
	ARRAY,      /* type; has children */
	DIMENSION,  /* upper_bound */
	TYPEDEF,    /* name, type */
	STRUCT,     /* name; has children */
	RANGED,     /* a block: ranges */
	INSTANCE,   /* a variable: abstract_origin */
	DEFINITION, /* a function: specification, low_pc, high_pc */
	ABBREVIATIONS,
};

/* A program with one function, main, at TEXT_AT, and sections for debugging information, in which there are
 * abbreviations only. */
void begin(struct image *);
struct section *section(struct image *, const char *name, uint32_t type, uint32_t flags);
/* A function in .text; name: where in m->texts. */
void put_symbol(struct image *, uint32_t name, uint32_t at, uint32_t size);
/* Puts all together, which takes the image apart. */
struct out finish(struct image *);

/* An attribute of an abbreviation. */
void put_spec(struct out *, uint32_t attribute, uint32_t form);

/* Begins a unit of a version from 2 to 5, whose abbreviations are the first ones; returns where it begins, which
 * end_unit wants. */
size_t begin_unit(struct out *info, uint32_t version);
void end_unit(struct out *info, size_t start);

/* Entries, by the abbreviations above: the unit's own, main, and a variable in memory of a type (where in the unit). */
void put_code(struct out *info); /* low_pc and high_pc of main */
void put_unit(struct out *info);
void put_function(struct out *info);
void put_variable(struct out *info, const char *name, uint32_t type, uint32_t at);

/* A unit with main in it. */
void one_unit(struct image *);

/* The header of a line table of version 4 with one file, t.c. */
void put_line_header(struct out *line, uint32_t length);

#endif
