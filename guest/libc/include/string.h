/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings and memory. */
#ifndef _STRING_H
#define _STRING_H

#include <sys/cdefs.h>
#include <stddef.h>

#ifdef __OLD_C /* what 4.3BSD's <strings.h> and <memory.h> say */
char *strcat(), *strncat(), *strcpy(), *strncpy(), *strchr(), *strrchr(), *strpbrk(), *strtok();
int strcmp(), strncmp(), strcasecmp(), strncasecmp(), strlen(), strspn(), strcspn();
char *memcpy(), *memmove(), *memset(), *memchr(), *memccpy();
int memcmp();
char *strstr(), *strdup(), *strerror(), *strsignal();
#else
void *memcpy(void *to, const void *from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int byte, size_t bytes);
int memcmp(const void *a, const void *b, size_t bytes);
void *memchr(const void *in, int byte, size_t bytes);

void *memccpy(void *to, const void *from, int last, size_t bytes);
void *memmem(const void *in, size_t bytes, const void *part, size_t part_bytes);

size_t strlen(const char *s);
size_t strnlen(const char *s, size_t limit);
char *strcpy(char *to, const char *from);
char *strncpy(char *to, const char *from, size_t bytes);
char *strcat(char *to, const char *from);
char *strncat(char *to, const char *from, size_t limit);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t limit);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
size_t strspn(const char *s, const char *of);
size_t strcspn(const char *s, const char *none);
char *strpbrk(const char *s, const char *of);
char *strtok(char *s, const char *separators);
int strcasecmp(const char *a, const char *b);
int strncasecmp(const char *a, const char *b, size_t limit);
char *strstr(const char *s, const char *part);
char *strdup(const char *s);
char *strndup(const char *s, size_t limit);
char *stpcpy(char *to, const char *from);       /* where the NUL is */
char *strsep(char **s, const char *separators); /* finds empty words, too */
char *strtok_r(char *s, const char *separators, char **next);
int strcoll(const char *a, const char *b); /* as strcmp */
size_t strxfrm(char *to, const char *from, size_t bytes);
char *strsignal(int sig);
char *strerror(int error);
char *stpncpy(char *to, const char *from, size_t bytes);
char *strcasestr(const char *s, const char *part);        /* capital letters and small ones are the same */
size_t strlcpy(char *to, const char *from, size_t bytes); /* what it would have taken, as snprintf */
size_t strlcat(char *to, const char *from, size_t bytes);
char *strchrnul(const char *s, int c); /* the NUL if it is not there */
void *memrchr(const void *in, int byte, size_t bytes);
void *mempcpy(void *to, const void *from, size_t bytes); /* behind what was copied */
int strerror_r(int error, char *to, size_t bytes);
#endif

#include <strings.h>

#endif
