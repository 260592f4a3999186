/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine's whole state as a block of bytes: struct state, then the pages that there are something in, each after
 * its number: page frames that are not all zeros, and the blocks of the swap area that were ever written. And its hash.
 * Numbers in it are little-endian on every host, so that each reads what another has saved, and finds the same hash.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/alloc.h"
#include "base/be.h"
#include "machine/machine_private.h"

void machine_pull(struct machine *m)
{
	bool user = machine_user(m);
	uint32_t values[CPU_GENERAL];

	cpu_get_all(m->cpu, values);
	memcpy(m->s.d, values, sizeof m->s.d);
	memcpy(m->s.a, values + 8, sizeof m->s.a);
	*(user ? &m->s.usp : &m->s.ksp) = values[15];
	*(user ? &m->s.ksp : &m->s.usp) = cpu_other_sp(m->cpu);
	m->s.pc = cpu_pc(m->cpu);
	m->s.icount = cpu_icount(m->cpu);
	m->s.at_point = cpu_at_point(m->cpu);
}

void machine_push(struct machine *m)
{
	bool user = machine_user(m);
	uint32_t ccr = (m->s.psl & 0xf) | (m->s.psl & PSL_X ? 0x10 : 0);

	m->s.psl &= ~(uint32_t)(PSL_X | 0xf);
	cpu_set_mode(m->cpu, user, 0);
	cpu_set(m->cpu, 15, user ? m->s.ksp : m->s.usp);
	cpu_set_mode(m->cpu, !user, ccr);
	for (int i = 0; i < 8; i++)
		cpu_set(m->cpu, i, m->s.d[i]);
	for (int i = 0; i < 7; i++)
		cpu_set(m->cpu, 8 + i, m->s.a[i]);
	cpu_set(m->cpu, 15, user ? m->s.usp : m->s.ksp);
	cpu_set_pc(m->cpu, m->s.pc);
	cpu_place(m->cpu, m->s.icount, m->s.at_point);
	device_deadline(m);
}

/* struct state as it is saved: registers pulled, condition codes in the PSL. */
static struct state complete(struct machine *m)
{
	struct state s;
	uint32_t ccr;

	machine_pull(m);
	ccr = cpu_ccr(m->cpu);
	s = m->s;
	s.psl |= (ccr & 0xf) | (ccr & 0x10 ? PSL_X : 0);
	s.halted = m->halt.halted;
	s.check = m->halt.check;
	s.status = m->halt.status;
	memcpy(s.report, m->halt.report, sizeof s.report);
	return s;
}

/* From this host's order to that of saved states, or back. */
static void turn(struct state *s)
{
	enum { LONGS = offsetof(struct state, ram), WORDS = offsetof(struct state, rx) - LONGS };

	_Static_assert(LONGS == 4 * sizeof(uint64_t) && WORDS % sizeof(uint32_t) == 0, "struct state has no holes");
	le_turn(s, LONGS, sizeof(uint64_t));
	le_turn((uint8_t *)s + LONGS, WORDS, sizeof(uint32_t));
	le_turn(s->rx, sizeof s->rx, sizeof *s->rx);
}

static struct state turned(struct machine *m)
{
	struct state s = complete(m);

	turn(&s);
	return s;
}

/* Page frames of memory. */
static uint32_t frames(const struct machine *m)
{
	return m->s.ram >> PGSHIFT;
}

/* No run comes so far, and the sum of two such times and a period of the clock does not overflow. */
#define TIME_MAX (UINT64_C(1) << 62)

static const uint8_t zeros[NBPG];

/* What is saved of a page; NULL: nothing. */
static const uint8_t *content(const struct machine *m, uint32_t page)
{
	const uint8_t *bytes = machine_page(m, page);

	return page < frames(m) && !memcmp(bytes, zeros, NBPG) ? NULL : bytes;
}

void *machine_save(struct machine *m, size_t *size)
{
	struct state s = turned(m);
	const uint8_t *bytes;
	uint8_t *block, *at;
	size_t n = 0;

	for (uint32_t i = 0; i < machine_pages(m); i++)
		n += content(m, i) != NULL;
	*size = sizeof s + n * MACHINE_SAVED_PAGE;
	block = alloc_new(*size, 1);
	memcpy(block, &s, sizeof s);
	at = block + sizeof s;
	for (uint32_t i = 0; i < machine_pages(m); i++) {
		bytes = content(m, i);
		if (!bytes)
			continue;
		le32_put(at, i);
		memcpy(at + sizeof i, bytes, NBPG);
		at += MACHINE_SAVED_PAGE;
	}
	return block;
}

