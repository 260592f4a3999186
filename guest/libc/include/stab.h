/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Symbols for debuggers in program files of 4.3BSD: n_type. This machine's compiler writes DWARF. */
#ifndef _STAB_H
#define _STAB_H

#define N_GSYM 0x20  /* global variable */
#define N_FNAME 0x22 /* f77's name of a procedure */
#define N_FUN 0x24   /* function */
#define N_STSYM 0x26 /* static variable */
#define N_LCSYM 0x28 /* the same in bss */
#define N_PC 0x30    /* a symbol of Pascal's */
#define N_RSYM 0x40  /* variable in a register */
#define N_SLINE 0x44 /* line of the source */
#define N_SSYM 0x60  /* member of a structure */
#define N_SO 0x64    /* the source's name */
#define N_LSYM 0x80  /* variable in the stack frame */
#define N_SOL 0x84   /* name of an included file */
#define N_PSYM 0xa0  /* argument */
#define N_ENTRY 0xa4 /* another entry */
#define N_LBRAC 0xc0 /* { */
#define N_RBRAC 0xe0 /* } */
#define N_BCOMM 0xe2 /* a common block begins, */
#define N_ECOMM 0xe4 /* ends, */
#define N_ECOML 0xe8 /* ends, without a name */
#define N_LENG 0xfe  /* length of the one before */

#endif
