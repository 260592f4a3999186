/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Root causes among the words of data and heap that a borrower changed: variables that its lender reads, blocks of
 * malloc, what the library keeps between calls, bytes in the buffers of stdio. See causes.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/be.h"
#include "base/text.h"
#include "check/causes.h"

enum { IO_PTR = 4 /* in struct iobuf */, HEADER = 8 /* of a block of malloc */, SMALL = 0x1000 };

/* The program's variables with the library's, while the words of one loan are gone through. */
struct names {
	struct variable *own, *library;
	size_t nown, nlibrary;
};

static void read_names(struct names *n, struct symbols *symbols)
{
	n->nown = symbols_globals(symbols, NULL, 0);
	n->own = alloc_new(n->nown, sizeof *n->own);
	symbols_globals(symbols, n->own, n->nown);
	n->nlibrary = symbols_objects(symbols, NULL, 0);
	n->library = alloc_new(n->nlibrary, sizeof *n->library);
	symbols_objects(symbols, n->library, n->nlibrary);
}

static const struct variable *holds(const struct variable *list, size_t n, uint32_t va)
{
	for (size_t i = 0; i < n; i++)
		if (va + 3 >= (uint32_t)list[i].where && va < (uint32_t)list[i].where + list[i].size)
			return &list[i];
	return NULL;
}

static const struct heap_block *block_of(const struct borrowed_heap *heap, uint32_t va)
{
	for (size_t i = 0; i < heap->count; i++)
		if (va >= heap->blocks[i].va && va < heap->blocks[i].va + heap->blocks[i].size)
			return &heap->blocks[i];
	return NULL;
}

/* A word's bytes that are a variable's, as a number. */
static void put_value(char out[SNAP_TEXT], const struct variable *v, const struct borrowed_word *w, uint32_t word)
{
	uint32_t at = (uint32_t)v->where;

	if (v->size < 4 && at >= w->va && at + v->size <= w->va + 4) {
		uint32_t shift = (w->va + 4 - at - v->size) * 8;

		word = word >> shift & ((1u << v->size * 8) - 1);
	}
	if (strchr(v->type, '*') || (word >= SMALL && word < 0xFFFFF000u))
		snprintf(out, SNAP_TEXT, "%08x", word);
	else
		snprintf(out, SNAP_TEXT, "%d", (int32_t)word);
}

/* The function below which own code was as the word was changed, "" own code itself. */
static const char *called(const struct borrowing *b, const struct borrowed_word *w)
{
	if (w->pc == w->site)
		return "";
	for (size_t i = b->ncalls; i-- > 0;)
		if (b->calls[i].pc == w->site && b->calls[i].icount <= w->icount)
			return b->calls[i].name;
	return "";
}

static bool any(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(name, *names))
			return true;
	return false;
}

/* Has exit closed everything in this loan? Then that is what has happened. */
static bool calls_exit(const struct borrowing *b)
{
	for (size_t i = 0; i < b->ncalls; i++)
		if (!strcmp(b->calls[i].name, "exit"))
			return true;
	return false;
}

static void put_reader(struct finding *f, const struct borrowing *b, const struct borrowed_word *w, const char *what)
{
	struct site site;

	if (sites_at((struct sites *)&b->sites, w->reader_site, &site))
		finding_note(f, &site, "the parent (pid %u) reads %s, and finds what its child has left",
		             b->loan->lender, what);
}

static void tell_variable(struct causes *c, const struct borrowing *b, const struct variable *v,
                          const struct borrowed_word *w)
{
	bool message = strstr(v->type, "volatile") != NULL;
	struct finding f;
	struct site site;

	if (!sites_at((struct sites *)&b->sites, w->site, &site))
		return;
	f = causes_begin(c, message ? DETECTOR_PORTABILITY : DETECTOR_DATA, message ? SEVERITY_WARNING : SEVERITY_ERROR,
	                 &site, b->loan, w->icount);
	snprintf(f.thing, sizeof f.thing, "%.90s", v->name);
	put_value(f.was, v, w, w->was);
	put_value(f.now, v, w, w->now);
	snprintf(f.text, sizeof f.text,
	         message ? "the child of vfork tells its parent by %s (%s, was %s): only where memory is one"
	                 : "the child of vfork changes %s (%s, was %s), which is its parent's",
	         v->name, f.now, f.was);
	put_reader(&f, b, w, v->name);
	findings_add(c->found, &f);
}

