/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Units, abbreviations, entries and attributes of DWARF: see dwarf.h. Section numbers are those of the standard,
 * version 5. */
#include "debuginfo/dwarf.h"

#include <elf.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/search.h"

enum {
	SECTION_BYTES_MAX = 16 << 20,
	CHAIN_MAX = 8, /* of an instance of a definition of a declaration */
};
#define NO_PARENT UINT32_MAX

/* An attribute as an abbreviation declares it. */
struct dwarf_spec {
	uint32_t attribute, form;
	int64_t constant;
};
struct dwarf_abbreviation {
	uint64_t code;
	uint32_t tag;
	bool children;
	uint32_t first, count; /* specs */
};
/* The abbreviations that begin at an offset of .debug_abbrev, in the order of their codes. */
struct dwarf_table {
	uint64_t offset;
	uint32_t first, count;
};

static const char *const part_names[DWARF_PARTS] = {
	[PART_INFO] = ".debug_info",
	[PART_ABBREV] = ".debug_abbrev",
	[PART_STR] = ".debug_str",
	[PART_LINE] = ".debug_line",
	[PART_LINE_STR] = ".debug_line_str",
	[PART_LOC] = ".debug_loc",
	[PART_LOCLISTS] = ".debug_loclists",
	[PART_RANGES] = ".debug_ranges",
	[PART_RNGLISTS] = ".debug_rnglists",
	[PART_ADDR] = ".debug_addr",
	[PART_STR_OFFSETS] = ".debug_str_offsets",
	[PART_FRAME] = ".debug_frame",
};

void dwarf_allow(struct dwarf *d, uint64_t steps)
{
	d->steps = steps;
}

bool dwarf_step(struct dwarf *d)
{
	if (!d->steps)
		return false;
	d->steps--;
	d->taken++;
	return true;
}

/* Keeps the first reason. */
static void cut(struct dwarf *d, const char *why)
{
	if (!d->note)
		d->note = why;
}

/* Values ----------------------------------------------------------------------------------------------------- */

static const char *text_at(const struct dwarf *d, enum dwarf_part part, uint64_t offset)
{
	struct bytes b = bytes_from(d->part[part], offset);

	return bytes_text(&b, DWARF_TEXT);
}

static const char *numbered_text(const struct dwarf *d, const struct dwarf_unit *u, uint64_t number)
{
	struct bytes b = bytes_from(d->part[PART_STR_OFFSETS], u->texts);
	uint64_t offset;

	if (number > UINT32_MAX)
		return NULL;
	bytes_take(&b, number * DWARF_OFFSET);
	offset = bytes_number(&b, DWARF_OFFSET);
	return b.bad ? NULL : text_at(d, PART_STR, offset);
}

const char *dwarf_text_of(const struct dwarf *d, const struct dwarf_unit *u, const struct dwarf_value *v)
{
	if (v->kind != VALUE_TEXT)
		return NULL;
	if (v->part == DWARF_PARTS)
		return bytes_left(&v->block) ? (const char *)v->block.at : NULL;
	if (v->part == PART_STR_OFFSETS)
		return numbered_text(d, u, v->number);
	return text_at(d, v->part, v->number);
}

bool dwarf_numbered_address(const struct dwarf *d, const struct dwarf_unit *u, uint64_t number, uint32_t *address)
{
	struct bytes b = bytes_from(d->part[PART_ADDR], u->addresses);

	if (number > UINT32_MAX)
		return false;
	bytes_take(&b, number * DWARF_ADDRESS);
	*address = (uint32_t)bytes_number(&b, DWARF_ADDRESS);
	return !b.bad;
}

