/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Call frame information: DWARF 5, section 6.4. See dwarf.h. Expressions are passed over: what they would find counts
 * as lost. */
#include <stdlib.h>

#include "debuginfo/dwarf.h"
#include "base/alloc.h"
#include "base/search.h"

enum {
	REMEMBERED_MAX = 16,
};
#define COMMON UINT32_MAX /* in place of a reference to the common entry: it is one itself */

/* A function's entry. */
struct dwarf_frame {
	uint32_t low, high;
	uint32_t common; /* where the entry is that it shares with others */
	struct bytes operations;
};

/* What functions share. */
struct common {
	uint64_t code_unit;
	int64_t data_unit;
	uint64_t return_column; /* in whose place the return address is told of */
	struct bytes operations;
};

static int by_address(const void *a, const void *b)
{
	const struct dwarf_frame *x = a, *y = b;

	return x->low < y->low ? -1 : x->low > y->low;
}

/* The next entry of the section; false at the end. */
static bool next_entry(struct bytes *section, struct bytes *entry, uint32_t *common)
{
	uint64_t length = bytes_number(section, 4);

	if (length >= DWARF_LONG)
		return false;
	*entry = bytes_take(section, length);
	*common = (uint32_t)bytes_number(entry, 4);
	return !section->bad;
}

void dwarf_read_frames(struct dwarf *d)
{
	struct bytes section = d->part[PART_FRAME], entry;
	uint32_t common;

	while (bytes_left(&section) && next_entry(&section, &entry, &common)) {
		struct dwarf_frame f = {.common = common};

		if (common == COMMON || entry.bad)
			continue;
		if (d->nframes == DWARF_FRAMES) {
			if (!d->note)
				d->note = "too many call frames";
			break;
		}
		f.low = (uint32_t)bytes_number(&entry, DWARF_ADDRESS);
		f.high = f.low + (uint32_t)bytes_number(&entry, DWARF_ADDRESS);
		f.operations = entry;
		if (entry.bad || f.high <= f.low)
			continue;
		d->frames = alloc_room(d->frames, d->nframes, &d->frames_room, sizeof f);
		d->frames[d->nframes++] = f;
	}
	if (d->nframes)
		qsort(d->frames, d->nframes, sizeof *d->frames, by_address);
}

/* Reads a common entry (6.4.1). False if it is none that can be understood. */
static bool read_common(const struct dwarf *d, uint32_t offset, struct common *c)
{
	struct bytes section = bytes_from(d->part[PART_FRAME], offset), b;
	const char *augmentation;
	unsigned version;
	uint32_t id;

	if (!next_entry(&section, &b, &id) || id != COMMON)
		return false;
	version = (unsigned)bytes_number(&b, 1);
	augmentation = bytes_text(&b, DWARF_TEXT);
	if (!augmentation || *augmentation || (version != 1 && version != 3 && version != 4))
		return false;
	if (version == 4)
		bytes_take(&b, 2); /* sizes of an address and of a segment selector */
	c->code_unit = bytes_uleb(&b);
	c->data_unit = bytes_sleb(&b);
	if (version == 1)
		c->return_column = bytes_number(&b, 1);
	else
		c->return_column = bytes_uleb(&b);
	c->operations = b;
	return !b.bad;
}

/* Product of numbers that may be anything. */
static int64_t times(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a * (uint64_t)b);
}

static bool fits(int64_t number)
{
	return number >= INT32_MIN && number <= INT32_MAX;
}

/* The rule of a column of the table, NULL if it is of no register that there is here. */
static struct unwind_rule *rule_of(const struct common *c, struct unwind *u, uint64_t column)
{
	if (column == c->return_column)
		return &u->pc;
	return column < UNWIND_REGISTERS ? &u->registers[column] : NULL;
}

static void set_rule(const struct common *c, struct unwind *u, uint64_t column, enum unwind_place place, int64_t number)
{
	struct unwind_rule *rule = rule_of(c, u, column);

	if (place == UNWIND_REGISTER && (uint64_t)number >= UNWIND_REGISTERS) {
		place = UNWIND_LOST;
		number = 0;
	}
	if (rule)
		*rule = fits(number) ? (struct unwind_rule){place, (int32_t)number}
		                     : (struct unwind_rule){UNWIND_LOST, 0};
}

/* Back to what the common entry says of a column. */
static void restore_rule(const struct common *c, struct unwind *u, const struct unwind *initial, uint64_t column)
{
	struct unwind copy = *initial;
	const struct unwind_rule *from = rule_of(c, &copy, column);
	struct unwind_rule *to = rule_of(c, u, column);

	if (to)
		*to = *from;
}

static void set_base(struct unwind *u, uint64_t reg, int64_t offset)
{
	u->base = reg < UNWIND_REGISTERS && fits(offset) ? (int)reg : -1;
	u->offset = u->base < 0 ? 0 : (int32_t)offset;
}

static void set_offset(struct unwind *u, int64_t offset)
{
	set_base(u, u->base < 0 ? UNWIND_REGISTERS : (uint64_t)u->base, offset);
}

