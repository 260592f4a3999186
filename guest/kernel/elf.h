/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of ELF that exec reads, with the names of the System V ABI. Big-endian like the machine. */
#ifndef KERNEL_ELF_H
#define KERNEL_ELF_H

#include <stdint.h>

enum { EI_MAG0, EI_MAG1, EI_MAG2, EI_MAG3, EI_CLASS, EI_DATA, EI_NIDENT = 16 };
#define ELFMAG0 0x7f
#define ELFMAG1 'E'
#define ELFMAG2 'L'
#define ELFMAG3 'F'
#define ELFCLASS32 1
#define ELFDATA2MSB 2
#define ET_EXEC 2
#define EM_68K 4

struct elf32_ehdr {
	uint8_t e_ident[EI_NIDENT];
	uint16_t e_type;
	uint16_t e_machine;
	uint32_t e_version;
	uint32_t e_entry;
	uint32_t e_phoff; /* program headers: place in the file */
	uint32_t e_shoff;
	uint32_t e_flags;
	uint16_t e_ehsize;
	uint16_t e_phentsize;
	uint16_t e_phnum;
	uint16_t e_shentsize;
	uint16_t e_shnum;
	uint16_t e_shstrndx;
};

struct elf32_shdr {
	uint32_t sh_name;
	uint32_t sh_type;
	uint32_t sh_flags;
	uint32_t sh_addr;
	uint32_t sh_offset;
	uint32_t sh_size;
	uint32_t sh_link; /* SHT_RELA: section of the symbols */
	uint32_t sh_info; /* SHT_RELA: section that is to be relocated */
	uint32_t sh_addralign;
	uint32_t sh_entsize;
};

#define SHT_SYMTAB 2
#define SHT_RELA 4
#define SHF_ALLOC 2

struct elf32_sym {
	uint32_t st_name;
	uint32_t st_value;
	uint32_t st_size;
	uint8_t st_info;
	uint8_t st_other;
	uint16_t st_shndx;
};

#define SHN_UNDEF 0 /* in a finished program: weak, and nobody has it */
#define SHN_ABS 0xfff1

struct elf32_rela {
	uint32_t r_offset;
	uint32_t r_info; /* symbol's number << 8 | R_68K_* */
	int32_t r_addend;
};

enum { R_68K_NONE = 0, R_68K_32 = 1, R_68K_PC32 = 4, R_68K_PC16 = 5, R_68K_PC8 = 6 };

#define PT_LOAD 1
#define PT_DYNAMIC 2
#define PT_INTERP 3
#define PF_W 2

struct elf32_phdr {
	uint32_t p_type;
	uint32_t p_offset;
	uint32_t p_vaddr;
	uint32_t p_paddr;
	uint32_t p_filesz;
	uint32_t p_memsz;
	uint32_t p_flags;
	uint32_t p_align;
};

#endif