/* The pages in a block that are still to come. */
struct saved_pages {
	const uint8_t *at, *end;
};

/* The next of them if it is that one, NULL if that one is not among them: they are asked for in order. */
static const uint8_t *saved_page(struct saved_pages *saved, uint32_t page)
{
	const uint8_t *bytes = saved->at + sizeof page;

	if (saved->at == saved->end || le32_get(saved->at) != page)
		return NULL;
	saved->at += MACHINE_SAVED_PAGE;
	return bytes;
}

/* Are these pages of a machine of so many, in order? */
static bool good_pages(struct saved_pages saved, uint32_t pages)
{
	uint32_t next = 0, number;

	if ((saved.end - saved.at) % MACHINE_SAVED_PAGE)
		return false;
	for (; saved.at < saved.end; saved.at += MACHINE_SAVED_PAGE) {
		number = le32_get(saved.at);
		if (number < next || number >= pages)
			return false;
		next = number + 1;
	}
	return true;
}

/* Can a machine with this config be in that state? Whatever is an index, a count, a truth value or a level is in its
 * range. */
static bool good_state(const struct machine *m, const struct state *s)
{
	return s->magic == STATE_MAGIC && s->ram == m->s.ram && s->swap == m->s.swap && s->icount <= TIME_MAX &&
	       s->extra <= TIME_MAX && s->clock_due <= s->icount + s->extra + (UINT64_C(1) << 32) && s->at_point <= 1 &&
	       machine_psl_good(s->psl) && !(s->iccs & ~(uint32_t)(ICCS_RUN | ICCS_IE | ICCS_INT)) &&
	       !(s->rxcs & ~(uint32_t)CSR_IE) && !(s->txcs & ~(uint32_t)CSR_IE) && s->tx_pending <= 1 &&
	       s->rx_head < RX_ROOM && s->rx_count <= RX_ROOM && (s->dkcs == DKCS_OK || s->dkcs == DKCS_ERROR) &&
	       s->halted <= 1 && s->check <= s->halted && memchr(s->report, '\0', sizeof s->report);
}

/* Takes a block apart. False when it is no saved state of a machine with the same config. */
static bool open_saved(const struct machine *m, const void *block, size_t size, struct state *s,
                       struct saved_pages *pages)
{
	if (size < sizeof *s)
		return false;
	memcpy(s, block, sizeof *s);
	turn(s);
	*pages = (struct saved_pages){(const uint8_t *)block + sizeof *s, (const uint8_t *)block + size};
	return good_state(m, s) && good_pages(*pages, machine_pages(m));
}

size_t machine_save_max(uint32_t ram, uint32_t swap)
{
	return sizeof(struct state) + (size_t)(ram / NBPG + swap / NBPG) * MACHINE_SAVED_PAGE;
}

/* A page frame is to be so; NULL: all zeros. What was decoded of one that is so stays good. */
static void replace_frame(struct machine *m, uint32_t frame, const uint8_t *bytes)
{
	uint32_t pa = frame << PGSHIFT;

	if (!bytes && !machine_used(m, frame))
		return;
	if (!bytes)
		bytes = zeros;
	if (!memcmp(m->ram + pa, bytes, NBPG))
		return;
	memcpy(m->ram + pa, bytes, NBPG);
	machine_touch(m, frame);
	cpu_memory_changed(m->cpu, pa);
}

/* A block of the swap area is to be so; NULL: never written. */
static void replace_block(struct machine *m, uint32_t block, const uint8_t *bytes)
{
	if (!bytes && !m->swap_written[block])
		return;
	memcpy(m->swap + (size_t)block * NBPG, bytes ? bytes : zeros, NBPG);
	m->swap_written[block] = bytes;
	machine_touch(m, frames(m) + block);
}

