/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The library's own functions by names that no program has. A program may define `strrchr` by calling the library's
 * `rindex`: then that must not call strrchr.
 */
#ifndef LIBC_OWN_PRIVATE_H
#define LIBC_OWN_PRIVATE_H

#include <stddef.h>

void *_memmove(void *to, const void *from, size_t bytes);
void *_memset(void *to, int byte, size_t bytes);
int _memcmp(const void *a, const void *b, size_t bytes);
char *_strchr(const char *s, int c);
char *_strrchr(const char *s, int c);
char *_getcwd(char *to, size_t bytes);

/* Behind a function's definition: its second name. */
#define OWN_NAME(function) extern __typeof__(function) _##function __attribute__((alias(#function)))

#endif
