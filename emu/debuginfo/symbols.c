/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names for addresses, from the ELF symbol table and from DWARF. What is asked often (functions, lines) is put into
 * the tables of symtab.h when the image is opened; variables are looked up in the DWARF.
 *
 * The image is a guest's and may be anything. dwarf.h says what keeps reading it short; here every walk along
 * references has a depth limit, and every question a number of steps, since DWARF that refers to itself would go on for
 * ever.
 */
#include "debuginfo/symbols.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/be.h"
#include "debuginfo/dwarf.h"
#include "debuginfo/elf_file.h"
#include "base/error.h"
#include "base/search.h"
#include "machine/machine.h"
#include "base/alloc.h"
#include "debuginfo/symtab.h"

enum {
	DEPTH_MAX = 24, /* of types */
	TYPE_MAX = 256, /* bytes of a type's spelling */
	DIMENSIONS_MAX = 16,
	REG_FP = 14,      /* DWARF's number of a6 */
	CFA_ABOVE_FP = 8, /* behind `link`: the saved fp and the return address lie between */
	POINTER_BYTES = 4,
};

/* Budgets. The kernel has 500 symbols; its largest function takes 1,000 steps, all of its variables 25,000. */
enum {
	SYMBOLS_MAX = 1 << 16,
	SYMBOL_NAME = 512,         /* bytes, with the NUL; what has a longer name is left out */
	LOCALS_STEPS = 1 << 14,    /* to find the variables of a function */
	UNWIND_STEPS = 1 << 14,    /* to find its caller */
	GLOBALS_STEPS = 1 << 22,   /* those of a program */
	FUNCTIONS_STEPS = 1 << 22, /* the functions of a program */
};

/* A function with code, as DWARF tells it. */
struct subprogram {
	uint32_t low, high;
	uint32_t entry;
};

struct symbols {
	uint32_t base; /* where the image lies: added to all its addresses */
	void *image;
	struct elf_file elf;
	struct dwarf dwarf; /* empty: the image has none */
	struct names names;
	struct subprogram *subprograms; /* by address */
	size_t nsubprograms, subprograms_room;
	const char **files;
	size_t nfiles;
	uint32_t *units; /* of the program's own files */
	size_t nunits;
	const char *note; /* see symbols_note */
};

/* The ELF symbol table --------------------------------------------------------------------------------------- */

#define SYMBOL32(p, member) be32_get((p) + offsetof(Elf32_Sym, member))

/* True if the symbol may hold a pc: functions, and the global labels of assembly code. Sets where its section ends. */
static bool holds_code(const struct elf_file *elf, const uint8_t *sym, uint32_t *section_end)
{
	uint32_t number = be16_get(sym + offsetof(Elf32_Sym, st_shndx));
	int info = sym[offsetof(Elf32_Sym, st_info)], type = ELF32_ST_TYPE(info);
	struct elf_section section;

	if (number >= SHN_LORESERVE || !elf_section(elf, number, &section) || !(section.flags & SHF_EXECINSTR))
		return false;
	*section_end = section.address + section.size;
	return type == STT_FUNC || (type == STT_NOTYPE && ELF32_ST_BIND(info) != STB_LOCAL);
}

static void read_symbol(struct symbols *s, const uint8_t *sym, const struct bytes *texts)
{
	int info = sym[offsetof(Elf32_Sym, st_info)];
	struct bytes text = bytes_from(*texts, SYMBOL32(sym, st_name));
	struct symbol symbol = {.name = bytes_text(&text, SYMBOL_NAME), .address = SYMBOL32(sym, st_value)};
	uint32_t section_end = 0;

	if (be16_get(sym + offsetof(Elf32_Sym, st_shndx)) == SHN_UNDEF || ELF32_ST_TYPE(info) > STT_FUNC ||
	    !symbol.name || !*symbol.name)
		return;
	symbol.global = ELF32_ST_BIND(info) != STB_LOCAL;
	symbol.function = holds_code(&s->elf, sym, &section_end);
	symbol.end = SYMBOL32(sym, st_size) ? symbol.address + SYMBOL32(sym, st_size) : section_end;
	names_add_symbol(&s->names, &symbol);
}

