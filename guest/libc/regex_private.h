/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A compiled regular expression: a program for a small machine (regexec.c), which has a position in the string and may
 * go on at two places at once.
 */
#ifndef LIBC_REGEX_PRIVATE_H
#define LIBC_REGEX_PRIVATE_H

#include <regex.h>
#include <stdint.h>

enum re_op {
	RE_CHAR,    /* this character: arg */
	RE_ANY,     /* any character, */
	RE_ANYLINE, /* but no newline */
	RE_SET,     /* one of a set: arg is its number */
	RE_BOL,
	RE_EOL,
	RE_WORD,    /* \<: a word begins here */
	RE_ENDWORD, /* \>: one has ended */
	RE_SAVE,    /* the position goes to slot arg */
	RE_MOVED,   /* goes on only if the position is no longer that of slot arg */
	RE_BACK,    /* what part arg matched, once more */
	RE_JUMP,    /* goes on at arg, counted from here */
	RE_SPLIT,   /* goes on with the next instruction; if that leads to nothing, at arg */
	RE_MATCH,
};

struct re_insn {
	unsigned char op; /* enum re_op */
	short arg;
};

typedef uint32_t re_set[8]; /* a bit for each character */

struct _reprogram {
	struct re_insn *insns;
	re_set *sets;
	int count, room; /* instructions */
	int set_count;
	int slots; /* two for each part, number 0 being the whole; then one for each loop */
	int backs; /* has it any RE_BACK? */
	int flags; /* regcomp's */
};

#define RE_ISIN(set, c) ((set)[(unsigned char)(c) / 32] >> (unsigned char)(c) % 32 & 1)

#endif
