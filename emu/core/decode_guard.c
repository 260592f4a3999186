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

bool decode_guard_init(struct decode_guard *f, const uint8_t *ram, uint32_t ram_size, const uint8_t *copies,
                       uint32_t ncopies)
{
	f->ram = ram;
	f->ram_size = ram_size;
	f->copies = copies;
	f->nframes = (ram_size >> PGSHIFT) + ncopies;
	f->frames = calloc(f->nframes, sizeof *f->frames);
	f->words = calloc(WORDS, 1);
	f->list = alloc_room(NULL, 0, &f->room, sizeof *f->list);
	if (!f->frames || !f->words)
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
	for (uint32_t i = 0; f->frames && i < f->nframes; i++)
		free(f->frames[i].offsets);
	free(f->frames);
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

/* The page frame, looked at. */
static const struct decode_guard_frame *look(struct decode_guard *f, uint32_t pa)
{
	struct decode_guard_frame *frame = &f->frames[pa >> PGSHIFT];
	const uint8_t *bytes = pa < f->ram_size ? f->ram + pa : f->copies + (pa - f->ram_size), *at = bytes;
	uint16_t offsets[NBPG];
	size_t count = 0;

	if (frame->look)
		return frame;
	while (at < bytes + NBPG && (at = memchr(at, FLOAT_BYTE, (size_t)(bytes + NBPG - at))))
		offsets[count++] = (uint16_t)(at++ - bytes);
	count = add_cuts(bytes, offsets, count);
	free(frame->offsets);
	frame->offsets = count ? alloc_copy(offsets, count * sizeof *offsets) : NULL;
	frame->count = (uint16_t)count;
	frame->look = ++f->looks ? f->looks : ++f->looks;
	return frame;
}

enum decode_guard_change decode_guard_page(struct decode_guard *f, uint32_t va, uint32_t pa)
{
	const struct decode_guard_frame *frame = look(f, pa);
	struct decode_guard_shown *shown = &f->shown[va >> PGSHIFT & (DECODE_GUARD_SHOWN - 1)];
	size_t kept = 0;

	if (shown->va == va && shown->look == frame->look)
		return DECODE_GUARD_SAME;
	*shown = (struct decode_guard_shown){va, frame->look};
	if (same_page(f, va, frame->offsets, frame->count))
		return DECODE_GUARD_SAME;
	for (size_t i = 0; i < f->count; i++) /* what was at this address in another page frame */
		if ((f->list[i] & ~(uint64_t)PGOFSET) != va)
			f->list[kept++] = f->list[i];
	f->count = kept;
	if (frame->count > DECODE_GUARD_MAX - kept) {
		*shown = (struct decode_guard_shown){0};
		return DECODE_GUARD_FULL;
	}
	for (size_t i = 0; i < frame->count; i++)
		decode_guard_add(f, va + frame->offsets[i]);
	return DECODE_GUARD_CHANGED;
}

bool decode_guard_clear(struct decode_guard *f)
{
	bool any = f->count > 0;

	f->count = 0;
	memset(f->shown, 0, sizeof f->shown);
	return any;
}

void decode_guard_stored(struct decode_guard *f, uint32_t pa)
{
	f->frames[pa >> PGSHIFT].look = 0;
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
