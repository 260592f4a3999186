/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine's whole state as a block of bytes: struct state, then memory, then the blocks of the swap area that were
 * ever written, each after its number. And its hash.
 */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/alloc.h"
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

/* A block of the swap area as it is saved. */
enum { SAVED_SWAP = sizeof(uint32_t) + NBPG };

/* No run comes so far, and the sum of two such times and a period of the clock does not overflow. */
#define TIME_MAX (UINT64_C(1) << 62)

void *machine_save(struct machine *m, size_t *size)
{
	struct state s = complete(m);
	uint8_t *block, *at;
	size_t written = 0;

	for (uint32_t i = 0; i < s.swap; i++)
		written += m->swap_written[i];
	*size = sizeof s + s.ram + written * SAVED_SWAP;
	block = alloc_new(*size, 1);
	memcpy(block, &s, sizeof s);
	memcpy(block + sizeof s, m->ram, s.ram);
	at = block + sizeof s + s.ram;
	for (uint32_t i = 0; i < s.swap; i++) {
		if (!m->swap_written[i])
			continue;
		memcpy(at, &i, sizeof i);
		memcpy(at + sizeof i, m->swap + (size_t)i * NBPG, NBPG);
		at += SAVED_SWAP;
	}
	return block;
}

/* Memory and swap area in a block. */
struct parts {
	const uint8_t *ram, *swap;
	size_t swap_size;
};

/* Are these blocks of a swap area of so many, in order? */
static bool good_swap(const uint8_t *saved, size_t size, uint32_t blocks)
{
	uint32_t next = 0, number;

	if (size % SAVED_SWAP)
		return false;
	for (; size; saved += SAVED_SWAP, size -= SAVED_SWAP) {
		memcpy(&number, saved, sizeof number);
		if (number < next || number >= blocks)
			return false;
		next = number + 1;
	}
	return true;
}

static void restore_swap(struct machine *m, const uint8_t *saved, size_t size)
{
	uint32_t number;

	for (uint32_t i = 0; i < m->s.swap; i++)
		if (m->swap_written[i])
			memset(m->swap + (size_t)i * NBPG, 0, NBPG);
	memset(m->swap_written, 0, m->s.swap * sizeof *m->swap_written);
	for (; size; saved += SAVED_SWAP, size -= SAVED_SWAP) {
		memcpy(&number, saved, sizeof number);
		memcpy(m->swap + (size_t)number * NBPG, saved + sizeof number, NBPG);
		m->swap_written[number] = true;
	}
}

/* Can a machine with this config be in that state? Whatever is an index, a count, a truth value or a level is in its
 * range. */
static bool good_state(const struct machine *m, const struct state *s)
{
	return s->magic == STATE_MAGIC && s->ram == m->s.ram && s->swap == m->s.swap && s->icount <= TIME_MAX &&
	       s->extra <= TIME_MAX && s->clock_due <= s->icount + s->extra + (UINT64_C(1) << 32) && s->at_point <= 1 &&
	       machine_psl_good(s->psl) && !(s->iccs & ~(uint32_t)(ICCS_RUN | ICCS_IE | ICCS_INT)) &&
	       !(s->rxcs & ~(uint32_t)CSR_IE) && !(s->txcs & ~(uint32_t)CSR_IE) && s->tx_pending <= 1 &&
	       s->rx_head < RX_BYTES && s->rx_count <= RX_BYTES && (s->dkcs == DKCS_OK || s->dkcs == DKCS_ERROR) &&
	       s->halted <= 1 && s->check <= s->halted && memchr(s->report, '\0', sizeof s->report);
}

/* Takes a block apart. False when it is no saved state of a machine with the same config. */
static bool open_saved(const struct machine *m, const void *block, size_t size, struct state *s, struct parts *parts)
{
	if (size < sizeof *s + m->s.ram)
		return false;
	memcpy(s, block, sizeof *s);
	parts->ram = (const uint8_t *)block + sizeof *s;
	parts->swap = parts->ram + m->s.ram;
	parts->swap_size = size - sizeof *s - m->s.ram;
	return good_swap(parts->swap, parts->swap_size, m->s.swap) && good_state(m, s);
}

size_t machine_save_max(uint32_t ram, uint32_t swap)
{
	return sizeof(struct state) + ram + (size_t)(swap / NBPG) * SAVED_SWAP;
}

bool machine_restore(struct machine *m, const void *block, size_t size)
{
	struct parts saved;
	struct state s;

	if (!open_saved(m, block, size, &s, &saved))
		return false;
	m->s = s;
	restore_swap(m, saved.swap, saved.swap_size);
	for (uint32_t pa = 0; pa < s.ram; pa += NBPG) { /* page by page: what was decoded from the others stays good */
		if (memcmp(m->ram + pa, saved.ram + pa, NBPG)) {
			memcpy(m->ram + pa, saved.ram + pa, NBPG);
			cpu_memory_changed(m->cpu, pa);
		}
	}
	m->halt.halted = s.halted;
	m->halt.check = s.check;
	m->halt.status = s.status;
	memcpy(m->halt.report, s.report, sizeof m->halt.report);
	machine_push(m);
	return true;
}

static XXH64_hash_t swap_hash(const uint8_t *block, uint32_t number, XXH64_hash_t before)
{
	return XXH3_64bits_withSeed(block, NBPG, before + number);
}

uint64_t machine_hash(struct machine *m)
{
	struct state s = complete(m);
	XXH64_hash_t hash = XXH3_64bits(m->ram, s.ram);

	for (uint32_t i = 0; i < s.swap; i++)
		if (m->swap_written[i])
			hash = swap_hash(m->swap + (size_t)i * NBPG, i, hash);
	return XXH3_64bits_withSeed(&s, sizeof s, hash);
}

bool machine_saved(const struct machine *m, const void *block, size_t size, uint64_t *icount, uint64_t *hash)
{
	struct parts saved;
	struct state s;
	XXH64_hash_t sum;
	uint32_t number;

	if (!open_saved(m, block, size, &s, &saved))
		return false;
	sum = XXH3_64bits(saved.ram, s.ram);
	for (size_t at = 0; at < saved.swap_size; at += SAVED_SWAP) {
		memcpy(&number, saved.swap + at, sizeof number);
		sum = swap_hash(saved.swap + at + sizeof number, number, sum);
	}
	*hash = XXH3_64bits_withSeed(&s, sizeof s, sum);
	*icount = s.icount;
	return true;
}
