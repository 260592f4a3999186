/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names for addresses, read with elfutils, which only this file knows. What is asked often (functions, lines) is put into
 * the tables of names.h when the image is opened; variables are looked up in the DWARF.
 *
 * The image is a guest's and may be anything. libdw checks the bounds of what it decodes; here every walk along
 * references has a depth limit, since DWARF that refers to itself would go on for ever.
 */
#include "symbols.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failure.h"
#include "machine.h"
#include "memory.h"
#include "names.h"

enum {
	DEPTH_MAX = 24,   /* of nested blocks and of types */
	TYPE_MAX = 256,   /* bytes of a type's spelling */
	REG_FP = 14,      /* DWARF's number of a6 */
	CFA_ABOVE_FP = 8, /* behind `link`: the saved fp and the return address lie between */
	POINTER_BYTES = 4,
};

/* A function with code, as DWARF tells it. */
struct subprogram {
	uint32_t low, high;
	Dwarf_Die die;
};

struct symbols {
	uint32_t base; /* where the image lies: added to all its addresses */
	void *image;
	Elf *elf;
	Dwarf *dwarf; /* NULL: the image has none */
	struct names names;
	struct subprogram *subprograms;
	size_t nsubprograms;
	const char **files;
	size_t nfiles;
	Dwarf_Die *units; /* of the program's own files */
	size_t nunits;
};

/* The ELF symbol table --------------------------------------------------------------------------------------- */

/* True if the symbol may hold a pc: functions, and the global labels of assembly code. Sets where its section ends. */
static bool holds_code(Elf *elf, const GElf_Sym *sym, uint32_t *section_end)
{
	GElf_Shdr header;
	Elf_Scn *section = elf_getscn(elf, sym->st_shndx);
	int type = GELF_ST_TYPE(sym->st_info);

	if (sym->st_shndx >= SHN_LORESERVE || !section || !gelf_getshdr(section, &header))
		return false;
	if (!(header.sh_flags & SHF_EXECINSTR))
		return false;
	*section_end = (uint32_t)(header.sh_addr + header.sh_size);
	return type == STT_FUNC || (type == STT_NOTYPE && GELF_ST_BIND(sym->st_info) != STB_LOCAL);
}

static void read_symbol_table(struct symbols *s, Elf_Scn *section, const GElf_Shdr *header)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t count = header->sh_entsize ? header->sh_size / header->sh_entsize : 0;

	for (size_t i = 1; data && i < count; i++) {
		GElf_Sym sym;
		const char *name;

		if (!gelf_getsym(data, (int)i, &sym))
			break;
		if (sym.st_shndx == SHN_UNDEF || GELF_ST_TYPE(sym.st_info) > STT_FUNC)
			continue;
		name = elf_strptr(s->elf, header->sh_link, sym.st_name);
		if (!name || !*name)
			continue;

		struct symbol symbol = {.name = name, .address = (uint32_t)sym.st_value};
		uint32_t section_end = 0;

		symbol.global = GELF_ST_BIND(sym.st_info) != STB_LOCAL;
		symbol.function = holds_code(s->elf, &sym, &section_end);
		symbol.end = sym.st_size ? symbol.address + (uint32_t)sym.st_size : section_end;
		names_add_symbol(&s->names, &symbol);
	}
}

static void read_symbols(struct symbols *s)
{
	Elf_Scn *section = NULL;

	while ((section = elf_nextscn(s->elf, section))) {
		GElf_Shdr header;

		if (gelf_getshdr(section, &header) && header.sh_type == SHT_SYMTAB) {
			read_symbol_table(s, section, &header);
			break;
		}
	}
}

const char *symbols_function(struct symbols *s, uint32_t pc, uint32_t *start)
{
	const struct symbol *f = names_function(&s->names, pc - s->base);

	if (f && start)
		*start = f->address + s->base;
	return f ? f->name : NULL;
}

bool symbols_address(struct symbols *s, const char *name, uint32_t *address)
{
	const struct symbol *symbol = names_symbol(&s->names, name);

	if (symbol)
		*address = symbol->address + s->base;
	return symbol != NULL;
}

/* Source files and lines ------------------------------------------------------------------------------------- */

static const char *unit_directory(Dwarf_Die *unit)
{
	Dwarf_Attribute attr;

	return dwarf_formstring(dwarf_attr(unit, DW_AT_comp_dir, &attr));
}