/* Runs an operation that is a rule for a column. False if it is none. */
static bool run_rule(const struct common *c, struct bytes *b, unsigned code, struct unwind *u,
                     const struct unwind *initial)
{
	unsigned high = code & 0xC0;
	uint64_t column = high ? code & 0x3F : 0, number;

	switch (high ? high : code) {
	case DW_CFA_offset:
		set_rule(c, u, column, UNWIND_SAVED, times((int64_t)bytes_uleb(b), c->data_unit));
		return true;
	case DW_CFA_restore:
		restore_rule(c, u, initial, column);
		return true;
	case DW_CFA_restore_extended:
		restore_rule(c, u, initial, bytes_uleb(b));
		return true;
	case DW_CFA_undefined:
		set_rule(c, u, bytes_uleb(b), UNWIND_LOST, 0);
		return true;
	case DW_CFA_same_value:
		set_rule(c, u, bytes_uleb(b), UNWIND_SAME, 0);
		return true;
	case DW_CFA_offset_extended:
	case DW_CFA_val_offset:
		column = bytes_uleb(b);
		set_rule(c, u, column, code == DW_CFA_val_offset ? UNWIND_SUM : UNWIND_SAVED,
		         times((int64_t)bytes_uleb(b), c->data_unit));
		return true;
	case DW_CFA_offset_extended_sf:
	case DW_CFA_val_offset_sf:
		column = bytes_uleb(b);
		set_rule(c, u, column, code == DW_CFA_val_offset_sf ? UNWIND_SUM : UNWIND_SAVED,
		         times(bytes_sleb(b), c->data_unit));
		return true;
	case DW_CFA_GNU_negative_offset_extended:
		column = bytes_uleb(b);
		set_rule(c, u, column, UNWIND_SAVED, times(times(-1, (int64_t)bytes_uleb(b)), c->data_unit));
		return true;
	case DW_CFA_register:
		column = bytes_uleb(b);
		number = bytes_uleb(b);
		set_rule(c, u, column, UNWIND_REGISTER, number < UNWIND_REGISTERS ? (int64_t)number : UNWIND_REGISTERS);
		return true;
	case DW_CFA_expression:
	case DW_CFA_val_expression:
		column = bytes_uleb(b);
		bytes_take(b, bytes_uleb(b));
		set_rule(c, u, column, UNWIND_LOST, 0);
		return true;
	default:
		return false;
	}
}

/* Runs an operation that says how the frame address is found. False if it is none. */
static bool run_base(const struct common *c, struct bytes *b, unsigned code, struct unwind *u)
{
	uint64_t reg;

	switch (code) {
	case DW_CFA_def_cfa:
		reg = bytes_uleb(b);
		set_base(u, reg, (int64_t)bytes_uleb(b));
		return true;
	case DW_CFA_def_cfa_sf:
		reg = bytes_uleb(b);
		set_base(u, reg, times(bytes_sleb(b), c->data_unit));
		return true;
	case DW_CFA_def_cfa_register:
		set_base(u, bytes_uleb(b), u->offset);
		return true;
	case DW_CFA_def_cfa_offset:
		set_offset(u, (int64_t)bytes_uleb(b));
		return true;
	case DW_CFA_def_cfa_offset_sf:
		set_offset(u, times(bytes_sleb(b), c->data_unit));
		return true;
	case DW_CFA_def_cfa_expression:
		bytes_take(b, bytes_uleb(b));
		set_base(u, UNWIND_REGISTERS, 0);
		return true;
	default:
		return false;
	}
}

/* Runs operations up to pc (6.4.2). False if one cannot be read. */
static bool run(struct dwarf *d, const struct common *c, struct bytes b, uint32_t from, uint32_t pc, struct unwind *u)
{
	const struct unwind initial = *u;
	struct unwind remembered[REMEMBERED_MAX];
	uint32_t location = from;
	unsigned n = 0;

	while (bytes_left(&b)) {
		unsigned code = (unsigned)bytes_number(&b, 1);
		uint64_t delta = 0;

		if (!dwarf_step(d))
			return false;
		if (run_rule(c, &b, code, u, &initial) || run_base(c, &b, code, u))
			continue;
		switch (code & 0xC0 ? code & 0xC0 : code) {
		case DW_CFA_nop:
			break;
		case DW_CFA_GNU_args_size:
			bytes_uleb(&b);
			break;
		case DW_CFA_set_loc:
			location = (uint32_t)bytes_number(&b, DWARF_ADDRESS);
			break;
		case DW_CFA_advance_loc:
			delta = code & 0x3F;
			break;
		case DW_CFA_advance_loc1:
		case DW_CFA_advance_loc2:
		case DW_CFA_advance_loc4:
			delta = bytes_number(&b, 1u << (code - DW_CFA_advance_loc1));
			break;
		case DW_CFA_remember_state:
			if (n == REMEMBERED_MAX)
				return false;
			remembered[n++] = *u;
			break;
		case DW_CFA_restore_state:
			if (n == 0)
				return false;
			*u = remembered[--n];
			break;
		default:
			return false;
		}
		location += (uint32_t)(delta * c->code_unit);
		if (location > pc)
			break;
	}
	return !b.bad;
}

bool dwarf_unwind(struct dwarf *d, uint32_t pc, struct unwind *u)
{
	struct search in = search_among(d->nframes);
	const struct dwarf_frame *f;
	struct common c;

	*u = (struct unwind){.base = -1};
	while (search_goes_on(&in))
		search_tell(&in, d->frames[in.at].low <= pc);
	f = in.found ? &d->frames[in.found - 1] : NULL;
	return f && pc < f->high && read_common(d, f->common, &c) && run(d, &c, c.operations, f->low, pc, u) &&
	       run(d, &c, f->operations, f->low, pc, u);
}
