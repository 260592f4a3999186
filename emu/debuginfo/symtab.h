/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is at which address of a program: symbols, functions and source lines in sorted tables, and the texts that go
 * with them. Filled by symbols.c from ELF and DWARF; knows neither.
 */
#ifndef EMU_SYMTAB_H
#define EMU_SYMTAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct symbol {
	const char *name; /* lives as long as the tables */
	uint32_t address;
	uint32_t end;  /* first address behind it; of a function without a size: where its section ends */
	bool function; /* may hold a pc */
	bool global;
};

/* One row of the line table: holds from its address to the next row's. */
struct row {
	uint32_t address;
	int line;       /* 0: none, or the end of a sequence */
	int column;     /* 0: unknown */
	bool statement; /* a debugger may stop here (DWARF: is_stmt) */
	const char *file;
	size_t order; /* in which it was added: the later of two rows at one address holds */
};

struct names {
	struct symbol *by_name, *functions; /* functions by address */
	size_t nnames, nfunctions, names_room;
	struct row *rows;
	size_t nrows, rows_room;
	void *texts; /* a tree of them, each once */
	size_t kept; /* bytes of them */
};

/* First everything is added, then the tables are sorted once, then they may be asked. */
void names_add_symbol(struct names *, const struct symbol *);
void names_add_row(struct names *, uint32_t address, const char *file, int line, bool statement);
void names_sort(struct names *);
void names_free(struct names *);

/* Keeps one copy of a text until names_free. NULL when all of them would take more than NAMES_BYTES. */
enum { NAMES_BYTES = 16 << 20 };
const char *names_keep(struct names *, const char *text);
/* The same for a file's path, absolute if the directory (NULL: unknown) or the name is; without "." and "..", but for
 * those that lead above the directory. */
const char *names_path(struct names *, const char *directory, const char *name);
/* Do two paths lead to files of one directory? */
bool names_same_directory(const char *a, const char *b);

/* Adds the files of the sorted rows to a list of n kept texts, sorts it and leaves each once. Returns how many there
 * are. */
size_t names_files(const struct names *, const char ***files, size_t n);

/* The function that holds pc; NULL if none. */
const struct symbol *names_function(const struct names *, uint32_t pc);
/* The symbol of that name, a global one rather than a local one; NULL if none. */
const struct symbol *names_symbol(const struct names *, const char *name);
/* The row that holds for pc; NULL if none has a line there. */
const struct row *names_row(const struct names *, uint32_t pc);
/* The same if the code of a line begins just there, at a statement: the code before it is another line's, or none. A
 * line begins in several places, as that of a loop does, whose end is far from its beginning. */
const struct row *names_line_start(const struct names *, uint32_t pc);
/* Where the code of a line begins, as symbols_line_addresses in symbols.h says. */
size_t names_line_addresses(const struct names *, const char *file, int line, uint32_t *addresses, size_t max,
                            int *next);
/* Is `part` all of that path, or its end behind a slash? */
bool names_file_is(const char *path, const char *part);

#endif