static void read_rows(struct symbols *s, Dwarf_Die *unit)
{
	Dwarf_Lines *lines;
	size_t count;

	if (dwarf_getsrclines(unit, &lines, &count) != 0)
		return;
	for (size_t i = 0; i < count; i++) {
		Dwarf_Line *line = dwarf_onesrcline(lines, i);
		Dwarf_Addr address;
		int number;
		bool end;

		if (!line || dwarf_lineaddr(line, &address) || dwarf_lineno(line, &number) ||
		    dwarf_lineendsequence(line, &end))
			continue;

		const char *file = dwarf_linesrc(line, NULL, NULL);

		if (!end && number > 0 && file)
			names_add_row(&s->names, (uint32_t)address, names_path(&s->names, unit_directory(unit), file),
			              number);
		else
			names_add_row(&s->names, (uint32_t)address, NULL, 0);
	}
}

bool symbols_line(struct symbols *s, uint32_t pc, const char **file, int *line)
{
	const struct row *row = names_row(&s->names, pc - s->base);

	if (!row)
		return false;
	*file = row->file;
	*line = row->line;
	return true;
}

size_t symbols_files(struct symbols *s, const char *const **files)
{
	*files = s->files;
	return s->nfiles;
}

/* Compilation units ------------------------------------------------------------------------------------------ */

static void read_subprograms(struct symbols *s, Dwarf_Die *unit, size_t *room, bool *has_main)
{
	Dwarf_Die die;

	if (dwarf_child(unit, &die) != 0)
		return;
	do {
		struct subprogram sub = {.die = die};
		Dwarf_Addr low, high;

		if (dwarf_tag(&die) != DW_TAG_subprogram || dwarf_lowpc(&die, &low) || dwarf_highpc(&die, &high))
			continue;
		sub.low = (uint32_t)low;
		sub.high = (uint32_t)high;
		s->subprograms = memory_room(s->subprograms, s->nsubprograms, room, sizeof *s->subprograms);
		s->subprograms[s->nsubprograms++] = sub;

		const char *name = dwarf_diename(&die);

		if (name && !strcmp(name, "main"))
			*has_main = true;
	} while (dwarf_siblingof(&die, &die) == 0);
}

/* Reads all compilation units. The program's own are those in the directory of the one with main: the rest is library. */
static void read_units(struct symbols *s)
{
	size_t rooms[3] = {0}, nall = 0;
	Dwarf_Die *all = NULL;
	const char **paths = NULL, *own = NULL;
	Dwarf_CU *cu = NULL;
	Dwarf_Die unit;
	uint8_t type;

	while (dwarf_get_units(s->dwarf, cu, &cu, NULL, &type, &unit, NULL) == 0) {
		const char *name = dwarf_diename(&unit);
		bool has_main = false;

		if (type != DW_UT_compile || dwarf_tag(&unit) != DW_TAG_compile_unit)
			continue;
		all = memory_room(all, nall, &rooms[0], sizeof *all);
		paths = memory_room(paths, nall, &rooms[1], sizeof *paths);
		all[nall] = unit;
		paths[nall] = names_path(&s->names, unit_directory(&unit), name ? name : "?");
		read_rows(s, &unit);
		read_subprograms(s, &unit, &rooms[2], &has_main);
		if (has_main)
			own = paths[nall];
		nall++;
	}

	s->units = memory_new(nall, sizeof *s->units);
	s->files = memory_new(nall, sizeof *s->files);
	for (size_t i = 0; i < nall; i++) {
		bool known = false;

		if (!own || names_same_directory(paths[i], own))
			s->units[s->nunits++] = all[i];
		for (size_t k = 0; k < s->nfiles && !known; k++)
			known = s->files[k] == paths[i];
		if (!known)
			s->files[s->nfiles++] = paths[i];
	}
	free(all);
	free(paths);
}

/* Types ------------------------------------------------------------------------------------------------------ */

static bool type_of(Dwarf_Die *die, Dwarf_Die *type)
{
	Dwarf_Attribute attr;

	return dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attr), type) != NULL;
}

/* Number of elements that one dimension of an array has; 0 unknown. */
static Dwarf_Word dimension(Dwarf_Die *range)
{
	Dwarf_Attribute attr;
	Dwarf_Word n;

	if (dwarf_formudata(dwarf_attr(range, DW_AT_count, &attr), &n) == 0)
		return n;
	if (dwarf_formudata(dwarf_attr(range, DW_AT_upper_bound, &attr), &n) == 0)
		return n + 1;
	return 0;
}

