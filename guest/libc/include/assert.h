/* SPDX-License-Identifier: GPL-2.0-or-later */
/* assert(condition): says which condition failed, and aborts. */
#undef assert
#ifdef NDEBUG
#define assert(condition) ((void)0)
#else
#define assert(condition) ((condition) ? (void)0 : __assert(#condition, __FILE__, __LINE__))
#endif

#ifndef _ASSERT_H
#define _ASSERT_H

void __assert(const char *condition, const char *file, int line) __attribute__((noreturn));

#endif
