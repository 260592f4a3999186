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

enum { WORDS = 1 << 16, FLOAT_BYTE = 0xf2 /* first byte of floating point */, CHK2_SECOND = 0x0800 };

const struct decode_guard_kind decode_guard_kinds[] = {
	{"`bkpt`", 0x4848, 0xfff8, 0, "hangs for ever"},
	{"`movec`", 0x4e7a, 0xfffe, 0,
         "aborts if it does not know the register; those it knows would change its own mode"},
	{"`move` to the status register", 0x46c0, 0xffc0, 0, "goes to another mode unnoticed"},
	{"`move` from the status register", 0x40c0, 0xffc0, 0, "tells its own register, also to the user"},
	{"`ori`, `andi` to the status register", 0x007c, 0xfdff, 0, "goes to another mode unnoticed"},
	{"`eori` to the status register", 0x0a7c, 0xffff, 0, "goes to another mode unnoticed"},
	{"`stop`", 0x4e72, 0xffff, 0, "ends its run"},
	{"`moves` of bytes", 0x0e00, 0xffc0, 0, "mixes up the modes' translations"},
	{"`moves` of words", 0x0e40, 0xffc0, 0, "mixes up the modes' translations"},
	{"`moves` of longwords", 0x0e80, 0xffc0, 0, "mixes up the modes' translations"},
	{"`chk2` of bytes", 0x00c0, 0xffc0, CHK2_SECOND, "takes the address register for its own scratch register"},
	{"`ptest`", 0xf548, 0xffd8, 0, "walks tables of its own through memory and stores into it"},
	{"floating point", 0xf200, 0xff00, 0, "crashes while it decodes some of them"},
	{"`fsave`, `frestore`", 0xf300, 0xff80, 0, "has a floating point unit, which this machine has not"},
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

/* Would the decoder crash on what begins with these bytes? It knows 32 conditions, and an instruction names one of 64:
 * a branch in its first word, fscc in its second. And it does not expect a data register as an operand of more than 32
 * bits. Yes, if the second word decides and is not there, or is one that the engine may be shown as a NOP. */
static bool crashes(const uint8_t *bytes, size_t size)
{
	enum { BRANCH = 0x80, SCC = 0x40, NO_DATA_REGISTER = 0x38, CONDITION = 0x20 };
	enum { EXTENDED = 2, PACKED = 3, DOUBLE = 5 };
	unsigned format;

	if (bytes[0] != FLOAT_BYTE)
		return false;
	if (size > 1 && bytes[1] & BRANCH)
		return bytes[1] & CONDITION;
	if (size > 1 && !(bytes[1] & SCC) && bytes[1] & NO_DATA_REGISTER)
		return false;
	if (size < 4 || bytes[2] >> 4 == XFC_BASE >> 12)
		return true;
	if (bytes[1] & SCC)
		return bytes[3] & CONDITION;
	format = bytes[2] >> 2 & 7;
	return bytes[2] >> 6 == 1 && (format == EXTENDED || format == PACKED || format == DOUBLE);
}

/* How much an instruction may leave behind whose first word this byte belongs to: not, clr, negx, to or from the
 * condition codes or the status register; twice as much floating point. */
static unsigned litter_of(uint8_t byte)
{
	return byte == FLOAT_BYTE ? 2 : byte == 0x40 || byte == 0x42 || byte == 0x46 || byte == 0x3c || byte == 0x7c;
}

/* Where a page frame is to be cut: offsets behind the `count` that are there. Answers their number. */
static size_t add_cuts(const uint8_t *frame, uint16_t *offsets, size_t count)
{
	unsigned litter[2] = {0}, all = 0;

	for (uint32_t i = 0; i < NBPG; i++)
		all += litter_of(frame[i]);
	if (all < DECODE_GUARD_LITTER)
		return count;
	for (uint32_t i = 0; i < NBPG; i++) {
		unsigned here = litter_of(frame[i]), behind = i + 1 < NBPG ? litter_of(frame[i + 1]) : 0;

		/* The second byte of such a word counts as if it were the first one. */
		litter[i & 1] += here > behind ? here : behind;
		if (litter[i & 1] < DECODE_GUARD_CUT)
			continue;
		for (uint32_t end = i + INSN_MAX; i < end && i < NBPG; i++)
			if (!crashes(frame + i, NBPG - i)) /* that has one */
				offsets[count++] = (uint16_t)i;
		litter[0] = litter[1] = 0;
	}
	return count;
}

/* The page frame, looked at. */
static const struct decode_guard_frame *look(struct decode_guard *f, uint32_t pa)
{
	struct decode_guard_frame *frame = &f->frames[pa >> PGSHIFT];
	const uint8_t *bytes = pa < f->ram_size ? f->ram + pa : f->copies + (pa - f->ram_size);
	const uint8_t *end = bytes + NBPG, *at = bytes;
	uint16_t offsets[NBPG];
	size_t count = 0;

	if (frame->look)
		return frame;
	for (; at < end && (at = memchr(at, FLOAT_BYTE, (size_t)(end - at))); at++)
		if (crashes(at, (size_t)(end - at)))
			offsets[count++] = (uint16_t)(at - bytes);
	count = add_cuts(bytes, offsets, count);
	free(frame->offsets);
	frame->offsets = count ? alloc_copy(offsets, count * sizeof *offsets) : NULL;
	frame->count = (uint16_t)count;
	frame->look = ++f->looks ? f->looks : ++f->looks;
	return frame;
}

/* The fences of a page, bits: those that the page frame needs, or those of them that are not up. */
struct page_fences {
	uint64_t bits[NBPG / 64];
};

static bool has(const struct page_fences *p, uint32_t offset)
{
	return p->bits[offset / 64] >> offset % 64 & 1;
}

static void flip(struct page_fences *p, uint32_t offset)
{
	p->bits[offset / 64] ^= UINT64_C(1) << offset % 64;
}

static struct page_fences needs(const struct decode_guard_frame *frame)
{
	struct page_fences p = {0};

	for (size_t i = 0; i < frame->count; i++)
		flip(&p, frame->offsets[i]);
	return p;
}

/* May a fence stay that the page does not need? One at an odd address stops nothing that would go on. And so that pages
 * that show now this, now that need no other list each time, it does, if there are few. */
static bool may_stay(const struct decode_guard *f, uint32_t offset)
{
	return offset & 1 && f->count < DECODE_GUARD_FEW;
}

/* Are the fences up, and none that has to go? */
static bool are_up(const struct decode_guard *f, uint32_t va, const struct decode_guard_frame *frame)
{
	struct page_fences missing = needs(frame);
	size_t count = frame->count;

	for (size_t i = 0; i < f->count; i++) {
		uint32_t offset = (uint32_t)f->list[i] - va;

		if (offset >= NBPG)
			continue;
		if (has(&missing, offset)) {
			flip(&missing, offset);
			count--;
		} else if (!may_stay(f, offset)) {
			return false;
		}
	}
	return count == 0;
}

enum decode_guard_change decode_guard_page(struct decode_guard *f, uint32_t va, uint32_t pa)
{
	const struct decode_guard_frame *frame = look(f, pa);
	struct decode_guard_shown *shown = &f->shown[va >> PGSHIFT & (DECODE_GUARD_SHOWN - 1)];
	struct page_fences needed;
	size_t kept = 0;

	if (shown->va == va && shown->look == frame->look)
		return DECODE_GUARD_SAME;
	*shown = (struct decode_guard_shown){va, frame->look};
	if (are_up(f, va, frame))
		return DECODE_GUARD_SAME;
	needed = needs(frame);
	for (size_t i = 0; i < f->count; i++) { /* what was at this address in another page frame */
		uint32_t offset = (uint32_t)f->list[i] - va;

		if (offset >= NBPG || (!has(&needed, offset) && may_stay(f, offset)))
			f->list[kept++] = f->list[i];
	}
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
