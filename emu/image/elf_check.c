/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A guest program's ELF file, looked at before it goes on the disk. */
#include "image/elf_check.h"

#include <elf.h>
#include <string.h>

#include "abi/arch.h"
#include "base/be.h"
#include "base/error.h"

#define IMAGE_MAX (32u << 20) /* bytes of P0 that a program may take when it starts */

static bool check_segment(const char *name, const uint8_t *ph, size_t size, char *error)
{
	uint32_t type = be32_get(ph + offsetof(Elf32_Phdr, p_type));
	uint64_t offset = be32_get(ph + offsetof(Elf32_Phdr, p_offset));
	uint64_t filesz = be32_get(ph + offsetof(Elf32_Phdr, p_filesz));
	uint64_t memsz = be32_get(ph + offsetof(Elf32_Phdr, p_memsz));
	uint64_t vaddr = be32_get(ph + offsetof(Elf32_Phdr, p_vaddr));

	if (type == PT_INTERP || type == PT_DYNAMIC)
		return error_set(error, "%s: is dynamically linked; link it with -static (vforkscope cc does)", name);
	if (type != PT_LOAD)
		return true;
	if (offset + filesz > size)
		return error_set(error, "%s: is truncated", name);
	if (filesz > memsz)
		return error_set(error, "%s: is not a sound ELF file (segment larger in the file than in memory)",
		                 name);
	if (vaddr + memsz > IMAGE_MAX)
		return error_set(error, "%s: does not fit into the program region (it ends at 0x%llx; at most 0x%x)",
		                 name, (unsigned long long)(vaddr + memsz), IMAGE_MAX);
	return true;
}

bool elf_check(const char *name, const uint8_t *elf, size_t size, char *error)
{
	uint32_t phoff, phnum, phentsize;
	unsigned loads = 0;

	if (size < 4 || memcmp(elf, ELFMAG, SELFMAG))
		return error_set(error, "%s: is not an ELF program; only C files (.c) and assembly (.S) are compiled",
		                 name);
	if (size < sizeof(Elf32_Ehdr))
		return error_set(error, "%s: is truncated", name);
	if (elf[EI_CLASS] != ELFCLASS32 || elf[EI_DATA] != ELFDATA2MSB ||
	    be16_get(elf + offsetof(Elf32_Ehdr, e_machine)) != EM_68K)
		return error_set(error, "%s: is an ELF file for another machine; compile it with vforkscope cc", name);
	if (be16_get(elf + offsetof(Elf32_Ehdr, e_type)) == ET_DYN)
		return error_set(
			error, "%s: is dynamically linked or position independent; link it with -static -no-pie", name);
	if (be16_get(elf + offsetof(Elf32_Ehdr, e_type)) != ET_EXEC)
		return error_set(error, "%s: is an ELF file but no program; link it with vforkscope cc", name);
	phoff = be32_get(elf + offsetof(Elf32_Ehdr, e_phoff));
	phnum = be16_get(elf + offsetof(Elf32_Ehdr, e_phnum));
	phentsize = be16_get(elf + offsetof(Elf32_Ehdr, e_phentsize));
	if (phentsize < sizeof(Elf32_Phdr) && phnum)
		return error_set(error, "%s: is not a sound ELF file (program headers)", name);
	if (phoff + (uint64_t)phnum * phentsize > size)
		return error_set(error, "%s: is truncated", name);
	for (uint32_t i = 0; i < phnum; i++) {
		const uint8_t *ph = elf + phoff + (size_t)i * phentsize;

		if (!check_segment(name, ph, size, error))
			return false;
		loads += be32_get(ph + offsetof(Elf32_Phdr, p_type)) == PT_LOAD;
	}
	if (!loads)
		return error_set(error, "%s: has nothing to load", name);
	return true;
}
