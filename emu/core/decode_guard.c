/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fences before instructions that the engine cannot bear: see decode_guard.h. */
#include "core/decode_guard.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "abi/arch.h"
#include "base/be.h"
#include "base/alloc.h"
#include "core/insn_length.h"

enum contents { NOT_LOOKED, WITHOUT, WITH };

/* What a word may begin, bits. */
enum { BEGINS = 1, BEGINS_LONG = 2 /* if the second word is so, too */ };

enum { WORDS = 1 << 16, FLOAT_BYTE = 0xf2 /* first byte of all that crash the decoder */, CHK2_SECOND = 0x0800 };

const struct decode_guard_kind decode_guard_kinds[] = {
	{"`bkpt`", 0x4848, 0xfff8, 0, false, "hangs for ever"},
	{"`movec`", 0x4e7a, 0xfffe, 0, false,
         "aborts if it does not know the register; those it knows would change its own mode"},
	{"`move` to the status register", 0x46c0, 0xffc0, 0, false, "goes to another mode unnoticed"},
	{"`move` from the status register", 0x40c0, 0xffc0, 0, false, "tells its own register, also to the user"},
	{"`ori`, `andi` to the status register", 0x007c, 0xfdff, 0, false, "goes to another mode unnoticed"},
	{"`eori` to the status register", 0x0a7c, 0xffff, 0, false, "goes to another mode unnoticed"},
	{"`stop`", 0x4e72, 0xffff, 0, false, "ends its run"},
	{"`moves` of bytes", 0x0e00, 0xffc0, 0, false, "mixes up the modes' translations"},
	{"`moves` of words", 0x0e40, 0xffc0, 0, false, "mixes up the modes' translations"},
	{"`moves` of longwords", 0x0e80, 0xffc0, 0, false, "mixes up the modes' translations"},
	{"`chk2` of bytes", 0x00c0, 0xffc0, CHK2_SECOND, false,
         "takes the address register for its own scratch register"},
	{"`ptest`", 0xf548, 0xffd8, 0, false, "walks tables of its own through memory and stores into it"},
	{"floating point", 0xf200, 0xff00, 0, true, "crashes while it decodes some of them"},
	{"`fsave`, `frestore`", 0xf300, 0xff80, 0, false, "has a floating point unit, which this machine has not"},
	{0},
};

bool decode_guard_init(struct decode_guard *f, const uint8_t *ram, uint32_t ram_size)
{
	f->ram = ram;
	f->ram_size = ram_size;
	f->contents = calloc(ram_size >> PGSHIFT, 1);
	f->words = calloc(WORDS, 1);
	f->list = alloc_room(NULL, 0, &f->room, sizeof *f->list);
	if (!f->contents || !f->words)
		return false;
	for (const struct decode_guard_kind *kind = decode_guard_kinds; kind->name; kind++) {
		const uint16_t free_bits = (uint16_t)~kind->mask;
		uint16_t bits = 0;

		do {
			f->words[kind->word | bits] |= kind->second ? BEGINS_LONG : BEGINS;
			bits = (uint16_t)((bits - free_bits) & free_bits); /* the next number that has no other bits */
		} while (bits);
	}
	return true;
}

void decode_guard_free(struct decode_guard *f)
{
	free(f->contents);
	free(f->words);
	free(f->list);
}

void decode_guard_add(struct decode_guard *f, uint32_t va)
{
	f->list[f->count++] = va;
	f->list = alloc_room(f->list, f->count, &f->room, sizeof *f->list);
}

bool decode_guard_at(const struct decode_guard *f, uint32_t va)
{
	size_t i = 0;

	while (i < f->count && f->list[i] != va)
		i++;
	return i < f->count;
}

/* May this byte belong to the first word of an instruction that leaves something behind: not, clr, negx, to or from the
 * condition codes or the status register? */
static bool litters(uint8_t byte)
{
	return byte == 0x40 || byte == 0x42 || byte == 0x46 || byte == 0x3c || byte == 0x7c;
}

