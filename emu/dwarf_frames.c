/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Call frame information, as far as it tells the canonical frame address: DWARF 5, section 6.4. See dwarf.h. */
#include <stdlib.h>

#include "dwarf.h"
#include "memory.h"

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
	struct bytes operations;
};

/* How the frame address is found. */
struct rule {
	int reg; /* -1: it is not a register and an offset */
	int64_t offset;
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
		d->frames = memory_room(d->frames, d->nframes, &d->frames_room, sizeof f);
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
		bytes_number(&b, 1); /* register of the return address */
	else
		bytes_uleb(&b);
	c->operations = b;
	return !b.bad;
}

static void define(struct rule *rule, uint64_t reg, int64_t offset)
{
	rule->reg = reg <= INT8_MAX ? (int)reg : -1;
	rule->offset = offset;
}

/* Product of numbers that may be anything. */
static int64_t times(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a * (uint64_t)b);
}

/* Runs operations up to pc (6.4.2). Rules of other registers are passed over. False if one cannot be read. */
static bool run(struct dwarf *d, const struct common *c, struct bytes b, uint32_t from, uint32_t pc, struct rule *rule)
{
	struct rule remembered[REMEMBERED_MAX];
	uint32_t location = from;
	unsigned n = 0;

	while (bytes_left(&b)) {
		unsigned code = (unsigned)bytes_number(&b, 1), high = code & 0xC0;
		uint64_t delta = 0;

		if (!dwarf_step(d))
			return false;
		switch (high ? high : code) {
		case DW_CFA_nop:
		case DW_CFA_restore:
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
		case DW_CFA_offset:
		case DW_CFA_restore_extended:
		case DW_CFA_undefined:
		case DW_CFA_same_value:
		case DW_CFA_GNU_args_size:
			bytes_uleb(&b);
			break;
		case DW_CFA_offset_extended:
		case DW_CFA_register:
		case DW_CFA_offset_extended_sf:
		case DW_CFA_val_offset:
		case DW_CFA_val_offset_sf:
		case DW_CFA_GNU_negative_offset_extended:
			bytes_uleb(&b);
			bytes_uleb(&b);
			break;
		case DW_CFA_expression:
		case DW_CFA_val_expression:
			bytes_uleb(&b);
			bytes_take(&b, bytes_uleb(&b));
			break;
		case DW_CFA_remember_state:
			if (n == REMEMBERED_MAX)
				return false;
			remembered[n++] = *rule;
			break;
		case DW_CFA_restore_state:
			if (n == 0)
				return false;
			*rule = remembered[--n];
			break;
		case DW_CFA_def_cfa:
			define(rule, bytes_uleb(&b), 0);
			rule->offset = (int64_t)bytes_uleb(&b);
			break;
		case DW_CFA_def_cfa_sf:
			define(rule, bytes_uleb(&b), 0);
			rule->offset = times(bytes_sleb(&b), c->data_unit);
			break;
		case DW_CFA_def_cfa_register:
			define(rule, bytes_uleb(&b), rule->offset);
			break;
		case DW_CFA_def_cfa_offset:
			rule->offset = (int64_t)bytes_uleb(&b);
			break;
		case DW_CFA_def_cfa_offset_sf:
			rule->offset = times(bytes_sleb(&b), c->data_unit);
			break;
		case DW_CFA_def_cfa_expression:
			bytes_take(&b, bytes_uleb(&b));
			rule->reg = -1;
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

bool dwarf_frame_address(struct dwarf *d, uint32_t pc, int *reg, int64_t *offset)
{
	size_t low = 0, high = d->nframes;
	const struct dwarf_frame *f;
	struct rule rule = {.reg = -1};
	struct common c;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (d->frames[middle].low <= pc)
			low = middle + 1;
		else
			high = middle;
	}
	f = low ? &d->frames[low - 1] : NULL;
	if (!f || pc >= f->high || !read_common(d, f->common, &c) || !run(d, &c, c.operations, f->low, pc, &rule) ||
	    !run(d, &c, f->operations, f->low, pc, &rule))
		return false;
	*reg = rule.reg;
	*offset = rule.offset;
	return true;
}