static void read_symbols(struct symbols *s)
{
	struct elf_section table, texts;

	for (uint32_t i = 0; elf_section(&s->elf, i, &table); i++) {
		size_t size = table.entry_size;

		if (table.type != SHT_SYMTAB)
			continue;
		if (size < sizeof(Elf32_Sym) || !elf_section(&s->elf, table.link, &texts))
			return;
		/* The first one is none. */
		for (bytes_take(&table.data, size); bytes_left(&table.data) >= size;) {
			if (s->names.nnames == SYMBOLS_MAX) {
				s->note = "too many symbols";
				return;
			}
			read_symbol(s, bytes_take(&table.data, size).at, &texts.data);
		}
		return;
	}
}

const char *symbols_function(struct symbols *s, uint32_t pc, uint32_t *start)
{
	const struct symbol *f = names_function(&s->names, pc - s->base);

	if (f && start)
		*start = f->address + s->base;
	return f ? f->name : NULL;
}

size_t symbols_functions(struct symbols *s, const char **names, size_t max)
{
	for (size_t i = 0; i < s->names.nfunctions && i < max; i++)
		names[i] = s->names.functions[i].name;
	return s->names.nfunctions;
}

bool symbols_bounds(struct symbols *s, const char *name, uint32_t *start, uint32_t *end)
{
	const struct symbol *symbol = names_symbol(&s->names, name);
	const struct symbol *f = symbol ? names_function(&s->names, symbol->address) : NULL;

	if (!f || f->address != symbol->address)
		return false;
	*start = f->address + s->base;
	*end = f->end + s->base;
	return true;
}

bool symbols_address(struct symbols *s, const char *name, uint32_t *address)
{
	const struct symbol *symbol = names_symbol(&s->names, name);

	if (symbol)
		*address = symbol->address + s->base;
	return symbol != NULL;
}

/* Source files and lines ------------------------------------------------------------------------------------- */

bool symbols_line(struct symbols *s, uint32_t pc, const char **file, int *line)
{
	const struct row *row = names_row(&s->names, pc - s->base);

	if (!row)
		return false;
	*file = row->file;
	*line = row->line;
	return true;
}

int symbols_column(struct symbols *s, uint32_t pc)
{
	const struct row *row = names_row(&s->names, pc - s->base);

	return row ? row->column : 0;
}

bool symbols_line_starts(struct symbols *s, uint32_t pc, const char **file, int *line)
{
	const struct row *row = names_line_start(&s->names, pc - s->base);

	if (!row)
		return false;
	*file = row->file;
	*line = row->line;
	return true;
}

size_t symbols_line_addresses(struct symbols *s, const char *file, int line, uint32_t *addresses, size_t max, int *next)
{
	size_t n = names_line_addresses(&s->names, file, line, addresses, max, next);

	for (size_t i = 0; i < n && i < max; i++)
		addresses[i] += s->base;
	return n;
}

size_t symbols_files(struct symbols *s, const char *const **files)
{
	*files = s->files;
	return s->nfiles;
}

/* Compilation units ------------------------------------------------------------------------------------------ */

static int by_low(const void *a, const void *b)
{
	const struct subprogram *x = a, *y = b;

	if (x->low != y->low)
		return x->low < y->low ? -1 : 1;
	return x->entry < y->entry ? -1 : x->entry > y->entry;
}

/* Reads the functions of a unit; true if main is among them. */
static bool read_subprograms(struct symbols *s, const struct dwarf_unit *u)
{
	struct dwarf *d = &s->dwarf;
	bool has_main = false;

	for (uint32_t e = u->root + 1; e < u->after; e = d->entries[e].after) {
		struct subprogram sub = {.entry = e};
		const char *name;

		if (!dwarf_step(d))
			break;
		if (dwarf_tag(d, e) != DW_TAG_subprogram || !dwarf_bounds(d, e, &sub.low, &sub.high))
			continue;
		s->subprograms = alloc_room(s->subprograms, s->nsubprograms, &s->subprograms_room, sizeof sub);
		s->subprograms[s->nsubprograms++] = sub;
		name = dwarf_text(d, e, DW_AT_name);
		has_main |= name && !strcmp(name, "main");
	}
	return has_main;
}

