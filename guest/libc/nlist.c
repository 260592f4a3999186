/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nlist: the addresses of names in an ELF program, such as the kernel's in /vmunix. */
#include <fcntl.h>
#include <nlist.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHT_SYMTAB 2

struct elf_header {
	unsigned char ident[16];
	uint16_t type, machine;
	uint32_t version, entry, phoff, shoff, flags;
	uint16_t ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct elf_section {
	uint32_t name, type, flags, address, offset, size, link, info, align, entsize;
};

struct elf_symbol {
	uint32_t name, value, size;
	unsigned char info, other;
	uint16_t section;
};

/* Part of a file, from malloc with a NUL behind it. */
static void *read_part(int fd, uint32_t offset, uint32_t bytes)
{
	char *part = bytes < INT32_MAX ? malloc(bytes + 1) : NULL;

	if (part == NULL)
		return NULL;
	part[bytes] = '\0';
	if (lseek(fd, offset, SEEK_SET) >= 0 && read(fd, part, bytes) == (ssize_t)bytes)
		return part;
	free(part);
	return NULL;
}

/* Fills in what the symbol table has; returns how many names are still missing. */
static int look_up(struct nlist *list, const struct elf_symbol *symbols, uint32_t count, const char *strings,
                   uint32_t size)
{
	int missing = 0;

	for (; list->n_name != NULL && list->n_name[0] != '\0'; list++) {
		list->n_value = 0;
		missing++;
		for (uint32_t i = 0; i < count; i++) {
			if (symbols[i].section == 0 || symbols[i].name >= size ||
			    strcmp(strings + symbols[i].name, list->n_name) != 0)
				continue;
			list->n_value = symbols[i].value;
			missing--;
			break;
		}
	}
	return missing;
}

static int search(int fd, struct nlist *list)
{
	struct elf_header header;
	struct elf_section *sections, *symtab = NULL;
	struct elf_symbol *symbols = NULL;
	char *strings = NULL;
	int missing = -1;

	if (read(fd, &header, sizeof(header)) != sizeof(header) || memcmp(header.ident, "\177ELF", 4) != 0)
		return -1;
	sections = read_part(fd, header.shoff, header.shnum * sizeof(*sections));
	for (int i = 0; sections != NULL && i < header.shnum; i++)
		if (sections[i].type == SHT_SYMTAB && sections[i].link < header.shnum)
			symtab = &sections[i];
	if (symtab != NULL) {
		symbols = read_part(fd, symtab->offset, symtab->size);
		strings = read_part(fd, sections[symtab->link].offset, sections[symtab->link].size);
	}
	if (symbols != NULL && strings != NULL)
		missing = look_up(list, symbols, symtab->size / sizeof(*symbols), strings, sections[symtab->link].size);
	free(strings);
	free(symbols);
	free(sections);
	return missing;
}

int nlist(const char *path, struct nlist *list)
{
	int fd = open(path, O_RDONLY), missing;

	if (fd < 0)
		return -1;
	missing = search(fd, list);
	close(fd);
	return missing;
}
