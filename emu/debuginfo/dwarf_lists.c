/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ranges of addresses, and locations that hold for a range: DWARF 5, sections 2.6, 2.17, 7.7.3 and 7.25; DWARF 4 for
 * the older lists. See dwarf.h. */
#include "debuginfo/dwarf.h"

#define BASE_FOLLOWS UINT32_MAX /* in the older lists: the second address is the new base */

/* A list that is read entry by entry. */
struct list {
	struct dwarf *dwarf;
	const struct dwarf_unit *unit;
	struct bytes bytes;
	uint32_t base;
	bool locations;
	uint32_t low, high; /* of the present entry */
	struct bytes what;  /* the location's operations */
};

/* Goes to the list that a value leads to. False if it leads to none. */
static bool list_begin(struct dwarf *d, const struct dwarf_value *v, bool locations, struct list *l)
{
	const struct dwarf_unit *u = &d->units[v->unit];
	bool old = u->version < 5;
	enum dwarf_part part = locations ? (old ? PART_LOC : PART_LOCLISTS) : old ? PART_RANGES : PART_RNGLISTS;
	uint64_t offset;

	*l = (struct list){.dwarf = d, .unit = u, .base = u->low, .locations = locations, .what = bytes_none()};
	if (v->kind == VALUE_LIST_INDEX) {
		uint32_t base = locations ? u->location_lists : u->range_lists;
		struct bytes table = bytes_from(d->part[part], base);

		if (v->number > UINT32_MAX)
			return false;
		bytes_take(&table, v->number * DWARF_OFFSET);
		offset = base + bytes_number(&table, DWARF_OFFSET);
		if (table.bad)
			return false;
	} else if (!dwarf_offset(d, v, &offset)) {
		return false;
	}
	l->bytes = bytes_from(d->part[part], offset);
	return !l->bytes.bad;
}

/* The next entry of a list of version 2 to 4: pairs of addresses. */
static bool old_next(struct list *l)
{
	for (;;) {
		uint32_t low = (uint32_t)bytes_number(&l->bytes, DWARF_ADDRESS);
		uint32_t high = (uint32_t)bytes_number(&l->bytes, DWARF_ADDRESS);

		if (!dwarf_step(l->dwarf) || l->bytes.bad || (!low && !high))
			return false;
		if (low == BASE_FOLLOWS) {
			l->base = high;
			continue;
		}
		if (l->locations)
			l->what = bytes_take(&l->bytes, bytes_number(&l->bytes, 2));
		l->low = l->base + low;
		l->high = l->base + high;
		return !l->bytes.bad;
	}
}

/* Makes the two kinds of lists one: what is numbered differently in lists of locations. */
static unsigned range_kind(const struct list *l, unsigned kind)
{
	if (!l->locations || kind <= DW_RLE_offset_pair)
		return kind;
	switch (kind) {
	case DW_LLE_base_address:
		return DW_RLE_base_address;
	case DW_LLE_start_end:
		return DW_RLE_start_end;
	case DW_LLE_start_length:
		return DW_RLE_start_length;
	default:
		return UINT32_MAX;
	}
}

static uint32_t numbered(struct list *l)
{
	uint32_t address = 0;

	if (!dwarf_numbered_address(l->dwarf, l->unit, bytes_uleb(&l->bytes), &address))
		l->bytes.bad = true;
	return address;
}

