/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * FILEs: their buffers, and how these are written out. Opening them, reading and the formats are in files of their own,
 * so that a program has only what it uses.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <iobuf.h>

#include "stdio_private.h"

_Static_assert(sizeof(FILE) == sizeof(struct iobuf) && offsetof(FILE, _ptr) == offsetof(struct iobuf, io_ptr) &&
                       offsetof(FILE, _base) == offsetof(struct iobuf, io_base) && stdout == &_iob[IOB_STDOUT] &&
                       NFILE == IOB_STREAMS,
               "iobuf.h");

FILE _iob[NFILE] = {
	{._flag = _IOREAD, ._file = STDIN_FILENO},
	{._flag = _IOWRT | _IOLBF, ._file = STDOUT_FILENO},
	{._flag = _IOWRT | _IONBF, ._file = STDERR_FILENO},
};

int (*_memory_grows)(FILE *f);

/* Gives an open FILE its buffer at the first use. Without memory it goes on unbuffered, one byte at a time. */
void _give_buffer(FILE *f)
{
	static unsigned char single[NFILE];

	if (!(f->_flag & _IONBF) && (f->_base = malloc(BUFSIZ)) != NULL) {
		f->_bufsiz = BUFSIZ;
		f->_flag |= _IOMYBUF;
	} else {
		f->_base = &single[f - _iob];
		f->_bufsiz = 1;
		f->_flag = (f->_flag & ~_IOLBF) | _IONBF;
	}
	f->_ptr = f->_base;
	f->_cnt = f->_flag & _IOWRT ? f->_bufsiz : 0;
}

int fflush(FILE *f)
{
	unsigned char *from;
	int result = 0;

	if (f == NULL) {
		for (f = _iob; f < _iob + NFILE; f++)
			if (f->_flag & _IOWRT)
				result |= fflush(f);
		return result;
	}
	if (!(f->_flag & _IOWRT) || f->_base == NULL)
		return 0;
	if (f->_flag & _IOSTRG) {
		if (f->_flag & _IOGROWS)
			return _memory_grows(f);
		if (f->_cnt > 0)
			*f->_ptr = '\0';
		return 0;
	}
	for (from = f->_base; from < f->_ptr;) {
		ssize_t n = write(f->_file, from, f->_ptr - from);

		if (n <= 0) {
			f->_flag |= _IOERR;
			result = EOF;
			break;
		}
		from += n;
	}
	f->_ptr = f->_base;
	f->_cnt = f->_bufsiz;
	return result;
}

/*
 * As in 4.3BSD the FILE is emptied, closed and its buffer freed. After vfork all this is the lender's too,
 * except for the close: descriptors are each process's own.
 */
int fclose(FILE *f)
{
	int result = EOF;

	if (f->_flag & (_IOREAD | _IOWRT | _IORW)) {
		result = fflush(f);
		if (!(f->_flag & _IOSTRG) && close(f->_file) < 0)
			result = EOF;
		if (f->_flag & _IOMYBUF)
			free(f->_base);
	}
	memset(f, 0, sizeof(*f));
	return result;
}

/* What exit does to all FILEs. */
void _cleanup(void)
{
	for (FILE *f = _iob; f < _iob + NFILE; f++)
		if (f->_flag != 0)
			fclose(f);
}

/* What was read ahead is given back, so that the descriptor is where the program believes it to be. */
void _stop_reading(FILE *f)
{
	if (f->_cnt > 0 && !(f->_flag & _IOSTRG))
		lseek(f->_file, -f->_cnt, SEEK_CUR);
	f->_cnt = 0;
	f->_ptr = f->_base;
}

/* Turns a FILE for both to reading or to writing. */
void _turn(FILE *f, int way)
{
	if (!(f->_flag & _IORW) || (f->_flag & way))
		return;
	if (f->_flag & _IOWRT)
		fflush(f);
	if (f->_flag & _IOREAD)
		_stop_reading(f);
	f->_flag = (f->_flag & ~(_IOREAD | _IOWRT)) | way;
	f->_ptr = f->_base;
	f->_cnt = f->_base != NULL && way == _IOWRT ? f->_bufsiz : 0;
}

int fputc(int c, FILE *f)
{
	_turn(f, _IOWRT);
	if (!(f->_flag & _IOWRT)) {
		errno = EBADF;
		return EOF;
	}
	if (f->_flag & _IOSTRG) {
		if ((f->_flag & _IOGROWS) && _memory_grows(f) < 0)
			return EOF;
		if (f->_cnt > 0) {
			*f->_ptr++ = c;
			f->_cnt--;
		}
		return (unsigned char)c;
	}
	if (f->_base == NULL)
		_give_buffer(f);
	*f->_ptr++ = c;
	f->_cnt--;
	if (f->_cnt == 0 || ((f->_flag & _IOLBF) && c == '\n'))
		if (fflush(f) < 0)
			return EOF;
	return (unsigned char)c;
}

int putc(int c, FILE *f)
{
	return fputc(c, f);
}

int putchar(int c)
{
	return fputc(c, stdout);
}

int fputs(const char *s, FILE *f)
{
	for (; *s != '\0'; s++)
		if (fputc(*s, f) == EOF)
			return EOF;
	return 0;
}

int feof(FILE *f)
{
	return (f->_flag & _IOEOF) != 0;
}

int ferror(FILE *f)
{
	return (f->_flag & _IOERR) != 0;
}

void clearerr(FILE *f)
{
	f->_flag &= ~(_IOEOF | _IOERR);
}

int fileno(FILE *f)
{
	return f->_file;
}