static void tell_block(struct causes *c, const struct borrowing *b, const struct heap_block *block,
                       const struct borrowed_word *w)
{
	struct finding f;
	struct site site;

	if (!sites_at((struct sites *)&b->sites, w->site, &site))
		return;
	f = causes_begin(c, DETECTOR_DATA, SEVERITY_ERROR, &site, b->loan, w->icount);
	snprintf(f.thing, sizeof f.thing, "block of %u bytes at %08x", block->size, block->va);
	snprintf(f.was, sizeof f.was, "%08x", w->was);
	snprintf(f.now, sizeof f.now, "%08x", w->now);
	snprintf(f.text, sizeof f.text, "the child of vfork changes its parent's heap: byte %u of a block of %u bytes",
	         w->va > block->va ? w->va - block->va : 0, block->size);
	put_reader(&f, b, w, "the block");
	findings_add(c->found, &f);
}

/* Library functions that save errno and put it back, or set it before they read it, do not use it. */
static bool uses(const struct borrowing *b, const struct variable *v, const struct borrowed_word *w)
{
	const char *reader = symbols_function(b->symbols, w->reader, NULL);

	return strcmp(v->name, "errno") != 0 || sites_own((struct sites *)&b->sites, w->reader) ||
	       (reader && (!strcmp(reader, "perror") || !strncmp(reader, "warn", 4) || !strncmp(reader, "err", 3)));
}

static void tell_hidden(struct causes *c, const struct borrowing *b, const struct variable *v,
                        const struct borrowed_word *w)
{
	const char *function = called(b, w);
	int length = (int)strcspn(v->name, "."); /* what a compiler adds to a static variable of a function */
	struct finding f;
	struct site site;

	if (calls_exit(b) || !uses(b, v, w) || !sites_at((struct sites *)&b->sites, w->site, &site))
		return;
	f = causes_begin(c, DETECTOR_HIDDEN, SEVERITY_ERROR, &site, b->loan, w->icount);
	snprintf(f.thing, sizeof f.thing, "%.*s", length < 90 ? length : 90, v->name);
	snprintf(f.was, sizeof f.was, "%08x", w->was);
	snprintf(f.now, sizeof f.now, "%08x", w->now);
	snprintf(f.text, sizeof f.text, "the child of vfork %s%s%s changes %s of the library, which its parent uses",
	         *function ? "calls " : "", function, *function ? "(), which" : "", f.thing);
	put_reader(&f, b, w, f.thing);
	findings_add(c->found, &f);
}

/* stdio ----------------------------------------------------------------------------------------- */

/* A stream's place has moved: something that the child has printed waits in the buffer, or it has read ahead. */
static void tell_stream(struct causes *c, const struct borrowing *b, const struct borrowed_word *w)
{
	uint32_t number = (w->va - b->streams_at) / STREAM_BYTES;
	const struct stream *s = &b->streams[number];
	static const char *const names[] = {"stdin", "stdout", "stderr"};
	const char *function = called(b, w);
	bool reads = s->flag & STREAM_READ && !(s->flag & STREAM_WRITE);
	uint32_t from, waits = library_waiting(s, &from);
	struct finding f;
	struct site site;

	/* what is flushed is nobody's any more; what has just been made has no buffer yet */
	if (calls_exit(b) || (!reads && !waits) || !sites_at((struct sites *)&b->sites, w->site, &site))
		return;
	f = causes_begin(c, DETECTOR_STDIO, SEVERITY_WARNING, &site, b->loan, w->icount);
	if (number < 3)
		snprintf(f.thing, sizeof f.thing, "%s", names[number]);
	else
		snprintf(f.thing, sizeof f.thing, "the FILE of descriptor %u", s->fd);
	function = *function ? function : "stdio";
	if (reads)
		snprintf(f.text, sizeof f.text,
		         "the child of vfork reads from %s by %s(): what it has taken its parent will not get", f.thing,
		         function);
	else
		snprintf(f.text, sizeof f.text,
		         "the child of vfork leaves what %s() prints in the buffer of %s: its parent will write it",
		         function, f.thing);
	finding_note(&f, NULL,
	             reads ? "%u bytes that were read ahead are left in the buffer"
	                   : "%u bytes wait in the buffer as the parent goes on",
	             waits);
	findings_add(c->found, &f);
}

/* Heap ------------------------------------------------------------------------------------------ */

static const char *const allocators[] = {"malloc", "calloc", "realloc", "strdup", "strndup", "free", "asprintf", NULL};

/* The word of the list that is nearest below a block: its header. */
static const struct borrowed_word *header_of(const struct borrowing *b, uint32_t va)
{
	for (size_t i = 0; i < b->nwords; i++)
		if (b->words[i].va == va - HEADER || b->words[i].va == va - HEADER + 4)
			return &b->words[i];
	return NULL;
}

