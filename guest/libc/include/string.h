/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings and memory. */
#ifndef _STRING_H
#define _STRING_H

#include <stddef.h>

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

#include <strings.h>

#endif
