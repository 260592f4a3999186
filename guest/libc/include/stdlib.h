/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory, numbers, the environment, and the end of a program. */
#ifndef _STDLIB_H
#define _STDLIB_H

#include <stddef.h>
#include <sys/waitstatus.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1

#define MB_CUR_MAX 1

void *malloc(size_t bytes);
void *calloc(size_t count, size_t bytes);
void *realloc(void *block, size_t bytes);
void free(void *block);
void cfree(void *block);                                       /* V7: the same */
void *valloc(size_t bytes);                                    /* at the beginning of a page */
int posix_memalign(void **to, size_t alignment, size_t bytes); /* 0 or an error */
void *aligned_alloc(size_t alignment, size_t bytes);

int abs(int n);
int atoi(const char *s);
long atol(const char *s);
long long atoll(const char *s);
double atof(const char *s);
double strtod(const char *s, char **end);
long double strtold(const char *s, char **end);
float strtof(const char *s, char **end);
long strtol(const char *s, char **end, int base);
unsigned long strtoul(const char *s, char **end, int base);
long long strtoll(const char *s, char **end, int base);
unsigned long long strtoull(const char *s, char **end, int base);

typedef struct {
	int quot, rem;
} div_t;
typedef struct {
	long quot, rem;
} ldiv_t;
typedef struct {
	long long quot, rem;
} lldiv_t;
long labs(long n);
div_t div(int n, int by);
ldiv_t ldiv(long n, long by);
long long llabs(long long n);
lldiv_t lldiv(long long n, long long by);

/* V7: digits without a point, which is *point places from the left; gcvt writes a number into `to`. */
char *ecvt(double x, int digits, int *point, int *negative);
char *fcvt(double x, int digits, int *point, int *negative); /* digits behind the point */
char *gcvt(double x, int digits, char *to);

/* System V: 32 bits as six of 64 characters, the lowest first. */
long a64l(const char *s);
char *l64a(long n);

/* Which of the names, which a null pointer ends, *list begins with, -1: none; *value is what stands behind =. */
int getsubopt(char **list, char *const *names, char **value);

/* In the one locale a character is a byte. */
int mblen(const char *s, size_t bytes);
int mbtowc(wchar_t *to, const char *s, size_t bytes);
int wctomb(char *to, wchar_t c);
size_t mbstowcs(wchar_t *to, const char *s, size_t room);
size_t wcstombs(char *to, const wchar_t *s, size_t room);

void setkey(const char *bits); /* V7: DES; unistd.h has encrypt */

#define RAND_MAX 0x7fff
int rand(void);
void srand(unsigned int seed);
int rand_r(unsigned int *state);
long random(void);
void srandom(unsigned int seed);

/* 4.3BSD: random() with a state of so many bytes, 8 to 256; the state before. */
char *initstate(unsigned int seed, char *state, int bytes);
char *setstate(char *state);

/* System V: a sequence of 48 bits; the e, n and j forms have a state of the caller's. */
double drand48(void);
double erand48(unsigned short state[3]);
long lrand48(void);
long nrand48(unsigned short state[3]);
long mrand48(void);
long jrand48(unsigned short state[3]);
void srand48(long seed);
unsigned short *seed48(unsigned short state[3]);
void lcong48(unsigned short parameters[7]);

void qsort(void *base, size_t count, size_t bytes, int (*compare)(const void *, const void *));
void *bsearch(const void *key, const void *base, size_t count, size_t bytes,
              int (*compare)(const void *, const void *));

char *getenv(const char *name);
int setenv(const char *name, const char *value, int replace);
int unsetenv(const char *name);
int putenv(char *setting); /* "name=value", which is not copied */

char *realpath(const char *path, char *to); /* without ".", ".." and symbolic links; to null: from malloc */
int system(const char *command);            /* /bin/sh -c; -1 or the shell's status as wait gives it */

/* A file or directory that was not there: the six X at the template's end become its own. It is open, or made. */
int mkstemp(char *name);
char *mkdtemp(char *name);
char *mktemp(char *name); /* only the name */

/* Calls what atexit left, writes out and closes every FILE, frees their buffers, then _exit. */
void exit(int status) __attribute__((noreturn));
void _Exit(int status) __attribute__((noreturn)); /* as _exit */
int atexit(void (*function)(void));
void abort(void) __attribute__((noreturn));

#endif
