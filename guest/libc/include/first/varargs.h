/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Functions with any number of arguments, as one wrote them before the standard:
 *
 *	f(va_alist)
 *		va_dcl
 *	{
 *		va_list args;
 *
 *		va_start(args);
 *
 * All arguments are on the stack, the first lowest, each in a longword or more.
 */
#ifndef _VARARGS_H
#define _VARARGS_H

#ifdef _STDARG_H
#error "<varargs.h> and <stdarg.h> have the same names for different things: include one of them"
#endif

typedef char *va_list;

#define va_dcl int va_alist;
#define va_start(list) ((list) = (char *)&va_alist)
#define va_arg(list, type)                                                                                             \
	(*(type *)((list) += (sizeof(type) + 3) & ~3u,                                                                 \
	           (list) - (sizeof(type) < 4 ? sizeof(type) : (sizeof(type) + 3) & ~3u)))
#define va_end(list) ((void)0)

#endif