static bool is_program(const struct symbols *s, const struct dwarf_unit *u)
{
	return u->root < u->after && u->type == DW_UT_compile && dwarf_tag(&s->dwarf, u->root) == DW_TAG_compile_unit;
}

static const char *unit_path(struct symbols *s, const struct dwarf_unit *u)
{
	const char *name = dwarf_text(&s->dwarf, u->root, DW_AT_name);
	const char *directory = dwarf_text(&s->dwarf, u->root, DW_AT_comp_dir);

	return names_path(&s->names, directory, name ? name : "?");
}

/* Reads all compilation units. The program's own are those in the directory of the one with main: the rest is
 * library. */
static void read_units(struct symbols *s)
{
	struct dwarf *d = &s->dwarf;
	const char **paths = alloc_new(d->nunits, sizeof *paths), *own = NULL;

	dwarf_allow(d, FUNCTIONS_STEPS);
	for (uint32_t i = 0; i < d->nunits; i++) {
		const struct dwarf_unit *u = &d->units[i];

		if (!is_program(s, u))
			continue;
		paths[i] = unit_path(s, u);
		if (read_subprograms(s, u))
			own = paths[i];
	}
	if (!d->steps)
		s->note = "too many functions";
	if (s->nsubprograms)
		qsort(s->subprograms, s->nsubprograms, sizeof *s->subprograms, by_low);

	s->units = alloc_new(d->nunits, sizeof *s->units);
	s->files = alloc_new(d->nunits, sizeof *s->files);
	dwarf_allow(d, DWARF_LINE_STEPS);
	for (uint32_t i = 0; i < d->nunits; i++) {
		if (!paths[i])
			continue;
		dwarf_lines(d, i, &s->names);
		if (!own || names_same_directory(paths[i], own))
			s->units[s->nunits++] = i;
		s->files[s->nfiles++] = paths[i];
	}
	free(paths);
}

/* Types ------------------------------------------------------------------------------------------------------ */

static bool type_of(struct symbols *s, uint32_t entry, uint32_t *type)
{
	return dwarf_reference(&s->dwarf, entry, DW_AT_type, type);
}

/* Numbers of elements that the dimensions of an array have, 0 unknown. Returns how many dimensions there are. */
static size_t dimensions(struct symbols *s, uint32_t array, uint64_t n[DIMENSIONS_MAX])
{
	struct dwarf *d = &s->dwarf;
	size_t count = 0;

	for (uint32_t e = array + 1; e < d->entries[array].after && count < DIMENSIONS_MAX; e = d->entries[e].after) {
		if (!dwarf_number(d, e, DW_AT_count, &n[count]))
			n[count] = dwarf_number(d, e, DW_AT_upper_bound, &n[count]) ? n[count] + 1 : 0;
		count++;
	}
	return count;
}

/* Bytes of a type; 0 unknown or more than the address space holds. */
static uint64_t type_size(struct symbols *s, uint32_t type, int depth)
{
	uint64_t size, n[DIMENSIONS_MAX];
	uint32_t next;
	size_t count;

	if (depth > DEPTH_MAX)
		return 0;
	if (dwarf_number(&s->dwarf, type, DW_AT_byte_size, &size))
		return size <= UINT32_MAX ? size : 0;

	switch (dwarf_tag(&s->dwarf, type)) {
	case DW_TAG_pointer_type:
		return POINTER_BYTES;
	case DW_TAG_array_type:
		size = type_of(s, type, &next) ? type_size(s, next, depth + 1) : 0;
		count = dimensions(s, type, n);
		for (size_t i = 0; i < count; i++)
			size = n[i] <= UINT32_MAX && n[i] * size <= UINT32_MAX ? n[i] * size : 0;
		return size;
	case DW_TAG_typedef:
	case DW_TAG_const_type:
	case DW_TAG_volatile_type:
	case DW_TAG_restrict_type:
	case DW_TAG_atomic_type:
	case DW_TAG_enumeration_type:
		return type_of(s, type, &next) ? type_size(s, next, depth + 1) : 0;
	default:
		return 0;
	}
}

static bool needs_parentheses(const struct symbols *s, uint32_t type, bool known)
{
	uint32_t tag = known ? dwarf_tag(&s->dwarf, type) : 0;

	return tag == DW_TAG_array_type || tag == DW_TAG_subroutine_type;
}

