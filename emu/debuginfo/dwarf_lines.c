/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Line tables: DWARF 5, section 6.2; the header of versions 2 to 4 as DWARF 4 has it. See dwarf.h. */
#include <stdlib.h>

#include "debuginfo/dwarf.h"
#include "base/alloc.h"

enum {
	FORMATS_MAX = 16, /* parts of an entry of the table of files */
	OPCODES = 256,
};

struct file {
	const char *name;
	uint64_t directory; /* its number */
	const char *path;   /* made when the first row needs it */
	bool made;
};

/* The table of one unit, while it is read. */
struct table {
	struct dwarf *dwarf;
	const struct dwarf_unit *unit;
	struct names *names;
	size_t sequence;         /* its first row */
	const char *compiled_in; /* the unit's directory, or NULL */
	unsigned version, instruction, range, first_special;
	bool statement; /* whether a row is one at first */
	int line_base;
	uint8_t operands[OPCODES]; /* of standard operations */
	struct file *files;
	const char **directories;
	size_t nfiles, ndirectories, files_room, directories_room;
};

/* The state machine's registers that matter here (6.2.2). */
struct registers {
	uint32_t address;
	uint64_t file;
	uint32_t line, column;
	bool statement;
};

/* Takes a step for a name. False if there are too many of them, or of steps. */
static bool counts(struct table *t)
{
	if (t->nfiles + t->ndirectories == DWARF_FILES) {
		if (!t->dwarf->note)
			t->dwarf->note = "too many files";
		return false;
	}
	return dwarf_step(t->dwarf);
}

static void add_directory(struct table *t, const char *name)
{
	t->directories = alloc_room(t->directories, t->ndirectories, &t->directories_room, sizeof *t->directories);
	t->directories[t->ndirectories++] = name;
}

static void add_file(struct table *t, const char *name, uint64_t directory)
{
	t->files = alloc_room(t->files, t->nfiles, &t->files_room, sizeof *t->files);
	t->files[t->nfiles++] = (struct file){.name = name, .directory = directory};
}

/* A file of versions 2 to 4: name, directory, time, size. False at the end of the list. */
static bool old_file(struct table *t, struct bytes *b)
{
	const char *name = bytes_text(b, DWARF_TEXT);
	uint64_t directory;

	if (!name || !*name)
		return false;
	directory = bytes_uleb(b);
	bytes_uleb(b);
	bytes_uleb(b);
	add_file(t, name, directory);
	return counts(t);
}

/* Numbers begin with 1: directory 0 is that of the unit, file 0 there is not. */
static void old_names(struct table *t, struct bytes *b)
{
	const char *name;

	add_directory(t, "");
	while ((name = bytes_text(b, DWARF_TEXT)) && *name && counts(t))
		add_directory(t, name);
	add_file(t, NULL, 0);
	while (old_file(t, b))
		;
}

/* A list of directories or files of version 5. False if it cannot be read. */
static bool new_names(struct table *t, struct bytes *b, bool files)
{
	uint64_t content[FORMATS_MAX], form[FORMATS_MAX], count;
	unsigned formats = (unsigned)bytes_number(b, 1);

	if (formats > FORMATS_MAX)
		return false;
	for (unsigned i = 0; i < formats; i++) {
		content[i] = bytes_uleb(b);
		form[i] = bytes_uleb(b);
	}
	count = bytes_uleb(b);
	for (uint64_t n = 0; n < count; n++) {
		const char *name = NULL;
		uint64_t directory = 0;

		for (unsigned i = 0; i < formats; i++) {
			struct dwarf_value v;

			dwarf_read_form(t->dwarf, t->unit, (uint32_t)form[i], 0, b, &v);
			if (content[i] == DW_LNCT_path)
				name = dwarf_text_of(t->dwarf, t->unit, &v);
			else if (content[i] == DW_LNCT_directory_index && v.kind == VALUE_NUMBER)
				directory = v.number;
		}
		if (b->bad || !counts(t))
			return false;
		if (files)
			add_file(t, name, directory);
		else
			add_directory(t, n ? name : ""); /* the first one is the unit's own */
	}
	return true;
}

/* Path of a file by its number, NULL if it has none. */
static const char *file_path(struct table *t, uint64_t number)
{
	struct file *f = number < t->nfiles ? &t->files[number] : NULL;
	const char *directory = f && f->directory < t->ndirectories ? t->directories[f->directory] : NULL;

	if (!f || !f->name)
		return NULL;
	if (!f->made && directory && *directory && *f->name != '/') {
		char *within = alloc_format("%s/%s", directory, f->name);

		f->path = names_path(t->names, t->compiled_in, within);
		free(within);
	} else if (!f->made) {
		f->path = names_path(t->names, t->compiled_in, f->name);
	}
	f->made = true;
	return f->path;
}

static void add_row(struct table *t, const struct registers *r)
{
	const char *file = file_path(t, r->file);

	if (file && r->line > 0 && r->line <= INT32_MAX) {
		names_add_row(t->names, r->address, file, (int)r->line, r->statement);
		t->names->rows[t->names->nrows - 1].column = r->column <= INT16_MAX ? (int)r->column : 0;
	} else {
		names_add_row(t->names, r->address, NULL, 0, false);
	}
}