static bool used_in(const struct borrowed_heap *heap, uint32_t va)
{
	const struct heap_block *block = block_of(heap, va);

	return block && block->va == va && block->used;
}

/* The last call of such a function by own code. */
static bool last_call(const struct borrowing *b, const char *const *names, struct site *site, uint64_t *icount)
{
	for (size_t i = b->ncalls; i-- > 0;)
		if (any(b->calls[i].name, names) && sites_at((struct sites *)&b->sites, b->calls[i].pc, site)) {
			*icount = b->calls[i].icount;
			return true;
		}
	return false;
}

/* Where the child called the allocator for a block. */
static bool heap_site(const struct borrowing *b, uint32_t va, const char *const *names, struct site *site,
                      uint64_t *icount)
{
	const struct borrowed_word *w = header_of(b, va);

	if (w && any(called(b, w), names) && sites_at((struct sites *)&b->sites, w->site, site)) {
		*icount = w->icount;
		return true;
	}
	return last_call(b, names, site, icount);
}

static void tell_freed(struct causes *c, const struct borrowing *b, const struct heap_block *block)
{
	static const char *const frees[] = {"free", "realloc", NULL};
	struct finding f;
	struct site site;
	uint64_t icount;

	if (!heap_site(b, block->va, frees, &site, &icount))
		return;
	f = causes_begin(c, DETECTOR_HEAP, SEVERITY_ERROR, &site, b->loan, icount);
	snprintf(f.thing, sizeof f.thing, "block of %u bytes at %08x", block->size, block->va);
	snprintf(f.text, sizeof f.text, "the child of vfork frees a block of %u bytes, which its parent has still",
	         block->size);
	finding_note(&f, NULL, "the parent goes on with a pointer to %08x, which malloc may give to somebody else",
	             block->va);
	findings_add(c->found, &f);
}

static bool is_buffer(const struct borrowing *b, uint32_t va)
{
	for (size_t i = 0; i < STREAMS; i++)
		if (b->streams[i].buffer == va)
			return true;
	return false;
}

static void tell_allocated(struct causes *c, const struct borrowing *b, const struct heap_block *block)
{
	struct finding f;
	struct site site;
	uint64_t icount;

	if (is_buffer(b, block->va) || !heap_site(b, block->va, allocators, &site, &icount))
		return;
	f = causes_begin(c, DETECTOR_HEAP, SEVERITY_WARNING, &site, b->loan, icount);
	snprintf(f.thing, sizeof f.thing, "block of %u bytes at %08x", block->size, block->va);
	snprintf(f.text, sizeof f.text,
	         "the child of vfork allocates a block of %u bytes and does not free it: it stays in its parent's heap",
	         block->size);
	findings_add(c->found, &f);
}

static void compare_heaps(struct causes *c, const struct borrowing *b)
{
	if (!b->over || !b->before.whole || !b->after.whole)
		return;
	for (size_t i = 0; i < b->before.count; i++)
		if (b->before.blocks[i].used && !used_in(&b->after, b->before.blocks[i].va))
			tell_freed(c, b, &b->before.blocks[i]);
	for (size_t i = 0; i < b->after.count; i++)
		if (b->after.blocks[i].used && !used_in(&b->before, b->after.blocks[i].va))
			tell_allocated(c, b, &b->after.blocks[i]);
}

/* ----------------------------------------------------------------------------------------------- */

void causes_of_data(struct causes *c, struct borrowing *b)
{
	static const char *const books[] = {"free_list", "heap_end", "curbrk", NULL};
	struct names names;

	if (!b->own || !b->symbols)
		return;
	read_names(&names, b->symbols);
	for (size_t i = 0; i < b->nwords; i++) {
		const struct borrowed_word *w = &b->words[i];
		const struct variable *v = holds(names.own, names.nown, w->va);
		const struct heap_block *block = block_of(&b->before, w->va);
		const struct variable *library = v ? NULL : holds(names.library, names.nlibrary, w->va);

		if (!w->site)
			continue;
		if (v && w->is_read)
			tell_variable(c, b, v, w);
		else if (library && !strcmp(library->name, "_iob") && (w->va - b->streams_at) % STREAM_BYTES == IO_PTR)
			tell_stream(c, b, w);
		else if (library && w->is_read && strcmp(library->name, "_iob") != 0 && !any(library->name, books))
			tell_hidden(c, b, library, w);
		else if (!v && !library && block && block->used && w->is_read && used_in(&b->after, block->va) &&
		         !is_buffer(b, block->va))
			tell_block(c, b, block, w);
	}
	compare_heaps(c, b);
	free(names.own);
	free(names.library);
}