bool machine_restore(struct machine *m, const void *block, size_t size)
{
	struct saved_pages saved;
	struct state s;

	if (!open_saved(m, block, size, &s, &saved))
		return false;
	m->s = s;
	for (uint32_t i = 0; i < frames(m); i++)
		replace_frame(m, i, saved_page(&saved, i));
	for (uint32_t i = 0; i < m->s.swap; i++)
		replace_block(m, i, saved_page(&saved, frames(m) + i));
	m->halt.halted = s.halted;
	m->halt.check = s.check;
	m->halt.status = s.status;
	memcpy(m->halt.report, s.report, sizeof m->halt.report);
	machine_push(m);
	return true;
}

void machine_begin(struct machine *m, const struct state *s, const uint8_t *ram, uint32_t loaded)
{
	m->s = *s;
	for (uint32_t i = 0; i < frames(m); i++)
		replace_frame(m, i, i << PGSHIFT < loaded ? ram + ((size_t)i << PGSHIFT) : NULL);
	for (uint32_t i = 0; i < m->s.swap; i++)
		replace_block(m, i, NULL);
	machine_touch_all(m);
	m->halt = (struct machine_halt){0};
	m->events = m->extra_work = m->exception_at = m->exceptions = 0;
	m->work_stop = UINT64_MAX;
	machine_push(m);
}

void machine_poke_register(struct machine *m, int n, uint32_t value)
{
	if (n != MACHINE_PC) {
		cpu_set(m->cpu, n, value);
		return;
	}
	m->s = complete(m);
	m->s.pc = value;
	m->s.at_point = 1; /* as behind a jump */
	machine_push(m);
}

uint32_t machine_pages(const struct machine *m)
{
	return frames(m) + m->s.swap;
}

const uint8_t *machine_page(const struct machine *m, uint32_t page)
{
	uint32_t block = page - frames(m);

	if (page < frames(m))
		return machine_used(m, page) ? m->ram + ((size_t)page << PGSHIFT) : zeros;
	return block < m->s.swap && m->swap_written[block] ? m->swap + (size_t)block * NBPG : NULL;
}

/* Somebody has looked at all pages: from the next store on they are touched for him again. */
static void looked(struct machine *m, uint8_t who)
{
	for (uint32_t i = 0; i < machine_pages(m); i++)
		m->touched[i] &= (uint8_t)~who;
	cpu_forget_stores(m->cpu);
}

void machine_touched(struct machine *m, void (*tell)(void *, uint32_t), void *arg)
{
	for (uint32_t i = 0; i < machine_pages(m); i++)
		if (m->touched[i] & TOUCHED_PAGES)
			tell(arg, i);
	looked(m, TOUCHED_PAGES);
}

void machine_touch_all(struct machine *m)
{
	for (uint32_t i = 0; i < machine_pages(m); i++)
		m->touched[i] |= TOUCHED_ALL;
}

size_t machine_state_size(void)
{
	return sizeof(struct state);
}

void machine_state(struct machine *m, void *state)
{
	struct state s = turned(m);

	memcpy(state, &s, sizeof s);
}

/* The hash of a page. Of a state it is a sum of them that is hashed, so that each can be changed alone. */
static uint64_t page_sum(const uint8_t *bytes, uint32_t page)
{
	return bytes ? XXH3_64bits_withSeed(bytes, NBPG, page) : 0;
}

uint64_t machine_hash(struct machine *m)
{
	struct state s = turned(m);
	bool any = false;

	for (uint32_t i = 0; i < machine_pages(m); i++) {
		uint64_t sum;

		if (!(m->touched[i] & TOUCHED_HASH))
			continue;
		sum = page_sum(machine_page(m, i), i);
		m->sum += sum - m->page_sums[i];
		m->page_sums[i] = sum;
		any = true;
	}
	if (any)
		looked(m, TOUCHED_HASH);
	return XXH3_64bits_withSeed(&s, sizeof s, m->sum);
}

bool machine_saved(const struct machine *m, const void *block, size_t size, uint64_t *icount, uint64_t *hash)
{
	struct saved_pages saved;
	struct state s;
	uint64_t sum = 0;

	if (!open_saved(m, block, size, &s, &saved))
		return false;
	for (uint32_t i = 0; i < machine_pages(m); i++) {
		const uint8_t *bytes = saved_page(&saved, i);

		sum += page_sum(bytes || i >= frames(m) ? bytes : zeros, i);
	}
	*icount = s.icount;
	turn(&s);
	*hash = XXH3_64bits_withSeed(&s, sizeof s, sum);
	return true;
}

