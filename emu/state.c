/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine's whole state as a block of bytes: struct state, then memory, then the blocks of the swap area that were ever
 * written, each after its number. And its hash.
 */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "machine_private.h"

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

void *machine_save(struct machine *m, size_t *size)
{
	struct state s = complete(m);
	uint8_t *block, *at;
	size_t written = 0;

	for (uint32_t i = 0; i < s.swap; i++)
		written += m->swap_written[i];
	*size = sizeof s + s.ram + written * SAVED_SWAP;
	block = malloc(*size);
	if (!block)
		return NULL;
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

bool machine_restore(struct machine *m, const void *block, size_t size)
{
	struct state s;

	const uint8_t *swap = (const uint8_t *)block + sizeof s + m->s.ram;

	if (size < sizeof s + m->s.ram || !good_swap(swap, size - sizeof s - m->s.ram, m->s.swap))
		return false;
	memcpy(&s, block, sizeof s);
	if (s.magic != STATE_MAGIC || s.ram != m->s.ram || s.swap != m->s.swap || s.rx_count > RX_BYTES ||
	    s.rx_head >= RX_BYTES)
		return false;
	m->s = s;
	restore_swap(m, swap, size - sizeof s - s.ram);
	for (uint32_t pa = 0; pa < s.ram; pa += NBPG) { /* page by page: what was decoded from the others stays good */
		const uint8_t *saved = (const uint8_t *)block + sizeof s + pa;

		if (memcmp(m->ram + pa, saved, NBPG)) {
			memcpy(m->ram + pa, saved, NBPG);
			cpu_memory_changed(m->cpu, pa);
		}
	}
	m->halt.halted = s.halted;
	m->halt.check = s.check;
	m->halt.status = s.status;
	memcpy(m->halt.report, s.report, sizeof m->halt.report);
	m->halt.report[sizeof m->halt.report - 1] = '\0';
	machine_push(m);
	return true;
}

uint64_t machine_hash(struct machine *m)
{
	struct state s = complete(m);
	XXH64_hash_t hash = XXH3_64bits(m->ram, s.ram);

	for (uint32_t i = 0; i < s.swap; i++)
		if (m->swap_written[i])
			hash = XXH3_64bits_withSeed(m->swap + (size_t)i * NBPG, NBPG, hash + i);
	return XXH3_64bits_withSeed(&s, sizeof s, hash);
}
