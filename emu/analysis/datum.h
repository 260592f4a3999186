/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A datum: something with a value, as people name it at an instant of a run.
 *
 *	0x7fffff68         the longword at an address of the process, or of the kernel from 0x80000000 on
 *	d0 ... d7, a0 ... a6, fp, sp    a register of the process, as its program sees it
 *	NAME               a variable: of the innermost function that has one of that name, or a global one
 *	FUNCTION.NAME      a variable of the innermost call of that function
 *	FUNCTION.return    the return address of that call, or, in none, the word that had it in the last
 *	kernel:NAME        a global variable of the kernel
 */
#ifndef EMU_DATUM_H
#define EMU_DATUM_H

#include "analysis/session.h"
#include "base/error.h"

enum { DATUM_NAME = 144, DATUM_BYTES = 8 };

struct datum {
	char name[DATUM_NAME];   /* what it is, for people: "pid in spawn()", "d0" */
	char type[DATUM_NAME];   /* C's spelling of a variable's type; "" if it is none */
	uint32_t pid;            /* whose it is; 0: the kernel's */
	int reg;                 /* 0-7 d0-d7, 8-15 a0-a7; -1: it is in memory */
	uint32_t va, pa;         /* of memory; pa at that instant */
	uint32_t size;           /* bytes, 1 to DATUM_BYTES: of a larger one the first */
	uint64_t value;          /* big-endian: the last byte is the lowest */
	struct timeline_mark at; /* when: the mark, or, of a process that has ended by then, the beginning of its end */
};

/* Finds a datum of a process at a mark. pid 0: the one that runs, or where that is none but init the one that ran last.
 * False and a line in error if there is none of that name then. Moves the timeline's machine. */
bool datum_read(struct session *, const struct timeline_mark *, uint32_t pid, const char *text, struct datum *,
                char error[ERROR_MAX]);

/* Tells the names of what has a value at a mark for the process that datum_read means: registers; variables, the
 * innermost call's first, with FUNCTION. before those of its callers; the return addresses of its calls; global
 * variables; and with "kernel:" before them the kernel's, in which case type is "". A name may be told again. Moves the
 * timeline's machine. */
void datum_names(struct session *, const struct timeline_mark *, uint32_t pid,
                 void (*tell)(void *arg, const char *name, const char *type), void *arg);

/* The value in hexadecimal, in all its digits. */
void datum_hex(uint32_t size, uint64_t value, char text[24]);

#endif
