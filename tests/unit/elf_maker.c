/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes ELF programs with debugging information by hand: see elf_maker.h. */
#include "elf_maker.h"

#include <stdlib.h>
#include <string.h>

#include "base/be.h"

void put(struct out *o, const void *data, size_t size)
{
	while (o->size + size > o->room) {
		o->room = o->room ? o->room * 2 : 4096;
		o->data = realloc(o->data, o->room);
		if (!o->data)
			abort();
	}
	if (size)
		memcpy(o->data + o->size, data, size);
	o->size += size;
}

void put1(struct out *o, uint32_t n)
{
	uint8_t byte = (uint8_t)n;

	put(o, &byte, 1);
}

void put2(struct out *o, uint32_t n)
{
	put1(o, n >> 8);
	put1(o, n);
}

void put4(struct out *o, uint32_t n)
{
	put2(o, n >> 16);
	put2(o, n);
}

void put_leb(struct out *o, uint32_t n)
{
	for (; n > 0x7F; n >>= 7)
		put1(o, n | 0x80);
	put1(o, n);
}

void put_text(struct out *o, const char *text)
{
	put(o, text, strlen(text) + 1);
}

void put_many(struct out *o, uint32_t byte, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put1(o, byte);
}

static const struct {
	uint8_t tag, children;
	uint8_t attributes[12];
} abbreviations[ABBREVIATIONS] = {
	/* clang-format off */
	[UNIT] = {DW_TAG_compile_unit, 1, {DW_AT_name, DW_FORM_string, DW_AT_comp_dir, DW_FORM_string,
		DW_AT_low_pc, DW_FORM_addr, DW_AT_high_pc, DW_FORM_data4, DW_AT_stmt_list, DW_FORM_sec_offset}},
	[EMPTY] = {DW_TAG_compile_unit, 0, {DW_AT_name, DW_FORM_string}},
	[FUNCTION] = {DW_TAG_subprogram, 1, {DW_AT_name, DW_FORM_string, DW_AT_low_pc, DW_FORM_addr,
		DW_AT_high_pc, DW_FORM_data4}},
	[BLOCK] = {DW_TAG_lexical_block, 1, {1, DW_FORM_ref4, DW_AT_low_pc, DW_FORM_addr,
		DW_AT_high_pc, DW_FORM_data4}},
	[VARIABLE] = {DW_TAG_variable, 0, {DW_AT_name, DW_FORM_string, DW_AT_type, DW_FORM_ref4,
		DW_AT_location, DW_FORM_exprloc}},
	[LISTED] = {DW_TAG_variable, 0, {DW_AT_name, DW_FORM_string, DW_AT_type, DW_FORM_ref4,
		DW_AT_location, DW_FORM_sec_offset}},
	[NAMED] = {DW_TAG_variable, 0, {DW_AT_name, DW_FORM_strp, DW_AT_type, DW_FORM_ref4,
		DW_AT_location, DW_FORM_exprloc}},
	[BASE] = {0x24, 0, {DW_AT_name, DW_FORM_string, DW_AT_byte_size, DW_FORM_data1}},
	[CONST] = {DW_TAG_const_type, 0, {DW_AT_type, DW_FORM_ref4}},
	[POINTER] = {DW_TAG_pointer_type, 0, {DW_AT_type, DW_FORM_ref4}},
	[ARRAY] = {DW_TAG_array_type, 1, {DW_AT_type, DW_FORM_ref4}},
	[DIMENSION] = {0x21, 0, {DW_AT_upper_bound, DW_FORM_data4}},
	[TYPEDEF] = {DW_TAG_typedef, 0, {DW_AT_name, DW_FORM_string, DW_AT_type, DW_FORM_ref4}},
	[STRUCT] = {DW_TAG_structure_type, 1, {DW_AT_name, DW_FORM_string}},
	[RANGED] = {DW_TAG_lexical_block, 1, {DW_AT_ranges, DW_FORM_sec_offset}},
	[INSTANCE] = {DW_TAG_variable, 0, {DW_AT_abstract_origin, DW_FORM_ref4}},
	[DEFINITION] = {DW_TAG_subprogram, 1, {DW_AT_specification, DW_FORM_ref4, DW_AT_low_pc, DW_FORM_addr,
		DW_AT_high_pc, DW_FORM_data4}},
	/* clang-format on */
};

void put_abbreviations(struct out *o)
{
	for (uint32_t i = 1; i < ABBREVIATIONS; i++) {
		put_leb(o, i);
		put_leb(o, abbreviations[i].tag);
		put1(o, abbreviations[i].children);
		for (const uint8_t *a = abbreviations[i].attributes; *a; a += 2) {
			put_leb(o, a[0]);
			put_leb(o, a[1]);
		}
		put2(o, 0);
	}
	put1(o, 0);
}

struct section *section(struct image *m, const char *name, uint32_t type, uint32_t flags)
{
	struct section *s = &m->sections[m->count++];

	if (m->count > SECTIONS_MAX)
		abort();
	*s = (struct section){.name = name, .type = type, .flags = flags};
	return s;
}

void put_symbol(struct image *m, uint32_t name, uint32_t at, uint32_t size)
{
	put4(m->symbols, name);
	put4(m->symbols, at);
	put4(m->symbols, size);
	put1(m->symbols, ELF32_ST_INFO(STB_GLOBAL, STT_FUNC));
	put1(m->symbols, 0);
	put2(m->symbols, 1); /* .text */
}

