/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a FILE is, and going elsewhere in it. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "stdio_private.h"

/* In memory: a place within what is there. */
static int seek_string(FILE *f, long offset, int whence)
{
	long at = f->_ptr - f->_base, end = at + f->_cnt;

	offset += whence == SEEK_CUR ? at : whence == SEEK_END ? end : 0;
	if (offset < 0 || offset > end) {
		errno = EINVAL;
		return -1;
	}
	f->_ptr = f->_base + offset;
	f->_cnt = (int)(end - offset);
	f->_flag &= ~_IOEOF;
	return 0;
}

int fseek(FILE *f, long offset, int whence)
{
	if (f->_flag & _IOSTRG)
		return seek_string(f, offset, whence);
	if (f->_flag & _IOWRT)
		fflush(f);
	if (f->_flag & _IOREAD)
		_stop_reading(f);
	if (f->_flag & _IORW)
		f->_flag &= ~(_IOREAD | _IOWRT);
	if (lseek(f->_file, offset, whence) < 0)
		return -1;
	f->_flag &= ~_IOEOF;
	return 0;
}

long ftell(FILE *f)
{
	long at;

	if (f->_flag & _IOSTRG)
		return f->_ptr - f->_base;
	at = lseek(f->_file, 0, SEEK_CUR);
	if (at < 0)
		return -1;
	if (f->_flag & _IOREAD)
		return at - f->_cnt;
	return f->_base != NULL && (f->_flag & _IOWRT) ? at + (f->_ptr - f->_base) : at;
}

void rewind(FILE *f)
{
	fseek(f, 0, SEEK_SET);
	clearerr(f);
}

int fgetpos(FILE *f, fpos_t *to)
{
	*to = ftell(f);
	return *to < 0 ? -1 : 0;
}

int fsetpos(FILE *f, const fpos_t *to)
{
	return fseek(f, *to, SEEK_SET);
}

int fseeko(FILE *f, off_t offset, int whence)
{
	return fseek(f, offset, whence);
}

off_t ftello(FILE *f)
{
	return ftell(f);
}
