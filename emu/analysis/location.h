/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A location: a place in the code, as people name it. It may be in several programs of a run, and be passed many times.
 *
 *	FILE:LINE         the code of a source line begins; FILE may be the end of its path
 *	FUNCTION          a function is entered
 *	FUNCTION.return   a function is about to return: the instruction that takes the return address is the next
 *
 * It is looked for in the program that the run is about, then in all that the run executed, then in the kernel, and the
 * first of these that has it is meant. "kernel:" before it means the kernel's only.
 */
#ifndef EMU_LOCATION_H
#define EMU_LOCATION_H

#include "analysis/passage.h"

enum { LOCATION_NAME = 64, LOCATION_ADDRESSES = 32, LOCATION_PROGRAMS = 4 };

enum location_kind { LOCATION_LINE, LOCATION_ENTRY, LOCATION_RETURN };

enum location_scope { SCOPE_OWN, SCOPE_PROGRAMS, SCOPE_KERNEL };

/* A location's addresses in one program. */
struct location_program {
	const struct symbols *symbols;
	char name[MAXCOMLEN + 1];
	uint32_t base;
	uint32_t addresses[LOCATION_ADDRESSES]; /* of RETURN: first of the function, first behind it */
	size_t count;
};

struct location {
	enum location_kind kind;
	char name[LOCATION_NAME]; /* of the file or the function */
	int line;
	enum location_scope scope;
	char own[MAXCOMLEN + 1];                             /* of SCOPE_OWN: the program's name */
	struct location_program programs[LOCATION_PROGRAMS]; /* those asked for last, so that they need not be sought */
	size_t next;                                         /* the one that gives way */
};

/* Reads a location that some program of the run, or the kernel, has. False and a line in error if the text is none. */
bool location_read(struct session *, const char *text, struct location *, char error[ERROR_MAX]);

/* Tells the names of what a location may be: functions of the program that the run is about, of the others that it
 * executed, and, with "kernel:" before them, of the kernel; and source files, with a colon behind. A name may be told
 * again. They are good until symbols of many other programs have been asked for. */
typedef void name_teller(void *arg, const char *name, bool kernel, bool file);
void location_names(struct session *, name_teller *tell, void *arg);

/* The first line of a source, from that one on, that has code: in the first of these that has any there, the program
 * that the run is about, the others, the kernel (alone, if the file is named as the kernel's). 0 if there is none. */
int location_next_line(struct session *, const char *file, int line);

/* Is the instruction at the location? A passage_test that wants the location for its argument. */
bool location_here(void *location, const struct passage *);

/* Is the instruction in the function, or in the code of the line, anywhere? */
bool location_inside(struct location *, const struct passage *);

#endif
