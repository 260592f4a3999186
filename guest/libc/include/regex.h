/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Regular expressions, POSIX's basic and extended ones, and 4.3BSD's re_comp and re_exec. What matches is what begins
 * first, and of that the longest.
 */
#ifndef _REGEX_H
#define _REGEX_H

#include <sys/types.h>

typedef long regoff_t;

typedef struct {
	size_t re_nsub;      /* how many \( \) or ( ) it has */
	const char *re_endp; /* REG_PEND: where the pattern ends */
	struct _reprogram *re_program;
} regex_t;

/* Where a match is in the string, or one of its parts; -1: that part is none of it. */
typedef struct {
	regoff_t rm_so; /* its first byte */
	regoff_t rm_eo; /* the byte behind it */
} regmatch_t;

/* regcomp */
#define REG_BASIC 0
#define REG_EXTENDED 1 /* + ? | ( ) { } without a \ in front */
#define REG_ICASE 2    /* capital letters and small ones are the same */
#define REG_NOSUB 4    /* only whether it matches is asked */
#define REG_NEWLINE 8  /* a newline ends a line: ^ and $ match there, and . and [^a] do not match it */
#define REG_PEND 32    /* re_endp says where the pattern ends; BSD */

/* regexec */
#define REG_NOTBOL 1   /* the string's beginning is not that of a line */
#define REG_NOTEOL 2   /* nor its end that of one */
#define REG_STARTEND 4 /* the string is from match[0].rm_so to rm_eo; BSD */

#define REG_NOMATCH 1 /* regexec: nothing matches. All others are regcomp's */
#define REG_BADPAT 2
#define REG_ECOLLATE 3
#define REG_ECTYPE 4
#define REG_EESCAPE 5
#define REG_ESUBREG 6
#define REG_EBRACK 7
#define REG_EPAREN 8
#define REG_EBRACE 9
#define REG_BADBR 10
#define REG_ERANGE 11
#define REG_ESPACE 12
#define REG_BADRPT 13

int regcomp(regex_t *to, const char *pattern, int flags); /* 0 or an error */
int regexec(const regex_t *re, const char *string, size_t count, regmatch_t match[], int flags);
size_t regerror(int error, const regex_t *re, char *to, size_t bytes); /* how many the whole text would take */
void regfree(regex_t *re);

/* 4.3BSD: one pattern at a time. Null, or what is wrong with it; an empty one is the one before. */
char *re_comp(const char *pattern);
int re_exec(const char *string); /* 1: it matches, 0: it does not, -1: there is no pattern */

#endif
