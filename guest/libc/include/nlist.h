/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of names in a program's symbol table. */
#ifndef _NLIST_H
#define _NLIST_H

#include <sys/cdefs.h>

/* As 4.3BSD has it. nlist() wants the name and gives the address; the type is N_TEXT, N_DATA or N_BSS with N_EXT. */
struct nlist {
	union {
		char *n_name; /* null or empty after the last */
		union {
			char *n_name;
			long n_strx; /* in a file: place in the table of names */
		} n_un;
	};
	unsigned char n_type;
	char n_other;
	short n_desc;
	unsigned long n_value; /* 0: not found */
};

int nlist __P((const char *path, struct nlist *list)); /* how many are missing; -1 if the file is no program */

#endif
