/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The console's boot program: see boot.h. */
#include "machine/boot.h"

#include <elf.h>
#include <string.h>

#include "abi/arch.h"
#include "base/be.h"
#include "base/error.h"

/* A member of an ELF structure, big-endian in the file. */
#define ELF32(p, type, member) be32_get((p) + offsetof(type, member))
#define ELF16(p, type, member) be16_get((p) + offsetof(type, member))

bool boot_load(uint8_t *ram, uint32_t ram_size, const uint8_t *elf, size_t size, const char *system, uint32_t date,
               uint32_t *entry, uint32_t *loaded, char *error)
{
	uint64_t end = KERNEL_PA, ph;
	unsigned count;

	if (size < sizeof(Elf32_Ehdr) || memcmp(elf, ELFMAG, SELFMAG) || elf[EI_CLASS] != ELFCLASS32 ||
	    elf[EI_DATA] != ELFDATA2MSB || ELF16(elf, Elf32_Ehdr, e_machine) != EM_68K ||
	    ELF16(elf, Elf32_Ehdr, e_type) != ET_EXEC)
		return error_set(error, "the kernel is not an executable 68k ELF file");
	*loaded = sizeof(struct bootinfo);
	ph = ELF32(elf, Elf32_Ehdr, e_phoff);
	count = ELF16(elf, Elf32_Ehdr, e_phnum);
	for (unsigned i = 0; i < count; i++, ph += sizeof(Elf32_Phdr)) {
		if (ph + sizeof(Elf32_Phdr) > size)
			return error_set(error, "the kernel's ELF file is cut off in its program headers");
		const uint8_t *p = elf + ph;
		uint64_t offset = ELF32(p, Elf32_Phdr, p_offset), bytes = ELF32(p, Elf32_Phdr, p_filesz);
		uint64_t memory = ELF32(p, Elf32_Phdr, p_memsz), va = ELF32(p, Elf32_Phdr, p_vaddr), pa = va & PAMASK;

		if (ELF32(p, Elf32_Phdr, p_type) != PT_LOAD || !memory)
			continue;
		if (va < S0BASE + (uint64_t)KERNEL_PA || va >= S0END || bytes > memory)
			return error_set(error, "the kernel has a segment at %08x, outside of S0", (unsigned)va);
		if (offset + bytes > size)
			return error_set(error, "the kernel's ELF file is cut off in a segment");
		if (pa + memory > ram_size)
			return error_set(error, "the kernel does not fit into %u KB of memory", ram_size / 1024);
		if (pa < end)
			return error_set(error,
			                 "the kernel's segments overlap or are not in the order of their addresses");
		memcpy(ram + pa, elf + offset, bytes);
		*loaded = (uint32_t)(pa + bytes);
		end = pa + memory;
	}
	if (strlen(system) >= sizeof(((struct bootinfo *)0)->b_system))
		return error_set(error, "the system's name is too long: %s", system);
	be32_put(ram + offsetof(struct bootinfo, b_magic), BOOT_MAGIC);
	be32_put(ram + offsetof(struct bootinfo, b_ram), ram_size);
	be32_put(ram + offsetof(struct bootinfo, b_kernend), (uint32_t)end);
	be32_put(ram + offsetof(struct bootinfo, b_date), date);
	memcpy(ram + offsetof(struct bootinfo, b_system), system, strlen(system));
	*entry = ELF32(elf, Elf32_Ehdr, e_entry);
	return true;
}