/* The number that a form of fixed size or LEB128 holds; false if the form is none of those. (7.5.6) */
static bool plain_number(uint32_t form, int64_t constant, struct bytes *b, uint64_t *number)
{
	switch (form) {
	case DW_FORM_data1:
	case DW_FORM_flag:
	case DW_FORM_ref1:
	case DW_FORM_strx1:
	case DW_FORM_addrx1:
		*number = bytes_number(b, 1);
		return true;
	case DW_FORM_data2:
	case DW_FORM_ref2:
	case DW_FORM_strx2:
	case DW_FORM_addrx2:
		*number = bytes_number(b, 2);
		return true;
	case DW_FORM_strx3:
	case DW_FORM_addrx3:
		*number = bytes_number(b, 3);
		return true;
	case DW_FORM_addr:
	case DW_FORM_data4:
	case DW_FORM_ref4:
	case DW_FORM_ref_addr:
	case DW_FORM_sec_offset:
	case DW_FORM_strp:
	case DW_FORM_line_strp:
	case DW_FORM_strp_sup:
	case DW_FORM_ref_sup4:
	case DW_FORM_strx4:
	case DW_FORM_addrx4:
	case DW_FORM_GNU_ref_alt:
	case DW_FORM_GNU_strp_alt:
		*number = bytes_number(b, 4);
		return true;
	case DW_FORM_data8:
	case DW_FORM_ref8:
	case DW_FORM_ref_sig8:
	case DW_FORM_ref_sup8:
		*number = bytes_number(b, 8);
		return true;
	case DW_FORM_udata:
	case DW_FORM_ref_udata:
	case DW_FORM_strx:
	case DW_FORM_addrx:
	case DW_FORM_loclistx:
	case DW_FORM_rnglistx:
		*number = bytes_uleb(b);
		return true;
	case DW_FORM_sdata:
		*number = (uint64_t)bytes_sleb(b);
		return true;
	case DW_FORM_implicit_const:
		*number = (uint64_t)constant;
		return true;
	case DW_FORM_flag_present:
		*number = 1;
		return true;
	default:
		return false;
	}
}

/* Reads what is not a number; an unknown form makes the bytes bad, since its length is unknown. */
static void read_block(uint32_t form, struct bytes *b, struct dwarf_value *v)
{
	const uint8_t *start = b->at;

	v->kind = VALUE_BLOCK;
	switch (form) {
	case DW_FORM_string:
		v->kind = VALUE_TEXT;
		v->part = DWARF_PARTS;
		if (bytes_text(b, DWARF_TEXT))
			v->block = bytes_of(start, (size_t)(b->at - start));
		break;
	case DW_FORM_block1:
		v->block = bytes_take(b, bytes_number(b, 1));
		break;
	case DW_FORM_block2:
		v->block = bytes_take(b, bytes_number(b, 2));
		break;
	case DW_FORM_block4:
		v->block = bytes_take(b, bytes_number(b, 4));
		break;
	case DW_FORM_block:
	case DW_FORM_exprloc:
		v->block = bytes_take(b, bytes_uleb(b));
		break;
	case DW_FORM_data16:
		v->block = bytes_take(b, 16);
		break;
	default:
		b->bad = true;
	}
}

void dwarf_read_form(const struct dwarf *d, const struct dwarf_unit *u, uint32_t form, int64_t constant,
                     struct bytes *b, struct dwarf_value *v)
{
	uint32_t address;