static void spell_type(struct symbols *, uint32_t type, const char *declarator, char out[TYPE_MAX], int depth);

/* The type that this one is made of; without a type attribute it is void. */
static void spell_target(struct symbols *s, uint32_t type, const char *declarator, char out[TYPE_MAX], int depth)
{
	uint32_t next;

	if (type_of(s, type, &next))
		spell_type(s, next, declarator, out, depth + 1);
	else
		snprintf(out, TYPE_MAX, "void%s%s", *declarator ? " " : "", declarator);
}

static void spell_array(struct symbols *s, uint32_t type, const char *declarator, char out[TYPE_MAX], int depth)
{
	char dims[TYPE_MAX];
	uint64_t n[DIMENSIONS_MAX];
	size_t used = (size_t)snprintf(dims, sizeof dims, "%s", declarator), count = dimensions(s, type, n);

	for (size_t i = 0; i < count && used < sizeof dims; i++) {
		if (n[i])
			used += (size_t)snprintf(dims + used, sizeof dims - used, "[%llu]", (unsigned long long)n[i]);
		else
			used += (size_t)snprintf(dims + used, sizeof dims - used, "[]");
	}
	spell_target(s, type, dims, out, depth);
}

/*
 * Spells a type in C around a declarator without a name, from the outside in: `pointer to array of 4 int` comes here as
 * pointer with "", goes on as array with "(*)", then as int with "(*)[4]".
 */
static void spell_type(struct symbols *s, uint32_t type, const char *declarator, char out[TYPE_MAX], int depth)
{
	const char *name = dwarf_text(&s->dwarf, type, DW_AT_name), *keyword = "", *space = *declarator ? " " : "";
	uint32_t tag = dwarf_tag(&s->dwarf, type), next = 0;
	char inner[TYPE_MAX];
	bool known;

	if (depth > DEPTH_MAX) {
		snprintf(out, TYPE_MAX, "?");
		return;
	}
	switch (tag) {
	case DW_TAG_pointer_type:
		known = type_of(s, type, &next);
		snprintf(inner, sizeof inner, needs_parentheses(s, next, known) ? "(*%.*s)" : "*%.*s", TYPE_MAX - 4,
		         declarator);
		spell_target(s, type, inner, out, depth);
		return;
	case DW_TAG_array_type:
		spell_array(s, type, declarator, out, depth);
		return;
	case DW_TAG_subroutine_type:
		snprintf(inner, sizeof inner, "%.*s()", TYPE_MAX - 4, declarator);
		spell_target(s, type, inner, out, depth);
		return;
	case DW_TAG_const_type:
	case DW_TAG_volatile_type:
		keyword = tag == DW_TAG_const_type ? "const" : "volatile";
		known = type_of(s, type, &next);
		if (known && dwarf_tag(&s->dwarf, next) == DW_TAG_pointer_type) {
			/* The pointer itself is const: the word stands behind the star. */
			snprintf(inner, sizeof inner, "%s%s%.*s", keyword, space, TYPE_MAX - 16, declarator);
			spell_target(s, type, inner, out, depth);
		} else {
			spell_target(s, type, declarator, inner, depth);
			snprintf(out, TYPE_MAX, "%s %.*s", keyword, TYPE_MAX - 16, inner);
		}
		return;
	case DW_TAG_restrict_type:
	case DW_TAG_atomic_type:
		spell_target(s, type, declarator, out, depth);
		return;
	case DW_TAG_structure_type:
		keyword = name ? "struct " : "struct";
		break;
	case DW_TAG_union_type:
		keyword = name ? "union " : "union";
		break;
	case DW_TAG_enumeration_type:
		keyword = name ? "enum " : "enum";
		break;
	default:
		if (!name)
			name = "?";
	}
	snprintf(out, TYPE_MAX, "%s%s%s%s", keyword, name ? name : "", space, declarator);
}

/* Variables -------------------------------------------------------------------------------------------------- */

/*
 * Offset of the canonical frame address (the value of sp before the call) from fp at pc. False while fp is still the
 * caller's: before `link` the frame cannot be told from a6.
 */
