/* SPDX-License-Identifier: GPL-2.0-or-later */
/* malloc and stdio in a program's memory. See library_view.h. */
#include "analysis/library_view.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/be.h"

/* struct block of malloc.c: size, with the header; next free one. */
enum { HEADER = 8, BLOCKS_MAX = 100000, BUFFER_MAX = 1 << 20 };

static bool peek_long(const struct library_memory *m, uint32_t va, uint32_t *value)
{
	uint8_t bytes[4];

	if (!m->peek(m->arg, va, bytes, sizeof bytes))
		return false;
	*value = be32_get(bytes);
	return true;
}

size_t library_heap(const struct library_memory *m, struct symbols *symbols, uint32_t heap_end,
                    struct heap_block *blocks, size_t max, bool *whole)
{
	uint32_t va, list, free_at = 0, size;
	size_t n = 0;

	*whole = false;
	if (!symbols_address(symbols, "end", &va) || !symbols_address(symbols, "free_list", &list) ||
	    !peek_long(m, list, &free_at))
		return 0;
	for (; va < heap_end && n < BLOCKS_MAX; va += size) {
		bool is_free = va == free_at;

		if (!peek_long(m, va, &size) || size < HEADER || size % HEADER || size > heap_end - va)
			return n;
		if (is_free && !peek_long(m, va + 4, &free_at))
			return n;
		if (n < max)
			blocks[n] = (struct heap_block){va + HEADER, size - HEADER, !is_free};
		n++;
	}
	*whole = va == heap_end;
	return n;
}

bool library_streams(struct symbols *symbols, uint32_t *va)
{
	size_t n = symbols_objects(symbols, NULL, 0);
	struct variable *objects = alloc_new(n, sizeof *objects);
	bool found = false;

	symbols_objects(symbols, objects, n);
	for (size_t i = 0; i < n && !found; i++) {
		found = !strcmp(objects[i].name, "_iob") && objects[i].size == STREAMS * STREAM_BYTES;
		*va = (uint32_t)objects[i].where;
	}
	free(objects);
	return found;
}

struct stream library_stream(const uint8_t bytes[STREAM_BYTES])
{
	return (struct stream){
		.left = be32_get(bytes + offsetof(struct iobuf, io_cnt)),
		.next = be32_get(bytes + offsetof(struct iobuf, io_ptr)),
		.buffer = be32_get(bytes + offsetof(struct iobuf, io_base)),
		.size = be32_get(bytes + offsetof(struct iobuf, io_bufsiz)),
		.flag = be32_get(bytes + offsetof(struct iobuf, io_flag)),
		.fd = be32_get(bytes + offsetof(struct iobuf, io_file)),
	};
}

uint32_t library_waiting(const struct stream *s, uint32_t *from)
{
	uint32_t n = s->flag & STREAM_WRITE ? s->next - s->buffer : s->left;

	*from = s->flag & STREAM_WRITE ? s->buffer : s->next;
	return s->buffer && s->flag & (STREAM_READ | STREAM_WRITE) && n <= s->size && n <= BUFFER_MAX ? n : 0;
}