	*v = (struct dwarf_value){.kind = VALUE_NUMBER, .block = bytes_none()};
	if (form == DW_FORM_indirect) {
		form = (uint32_t)bytes_uleb(b);
		if (form == DW_FORM_implicit_const) /* there is no constant */
			b->bad = true;
	}
	if (!plain_number(form, constant, b, &v->number)) {
		read_block(form, b, v);
		return;
	}
	switch (form) {
	case DW_FORM_addr:
		v->kind = VALUE_ADDRESS;
		break;
	case DW_FORM_addrx:
	case DW_FORM_addrx1:
	case DW_FORM_addrx2:
	case DW_FORM_addrx3:
	case DW_FORM_addrx4:
		v->kind = dwarf_numbered_address(d, u, v->number, &address) ? VALUE_ADDRESS : VALUE_NONE;
		v->number = v->kind == VALUE_ADDRESS ? address : 0;
		break;
	case DW_FORM_ref1:
	case DW_FORM_ref2:
	case DW_FORM_ref4:
	case DW_FORM_ref8:
	case DW_FORM_ref_udata:
		v->kind = VALUE_ENTRY;
		v->number += u->start;
		break;
	case DW_FORM_ref_addr:
		v->kind = VALUE_ENTRY;
		break;
	case DW_FORM_strp:
		v->kind = VALUE_TEXT;
		v->part = PART_STR;
		break;
	case DW_FORM_line_strp:
		v->kind = VALUE_TEXT;
		v->part = PART_LINE_STR;
		break;
	case DW_FORM_strx:
	case DW_FORM_strx1:
	case DW_FORM_strx2:
	case DW_FORM_strx3:
	case DW_FORM_strx4:
		v->kind = VALUE_TEXT;
		v->part = PART_STR_OFFSETS;
		break;
	case DW_FORM_sec_offset:
		v->kind = VALUE_OFFSET;
		break;
	case DW_FORM_loclistx:
	case DW_FORM_rnglistx:
		v->kind = VALUE_LIST_INDEX;
		break;
	case DW_FORM_ref_sig8:
	case DW_FORM_ref_sup4:
	case DW_FORM_ref_sup8:
	case DW_FORM_strp_sup:
	case DW_FORM_GNU_ref_alt:
	case DW_FORM_GNU_strp_alt:
		v->kind = VALUE_NONE; /* in another file, or in a type unit */
		break;
	}
}

/* Attributes ------------------------------------------------------------------------------------------------- */

uint32_t dwarf_tag(const struct dwarf *d, uint32_t entry)
{
	return d->abbreviations[d->entries[entry].abbreviation].tag;
}

bool dwarf_own(struct dwarf *d, uint32_t entry, uint32_t attribute, struct dwarf_value *v)
{
	const struct dwarf_entry *e = &d->entries[entry];
	const struct dwarf_unit *u = &d->units[e->unit];
	const struct dwarf_abbreviation *a = &d->abbreviations[e->abbreviation];
	struct bytes b = bytes_from(d->part[PART_INFO], e->offset);

	b.end = d->part[PART_INFO].at + u->end;
	bytes_uleb(&b);
	for (uint32_t i = 0; i < a->count; i++) {
		const struct dwarf_spec *s = &d->specs[a->first + i];

		if (!dwarf_step(d))
			return false;
		dwarf_read_form(d, u, s->form, s->constant, &b, v);
		v->unit = e->unit;
		if (s->attribute == attribute)
			return !b.bad;
	}
	return false;
}

/* The entry that begins at a place of .debug_info; false if none does. */
static bool entry_at(const struct dwarf *d, uint64_t offset, uint32_t *entry)
{
	struct search in = search_among(d->nentries);

	while (search_goes_on(&in))
		search_tell(&in, d->entries[in.at].offset < offset);
	*entry = (uint32_t)in.found;
	return in.found < d->nentries && d->entries[in.found].offset == offset;
}

bool dwarf_attribute(struct dwarf *d, uint32_t entry, uint32_t attribute, struct dwarf_value *v)
{
	struct dwarf_value origin;

	for (int i = 0; i < CHAIN_MAX; i++) {
		if (dwarf_own(d, entry, attribute, v))
			return true;
		if (!dwarf_own(d, entry, DW_AT_abstract_origin, &origin) &&
		    !dwarf_own(d, entry, DW_AT_specification, &origin))
			return false;
		if (origin.kind != VALUE_ENTRY || !entry_at(d, origin.number, &entry))
			return false;
	}
	return false;
}

bool dwarf_number(struct dwarf *d, uint32_t entry, uint32_t attribute, uint64_t *number)
{
	struct dwarf_value v;

	if (!dwarf_own(d, entry, attribute, &v) || v.kind != VALUE_NUMBER)
		return false;
	*number = v.number;
	return true;
}

