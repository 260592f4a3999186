/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Relocation: a program that was linked for address 0 is made one for the address where it lies.
 *
 * The linker has left its notes in the file (--emit-relocs): for each longword that holds an address there is an entry
 * in a .rela section, with the place and the symbol that it is the address of. What is relative to the program counter
 * needs nothing. The file is not trusted: what cannot be is ENOEXEC.
 */
#include "elf.h"

#include "ufs.h"
#include "vm.h"

#define SYMBOLS_MAX (1u << 18) /* bytes of a symbol table */
#define NRELA 16               /* entries read at a time */
#define SECTIONS_MAX 16        /* that have entries: a linker makes one or two */

/* A program on its way to its address. */
struct move {
	const struct inode *ip;
	char *image; /* its memory, as the kernel sees it */
	uint32_t bytes, address;
	uint32_t relocated; /* sections */
	uint32_t symtab;    /* number of the section whose symbols these are, 0 none */
	const struct elf32_sym *symbols;
	uint32_t nsymbols;
	uint32_t mapped; /* pages of the kernel map that they take */
};

/* Reads a piece of the file; ENOEXEC if there is no such piece. */
static int readpiece(const struct inode *ip, uint32_t offset, void *to, uint32_t bytes)
{
	uint32_t size = ip->i_d.di_size;

	if (offset > size || bytes > size - offset)
		return ENOEXEC;
	return readi(ip, offset, to, bytes);
}

static int readsection(const struct move *m, const struct elf32_ehdr *e, uint32_t number, struct elf32_shdr *s)
{
	if (number >= e->e_shnum || e->e_shoff > m->ip->i_d.di_size)
		return ENOEXEC;
	return readpiece(m->ip, e->e_shoff + number * sizeof *s, s, sizeof *s);
}

/* Gets the symbol table, which is the same one for all sections of a program. */
static int readsymbols(struct move *m, const struct elf32_ehdr *e, uint32_t number)
{
	struct elf32_shdr s;
	int error;

	if (m->symtab)
		return m->symtab == number ? 0 : ENOEXEC;
	error = readsection(m, e, number, &s);
	if (!error && (s.sh_type != SHT_SYMTAB || s.sh_size == 0 || s.sh_size > SYMBOLS_MAX))
		error = ENOEXEC;
	if (error)
		return error;
	m->mapped = btoc(s.sh_size);
	m->symbols = (const struct elf32_sym *)kmget(curproc, m->mapped, CKERNEL);
	if (!m->symbols)
		return ENOMEM;
	m->symtab = number;
	m->nsymbols = s.sh_size / sizeof *m->symbols;
	return readpiece(m->ip, s.sh_offset, (void *)m->symbols, s.sh_size);
}

static int relocone(const struct move *m, const struct elf32_rela *r)
{
	uint32_t type = r->r_info & 0xff, symbol = r->r_info >> 8, value;

	if (type == R_68K_NONE || type == R_68K_PC32 || type == R_68K_PC16 || type == R_68K_PC8)
		return 0;
	if (type != R_68K_32 || symbol >= m->nsymbols || m->bytes < sizeof value ||
	    r->r_offset > m->bytes - sizeof value)
		return ENOEXEC;
	if (m->symbols[symbol].st_shndx == SHN_UNDEF || m->symbols[symbol].st_shndx == SHN_ABS)
		return 0; /* a number, wherever the program lies */
	bcopy(m->image + r->r_offset, &value, sizeof value);
	value += m->address;
	bcopy(&value, m->image + r->r_offset, sizeof value);
	return 0;
}

static int relocsection(struct move *m, const struct elf32_ehdr *e, const struct elf32_shdr *s)
{
	struct elf32_rela rela[NRELA];
	uint32_t left = s->sh_size / sizeof *rela, at = s->sh_offset;
	int error = m->relocated++ < SECTIONS_MAX ? readsymbols(m, e, s->sh_link) : ENOEXEC;

	while (left > 0 && !error) {
		uint32_t n = left < NRELA ? left : NRELA;

		error = readpiece(m->ip, at, rela, n * sizeof *rela);
		for (uint32_t i = 0; i < n && !error; i++)
			error = relocone(m, &rela[i]);
		at += n * sizeof *rela;
		left -= n;
	}
	return error;
}

/*
 * The program at `image`, of so many bytes, is to run at `address`. 0, or an error; ENOEXEC too for a program that was
 * linked without notes, for nobody can tell its addresses from its numbers.
 */
int relocate(const struct inode *ip, const struct elf32_ehdr *e, char *image, uint32_t bytes, uint32_t address)
{
	struct move m = {.ip = ip, .image = image, .bytes = bytes, .address = address};
	int error = e->e_shentsize == sizeof(struct elf32_shdr) ? 0 : ENOEXEC;

	for (uint32_t i = 0; i < e->e_shnum && !error; i++) {
		struct elf32_shdr s, target;

		error = readsection(&m, e, i, &s);
		if (error || s.sh_type != SHT_RELA || s.sh_size == 0)
			continue;
		error = readsection(&m, e, s.sh_info, &target);
		if (!error && (target.sh_flags & SHF_ALLOC))
			error = relocsection(&m, e, &s);
	}
	if (m.symbols)
		kmput(curproc, (uint32_t)m.symbols, m.mapped);
	return error ? error : m.relocated ? 0 : ENOEXEC;
}
