/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The head of a program file of 4.3BSD (a.out.h). This machine's programs are ELF files. */
#ifndef _SYS_EXEC_H
#define _SYS_EXEC_H

struct exec {
	long a_magic;
	unsigned long a_text; /* bytes, as all that follow */
	unsigned long a_data;
	unsigned long a_bss;
	unsigned long a_syms;
	unsigned long a_entry; /* an address */
	unsigned long a_trsize;
	unsigned long a_drsize;
};

#define OMAGIC 0407 /* text can be written */
#define NMAGIC 0410 /* it cannot */
#define ZMAGIC 0413 /* and its pages are read when they are wanted */

#endif