bool dwarf_address(struct dwarf *d, uint32_t entry, uint32_t attribute, uint32_t *address)
{
	struct dwarf_value v;

	if (!dwarf_own(d, entry, attribute, &v) || v.kind != VALUE_ADDRESS)
		return false;
	*address = (uint32_t)v.number;
	return true;
}

bool dwarf_reference(struct dwarf *d, uint32_t entry, uint32_t attribute, uint32_t *target)
{
	struct dwarf_value v;

	return dwarf_attribute(d, entry, attribute, &v) && v.kind == VALUE_ENTRY && entry_at(d, v.number, target);
}

const char *dwarf_text(struct dwarf *d, uint32_t entry, uint32_t attribute)
{
	struct dwarf_value v;

	return dwarf_attribute(d, entry, attribute, &v) ? dwarf_text_of(d, &d->units[v.unit], &v) : NULL;
}

bool dwarf_offset(const struct dwarf *d, const struct dwarf_value *v, uint64_t *offset)
{
	/* Before version 4 there was no form of its own for it. */
	if (v->kind != VALUE_OFFSET && !(v->kind == VALUE_NUMBER && d->units[v->unit].version < 4))
		return false;
	*offset = v->number;
	return true;
}

/* Abbreviations ---------------------------------------------------------------------------------------------- */

static int by_code(const void *a, const void *b)
{
	const struct dwarf_abbreviation *x = a, *y = b;

	return x->code < y->code ? -1 : x->code > y->code;
}

/* Reads the attributes of one abbreviation. False at the end of a budget or of the bytes. */
static bool read_specs(struct dwarf *d, struct dwarf_abbreviation *a, struct bytes *b)
{
	a->first = (uint32_t)d->nspecs;
	for (;;) {
		struct dwarf_spec s = {.attribute = (uint32_t)bytes_uleb(b)};

		s.form = (uint32_t)bytes_uleb(b);
		if (s.form == DW_FORM_implicit_const)
			s.constant = bytes_sleb(b);
		if (b->bad)
			return false;
		if (!s.attribute && !s.form)
			return true;
		if (d->nspecs == DWARF_SPECS) {
			cut(d, "too many attributes in its abbreviations");
			return false;
		}
		d->specs = alloc_room(d->specs, d->nspecs, &d->specs_room, sizeof *d->specs);
		d->specs[d->nspecs++] = s;
		a->count++;
	}
}

/* The table of abbreviations at an offset, read at its first use. (7.5.3) */
static uint32_t find_table(struct dwarf *d, uint64_t offset)
{
	struct bytes b = bytes_from(d->part[PART_ABBREV], offset);
	struct dwarf_table t = {offset, (uint32_t)d->nabbreviations, 0};

	for (size_t i = d->ntables; i-- > 0;)
		if (d->tables[i].offset == offset)
			return (uint32_t)i;
	for (;;) {
		struct dwarf_abbreviation a = {.code = bytes_uleb(&b)};

		if (!a.code || b.bad)
			break;
		if (d->nabbreviations == DWARF_ABBREVIATIONS) {
			cut(d, "too many abbreviations");
			break;
		}
		a.tag = (uint32_t)bytes_uleb(&b);
		a.children = bytes_number(&b, 1);
		if (!read_specs(d, &a, &b))
			break;
		d->abbreviations = alloc_room(d->abbreviations, d->nabbreviations, &d->abbreviations_room, sizeof a);
		d->abbreviations[d->nabbreviations++] = a;
		t.count++;
	}
	if (t.count)
		qsort(d->abbreviations + t.first, t.count, sizeof *d->abbreviations, by_code);
	d->tables = alloc_room(d->tables, d->ntables, &d->tables_room, sizeof t);
	d->tables[d->ntables] = t;
	return (uint32_t)d->ntables++;
}

