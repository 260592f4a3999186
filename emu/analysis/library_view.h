/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest library's own data in a program's memory: malloc's blocks and the FILEs of stdio, with the layouts of
 * guest/libc/malloc.c and guest/abi/iobuf.h. Found by the names of its variables; a program that was linked with
 * another library has none. Whatever is there is checked: a program may have written over it.
 */
#ifndef EMU_LIBRARY_VIEW_H
#define EMU_LIBRARY_VIEW_H

#include "abi/iobuf.h"
#include "debuginfo/symbols.h"

/* Copies bytes of the program's memory; false if they are not there. */
typedef bool library_peek(void *arg, uint32_t va, void *to, size_t size);

struct library_memory {
	library_peek *peek;
	void *arg;
};

/* malloc's blocks, in the order of their addresses. */
struct heap_block {
	uint32_t va;   /* of the block as the program has it, behind its header */
	uint32_t size; /* bytes that it can use */
	bool used;
};
/* Puts at most max blocks into the array; returns how many there are between `end` of the program and the end of the
 * heap. *whole: they fill it; else something else is there, or the headers are destroyed, and the rest is unknown. */
size_t library_heap(const struct library_memory *, struct symbols *, uint32_t heap_end, struct heap_block *, size_t max,
                    bool *whole);

/* A FILE. */
enum { STREAMS = IOB_STREAMS, STREAM_BYTES = sizeof(struct iobuf) };
struct stream {
	uint32_t left;         /* _cnt */
	uint32_t next, buffer; /* addresses; 0: it has none yet */
	uint32_t size, flag, fd;
};
/* Address of the FILEs, _iob[STREAMS]; false if the program has none of that size. */
bool library_streams(struct symbols *, uint32_t *va);
/* One from its bytes. */
struct stream library_stream(const uint8_t bytes[STREAM_BYTES]);
/* Its flags: what it is open for, how it is buffered. */
enum {
	STREAM_READ = 1,
	STREAM_WRITE = 2,
	STREAM_UNBUFFERED = 4,
	STREAM_EOF = 0x10,
	STREAM_ERROR = 0x20,
	STREAM_LINES = 0x80
};
/* How many bytes wait in its buffer: to be written or, read ahead, to be read; *from: where. 0 also where that cannot
 * be. */
uint32_t library_waiting(const struct stream *, uint32_t *from);

#endif
