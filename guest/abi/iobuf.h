/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a FILE of <stdio.h> is in memory, for who looks at a program from outside: the library's _iob is an array of
 * them. guest/libc/stdio.c holds the two alike. */
#ifndef ABI_IOBUF_H
#define ABI_IOBUF_H

#include <stdint.h>

enum { IOB_STREAMS = 20, IOB_STDOUT = 1 /* its place in _iob */ };

struct iobuf {
	int32_t io_cnt;
	uint32_t io_ptr;  /* next byte */
	uint32_t io_base; /* the buffer, 0: none yet */
	int32_t io_bufsiz;
	int32_t io_flag;
	int32_t io_file;
};

#endif