/* Abbreviation by its code; false if the unit's table has none. */
static bool find_abbreviation(const struct dwarf *d, const struct dwarf_unit *u, uint64_t code, uint32_t *found)
{
	const struct dwarf_table *t = &d->tables[u->table];
	struct search in = search_among(t->count);

	if (code - 1 < t->count && d->abbreviations[t->first + code - 1].code == code) {
		*found = t->first + (uint32_t)code - 1; /* they are mostly numbered from 1 on */
		return true;
	}
	while (search_goes_on(&in))
		search_tell(&in, d->abbreviations[t->first + in.at].code < code);
	*found = t->first + (uint32_t)in.found;
	return in.found < t->count && d->abbreviations[*found].code == code;
}

/* Units and entries ------------------------------------------------------------------------------------------ */

/* Reads the header of the unit that begins at b and passes over the unit. False at the end of all units; *known tells
 * whether it is one that can be read. (7.5.1) */
static bool read_header(struct dwarf *d, struct bytes *b, struct dwarf_unit *u, struct bytes *entries, bool *known)
{
	const uint8_t *start = b->at;
	uint64_t length = bytes_number(b, 4), abbreviations;
	unsigned address;

	if (length >= DWARF_LONG || length > bytes_left(b))
		return false;
	*entries = bytes_take(b, length);
	*u = (struct dwarf_unit){.start = (uint32_t)(start - d->part[PART_INFO].at),
	                         .end = (uint32_t)(b->at - d->part[PART_INFO].at),
	                         .texts = 8, /* behind the sections' headers */
	                         .addresses = 8,
	                         .type = DW_UT_compile};
	u->version = (uint8_t)bytes_number(entries, 2);
	if (u->version >= 5) {
		u->type = (uint8_t)bytes_number(entries, 1);
		address = (unsigned)bytes_number(entries, 1);
		abbreviations = bytes_number(entries, DWARF_OFFSET);
		if (u->type == DW_UT_type)
			bytes_take(entries, 8 + DWARF_OFFSET); /* signature, where the type is */
	} else {
		abbreviations = bytes_number(entries, DWARF_OFFSET);
		address = (unsigned)bytes_number(entries, 1);
	}
	/* The rest of a unit that was split would be in another file. */
	*known = !entries->bad && u->version >= 2 && u->version <= 5 && address == DWARF_ADDRESS && u->type &&
	         u->type <= DW_UT_partial;
	if (*known)
		u->table = find_table(d, abbreviations);
	return true;
}

/* Passes over the attributes of an entry. False at the end of the budget or of the bytes. */
static bool pass_attributes(struct dwarf *d, const struct dwarf_unit *u, uint32_t abbreviation, struct bytes *b)
{
	const struct dwarf_abbreviation *a = &d->abbreviations[abbreviation];
	struct dwarf_value v;

	for (uint32_t i = 0; i < a->count; i++) {
		const struct dwarf_spec *s = &d->specs[a->first + i];

		if (!dwarf_step(d)) {
			cut(d, "too many attributes");
			return false;
		}
		dwarf_read_form(d, u, s->form, s->constant, b, &v);
		if (b->bad)
			return false;
	}
	return true;
}