static bool cfa_from_fp(struct symbols *s, const struct subprogram *sub, uint32_t pc, int64_t *offset)
{
	struct unwind u;

	if (dwarf_unwind(&s->dwarf, pc, &u)) {
		*offset = u.offset;
		return u.base == REG_FP;
	}
	/* No call frame information: `link` is the first instruction. */
	*offset = CFA_ABOVE_FP;
	return pc > sub->low;
}

bool symbols_unwind(struct symbols *s, uint32_t pc, struct unwind *u)
{
	dwarf_allow(&s->dwarf, UNWIND_STEPS);
	return dwarf_unwind(&s->dwarf, pc - s->base, u);
}

/* Offset of the function's frame base from fp at pc. */
static bool frame_base(struct symbols *s, const struct subprogram *sub, uint32_t pc, int64_t *offset)
{
	struct dwarf_location at;

	if (!dwarf_location(&s->dwarf, sub->entry, DW_AT_frame_base, pc, &at))
		return false;
	if (at.operation == DW_OP_call_frame_cfa)
		return cfa_from_fp(s, sub, pc, offset);
	*offset = at.operation == DW_OP_breg0 + REG_FP ? (int64_t)at.number : 0;
	return at.operation == DW_OP_reg0 + REG_FP || at.operation == DW_OP_breg0 + REG_FP;
}

/* Where a variable lives at pc. Only places of one piece that need no computation count. sub is NULL for globals. */
static bool place_of(struct symbols *s, const struct subprogram *sub, uint32_t entry, uint32_t pc, struct variable *v)
{
	struct dwarf_location at;
	int64_t base = 0;

	if (!dwarf_location(&s->dwarf, entry, DW_AT_location, pc, &at))
		return false;
	if (at.operation == DW_OP_addr) {
		v->place = VAR_MEMORY;
		v->where = (int32_t)((uint32_t)at.number + s->base);
		return true;
	}
	if (!sub)
		return false;
	if (at.operation >= DW_OP_reg0 && at.operation < DW_OP_reg0 + 16) {
		v->place = VAR_REGISTER;
		v->where = (int32_t)(at.operation - DW_OP_reg0);
		return true;
	}
	/* gcc gives locals relative to a6 from the function's first address on, where a6 is still the caller's. */
	if ((at.operation == DW_OP_breg0 + REG_FP && cfa_from_fp(s, sub, pc, &(int64_t){0})) ||
	    (at.operation == DW_OP_fbreg && frame_base(s, sub, pc, &base))) {
		v->place = VAR_FRAME;
		v->where = (int32_t)(uint32_t)((uint64_t)base + at.number);
		return true;
	}
	return false;
}

/* Describes the variable; false if it has no name or no place at pc. */
static bool describe(struct symbols *s, const struct subprogram *sub, uint32_t entry, uint32_t pc, struct variable *v)
{
	char spelling[TYPE_MAX];
	const char *name = dwarf_text(&s->dwarf, entry, DW_AT_name), *kept = NULL;
	uint32_t type;

	if (!name || !place_of(s, sub, entry, pc, v))
		return false;
	v->name = name;
	v->argument = dwarf_tag(&s->dwarf, entry) == DW_TAG_formal_parameter;
	v->size = 0;
	if (type_of(s, entry, &type)) {
		spell_type(s, type, "", spelling, 0);
		kept = names_keep(&s->names, spelling);
		v->size = (uint32_t)type_size(s, type, 0);
	}
	v->type = kept ? kept : "?";
	return true;
}

/* The variables of a function at pc, and of the blocks inside it that hold pc. */
static size_t function_locals(struct symbols *s, const struct subprogram *sub, uint32_t pc, struct variable *out,
                              size_t max)
{
	struct dwarf *d = &s->dwarf;
	uint32_t next;
	size_t count = 0;

	dwarf_allow(d, LOCALS_STEPS);
	for (uint32_t e = sub->entry + 1; e < d->entries[sub->entry].after && dwarf_step(d); e = next) {
		struct variable v;

		next = d->entries[e].after; /* over all that is inside */
		switch (dwarf_tag(d, e)) {
		case DW_TAG_formal_parameter:
		case DW_TAG_variable:
			if (describe(s, sub, e, pc, &v)) {
				if (count < max)
					out[count] = v;
				count++;
			}
			break;
		case DW_TAG_lexical_block:
		case DW_TAG_inlined_subroutine:
			if (dwarf_holds(d, e, pc))
				next = e + 1;
			break;
		}
	}
	return count;
}

