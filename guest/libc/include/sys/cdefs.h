/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How functions are declared. A program of 1986 declares what it takes from the library itself, or defines its own of
 * that name, and knows no prototypes: for -std=gnu89 the headers that 4.3BSD has declare functions without them, and
 * leave out what came later.
 *
 *	int getpw __P((int uid, char *line));
 */
#ifndef _SYS_CDEFS_H
#define _SYS_CDEFS_H

#if defined(__STDC_VERSION__) || defined(__STRICT_ANSI__) || defined(__cplusplus)
#define __P(arguments) arguments
#else
#define __OLD_C /* C as it was before the standard */
#define __P(arguments) ()
#endif

#endif