/* Ends a sequence of rows. Those that begin where it ends hold for nothing. */
static void end_sequence(struct table *t, uint32_t address)
{
	struct names *n = t->names;

	while (n->nrows > t->sequence && n->rows[n->nrows - 1].address == address)
		n->nrows--;
	names_add_row(n, address, NULL, 0, false);
	t->sequence = n->nrows;
}

static void extended(struct table *t, struct bytes *b, struct registers *r)
{
	struct bytes operation = bytes_take(b, bytes_uleb(b));

	switch (bytes_number(&operation, 1)) {
	case DW_LNE_end_sequence:
		end_sequence(t, r->address);
		*r = (struct registers){.file = 1, .line = 1, .statement = t->statement};
		break;
	case DW_LNE_set_address:
		r->address = (uint32_t)bytes_number(&operation, DWARF_ADDRESS);
		break;
	case DW_LNE_define_file:
		old_file(t, &operation);
		break;
	}
}

static void standard(struct table *t, unsigned opcode, struct bytes *b, struct registers *r)
{
	switch (opcode) {
	case DW_LNS_copy:
		add_row(t, r);
		break;
	case DW_LNS_advance_pc:
		r->address += t->instruction * (uint32_t)bytes_uleb(b);
		break;
	case DW_LNS_advance_line:
		r->line += (uint32_t)bytes_sleb(b);
		break;
	case DW_LNS_set_file:
		r->file = bytes_uleb(b);
		break;
	case DW_LNS_set_column:
		r->column = (uint32_t)bytes_uleb(b);
		break;
	case DW_LNS_negate_stmt:
		r->statement = !r->statement;
		break;
	case DW_LNS_const_add_pc:
		r->address += t->instruction * ((255 - t->first_special) / t->range);
		break;
	case DW_LNS_fixed_advance_pc:
		r->address += (uint32_t)bytes_number(b, 2);
		break;
	default:
		for (unsigned i = 0; i < t->operands[opcode]; i++)
			bytes_uleb(b);
	}
}

/* Runs the operations, which make the rows (6.2.5). */
static void run(struct table *t, struct bytes *b)
{
	struct registers r = {.file = 1, .line = 1, .statement = t->statement};

	while (bytes_left(b) && !b->bad) {
		unsigned opcode = (unsigned)bytes_number(b, 1);

		if (!dwarf_step(t->dwarf))
			return;
		if (opcode >= t->first_special) {
			opcode -= t->first_special;
			r.address += t->instruction * (opcode / t->range);
			r.line += (uint32_t)(t->line_base + (int)(opcode % t->range));
			add_row(t, &r);
		} else if (opcode) {
			standard(t, opcode, b, &r);
		} else {
			extended(t, b, &r);
		}
	}
}

/* Reads the header (6.2.4) and leaves the operations. False if it cannot be read. */
static bool read_header(struct table *t, struct bytes *b)
{
	uint64_t length = bytes_number(b, 4);
	struct bytes header;

	if (length >= DWARF_LONG)
		return false;
	*b = bytes_take(b, length);
	t->version = (unsigned)bytes_number(b, 2);
	if (b->bad || t->version < 2 || t->version > 5)
		return false;
	if (t->version >= 5) {
		if (bytes_number(b, 1) != DWARF_ADDRESS)
			return false;
		bytes_number(b, 1); /* size of a segment selector */
	}
	header = bytes_take(b, bytes_number(b, 4));
	t->instruction = (unsigned)bytes_number(&header, 1);
	if (t->version >= 4)
		bytes_number(&header, 1); /* operations of a long instruction word */
	t->statement = bytes_number(&header, 1) != 0;
	t->line_base = (int8_t)bytes_number(&header, 1);
	t->range = (unsigned)bytes_number(&header, 1);
	t->first_special = (unsigned)bytes_number(&header, 1);
	for (unsigned i = 1; i < t->first_special; i++)
		t->operands[i] = (uint8_t)bytes_number(&header, 1);
	if (header.bad || !t->range || !t->first_special)
		return false;
	if (t->version < 5) {
		old_names(t, &header);
		return true;
	}
	return new_names(t, &header, false) && new_names(t, &header, true);
}

void dwarf_lines(struct dwarf *d, uint32_t unit, struct names *names)
{
	const struct dwarf_unit *u = &d->units[unit];
	struct table t = {.dwarf = d, .unit = u, .names = names, .sequence = names->nrows};
	struct dwarf_value v;
	struct bytes b;
	uint64_t offset;

	if (u->root == u->after || !dwarf_own(d, u->root, DW_AT_stmt_list, &v) || !dwarf_offset(d, &v, &offset))
		return;
	t.compiled_in = dwarf_text(d, u->root, DW_AT_comp_dir);
	b = bytes_from(d->part[PART_LINE], offset);
	if (read_header(&t, &b))
		run(&t, &b);
	free(t.files);
	free(t.directories);
	if (!d->steps && !d->note)
		d->note = "too many lines";
}
