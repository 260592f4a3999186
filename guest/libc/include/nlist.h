/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of names in a program's symbol table. */
#ifndef _NLIST_H
#define _NLIST_H

struct nlist {
	const char *n_name;    /* null or empty after the last */
	unsigned long n_value; /* 0: not found */
};

int nlist(const char *path, struct nlist *list); /* how many are missing; -1 if the file is no program */

#endif
