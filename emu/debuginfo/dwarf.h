/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Debugging information (DWARF 2 to 5, the 32-bit format) of a program that may be a stranger's. Only dwarf*.c and
 * symbols.c know it.
 *
 * It is read from front to back: every compilation unit and every entry once, as they lie in .debug_info. Who is whose
 * child follows from that alone, references count only if they lead to an entry that was read, and no other file is
 * ever opened for what the program says is there. So nothing that a file can hold makes this go round in circles, and
 * each step is counted: there are at most as many as the budgets below allow, which are far above what programs need.
 * Beyond them there is less to see, and `note` says so.
 */
#ifndef EMU_DWARF_H
#define EMU_DWARF_H

#include "debuginfo/dwarf_codes.h"
#include "debuginfo/elf_file.h"
#include "debuginfo/symtab.h"
#include "debuginfo/unwind.h"

/* Budgets. The kernel of the machine, the largest program there is, has 40 units with 18,000 entries and 2,000
 * abbreviations, and takes 110,000 steps for these and 10,000 for its lines. */
enum {
	DWARF_UNITS = 4096,
	DWARF_ENTRIES = 1 << 20,
	DWARF_ABBREVIATIONS = 1 << 18,
	DWARF_SPECS = 1 << 20,      /* attributes of all abbreviations */
	DWARF_FRAMES = 1 << 18,     /* functions with call frame information */
	DWARF_FILES = 1 << 13,      /* files and directories of one line table */
	DWARF_TEXT = 4096,          /* bytes of a name or path, its NUL included */
	DWARF_OPEN_STEPS = 1 << 23, /* to read the entries: one for each attribute */
	DWARF_LINE_STEPS = 1 << 20, /* operations of all line tables */
};

/* Of the 32-bit format on this machine (7.4). A length from DWARF_LONG on is that of another format. */
enum { DWARF_ADDRESS = 4, DWARF_OFFSET = 4 };
#define DWARF_LONG 0xFFFFFFF0

enum dwarf_part {
	PART_INFO,
	PART_ABBREV,
	PART_STR,
	PART_LINE,
	PART_LINE_STR,
	PART_LOC,
	PART_LOCLISTS,
	PART_RANGES,
	PART_RNGLISTS,
	PART_ADDR,
	PART_STR_OFFSETS,
	PART_FRAME,
	DWARF_PARTS,
};

struct dwarf_unit {
	uint32_t start, end;  /* in .debug_info */
	uint32_t root, after; /* entries [root, after); none if broken */
	uint32_t table;       /* of abbreviations */
	uint8_t version, type;
	uint32_t low;                                           /* address that its lists are relative to */
	uint32_t texts, addresses, range_lists, location_lists; /* bases in the sections of what is numbered */
};

/* An entry; its children follow it, up to the first that is not below it. */
struct dwarf_entry {
	uint32_t offset; /* in .debug_info */
	uint32_t unit, abbreviation;
	uint32_t after; /* first entry behind all that is below this one */
};

enum dwarf_kind {
	VALUE_NONE, /* of a form that says nothing without another file */
	VALUE_NUMBER,
	VALUE_ADDRESS,
	VALUE_ENTRY, /* number: where in .debug_info */
	VALUE_TEXT,
	VALUE_BLOCK,
	VALUE_OFFSET,     /* into another section */
	VALUE_LIST_INDEX, /* of a list of ranges or locations */
};
struct dwarf_value {
	enum dwarf_kind kind;
	uint64_t number;
	struct bytes block;
	enum dwarf_part
		part;  /* of a text: where it is, at `number`; PART_STR_OFFSETS: it has that number there; DWARF_PARTS:
	                       * it is the block, NUL included */
	uint32_t unit; /* of the entry that has it */
};

struct dwarf {
	struct bytes part[DWARF_PARTS];
	struct dwarf_unit *units;
	struct dwarf_entry *entries;
	size_t nunits, nentries, units_room, entries_room;
	struct dwarf_abbreviation *abbreviations;
	struct dwarf_spec *specs;
	struct dwarf_table *tables;
	size_t nabbreviations, nspecs, ntables, abbreviations_room, specs_room, tables_room;
	struct dwarf_frame *frames;
	size_t nframes, frames_room;
	uint64_t steps; /* that may still be taken */
	uint64_t taken;
	const char *note; /* why not all of it is there; NULL if it is */
};

/* Reads the units and entries of a file that stays there. Whatever it holds, there is something to be closed. */
void dwarf_open(struct dwarf *, const struct elf_file *);
void dwarf_close(struct dwarf *);

/* What comes next may take so many steps. */
void dwarf_allow(struct dwarf *, uint64_t steps);
/* Takes one; false if none is left. */
bool dwarf_step(struct dwarf *);

/* DW_TAG_... of an entry. */
uint32_t dwarf_tag(const struct dwarf *, uint32_t entry);

/* Finds an attribute of an entry; false if it has none. */
bool dwarf_own(struct dwarf *, uint32_t entry, uint32_t attribute, struct dwarf_value *);
/* The same, or that of the entry which it is an instance or the definition of. */
bool dwarf_attribute(struct dwarf *, uint32_t entry, uint32_t attribute, struct dwarf_value *);

/* Reads a value of that form; constant is what an abbreviation says for DW_FORM_implicit_const. */
void dwarf_read_form(const struct dwarf *, const struct dwarf_unit *, uint32_t form, int64_t constant, struct bytes *,
                     struct dwarf_value *);

/* The text that a value is. NULL if it is none, or one that is longer than DWARF_TEXT. */
const char *dwarf_text_of(const struct dwarf *, const struct dwarf_unit *, const struct dwarf_value *);

/* An attribute of a certain kind: false, or NULL, if there is none of that kind. */
bool dwarf_number(struct dwarf *, uint32_t entry, uint32_t attribute, uint64_t *);
bool dwarf_address(struct dwarf *, uint32_t entry, uint32_t attribute, uint32_t *);
bool dwarf_reference(struct dwarf *, uint32_t entry, uint32_t attribute, uint32_t *target);
const char *dwarf_text(struct dwarf *, uint32_t entry, uint32_t attribute);

/* Is the value a place in another section? */
bool dwarf_offset(const struct dwarf *, const struct dwarf_value *, uint64_t *offset);

/* Address by its number in .debug_addr; false if there is none. */
bool dwarf_numbered_address(const struct dwarf *, const struct dwarf_unit *, uint64_t number, uint32_t *);

/* First address of an entry and first behind it. False if it has not both. dwarf_lists.c */
bool dwarf_bounds(struct dwarf *, uint32_t entry, uint32_t *low, uint32_t *high);
/* Does the code of an entry hold pc? */
bool dwarf_holds(struct dwarf *, uint32_t entry, uint32_t pc);

/* A location that is one operation. Others need to be computed, and are none here. */
struct dwarf_location {
	uint32_t operation; /* DW_OP_... */
	uint64_t number;    /* its operands; of DW_OP_bregN the offset */
	uint64_t number2;
};
/* Where a variable or frame base is at pc. False if nowhere, or not so simply. */
bool dwarf_location(struct dwarf *, uint32_t entry, uint32_t attribute, uint32_t pc, struct dwarf_location *);

/* Adds the rows of a unit's line table. dwarf_lines.c */
void dwarf_lines(struct dwarf *, uint32_t unit, struct names *);

/* Finds out where call frame information is. dwarf_frames.c */
void dwarf_read_frames(struct dwarf *);
/* The rules at pc. False if there is no call frame information for it that can be read. */
bool dwarf_unwind(struct dwarf *, uint32_t pc, struct unwind *);

#endif
