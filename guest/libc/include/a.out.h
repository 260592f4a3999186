/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Program files of 4.3BSD: a head, text, data, relocations, symbols and their names. Programs that read such files
 * compile; this machine's own are ELF files, and are none of these.
 */
#ifndef _A_OUT_H
#define _A_OUT_H

#include <nlist.h>
#include <sys/exec.h>

#define N_BADMAG(x) ((x).a_magic != OMAGIC && (x).a_magic != NMAGIC && (x).a_magic != ZMAGIC)
#define N_TXTOFF(x) ((x).a_magic == ZMAGIC ? 1024 : sizeof(struct exec))
#define N_SYMOFF(x) (N_TXTOFF(x) + (x).a_text + (x).a_data + (x).a_trsize + (x).a_drsize)
#define N_STROFF(x) (N_SYMOFF(x) + (x).a_syms)

struct relocation_info {
	int r_address;
	unsigned int r_symbolnum : 24; /* the symbol, or without r_extern the segment */
	unsigned int r_pcrel : 1;
	unsigned int r_length : 2; /* 0 a byte, 1 a word, 2 a longword */
	unsigned int r_extern : 1;
	unsigned int : 4;
};

#define n_hash n_desc /* what ld uses it for */

#define N_UNDF 0x0 /* n_type: not defined here, */
#define N_ABS 0x2  /* a number, */
#define N_TEXT 0x4
#define N_DATA 0x6
#define N_BSS 0x8
#define N_COMM 0x12
#define N_FN 0x1e   /* a file's name */
#define N_EXT 0x01  /* and known to other files */
#define N_TYPE 0x1e /* what of it says which */
#define N_STAB 0xe0 /* any of these: for a debugger */

#define N_FORMAT "%08x"

#endif