size_t symbols_locals(struct symbols *s, uint32_t pc, struct variable *out, size_t max)
{
	struct search in = search_among(s->nsubprograms);

	pc -= s->base;
	while (search_goes_on(&in))
		search_tell(&in, s->subprograms[in.at].low <= pc);
	if (!in.found || pc >= s->subprograms[in.found - 1].high)
		return 0;
	return function_locals(s, &s->subprograms[in.found - 1], pc, out, max);
}

struct globals {
	struct variable *list;
	size_t count, room;
};

/* Static variables: at the top of a unit and inside its functions. */
static void static_variables(struct symbols *s, const struct dwarf_unit *u, struct globals *g)
{
	struct dwarf *d = &s->dwarf;
	uint32_t next;

	for (uint32_t e = u->root + 1; e < u->after && dwarf_step(d); e = next) {
		uint32_t tag = dwarf_tag(d, e);
		struct variable v;

		next = tag == DW_TAG_subprogram || tag == DW_TAG_lexical_block ? e + 1 : d->entries[e].after;
		if (tag == DW_TAG_variable && describe(s, NULL, e, 0, &v)) {
			g->list = alloc_room(g->list, g->count, &g->room, sizeof *g->list);
			g->list[g->count++] = v;
		}
	}
}

static int by_place(const void *a, const void *b)
{
	const struct variable *x = a, *y = b;

	if (x->where != y->where)
		return (uint32_t)x->where < (uint32_t)y->where ? -1 : 1;
	return strcmp(x->name, y->name);
}

size_t symbols_globals(struct symbols *s, struct variable *out, size_t max)
{
	struct globals g = {0};
	size_t count = 0;

	dwarf_allow(&s->dwarf, GLOBALS_STEPS);
	for (size_t i = 0; i < s->nunits; i++)
		static_variables(s, &s->dwarf.units[s->units[i]], &g);
	if (g.count)
		qsort(g.list, g.count, sizeof *g.list, by_place);
	for (size_t i = 0; i < g.count; i++) {
		if (i && !by_place(&g.list[i - 1], &g.list[i]))
			continue;
		if (count < max)
			out[count] = g.list[i];
		count++;
	}
	free(g.list);
	return count;
}

/* Opening and closing ---------------------------------------------------------------------------------------- */

struct symbols *symbols_open(const void *elf, size_t size, char *error)
{
	struct symbols *s = alloc_new(1, sizeof *s);

	s->image = alloc_copy(elf, size);
	if (!elf_open(&s->elf, s->image, size, error)) {
		symbols_close(s);
		return NULL;
	}
	read_symbols(s);
	dwarf_open(&s->dwarf, &s->elf);
	read_units(s);
	names_sort(&s->names);
	s->nfiles = names_files(&s->names, &s->files, s->nfiles);
	if (!s->note)
		s->note = s->dwarf.note;
	return s;
}

bool symbols_are_of(const struct symbols *s, const void *elf, size_t size)
{
	return s->elf.size == size && !memcmp(s->image, elf, size);
}

void symbols_move(struct symbols *s, uint32_t base)
{
	s->base = base;
}

const char *symbols_note(const struct symbols *s)
{
	return s->note;
}

uint64_t symbols_work(const struct symbols *s)
{
	return s->dwarf.taken;
}

void symbols_close(struct symbols *s)
{
	if (!s)
		return;
	dwarf_close(&s->dwarf);
	names_free(&s->names);
	free(s->subprograms);
	free(s->files);
	free(s->units);
	free(s->image);
	free(s);
}

size_t symbols_objects(struct symbols *s, struct variable *out, size_t max)
{
	size_t n = 0;

	for (const struct symbol *at = s->names.by_name; at < s->names.by_name + s->names.nnames; at++)
		if (!at->function && at->end > at->address && n++ < max)
			out[n - 1] = (struct variable){
				at->name, "?", VAR_MEMORY, (int32_t)(at->address + s->base), at->end - at->address,
				false};
	return n;
}
