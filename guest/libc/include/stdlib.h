/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory, numbers, the environment, and the end of a program. */
#ifndef _STDLIB_H
#define _STDLIB_H

#include <stddef.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1

void *malloc(size_t bytes);
void *calloc(size_t count, size_t bytes);
void *realloc(void *block, size_t bytes);
void free(void *block);

int abs(int n);
int atoi(const char *s);
long atol(const char *s);
long strtol(const char *s, char **end, int base);
unsigned long strtoul(const char *s, char **end, int base);

char *getenv(const char *name);

/* Calls what atexit left, writes out and closes every FILE, frees their buffers, then _exit. */
void exit(int status) __attribute__((noreturn));
int atexit(void (*function)(void));
void abort(void) __attribute__((noreturn));

#endif