/* A program with one function, main, and room for debugging information. */
void begin(struct image *m)
{
	struct section *s;

	memset(m, 0, sizeof *m);
	section(m, "", SHT_NULL, 0);
	s = section(m, ".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR);
	s->address = TEXT_AT;
	put_many(&s->data, 0x4E, TEXT_BYTES);
	s = section(m, ".symtab", SHT_SYMTAB, 0);
	s->entry_size = sizeof(Elf32_Sym);
	s->link = 3;
	m->symbols = &s->data;
	put_many(&s->data, 0, sizeof(Elf32_Sym));
	m->texts = &section(m, ".strtab", SHT_STRTAB, 0)->data;
	put_text(m->texts, "");
	put_symbol(m, (uint32_t)m->texts->size, TEXT_AT, TEXT_BYTES);
	put_text(m->texts, "main");
	m->info = &section(m, ".debug_info", SHT_PROGBITS, 0)->data;
	m->abbrev = &section(m, ".debug_abbrev", SHT_PROGBITS, 0)->data;
	m->line = &section(m, ".debug_line", SHT_PROGBITS, 0)->data;
	put_abbreviations(m->abbrev);
}

/* Puts the sections together: the ELF header, one segment, what is in them, their names, their headers. */
struct out finish(struct image *m)
{
	struct out o = {0}, headers = {0}, names = {0};
	struct section *s = section(m, ".shstrtab", SHT_STRTAB, 0);

	for (uint32_t i = 0; i < m->count; i++)
		put_text(&s->data, m->sections[i].name);
	put_many(&o, 0, sizeof(Elf32_Ehdr));
	put4(&o, PT_LOAD);
	put_many(&o, 0, sizeof(Elf32_Phdr) - 4);
	for (uint32_t i = 0; i < m->count; i++) {
		s = &m->sections[i];
		put4(&headers, (uint32_t)names.size);
		put4(&headers, s->type);
		put4(&headers, s->flags);
		put4(&headers, s->address);
		put4(&headers, (uint32_t)o.size);
		put4(&headers, (uint32_t)s->data.size);
		put4(&headers, s->link);
		put4(&headers, 0);
		put4(&headers, 1);
		put4(&headers, s->entry_size);
		put(&o, s->data.data, s->data.size);
		put_text(&names, s->name);
		free(s->data.data);
	}
	memcpy(o.data, ELFMAG, SELFMAG);
	o.data[EI_CLASS] = ELFCLASS32;
	o.data[EI_DATA] = ELFDATA2MSB;
	be16_put(o.data + offsetof(Elf32_Ehdr, e_type), ET_EXEC);
	be16_put(o.data + offsetof(Elf32_Ehdr, e_machine), EM_68K);
	be32_put(o.data + offsetof(Elf32_Ehdr, e_phoff), sizeof(Elf32_Ehdr));
	be16_put(o.data + offsetof(Elf32_Ehdr, e_phentsize), sizeof(Elf32_Phdr));
	be16_put(o.data + offsetof(Elf32_Ehdr, e_phnum), 1);
	be32_put(o.data + offsetof(Elf32_Ehdr, e_shoff), (uint32_t)o.size);
	be16_put(o.data + offsetof(Elf32_Ehdr, e_shentsize), sizeof(Elf32_Shdr));
	be16_put(o.data + offsetof(Elf32_Ehdr, e_shnum), (uint16_t)m->count);
	be16_put(o.data + offsetof(Elf32_Ehdr, e_shstrndx), (uint16_t)(m->count - 1));
	put(&o, headers.data, headers.size);
	free(headers.data);
	free(names.data);
	return o;
}

/* Begins a unit of version 4; returns where it begins, which end_unit wants. */
size_t begin_unit(struct out *info, uint32_t version)
{
	size_t start = info->size;

	put4(info, 0);
	put2(info, version);
	if (version == 5) {
		put1(info, DW_UT_compile);
		put1(info, 4);
	}
	put4(info, 0); /* abbreviations */
	if (version < 5)
		put1(info, 4);
	return start;
}

void end_unit(struct out *info, size_t start)
{
	be32_put(info->data + start, (uint32_t)(info->size - start - 4));
}

void put_code(struct out *info)
{
	put4(info, TEXT_AT);
	put4(info, TEXT_BYTES);
}

void put_unit(struct out *info)
{
	put_leb(info, UNIT);
	put_text(info, "t.c");
	put_text(info, "/t");
	put_code(info);
	put4(info, 0);
}

void put_function(struct out *info)
{
	put_leb(info, FUNCTION);
	put_text(info, "main");
	put_code(info);
}

/* A variable of a type (where in the unit), in memory. */
void put_variable(struct out *info, const char *name, uint32_t type, uint32_t at)
{
	put_leb(info, VARIABLE);
	put_text(info, name);
	put4(info, type);
	put_leb(info, 5);
	put1(info, DW_OP_addr);
	put4(info, at);
}

/* The header of a line table of version 4 with one file. */
void put_line_header(struct out *line, uint32_t length)
{
	static const uint8_t operands[] = {0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1};

	put4(line, length);
	put2(line, 4);
	put4(line, 27); /* to the operations */
	put1(line, 2);
	put1(line, 1);
	put1(line, 1);
	put1(line, (uint8_t)-5);
	put1(line, 14);
	put1(line, 13);
	put(line, operands, sizeof operands);
	put1(line, 0);
	put_text(line, "t.c");
	put_many(line, 0, 3);
	put1(line, 0);
}

void one_unit(struct image *m)
{
	size_t start = begin_unit(m->info, 4);

	put_unit(m->info);
	put_function(m->info);
	put2(m->info, 0);
	end_unit(m->info, start);
}

/* An attribute of which only the number matters here. */
void put_spec(struct out *o, uint32_t attribute, uint32_t form)
{
	put_leb(o, attribute);
	put_leb(o, form);
}