/* Words of struct state that have names of their own in the machine's manual. */
static const struct {
	const char *name;
	size_t at;
} words[] = {
#define WORD(name, member)                                                                                             \
	{                                                                                                              \
		name, offsetof(struct state, member)                                                                   \
	}
	WORD("d0", d[0]),       WORD("d1", d[1]),         WORD("d2", d[2]),       WORD("d3", d[3]),
	WORD("d4", d[4]),       WORD("d5", d[5]),         WORD("d6", d[6]),       WORD("d7", d[7]),
	WORD("a0", a[0]),       WORD("a1", a[1]),         WORD("a2", a[2]),       WORD("a3", a[3]),
	WORD("a4", a[4]),       WORD("a5", a[5]),         WORD("a6", a[6]),       WORD("usp", usp),
	WORD("ksp", ksp),       WORD("pc", pc),           WORD("psl", psl),       WORD("P0BR", mmu.p0br),
	WORD("P0LR", mmu.p0lr), WORD("P1BR", mmu.p1br),   WORD("P1LR", mmu.p1lr), WORD("SBR", mmu.sbr),
	WORD("SLR", mmu.slr),   WORD("MAPEN", mmu.mapen), WORD("PCBB", pcbb),     WORD("SCBB", scbb),
	WORD("ICCS", iccs),     WORD("NICR", nicr),       WORD("RXCS", rxcs),     WORD("TXCS", txcs),
#undef WORD
};

/* "pc was 1234, is 1238", or that it is something without a name. False: nothing differs. */
static bool word_difference(const struct state *was, const struct state *is, char *text)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		uint32_t a, b;

		memcpy(&a, (const char *)was + words[i].at, sizeof a);
		memcpy(&b, (const char *)is + words[i].at, sizeof b);
		if (a != b)
			return !error_set(text, "%s was %08" PRIx32 ", is %08" PRIx32, words[i].name, a, b);
	}
	return memcmp(was, is, sizeof *was) &&
	       !error_set(text, "the clock, the console or the disk is in another state");
}

/* The first bytes of memory that differ, at most four of one page frame, and how many there are. */
static bool memory_difference(const struct machine *m, struct saved_pages *saved, char *text)
{
	char a[12] = "", b[12] = "";
	size_t first = 0, n = 0;

	for (uint32_t frame = 0; frame < frames(m); frame++) {
		const uint8_t *was = saved_page(saved, frame), *is = machine_page(m, frame);

		was = was ? was : zeros;
		for (size_t i = 0; i < NBPG; i++) {
			if (was[i] == is[i] || n++)
				continue;
			first = ((size_t)frame << PGSHIFT) + i;
			for (size_t k = 0; k < 4 && i + k < NBPG; k++) {
				snprintf(a + 2 * k, 3, "%02x", was[i + k]);
				snprintf(b + 2 * k, 3, "%02x", is[i + k]);
			}
		}
	}
	return n && !error_set(text, "memory at %08zx was %s, is %s (%zu bytes differ)", first, a, b, n);
}

/* The first block of the swap area that differs, or was written in one of the two only. */
static bool swap_difference(const struct machine *m, struct saved_pages *saved, char *text)
{
	for (uint32_t i = 0; i < m->s.swap; i++) {
		const uint8_t *was = saved_page(saved, frames(m) + i), *is = machine_page(m, frames(m) + i);

		if (!was != !is || (was && memcmp(was, is, NBPG)))
			return !error_set(text, "block %" PRIu32 " of the swap area differs", i);
	}
	return false;
}

bool machine_difference(struct machine *m, const void *block, size_t size, char text[ERROR_MAX])
{
	char parts[3][ERROR_MAX];
	struct saved_pages saved;
	struct state was, is = complete(m);
	size_t n = 0;

	*text = '\0';
	if (!open_saved(m, block, size, &was, &saved))
		return false;
	n += word_difference(&was, &is, parts[n]);
	n += memory_difference(m, &saved, parts[n]);
	n += swap_difference(m, &saved, parts[n]);
	for (size_t i = 0; i < n; i++) {
		size_t used = strlen(text);

		snprintf(text + used, ERROR_MAX - used, "%s%s", i ? "; " : "", parts[i]);
	}
	return n > 0;
}