/* The next entry of a list of version 5. */
static bool new_next(struct list *l)
{
	struct bytes *b = &l->bytes;

	while (dwarf_step(l->dwarf) && !b->bad) {
		unsigned kind = (unsigned)bytes_number(b, 1);

		if (l->locations && kind == DW_LLE_GNU_view_pair) {
			bytes_uleb(b);
			bytes_uleb(b);
			continue;
		}
		if (l->locations && kind == DW_LLE_default_location) {
			l->low = 0;
			l->high = UINT32_MAX;
			l->what = bytes_take(b, bytes_uleb(b));
			return !b->bad;
		}
		switch (range_kind(l, kind)) {
		case DW_RLE_base_addressx:
			l->base = numbered(l);
			continue;
		case DW_RLE_base_address:
			l->base = (uint32_t)bytes_number(b, DWARF_ADDRESS);
			continue;
		case DW_RLE_startx_endx:
			l->low = numbered(l);
			l->high = numbered(l);
			break;
		case DW_RLE_startx_length:
			l->low = numbered(l);
			l->high = l->low + (uint32_t)bytes_uleb(b);
			break;
		case DW_RLE_offset_pair:
			l->low = l->base + (uint32_t)bytes_uleb(b);
			l->high = l->base + (uint32_t)bytes_uleb(b);
			break;
		case DW_RLE_start_end:
			l->low = (uint32_t)bytes_number(b, DWARF_ADDRESS);
			l->high = (uint32_t)bytes_number(b, DWARF_ADDRESS);
			break;
		case DW_RLE_start_length:
			l->low = (uint32_t)bytes_number(b, DWARF_ADDRESS);
			l->high = l->low + (uint32_t)bytes_uleb(b);
			break;
		default: /* the end, or what cannot be read */
			return false;
		}
		if (l->locations)
			l->what = bytes_take(b, bytes_uleb(b));
		return !b->bad;
	}
	return false;
}

/* Goes on to the first entry that holds pc. */
static bool list_find(struct list *l, uint32_t pc)
{
	while (l->unit->version < 5 ? old_next(l) : new_next(l))
		if (pc >= l->low && pc < l->high)
			return true;
	return false;
}

bool dwarf_bounds(struct dwarf *d, uint32_t entry, uint32_t *low, uint32_t *high)
{
	struct dwarf_value v;

	if (!dwarf_address(d, entry, DW_AT_low_pc, low) || !dwarf_own(d, entry, DW_AT_high_pc, &v))
		return false;
	if (v.kind == VALUE_NUMBER)
		*high = *low + (uint32_t)v.number;
	else
		*high = (uint32_t)v.number;
	return v.kind == VALUE_NUMBER || v.kind == VALUE_ADDRESS;
}

bool dwarf_holds(struct dwarf *d, uint32_t entry, uint32_t pc)
{
	struct dwarf_value v;
	uint32_t low, high;
	struct list l;

	if (dwarf_bounds(d, entry, &low, &high))
		return pc >= low && pc < high;
	return dwarf_own(d, entry, DW_AT_ranges, &v) && list_begin(d, &v, false, &l) && list_find(&l, pc);
}

/* Reads operations that must be a single one. */
static bool single_operation(struct bytes b, struct dwarf_location *at)
{
	at->operation = (uint32_t)bytes_number(&b, 1);
	at->number = at->number2 = 0;
	if (at->operation == DW_OP_addr) {
		at->number = bytes_number(&b, DWARF_ADDRESS);
	} else if (at->operation == DW_OP_bregx) {
		at->number = bytes_uleb(&b);
		at->number2 = (uint64_t)bytes_sleb(&b);
	} else if (at->operation == DW_OP_fbreg || (at->operation >= DW_OP_breg0 && at->operation <= DW_OP_breg31)) {
		at->number = (uint64_t)bytes_sleb(&b);
	} else if (at->operation != DW_OP_call_frame_cfa &&
	           !(at->operation >= DW_OP_reg0 && at->operation <= DW_OP_reg31)) {
		return false;
	}
	return !b.bad && !bytes_left(&b);
}

bool dwarf_location(struct dwarf *d, uint32_t entry, uint32_t attribute, uint32_t pc, struct dwarf_location *at)
{
	struct dwarf_value v;
	struct list l;

	if (!dwarf_attribute(d, entry, attribute, &v))
		return false;
	if (v.kind == VALUE_BLOCK)
		return single_operation(v.block, at);
	return list_begin(d, &v, true, &l) && list_find(&l, pc) && single_operation(l.what, at);
}
