/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * FILEs without a file. A stream into memory grows: it is a string (_IOSTRG) whose buffer fflush makes larger; stdio.c
 * calls _memstream for it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stdio_private.h"

static struct memory {
	char **to;
	size_t *bytes;
} memories[NFILE];

/* Makes sure that there is room behind what was written, and tells the program where it is. -1 without memory. */
static int grow(FILE *f)
{
	struct memory *m = &memories[f - _iob];
	size_t used = f->_ptr - f->_base;

	if (f->_cnt <= 1) { /* a place for the NUL */
		unsigned char *larger = realloc(f->_base, f->_bufsiz * 2);

		if (larger == NULL) {
			f->_flag |= _IOERR;
			return -1;
		}
		f->_base = larger;
		f->_ptr = larger + used;
		f->_bufsiz *= 2;
		f->_cnt = f->_bufsiz - (int)used;
	}
	*f->_ptr = '\0';
	*m->to = (char *)f->_base;
	*m->bytes = used;
	return 0;
}

FILE *open_memstream(char **to, size_t *bytes)
{
	FILE *f = _free_file();
	unsigned char *buffer = f != NULL ? malloc(BUFSIZ) : NULL;

	if (buffer == NULL)
		return NULL;
	_open_file(f, _IOWRT | _IOSTRG | _IOGROWS, -1);
	f->_base = f->_ptr = buffer;
	f->_bufsiz = f->_cnt = BUFSIZ;
	memories[f - _iob] = (struct memory){to, bytes};
	_memory_grows = grow;
	grow(f);
	return f;
}

/* To read: the bytes that are there, up to the whole of them. To write: a string that ends where the memory does. */
FILE *fmemopen(void *memory, size_t bytes, const char *mode)
{
	FILE *f;
	int reads = mode[0] == 'r';

	if (bytes == 0 || strchr("rwa", mode[0]) == NULL || mode[0] == '\0') {
		errno = EINVAL;
		return NULL;
	}
	f = _free_file();
	if (f == NULL)
		return NULL;
	_open_file(f, (reads ? _IOREAD : _IOWRT) | _IOSTRG, -1);
	f->_base = f->_ptr = memory;
	f->_bufsiz = f->_cnt = (int)bytes;
	if (reads)
		return f;
	if (mode[0] == 'a') {
		f->_ptr += strnlen(memory, bytes);
		f->_cnt -= f->_ptr - f->_base;
	} else {
		memset(memory, 0, bytes);
	}
	return f;
}