/* Bytes of a type; 0 unknown or more than the address space holds. */
static uint64_t type_size(Dwarf_Die *type, int depth)
{
	Dwarf_Die next, range;
	Dwarf_Attribute attr;
	Dwarf_Word size;

	if (depth > DEPTH_MAX)
		return 0;
	if (dwarf_formudata(dwarf_attr(type, DW_AT_byte_size, &attr), &size) == 0)
		return size <= UINT32_MAX ? size : 0;

	switch (dwarf_tag(type)) {
	case DW_TAG_pointer_type:
		return POINTER_BYTES;
	case DW_TAG_array_type:
		size = type_of(type, &next) ? type_size(&next, depth + 1) : 0;
		if (dwarf_child(type, &range) == 0)
			do {
				Dwarf_Word n = dimension(&range);

				size = n <= UINT32_MAX && n * size <= UINT32_MAX ? n * size : 0;
			} while (dwarf_siblingof(&range, &range) == 0);
		return size;
	case DW_TAG_typedef:
	case DW_TAG_const_type:
	case DW_TAG_volatile_type:
	case DW_TAG_restrict_type:
	case DW_TAG_atomic_type:
	case DW_TAG_enumeration_type:
		return type_of(type, &next) ? type_size(&next, depth + 1) : 0;
	default:
		return 0;
	}
}

static bool needs_parentheses(Dwarf_Die *type, bool known)
{
	int tag = known ? dwarf_tag(type) : 0;

	return tag == DW_TAG_array_type || tag == DW_TAG_subroutine_type;
}

static void spell_type(Dwarf_Die *type, const char *declarator, char out[TYPE_MAX], int depth);

/* The type that this one is made of; without a type attribute it is void. */
static void spell_target(Dwarf_Die *type, const char *declarator, char out[TYPE_MAX], int depth)
{
	Dwarf_Die next;

	if (type_of(type, &next))
		spell_type(&next, declarator, out, depth + 1);
	else
		snprintf(out, TYPE_MAX, "void%s%s", *declarator ? " " : "", declarator);
}

static void spell_array(Dwarf_Die *type, const char *declarator, char out[TYPE_MAX], int depth)
{
	char dims[TYPE_MAX];
	Dwarf_Die range;
	size_t used = (size_t)snprintf(dims, sizeof dims, "%s", declarator);

	if (dwarf_child(type, &range) == 0)
		do {
			Dwarf_Word n = dimension(&range);

			if (used >= sizeof dims)
				break;
			if (n)
				used += (size_t)snprintf(dims + used, sizeof dims - used, "[%llu]",
				                         (unsigned long long)n);
			else
				used += (size_t)snprintf(dims + used, sizeof dims - used, "[]");
		} while (dwarf_siblingof(&range, &range) == 0);
	spell_target(type, dims, out, depth);
}

/*
 * Spells a type in C around a declarator without a name, from the outside in: `pointer to array of 4 int` comes here as
 * pointer with "", goes on as array with "(*)", then as int with "(*)[4]".
 */
