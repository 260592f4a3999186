/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks of a trace that are wrong: bytes, code, ELF files, the disk, the machine's state. */
#include <elf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/be.h"
#include "image/disk.h"
#include "machine/machine_private.h"
#include "mutation.h"

uint32_t random_word(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (uint32_t)(*state >> 16);
}

uint32_t random_below(uint64_t *state, size_t n)
{
	return n ? random_word(state) % (uint32_t)n : 0;
}

uint32_t mutation_below(struct mutation *m, size_t n)
{
	return random_below(&m->random, n);
}

/* A number that is worth trying, of up to 64 bits. */
int64_t mutation_number(struct mutation *m)
{
	static const int64_t borders[] = {
		0,         1,         -1,        2,         255,          256,         4095,
		4096,      65535,     65536,     INT32_MAX, UINT32_MAX,   INT64_MAX,   INT64_MIN,
		1ll << 48, 1ll << 47, 1ll << 40, 1ll << 31, 0x80000000ll, 0xbffffffcll};

	switch (mutation_below(m, 4)) {
	case 0:
		return borders[mutation_below(m, COUNT(borders))];
	case 1:
		return mutation_below(m, 64);
	case 2:
		return mutation_below(m, 200000);
	default:
		return (int64_t)((uint64_t)random_word(&m->random) << mutation_below(m, 33));
	}
}

/* A few wrong bytes, words or stretches in a block. */
void change_bytes(struct mutation *m, uint8_t *block, size_t size)
{
	for (uint32_t n = 1 + mutation_below(m, 6); n > 0 && size >= 8; n--) {
		size_t at = mutation_below(m, size - 7),
		       length = 1 + mutation_below(m, size - at < 512 ? size - at : 512);

		switch (mutation_below(m, 6)) {
		case 0:
			block[at] = (uint8_t)mutation_number(m);
			break;
		case 1:
			block[at] ^= (uint8_t)(1u << mutation_below(m, 8));
			break;
		case 2:
			be32_put(block + (at & ~(size_t)3), (uint32_t)mutation_number(m));
			break;
		case 3:
			be16_put(block + (at & ~(size_t)1), (uint16_t)mutation_number(m));
			break;
		case 4:
			memmove(block + at, block + mutation_below(m, size - length), length);
			break;
		default:
			memset(block + at, mutation_below(m, 2) ? 0 : 0xff, length / 8 + 1);
			break;
		}
	}
}

/* Instructions that an engine or a kernel would rather not meet. */
static void odd_code(struct mutation *m, uint8_t *code, size_t size)
{
	static const uint16_t words[] = {
		0x4848 /* bkpt */,
		0x4e7a /* movec */,
		0x4e7b,
		0x4e72 /* stop */,
		0x4e73 /* rte */,
		0x4e70 /* reset */,
		0x4afc,
		0x60fe /* bra self */,
		0xf200,
		0xf518,
		0xf4f8,
		0x0e90 /* moves */,
		0x4e40,
		0x4e4f,
		0xa000,
		0xa001,
		0xa003,
		0xa006,
		0xa008,
		0xa009,
		0xa00a,
		0xa800,
		0x4ac0 /* tas */,
		0x0cfc /* cas2 */,
	};

	for (uint32_t n = 1 + mutation_below(m, 8); n > 0 && size >= 8; n--)
		be16_put(code + (mutation_below(m, size - 1) & ~1u), mutation_below(m, 8)
		                                                             ? words[mutation_below(m, COUNT(words))]
		                                                             : (uint16_t)random_word(&m->random));
}

void change_elf(struct mutation *m, uint8_t *elf, size_t size)
{
	uint32_t table, entry, count, offset, length, type;
	uint8_t *section;

	if (size < sizeof(Elf32_Ehdr))
		return;
	table = be32_get(elf + offsetof(Elf32_Ehdr, e_shoff));
	entry = be16_get(elf + offsetof(Elf32_Ehdr, e_shentsize));
	count = be16_get(elf + offsetof(Elf32_Ehdr, e_shnum));
	if (mutation_below(m, 8) == 0) {
		change_bytes(m, elf, mutation_below(m, 2) ? sizeof(Elf32_Ehdr) : 256);
		return;
	}
	if (entry < sizeof(Elf32_Shdr) || table > size || (size - table) / entry < count)
		return;
	if (mutation_below(m, 8) == 0) {
		change_bytes(m, elf + table, (size_t)count * entry);
		return;
	}
	section = elf + table + (size_t)mutation_below(m, count) * entry;
	offset = be32_get(section + offsetof(Elf32_Shdr, sh_offset));
	length = be32_get(section + offsetof(Elf32_Shdr, sh_size));
	type = be32_get(section + offsetof(Elf32_Shdr, sh_type));
	if (type == SHT_NOBITS || offset > size || length > size - offset)
		return;
	if (be32_get(section + offsetof(Elf32_Shdr, sh_flags)) & SHF_EXECINSTR)
		odd_code(m, elf + offset, length);
	else
		change_bytes(m, elf + offset, length);
}

/* The file system's own blocks, or a program on it. */
void change_disk(struct mutation *m, uint8_t *disk, size_t size)
{
	static const char *const names[] = {"/etc/init", "/etc/rc"};
	char path[64];
	const uint8_t *file;
	size_t length;

	snprintf(path, sizeof path, "/bin/%s", m->base->program);
	switch (mutation_below(m, 4)) {
	case 0:
		change_bytes(m, disk, size < 2 * NBPG ? size : 2 * NBPG);
		break;
	case 1:
		change_bytes(m, disk, size);
		break;
	default:
		if (disk_find(disk, size, mutation_below(m, 3) ? path : names[mutation_below(m, COUNT(names))], &file,
		              &length))
			change_elf(m, disk + (file - disk), length);
		break;
	}
}

/* The words of the state before memory, and the tables in memory that host and kernel believe in. */
void change_state(struct mutation *m, uint8_t *block, size_t size)
{
	uint8_t *ram = block + sizeof(struct state);
	size_t memory = size - sizeof(struct state);
	uint32_t word, at;

	if (size < sizeof(struct state) + NBPG)
		return;
	switch (mutation_below(m, 6)) {
	case 0: /* a word of struct state, in the host's order */
	case 1:
		word = (uint32_t)mutation_number(m);
		at = mutation_below(m, mutation_below(m, 4) ? offsetof(struct state, rx) : sizeof(struct state) - 4) &
		     ~3u;
		memcpy(block + at, &word, sizeof word);
		break;
	case 2: /* the process table */
		at = m->base->names.proc - S0BASE;
		if (at < memory && memory - at >= NPROC * sizeof(struct proc))
			change_bytes(m, ram + at, NPROC * sizeof(struct proc));
		break;
	case 3: /* words that look like page table entries, or like addresses of the kernel */
		for (uint32_t n = 0; n < 20000; n++) {
			at = mutation_below(m, memory - 4) & ~3u;
			word = be32_get(ram + at);
			if (!word || !(word & (PG_V | S0BASE)))
				continue;
			be32_put(ram + at, mutation_below(m, 2) ? word ^ 1u << mutation_below(m, 32)
			                                        : (uint32_t)mutation_number(m));
			if (mutation_below(m, 4) == 0)
				break;
		}
		break;
	case 4: /* a page: u areas, stacks, page tables */
		change_bytes(m, ram + mutation_below(m, memory / NBPG) * NBPG, NBPG);
		break;
	default:
		odd_code(m, ram + KERNEL_PA, memory - KERNEL_PA < 65536 ? memory - KERNEL_PA : 65536);
		break;
	}
}