/* Where a page frame is to be cut: offsets behind the `count` that are there. Answers their number. */
static size_t add_cuts(const uint8_t *frame, uint16_t *offsets, size_t count)
{
	unsigned litter[2] = {0}, all = 0;

	for (uint32_t i = 0; i < NBPG; i++)
		all += litters(frame[i]);
	if (all < DECODE_GUARD_LITTER)
		return count;
	for (uint32_t i = 0; i < NBPG; i++) {
		/* The second byte of such a word counts as if it were the first one. */
		litter[i & 1] += litters(frame[i]) || (i + 1 < NBPG && litters(frame[i + 1]));
		if (litter[i & 1] < DECODE_GUARD_CUT)
			continue;
		for (uint32_t end = i + INSN_MAX; i < end && i < NBPG; i++)
			if (frame[i] != FLOAT_BYTE) /* that has one */
				offsets[count++] = (uint16_t)i;
		litter[0] = litter[1] = 0;
	}
	return count;
}

/* Does the list hold just these offsets for the page at va? */
static bool same_page(const struct decode_guard *f, uint32_t va, const uint16_t *offsets, size_t count)
{
	size_t found = 0;

	for (size_t i = 0; i < f->count; i++)
		if ((f->list[i] & ~(uint64_t)PGOFSET) == va && (found == count || f->list[i] != va + offsets[found++]))
			return false;
	return found == count;
}

enum decode_guard_change decode_guard_page(struct decode_guard *f, uint32_t va, uint32_t pa)
{
	const uint8_t *frame = f->ram + pa, *at = frame;
	uint8_t *contents = &f->contents[pa >> PGSHIFT];
	uint16_t offsets[NBPG];
	size_t count = 0, kept = 0;

	if (*contents == WITHOUT && f->count == 0)
		return DECODE_GUARD_SAME;
	if (*contents != WITHOUT)
		while (at < frame + NBPG && (at = memchr(at, FLOAT_BYTE, (size_t)(frame + NBPG - at))))
			offsets[count++] = (uint16_t)(at++ - frame);
	if (*contents != WITHOUT)
		count = add_cuts(frame, offsets, count);
	*contents = count ? WITH : WITHOUT;
	if (same_page(f, va, offsets, count))
		return DECODE_GUARD_SAME;
	for (size_t i = 0; i < f->count; i++) /* what was at this address in another page frame */
		if ((f->list[i] & ~(uint64_t)PGOFSET) != va)
			f->list[kept++] = f->list[i];
	f->count = kept;
	if (count > DECODE_GUARD_MAX - kept)
		return DECODE_GUARD_FULL;
	for (size_t i = 0; i < count; i++)
		decode_guard_add(f, va + offsets[i]);
	return DECODE_GUARD_CHANGED;
}

bool decode_guard_clear(struct decode_guard *f)
{
	bool any = f->count > 0;

	f->count = 0;
	return any;
}

void decode_guard_stored(struct decode_guard *f, uint32_t pa)
{
	f->contents[pa >> PGSHIFT] = NOT_LOOKED;
}

bool decode_guard_suspect(const struct decode_guard *f, const uint8_t *bytes, size_t size)
{
	uint8_t begins = f->words[be16_get(bytes)];

	return begins & BEGINS || (begins & BEGINS_LONG && (size < 4 || be16_get(bytes + 2) & CHK2_SECOND));
}

static struct decode_guard_passed passed_block(uint32_t pc, const uint8_t *bytes, uint32_t size)
{
	return (struct decode_guard_passed){pc, size, XXH3_64bits(bytes, size)};
}

bool decode_guard_block(const struct decode_guard *f, uint32_t pc, const uint8_t *bytes, uint32_t size)
{
	uint32_t at = 0;

	while (at + 2 <= size && !decode_guard_suspect(f, bytes + at, size - at))
		at += 2;
	if (at + 2 > size)
		return false;
	const struct decode_guard_passed now = passed_block(pc, bytes, size),
					 *p = &f->passed[pc >> 1 & (DECODE_GUARD_PASSED - 1)];

	return p->pc != now.pc || p->size != now.size || p->sum != now.sum;
}

void decode_guard_pass(struct decode_guard *f, uint32_t pc, const uint8_t *bytes, uint32_t size)
{
	f->passed[pc >> 1 & (DECODE_GUARD_PASSED - 1)] = passed_block(pc, bytes, size);
}