static void spell_type(Dwarf_Die *type, const char *declarator, char out[TYPE_MAX], int depth)
{
	const char *name = dwarf_diename(type), *keyword = "", *space = *declarator ? " " : "";
	char inner[TYPE_MAX];
	Dwarf_Die next;
	bool known;
	int tag = dwarf_tag(type);

	if (depth > DEPTH_MAX) {
		snprintf(out, TYPE_MAX, "?");
		return;
	}
	switch (tag) {
	case DW_TAG_pointer_type:
		known = type_of(type, &next);
		snprintf(inner, sizeof inner, needs_parentheses(&next, known) ? "(*%.*s)" : "*%.*s", TYPE_MAX - 4,
		         declarator);
		spell_target(type, inner, out, depth);
		return;
	case DW_TAG_array_type:
		spell_array(type, declarator, out, depth);
		return;
	case DW_TAG_subroutine_type:
		snprintf(inner, sizeof inner, "%.*s()", TYPE_MAX - 4, declarator);
		spell_target(type, inner, out, depth);
		return;
	case DW_TAG_const_type:
	case DW_TAG_volatile_type:
		keyword = tag == DW_TAG_const_type ? "const" : "volatile";
		known = type_of(type, &next);
		if (known && dwarf_tag(&next) == DW_TAG_pointer_type) {
			/* The pointer itself is const: the word stands behind the star. */
			snprintf(inner, sizeof inner, "%s%s%.*s", keyword, space, TYPE_MAX - 16, declarator);
			spell_target(type, inner, out, depth);
		} else {
			spell_target(type, declarator, inner, depth);
			snprintf(out, TYPE_MAX, "%s %.*s", keyword, TYPE_MAX - 16, inner);
		}
		return;
	case DW_TAG_restrict_type:
	case DW_TAG_atomic_type:
		spell_target(type, declarator, out, depth);
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
	Dwarf_CFI *cfi = dwarf_getcfi(s->dwarf);
	Dwarf_Frame *frame;
	Dwarf_Op *ops;
	size_t nops;
	bool found = false;

	if (!cfi || dwarf_cfi_addrframe(cfi, pc, &frame) != 0) {
		/* No call frame information: `link` is the first instruction. */
		*offset = CFA_ABOVE_FP;
		return pc > sub->low;
	}
	if (dwarf_frame_cfa(frame, &ops, &nops) == 0 && nops == 1) {
		if (ops[0].atom == DW_OP_breg0 + REG_FP) {
			*offset = (int64_t)ops[0].number;
			found = true;
		} else if (ops[0].atom == DW_OP_bregx && ops[0].number == REG_FP) {
			*offset = (int64_t)ops[0].number2;
			found = true;
		}
	}
	free(frame);
	return found;
}

/* Offset of the function's frame base from fp at pc. */
static bool frame_base(struct symbols *s, struct subprogram *sub, uint32_t pc, int64_t *offset)
{
	Dwarf_Attribute attr;
	Dwarf_Op *ops;
	size_t nops;

	if (!dwarf_attr_integrate(&sub->die, DW_AT_frame_base, &attr) ||
	    dwarf_getlocation_addr(&attr, pc, &ops, &nops, 1) != 1 || nops != 1)
		return false;
	if (ops[0].atom == DW_OP_call_frame_cfa)
		return cfa_from_fp(s, sub, pc, offset);
	if (ops[0].atom == DW_OP_reg0 + REG_FP || ops[0].atom == DW_OP_breg0 + REG_FP) {
		*offset = ops[0].atom == DW_OP_reg0 + REG_FP ? 0 : (int64_t)ops[0].number;
		return true;
	}
	return false;
}

/* Where a variable lives at pc. Only places of one piece that need no computation count. sub is NULL for globals. */
static bool place_of(struct symbols *s, struct subprogram *sub, Dwarf_Die *die, uint32_t pc, struct variable *v)
{
	Dwarf_Attribute attr;
	Dwarf_Op *ops;
	size_t nops;
	int64_t base = 0;

	if (!dwarf_attr_integrate(die, DW_AT_location, &attr) ||
	    dwarf_getlocation_addr(&attr, pc, &ops, &nops, 1) != 1 || nops != 1)
		return false;

	unsigned atom = ops[0].atom;

	if (atom == DW_OP_addr) {
		v->place = VAR_MEMORY;
		v->where = (int32_t)((uint32_t)ops[0].number + s->base);
		return true;
	}
	if (!sub)
		return false;
	if (atom >= DW_OP_reg0 && atom < DW_OP_reg0 + 16) {
		v->place = VAR_REGISTER;
		v->where = (int32_t)(atom - DW_OP_reg0);
		return true;
	}
	/* gcc gives locals relative to a6 from the function's first address on, where a6 is still the caller's. */
	if ((atom == DW_OP_breg0 + REG_FP && cfa_from_fp(s, sub, pc, &(int64_t){0})) ||
	    (atom == DW_OP_fbreg && frame_base(s, sub, pc, &base))) {
		v->place = VAR_FRAME;
		v->where = (int32_t)((uint64_t)base + ops[0].number);
		return true;
	}
	return false;
}

/* Describes the variable; false if it has no name or no place at pc. */
static bool describe(struct symbols *s, struct subprogram *sub, Dwarf_Die *die, uint32_t pc, struct variable *v)
{
	char spelling[TYPE_MAX];
	const char *name = dwarf_diename(die);
	Dwarf_Die type;

	if (!name || !place_of(s, sub, die, pc, v))
		return false;
	v->name = name;
	v->argument = dwarf_tag(die) == DW_TAG_formal_parameter;
	v->size = 0;
	if (type_of(die, &type)) {
		spell_type(&type, "", spelling, 0);
		v->type = names_keep(&s->names, spelling);
		v->size = (uint32_t)type_size(&type, 0);
	} else {
		v->type = "?";
	}
	return true;
}

/* The variables of one block at pc and of the blocks inside it that hold pc. Returns the count so far. */
static size_t block_locals(struct symbols *s, struct subprogram *sub, Dwarf_Die *block, uint32_t pc,
                           struct variable *out, size_t max, size_t count, int depth)
{
	Dwarf_Die die;

	if (depth > DEPTH_MAX || dwarf_child(block, &die) != 0)
		return count;
	do {
		struct variable v;

		switch (dwarf_tag(&die)) {
		case DW_TAG_formal_parameter:
		case DW_TAG_variable:
			if (describe(s, sub, &die, pc, &v)) {
				if (count < max)
					out[count] = v;
				count++;
			}
			break;
		case DW_TAG_lexical_block:
		case DW_TAG_inlined_subroutine:
			if (dwarf_haspc(&die, pc) == 1)
				count = block_locals(s, sub, &die, pc, out, max, count, depth + 1);
			break;
		}
	} while (dwarf_siblingof(&die, &die) == 0);
	return count;
}

size_t symbols_locals(struct symbols *s, uint32_t pc, struct variable *out, size_t max)
{
	pc -= s->base;
	for (size_t i = 0; i < s->nsubprograms; i++) {
		struct subprogram *sub = &s->subprograms[i];

		if (pc >= sub->low && pc < sub->high)
			return block_locals(s, sub, &sub->die, pc, out, max, 0, 0);
	}
	return 0;
}

struct globals {
	struct variable *list;
	size_t count, room;
};

/* Static variables: at the top of a unit and inside its functions. */
static void static_variables(struct symbols *s, Dwarf_Die *scope, struct globals *g, int depth)
{
	Dwarf_Die die;

	if (depth > DEPTH_MAX || dwarf_child(scope, &die) != 0)
		return;
	do {
		int tag = dwarf_tag(&die);
		struct variable v;

		if (tag == DW_TAG_variable && describe(s, NULL, &die, 0, &v)) {
			g->list = memory_room(g->list, g->count, &g->room, sizeof *g->list);
			g->list[g->count++] = v;
		} else if (tag == DW_TAG_subprogram || tag == DW_TAG_lexical_block) {
			static_variables(s, &die, g, depth + 1);
		}
	} while (dwarf_siblingof(&die, &die) == 0);
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

	for (size_t i = 0; i < s->nunits; i++)
		static_variables(s, &s->units[i], &g, 0);
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

/* False and a line in error if the image is not one that the machine could run. */
static bool check_image(Elf *elf, char *error)
{
	GElf_Ehdr header;
	size_t nsegments;

	if (!elf || elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &header))
		return failure(error, "not an ELF program");
	if (header.e_ident[EI_CLASS] != ELFCLASS32 || header.e_ident[EI_DATA] != ELFDATA2MSB ||
	    header.e_machine != EM_68K)
		return failure(error, "not a program for the m68k");
	if (header.e_type != ET_EXEC)
		return failure(error, "not an executable program (linked with -static -no-pie?)");
	if (elf_getphdrnum(elf, &nsegments) != 0)
		return failure(error, "broken ELF program: %s", elf_errmsg(-1));
	for (size_t i = 0; i < nsegments; i++) {
		GElf_Phdr segment;

		if (!gelf_getphdr(elf, (int)i, &segment))
			return failure(error, "broken ELF program: %s", elf_errmsg(-1));
		if (segment.p_type == PT_INTERP || segment.p_type == PT_DYNAMIC)
			return failure(error, "a dynamically linked program; link it with -static");
	}
	return true;
}

struct symbols *symbols_open(const void *elf, size_t size, char *error)
{
	struct symbols *s = memory_new(1, sizeof *s);

	elf_version(EV_CURRENT);
	s->image = memory_copy(elf, size);
	s->elf = elf_memory(s->image, size);
	if (!check_image(s->elf, error)) {
		symbols_close(s);
		return NULL;
	}
	read_symbols(s);
	s->dwarf = dwarf_begin_elf(s->elf, DWARF_C_READ, NULL);
	if (s->dwarf)
		read_units(s);
	names_sort(&s->names);
	return s;
}

void symbols_move(struct symbols *s, uint32_t base)
{
	s->base = base;
}

void symbols_close(struct symbols *s)
{
	if (!s)
		return;
	if (s->dwarf)
		dwarf_end(s->dwarf);
	if (s->elf)
		elf_end(s->elf);
	names_free(&s->names);
	free(s->subprograms);
	free(s->files);
	free(s->units);
	free(s->image);
	free(s);
}
