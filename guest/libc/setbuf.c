/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A FILE with a buffer of the program's choice, or without. */
#include <stdio.h>
#include <stdlib.h>

int setvbuf(FILE *f, char *buffer, int mode, size_t bytes)
{
	if (mode != _IOFBF && mode != _IOLBF && mode != _IONBF)
		return EOF;
	fflush(f);
	if (f->_flag & _IOMYBUF)
		free(f->_base);
	f->_flag = (f->_flag & ~(_IOMYBUF | _IOLBF | _IONBF)) | mode;
	f->_base = NULL;
	f->_cnt = 0;
	if (buffer != NULL && bytes > 0 && mode != _IONBF) {
		f->_base = f->_ptr = (unsigned char *)buffer;
		f->_bufsiz = bytes;
		f->_cnt = f->_flag & _IOWRT ? f->_bufsiz : 0;
	}
	return 0;
}

void setbuf(FILE *f, char *buffer)
{
	setvbuf(f, buffer, buffer != NULL ? _IOFBF : _IONBF, BUFSIZ);
}

void setbuffer(FILE *f, char *buffer, int bytes)
{
	setvbuf(f, buffer, buffer != NULL ? _IOFBF : _IONBF, bytes);
}

void setlinebuf(FILE *f)
{
	setvbuf(f, NULL, _IOLBF, 0);
}
