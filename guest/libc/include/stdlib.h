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

typedef struct {
	int quot, rem;
} div_t;
typedef struct {
	long quot, rem;
} ldiv_t;
long labs(long n);
div_t div(int n, int by);
ldiv_t ldiv(long n, long by);

#define RAND_MAX 0x7fff
int rand(void);
void srand(unsigned int seed);

void qsort(void *base, size_t count, size_t bytes, int (*compare)(const void *, const void *));
void *bsearch(const void *key, const void *base, size_t count, size_t bytes,
              int (*compare)(const void *, const void *));

char *getenv(const char *name);
int setenv(const char *name, const char *value, int replace);
int unsetenv(const char *name);
int putenv(char *setting); /* "name=value", which is not copied */

int system(const char *command); /* /bin/sh -c; -1 or the shell's status as wait gives it */

/* Calls what atexit left, writes out and closes every FILE, frees their buffers, then _exit. */
void exit(int status) __attribute__((noreturn));
int atexit(void (*function)(void));
void abort(void) __attribute__((noreturn));

#endif