/* Reads the entries of a unit as they come. While an entry is open, `after` has its parent. */
static void read_entries(struct dwarf *d, struct dwarf_unit *u, struct bytes *b)
{
	uint32_t parent = NO_PARENT, unit = (uint32_t)d->nunits, up;

	u->root = (uint32_t)d->nentries;
	while (bytes_left(b)) {
		struct dwarf_entry e = {(uint32_t)(b->at - d->part[PART_INFO].at), unit, 0, 0};
		uint64_t code = bytes_uleb(b);

		if (!code) {
			if (parent == NO_PARENT)
				break;
			up = d->entries[parent].after;
			d->entries[parent].after = (uint32_t)d->nentries;
			parent = up;
			if (parent == NO_PARENT)
				break;
			continue;
		}
		if (d->nentries == DWARF_ENTRIES) {
			cut(d, "too many entries");
			break;
		}
		if (!find_abbreviation(d, u, code, &e.abbreviation) || !pass_attributes(d, u, e.abbreviation, b))
			break;
		d->entries = alloc_room(d->entries, d->nentries, &d->entries_room, sizeof e);
		if (d->abbreviations[e.abbreviation].children) {
			e.after = parent;
			parent = (uint32_t)d->nentries;
		} else {
			e.after = (uint32_t)d->nentries + 1;
		}
		d->entries[d->nentries++] = e;
		if (parent == NO_PARENT)
			break;
	}
	for (; parent != NO_PARENT; parent = up) {
		up = d->entries[parent].after;
		d->entries[parent].after = (uint32_t)d->nentries;
	}
	u->after = (uint32_t)d->nentries;
}

/* What the unit's own entry says about the places of what the others name by number. */
static void read_bases(struct dwarf *d, struct dwarf_unit *u)
{
	const struct {
		uint32_t attribute;
		uint32_t *base;
	} bases[] = {
		{DW_AT_str_offsets_base, &u->texts},
		{DW_AT_addr_base, &u->addresses},
		{DW_AT_rnglists_base, &u->range_lists},
		{DW_AT_loclists_base, &u->location_lists},
		{DW_AT_low_pc, &u->low},
	};
	struct dwarf_value v;

	for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
		if (dwarf_own(d, u->root, bases[i].attribute, &v) &&
		    (v.kind == VALUE_OFFSET || v.kind == VALUE_ADDRESS))
			*bases[i].base = (uint32_t)v.number;
}

static void read_units(struct dwarf *d)
{
	struct bytes b = d->part[PART_INFO], entries;
	struct dwarf_unit u;
	bool known;

	dwarf_allow(d, DWARF_OPEN_STEPS);
	while (bytes_left(&b) && read_header(d, &b, &u, &entries, &known)) {
		if (!known)
			continue;
		if (d->nunits == DWARF_UNITS) {
			cut(d, "too many compilation units");
			return;
		}
		d->units = alloc_room(d->units, d->nunits, &d->units_room, sizeof u);
		d->units[d->nunits] = u;
		read_entries(d, &d->units[d->nunits], &entries);
		if (d->units[d->nunits].after > d->units[d->nunits].root)
			read_bases(d, &d->units[d->nunits]);
		d->nunits++;
	}
}

/* Notes where the sections are. False if they cannot be used. */
static bool find_parts(struct dwarf *d, const struct elf_file *f)
{
	struct elf_section s;

	for (uint32_t i = 0; i < DWARF_PARTS; i++)
		d->part[i] = bytes_none();
	for (uint32_t i = 0; elf_section(f, i, &s); i++) {
		if (!strncmp(s.name, ".zdebug_", 8) || (!strncmp(s.name, ".debug_", 7) && s.flags & SHF_COMPRESSED)) {
			cut(d, "compressed sections");
			return false;
		}
		for (uint32_t k = 0; k < DWARF_PARTS; k++) {
			if (strcmp(s.name, part_names[k]) != 0 || bytes_left(&d->part[k]))
				continue;
			if (bytes_left(&s.data) > SECTION_BYTES_MAX) {
				cut(d, "a section of more than 16 MB");
				return false;
			}
			d->part[k] = s.data;
		}
	}
	return true;
}

void dwarf_open(struct dwarf *d, const struct elf_file *f)
{
	memset(d, 0, sizeof *d);
	if (!find_parts(d, f))
		return;
	read_units(d);
	dwarf_read_frames(d);
}

void dwarf_close(struct dwarf *d)
{
	free(d->units);
	free(d->entries);
	free(d->abbreviations);
	free(d->specs);
	free(d->tables);
	free(d->frames);
}
