/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sections of an ELF file in memory: see elf_file.h, and elf(5) for the structures. */
#include "debuginfo/elf_file.h"

#include <elf.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/be.h"
#include "base/error.h"

enum { NAME_BYTES = 64 }; /* of a section's name, its NUL included */

/* A member of an ELF structure, big-endian in the file. */
#define ELF32(p, type, member) be32_get((p) + offsetof(type, member))
#define ELF16(p, type, member) be16_get((p) + offsetof(type, member))

/* What the file has of [offset, offset + size), empty if not all of it. */
static struct bytes part(const struct elf_file *f, uint64_t offset, uint64_t size)
{
	struct bytes rest = bytes_from(bytes_of(f->data, f->size), offset);

	return bytes_take(&rest, size);
}

static bool check_segments(const struct elf_file *f, char *error)
{
	uint32_t count = ELF16(f->data, Elf32_Ehdr, e_phnum), size = ELF16(f->data, Elf32_Ehdr, e_phentsize);
	struct bytes headers = part(f, ELF32(f->data, Elf32_Ehdr, e_phoff), (uint64_t)count * size);

	if (headers.bad || (count && size < sizeof(Elf32_Phdr)))
		return error_set(error, "broken ELF program: its program headers lie outside");
	for (uint32_t i = 0; i < count; i++) {
		uint32_t type = ELF32(headers.at + (size_t)i * size, Elf32_Phdr, p_type);

		if (type == PT_INTERP || type == PT_DYNAMIC)
			return error_set(error, "a dynamically linked program; link it with -static");
	}
	return true;
}

bool elf_open(struct elf_file *f, const void *data, size_t size, char *error)
{
	struct elf_section names;
	uint32_t count;

	*f = (struct elf_file){data, size, 0, bytes_none(), bytes_none(), 0};
	if (size < sizeof(Elf32_Ehdr) || memcmp(f->data, ELFMAG, SELFMAG))
		return error_set(error, "not an ELF program");
	if (f->data[EI_CLASS] != ELFCLASS32 || f->data[EI_DATA] != ELFDATA2MSB ||
	    ELF16(f->data, Elf32_Ehdr, e_machine) != EM_68K)
		return error_set(error, "not a program for the m68k");
	if (ELF16(f->data, Elf32_Ehdr, e_type) != ET_EXEC)
		return error_set(error, "not an executable program (linked with -static -no-pie?)");
	if (!check_segments(f, error))
		return false;

	/* A number of 0 with sections would mean 65,280 or more of them: no program has so many. */
	count = ELF16(f->data, Elf32_Ehdr, e_shnum);
	f->header_size = ELF16(f->data, Elf32_Ehdr, e_shentsize);
	f->headers = part(f, ELF32(f->data, Elf32_Ehdr, e_shoff), (uint64_t)count * f->header_size);
	if (!f->headers.bad && f->header_size >= sizeof(Elf32_Shdr))
		f->nsections = count;
	if (elf_section(f, ELF16(f->data, Elf32_Ehdr, e_shstrndx), &names))
		f->names = names.data;
	return true;
}

bool elf_section(const struct elf_file *f, uint32_t number, struct elf_section *s)
{
	struct bytes name;
	const uint8_t *p;

	if (number >= f->nsections)
		return false;
	p = f->headers.at + number * f->header_size;
	name = bytes_from(f->names, ELF32(p, Elf32_Shdr, sh_name));
	s->name = bytes_text(&name, NAME_BYTES);
	if (!s->name)
		s->name = "";
	s->type = ELF32(p, Elf32_Shdr, sh_type);
	s->flags = ELF32(p, Elf32_Shdr, sh_flags);
	s->address = ELF32(p, Elf32_Shdr, sh_addr);
	s->size = ELF32(p, Elf32_Shdr, sh_size);
	s->link = ELF32(p, Elf32_Shdr, sh_link);
	s->entry_size = ELF32(p, Elf32_Shdr, sh_entsize);
	s->data = s->type == SHT_NOBITS ? bytes_none() : part(f, ELF32(p, Elf32_Shdr, sh_offset), s->size);
	return true;
}

/* Is some of a block wanted? Then all of it is. Zeros, as there are between sections, are there anyhow. */
static bool wanted(const uint8_t *elf, const uint8_t *unwanted, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (!unwanted[i] && elf[i])
			return true;
	return false;
}

static bool is_debugging(const struct elf_section *section)
{
	return !strncmp(section->name, ".debug_", strlen(".debug_")) && bytes_left(&section->data);
}

void elf_slim(uint8_t *elf, size_t size, size_t block)
{
	uint8_t *unwanted = alloc_new(size + 1, 1); /* by byte */
	struct elf_section section;
	struct elf_file file;
	char error[ERROR_MAX];
	bool program = elf_open(&file, elf, size, error);

	for (uint32_t i = 0; program && elf_section(&file, i, &section); i++)
		if (is_debugging(&section))
			memset(unwanted + (section.data.at - elf), 1, bytes_left(&section.data));
	for (size_t at = 0; program && at < size; at += block) {
		size_t n = size - at < block ? size - at : block;

		if (!wanted(elf + at, unwanted + at, n))
			memset(elf + at, 0, n);
	}
	free(unwanted);
}

bool elf_is_whole(const uint8_t *elf, size_t size, size_t block)
{
	struct elf_section section;
	struct elf_file file;
	char error[ERROR_MAX];
	bool program = elf_open(&file, elf, size, error);

	for (uint32_t i = 0; program && elf_section(&file, i, &section); i++) {
		size_t at, end;

		if (!is_debugging(&section))
			continue;
		at = ((size_t)(section.data.at - elf) + block - 1) / block * block;
		end = (size_t)(section.data.end - elf) / block * block;
		for (; at < end; at++)
			if (elf[at])
				return true;
	}
	return false;
}

void elf_hide_debugging(uint8_t *elf, size_t size)
{
	struct elf_section section;
	struct elf_file file;
	char error[ERROR_MAX];
	bool program = elf_open(&file, elf, size, error);

	for (uint32_t i = 0; program && elf_section(&file, i, &section); i++) {
		size_t header = (size_t)(file.headers.at - elf) + i * file.header_size;

		if (is_debugging(&section))
			be32_put(elf + header + offsetof(Elf32_Shdr, sh_type), SHT_NULL);
	}
}
