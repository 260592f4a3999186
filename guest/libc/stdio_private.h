/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that make up stdio share. */
#ifndef LIBC_STDIO_PRIVATE_H
#define LIBC_STDIO_PRIVATE_H

#include <stdio.h>

void _give_buffer(FILE *f);   /* to an open FILE that has none */
void _turn(FILE *f, int way); /* a FILE for both: to _IOREAD or _IOWRT */
void _stop_reading(FILE *f);  /* gives back what was read ahead */
FILE *_free_file(void);       /* one that is not in use; null and EMFILE if there is none */
extern int (*_memory_grows)(
	FILE *f); /* memstream.c, if the program uses it: makes room in a string; -1 if there is none */
FILE *_open_file(FILE *f, int flag, int fd);

#endif
