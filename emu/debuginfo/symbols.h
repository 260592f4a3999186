/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names for addresses: functions, source lines and variables of one guest program or the kernel, from
 * the ELF symbol table and DWARF. Works on an image in memory; the kernel is loaded at its link address.
 * A program without DWARF has symbols but no lines or variables.
 */
#ifndef EMU_SYMBOLS_H
#define EMU_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "debuginfo/unwind.h"

struct symbols;

/* Opens an ELF image (copied). NULL and a line in error (ERROR_MAX bytes) if it is not a static big-endian m68k
 * ELF. */
struct symbols *symbols_open(const void *elf, size_t size, char *error);
void symbols_close(struct symbols *);
/* Were they opened from an image of these bytes? */
bool symbols_are_of(const struct symbols *, const void *elf, size_t size);

/* The image was loaded `base` bytes above the address that it was linked for (0 at first): the addresses of all the
 * functions below are those in memory. */
void symbols_move(struct symbols *, uint32_t base);

/* Why there may be more in the image than these functions find: a budget was exhausted, or there are compressed
 * sections, which are not read. NULL if all was read. */
const char *symbols_note(const struct symbols *);

/* Steps that reading the DWARF and answering took so far. */
uint64_t symbols_work(const struct symbols *);

/* The function that holds pc: its name, and start address if asked for. NULL if none. Valid until symbols_close. */
const char *symbols_function(struct symbols *, uint32_t pc, uint32_t *start);

/* Names of the functions, by address: puts at most max into the array and returns how many there are. */
size_t symbols_functions(struct symbols *, const char **names, size_t max);

/* The bounds of a function by its name: its first address and the first behind it. False if there is none. */
bool symbols_bounds(struct symbols *, const char *name, uint32_t *start, uint32_t *end);

/* Address of a symbol (function or object) by name; false if there is none. */
bool symbols_address(struct symbols *, const char *name, uint32_t *address);

/* Source file (as DWARF calls it, which may be anything: see sources.h) and line of pc; false if unknown. */
bool symbols_line(struct symbols *, uint32_t pc, const char **file, int *line);

/* The column of pc in its line, from 1, a tab being one; 0 unknown. */
int symbols_column(struct symbols *, uint32_t pc);

/* Does the code of a source line begin just at pc, where a debugger would stop? File and line are set if it does. */
bool symbols_line_starts(struct symbols *, uint32_t pc, const char **file, int *line);

/* Where the code of a line begins, in order: puts at most max addresses into the array and returns how many there are.
 * The file is one of those of symbols_files, or the last parts of its path: "return.c" for "/lessons/return.c". *next:
 * the first line from that one on that has code, 0 if the file has none. */
size_t symbols_line_addresses(struct symbols *, const char *file, int line, uint32_t *addresses, size_t max, int *next);

/* The source files of all code, in the order of their names, which are those that symbols_line gives. Returns the
 * count;
 * *files valid until symbols_close. */
size_t symbols_files(struct symbols *, const char *const **files);

/* How the caller's registers are found at pc, from the program's call frame information. False if it has none for pc.
 * What a compiler writes there holds up to the instructions that take the frame away: behind them, at `rts`, it still
 * tells of the frame. */
bool symbols_unwind(struct symbols *, uint32_t pc, struct unwind *);

enum var_place { VAR_FRAME, VAR_REGISTER, VAR_MEMORY };
struct variable {
	const char *name;     /* valid until symbols_close */
	const char *type;     /* a C-like spelling, e.g. "int", "char *", "char [32]", "struct s"; never NULL */
	enum var_place place; /* at the pc asked for */
	int32_t where; /* VAR_FRAME: offset from fp (a6). VAR_REGISTER: 0-7 d0-d7, 8-15 a0-a7. VAR_MEMORY: address */
	uint32_t size; /* bytes */
	bool argument; /* formal parameter */
};

/* Parameters and locals of the function at pc (inner blocks that hold pc included) that have a place there. Fills at
 * most max, returns how many there are. */
size_t symbols_locals(struct symbols *, uint32_t pc, struct variable *, size_t max);

/* Global and static variables of the program's own compilation units, in address order. As above. */
size_t symbols_globals(struct symbols *, struct variable *, size_t max);

/* The same from the symbol table: all data with a name and a size, also of units without debugging information. Their
 * type is "?". By name. */
size_t symbols_objects(struct symbols *, struct variable *, size_t max);

#endif
