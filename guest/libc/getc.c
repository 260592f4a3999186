/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading from FILEs. */
#include <stdio.h>
#include <unistd.h>

#include "stdio_private.h"

int fgetc(FILE *f)
{
	_turn(f, _IOREAD);
	if (!(f->_flag & _IOREAD) || (f->_flag & _IOEOF))
		return EOF;
	if (f->_base == NULL)
		_give_buffer(f);
	if (f->_cnt == 0) {
		if (f->_flag & _IOSTRG)
			return EOF;
		if (f == stdin) /* a prompt must be there before we wait for the answer */
			fflush(stdout);
		f->_cnt = read(f->_file, f->_base, f->_bufsiz);
		f->_ptr = f->_base;
		if (f->_cnt <= 0) {
			f->_flag |= f->_cnt == 0 ? _IOEOF : _IOERR;
			f->_cnt = 0;
			return EOF;
		}
	}
	f->_cnt--;
	return *f->_ptr++;
}

int ungetc(int c, FILE *f)
{
	_turn(f, _IOREAD);
	if (c == EOF || !(f->_flag & _IOREAD))
		return EOF;
	if (f->_base == NULL)
		_give_buffer(f);
	if (f->_ptr == f->_base) {
		if (f->_cnt > 0)
			return EOF;
		f->_ptr++;
	}
	f->_ptr--;
	f->_cnt++;
	if (!(f->_flag & _IOSTRG)) /* a string has the character there already, and may not be written to */
		*f->_ptr = c;
	f->_flag &= ~_IOEOF;
	return (unsigned char)c;
}

int getc(FILE *f)
{
	return fgetc(f);
}

int getchar(void)
{
	return fgetc(stdin);
}

char *fgets(char *to, int bytes, FILE *f)
{
	char *p = to;

	while (p < to + bytes - 1) {
		int c = fgetc(f);

		if (c == EOF)
			break;
		*p++ = c;
		if (c == '\n')
			break;
	}
	if (p == to)
		return NULL;
	*p = '\0';
	return to;
}

size_t fread(void *to, size_t bytes, size_t count, FILE *f)
{
	unsigned char *p = to;

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < bytes; j++) {
			int c = fgetc(f);

			if (c == EOF)
				return i;
			*p++ = c;
		}
	}
	return count;
}
