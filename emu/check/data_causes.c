/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Root causes among the words of data and heap that a borrower changed: variables that its lender reads, blocks of
 * malloc, what the library keeps between calls, bytes in the buffers of stdio. See causes.h. */
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/be.h"
#include "base/text.h"
#include "check/causes.h"

static const char *const allocators[] = {"malloc", "calloc", "realloc", "strdup", "strndup", "free", "asprintf", NULL};

enum {
	IO_PTR = offsetof(struct iobuf, io_ptr),
	IO_FLAG = offsetof(struct iobuf, io_flag),
	IO_FILE = offsetof(struct iobuf, io_file),
	HEADER = 8, /* of a block of malloc */
	SMALL = 0x1000
};

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

/* Of some bytes of a word those that are a variable's. */
static uint8_t bytes_of(const struct borrowed_word *w, uint8_t bytes, const struct variable *v)
{
	return borrowed_bytes(w, (uint32_t)v->where, v->size) & bytes;
}

/* The first variable that has some of the bytes. */
static const struct variable *holds(const struct variable *list, size_t n, const struct borrowed_word *w, uint8_t bytes)
{
	for (size_t i = 0; i < n; i++)
		if (bytes_of(w, bytes, &list[i]))
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

/* Is it in a block, used or free, or its header? */
static bool near_block(const struct borrowed_heap *heap, uint32_t va)
{
	for (size_t i = 0; i < heap->count; i++)
		if (va + HEADER >= heap->blocks[i].va && va < heap->blocks[i].va + heap->blocks[i].size)
			return true;
	return false;
}

/* A word's bytes that are a variable's, as a number. */
static uint32_t value_in(const struct variable *v, const struct borrowed_word *w, uint32_t word)
{
	uint32_t at = (uint32_t)v->where;

	if (v->size < 4 && at >= w->va && at + v->size <= w->va + 4)
		word = word >> (w->va + 4 - at - v->size) * 8 & ((1u << v->size * 8) - 1);
	return word;
}

static bool is_small(uint32_t value)
{
	return value < SMALL || value >= 0xFFFFF000u;
}

/* What a variable was and is: small numbers as such, others as words. local: the variable, if it is one. */
static void put_values(struct finding *f, const struct variable *v, const struct borrowed_word *w,
                       const struct borrowed_local *local)
{
	bool whole = local && v->size <= 4;
	uint32_t was = whole ? local->was : value_in(v, w, w->was), now = whole ? local->now : value_in(v, w, w->now);
	const char *format = !strchr(v->type, '*') && is_small(was) && is_small(now) ? "%d" : "%08x";

	snprintf(f->was, SNAP_TEXT, format, was);
	snprintf(f->now, SNAP_TEXT, format, now);
}

/* Are the bytes characters, up to a NUL or their end? */
static bool is_string(const uint8_t *bytes, uint32_t size)
{
	for (uint32_t i = 0; i < size && bytes[i]; i++)
		if ((bytes[i] < ' ' && !strchr("\t\n\r", bytes[i])) || bytes[i] >= 0x7F)
			return false;
	return true;
}

/* Appends a string to a value in hexadecimal. */
static void put_string(char value[SNAP_TEXT], const uint8_t *bytes, uint32_t size)
{
	size_t length = strnlen((const char *)bytes, size), used = strlen(value);
	struct text t = text_in(value + used, SNAP_TEXT - used);

	text_put(&t, " ");
	text_quote(&t, (const char *)bytes, length);
	if (length == BORROWED_TEXT)
		text_put(&t, "...");
}

/* Of an array of characters, or a block, at va also the strings that it has had and has, if these are any. */
static void put_strings(struct finding *f, const struct borrowing *b, uint32_t va)
{
	const struct borrowed_text *t = borrowed_text(b, va);

	if (!t || (!t->was[0] && !t->now[0]) || !is_string(t->was, t->size) || !is_string(t->now, t->size))
		return;
	put_string(f->was, t->was, t->size);
	put_string(f->now, t->now, t->size);
}

/* The function below which own code was as something was stored, "" own code itself. */
static const char *called(const struct borrowing *b, const struct borrowed_access *by)
{
	if (by->pc == by->site)
		return "";
	for (size_t i = b->ncalls; i-- > 0;)
		if (b->calls[i].pc == by->site && b->calls[i].icount <= by->icount)
			return b->calls[i].name;
	return "";
}

/* Where own code did that; false: not below own code. */
static bool site_of(const struct borrowing *b, const struct borrowed_access *by, struct site *site)
{
	return by && by->site && sites_at((struct sites *)&b->sites, by->site, site);
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

static void put_reader(struct finding *f, const struct borrowing *b, const struct borrowed_word *w, uint8_t bytes,
                       const char *what)
{
	struct site site;

	if (site_of(b, borrowed_load(w, bytes), &site))
		finding_note(f, &site, "the parent (pid %u) reads %s, and finds what its child has left",
		             b->loan->lender, what);
}

/* The bytes are a variable's, and were read. function: whose variable it is, NULL nobody's. */
static void tell_variable(struct causes *c, const struct borrowing *b, const struct variable *v,
                          const struct borrowed_word *w, uint8_t bytes, const struct borrowed_local *local)
{
	bool message = strstr(v->type, "volatile") != NULL;
	const struct borrowed_access *by = borrowed_store(w, bytes);
	char name[SNAP_TEXT];
	struct finding f;
	struct site site;

	if (!site_of(b, by, &site))
		return;
	f = causes_begin(c, message ? DETECTOR_PORTABILITY : DETECTOR_DATA, message ? SEVERITY_WARNING : SEVERITY_ERROR,
	                 &site, b->loan, by->icount);
	f.on_stack = local != NULL;
	if (local)
		snprintf(name, sizeof name, "%.50s of %.30s()", v->name, local->function);
	else
		snprintf(name, sizeof name, "%.90s", v->name);
	snprintf(f.thing, sizeof f.thing, "%s", name);
	put_values(&f, v, w, local);
	put_strings(&f, b, (uint32_t)v->where);
	snprintf(f.text, sizeof f.text,
	         message ? "the child of vfork tells its parent by %s (%s, was %s): only where memory is one"
	                 : "the child of vfork changes %s (%s, was %s), which is its parent's",
	         name, f.now, f.was);
	put_reader(&f, b, w, bytes, v->name);
	findings_add(c->found, &f);
}

static void tell_variables(struct causes *c, const struct borrowing *b, const struct names *names,
                           const struct borrowed_word *w)
{
	for (size_t i = 0; i < names->nown; i++) {
		uint8_t bytes = bytes_of(w, w->read, &names->own[i]);

		if (bytes)
			tell_variable(c, b, &names->own[i], w, bytes, NULL);
	}
}

/* As soon as the child has left a function, it changes what it likes: that is told as what it comes from. */
static uint64_t left_at(const struct causes *c, const struct borrowing *b)
{
	const struct hazards *hs = session_hazards(c->session);

	for (size_t i = 0; i < hs->count; i++) {
		const struct hazard *h = &hs->list[i];

		if (h->event.kind == EV_HAZARD_LEFT && h->lender == b->loan->lender &&
		    h->borrower == b->loan->borrower && h->at >= b->loan->begin)
			return h->at;
	}
	return UINT64_MAX;
}

static void tell_locals(struct causes *c, const struct borrowing *b, const struct borrowed_word *w, uint64_t left)
{
	for (size_t i = 0; i < b->nlocals; i++) {
		const struct borrowed_local *l = &b->locals[i];
		uint8_t bytes = bytes_of(w, w->read, &l->variable);

		if (bytes && borrowed_store(w, bytes)->icount < left)
			tell_variable(c, b, &l->variable, w, bytes, l);
	}
}

static void tell_block(struct causes *c, const struct borrowing *b, const struct heap_block *block,
                       const struct borrowed_word *w)
{
	const struct borrowed_access *by = borrowed_store(w, w->read);
	struct finding f;
	struct site site;

	if (!site_of(b, by, &site))
		return;
	f = causes_begin(c, DETECTOR_DATA, SEVERITY_ERROR, &site, b->loan, by->icount);
	snprintf(f.thing, sizeof f.thing, "block of %u bytes at %08x", block->size, block->va);
	snprintf(f.was, sizeof f.was, "%08x", w->was);
	snprintf(f.now, sizeof f.now, "%08x", w->now);
	put_strings(&f, b, block->va);
	snprintf(f.text, sizeof f.text,
	         "the child of vfork changes its parent's heap: byte %u of a block of %u bytes (%s, was %s)",
	         w->va > block->va ? w->va - block->va : 0, block->size, f.now, f.was);
	put_reader(&f, b, w, w->read, "the block");
	findings_add(c->found, &f);
}

/* Library functions that save errno and put it back, or set it before they read it, do not use it. */
static bool uses(const struct borrowing *b, const struct variable *v, const struct borrowed_access *by)
{
	const char *reader = symbols_function(b->symbols, by->pc, NULL);

	return strcmp(v->name, "errno") != 0 || sites_own((struct sites *)&b->sites, by->pc) ||
	       (reader && (!strcmp(reader, "perror") || !strncmp(reader, "warn", 4) || !strncmp(reader, "err", 3)));
}

/* The child has changed a thing that the library keeps, and its parent uses it: `bytes`, which were read. of: behind
 * its name, whose it is. */
static void tell_hidden(struct causes *c, const struct borrowing *b, const char *thing, const char *of,
                        const struct borrowed_word *w, uint8_t bytes)
{
	const struct borrowed_access *by = borrowed_store(w, bytes);
	const char *function = called(b, by);
	struct finding f;
	struct site site;

	if (calls_exit(b) || !site_of(b, by, &site))
		return;
	f = causes_begin(c, DETECTOR_HIDDEN, SEVERITY_ERROR, &site, b->loan, by->icount);
	snprintf(f.thing, sizeof f.thing, "%s", thing);
	snprintf(f.was, sizeof f.was, "%08x", w->was);
	snprintf(f.now, sizeof f.now, "%08x", w->now);
	snprintf(f.text, sizeof f.text, "the child of vfork %s%s%s changes %s%s, which its parent uses",
	         *function ? "calls " : "", function, *function ? "(), which" : "", thing, of);
	put_reader(&f, b, w, bytes, thing);
	findings_add(c->found, &f);
}

static void tell_library(struct causes *c, const struct borrowing *b, const struct variable *v,
                         const struct borrowed_word *w)
{
	uint8_t bytes = bytes_of(w, w->read, v);
	int length = (int)strcspn(v->name, "."); /* what a compiler adds to a static variable of a function */
	char name[SNAP_TEXT];

	snprintf(name, sizeof name, "%.*s", length < 90 ? length : 90, v->name);
	if (!strcmp(name, "environ"))
		tell_hidden(c, b, "the environment", "", w, bytes);
	else if (uses(b, v, borrowed_load(w, bytes)))
		tell_hidden(c, b, name, " of the library", w, bytes);
}

/* Memory that no variable and no block of malloc is: what alloca or an array of variable length has in a call, what
 * sbrk or mmap has given. left: when the child left a function; from then on its stack is not told. */
static void tell_nameless(struct causes *c, const struct borrowing *b, const struct borrowed_word *w, uint64_t left)
{
	bool stack = (w->read & w->nameless) != 0;
	uint8_t bytes = stack ? w->read & w->nameless : w->read;
	const struct borrowed_access *by = borrowed_store(w, bytes);
	char what[SNAP_TEXT / 2];
	struct finding f;
	struct site site;

	if (stack && by->icount >= left)
		return;
	if (stack)
		snprintf(what, sizeof what, "the stack frame of %.24s()", w->function);
	else if (w->va >= b->mapped_low && w->va < b->mapped_end)
		snprintf(what, sizeof what, "memory that mmap has given");
	else if (w->va >= b->heap_low && w->va < b->heap_end && !near_block(&b->before, w->va) &&
	         !near_block(&b->after, w->va))
		snprintf(what, sizeof what, "memory that sbrk has given");
	else
		return;
	if (any(called(b, by), allocators) || !site_of(b, by, &site))
		return;
	f = causes_begin(c, DETECTOR_DATA, SEVERITY_ERROR, &site, b->loan, by->icount);
	f.on_stack = stack;
	snprintf(f.thing, sizeof f.thing, "%s", what);
	snprintf(f.was, sizeof f.was, "%08x", w->was);
	snprintf(f.now, sizeof f.now, "%08x", w->now);
	snprintf(f.text, sizeof f.text, "the child of vfork changes %s, at %08x (%s, was %s), which is its parent's",
	         what, w->va, f.now, f.was);
	put_reader(&f, b, w, bytes, "it");
	findings_add(c->found, &f);
}

/* What the program was started with. */
static void tell_start(struct causes *c, const struct borrowing *b, const struct borrowed_word *w)
{
	const struct start_word *s = start_words_at(&b->start, w->va, WORD_BYTES);
	uint8_t bytes = s ? borrowed_bytes(w, s->va, s->size) & w->read : 0;
	char name[SNAP_TEXT];

	if (!bytes)
		return;
	start_word_name(s, name, sizeof name);
	if (s->environment)
		tell_hidden(c, b, name, "", w, bytes);
	else
		tell_variable(c, b,
		              &(struct variable){.name = name,
		                                 .type = s->string ? "char []" : "char *",
		                                 .where = (int32_t)s->va,
		                                 .size = s->size},
		              w, bytes, NULL);
}

/* stdio ----------------------------------------------------------------------------------------- */

/* What a FILE is called. */
static void name_stream(char *name, size_t size, uint32_t number, uint32_t fd)
{
	static const char *const names[] = {"stdin", "stdout", "stderr"};

	if (number < 3)
		snprintf(name, size, "%s", names[number]);
	else
		snprintf(name, size, "the FILE of descriptor %u", fd);
}

/* A stream's place has moved: something that the child has printed waits in the buffer, or it has read ahead. */
static void tell_stream(struct causes *c, const struct borrowing *b, const struct borrowed_word *w)
{
	uint32_t number = (w->va - b->streams_at) / STREAM_BYTES;
	const struct stream *s = &b->streams[number];
	const struct borrowed_access *by = borrowed_store(w, w->changed);
	const char *function = called(b, by);
	bool reads = s->flag & STREAM_READ && !(s->flag & STREAM_WRITE);
	uint32_t from, waits = library_waiting(s, &from);
	struct finding f;
	struct site site;

	/* what is flushed is nobody's any more; what has just been made has no buffer yet */
	if (calls_exit(b) || (!reads && !waits) || !site_of(b, by, &site))
		return;
	f = causes_begin(c, DETECTOR_STDIO, SEVERITY_WARNING, &site, b->loan, by->icount);
	name_stream(f.thing, sizeof f.thing, number, s->fd);
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

/* The word at an address, as the loan began, if it has changed. */
static uint32_t word_was(const struct borrowing *b, uint32_t va)
{
	for (size_t i = 0; i < b->nwords; i++)
		if (b->words[i].va == va)
			return b->words[i].was;
	return 0;
}

/* The child has closed a FILE that its parent uses behind the loan. Who goes through all FILEs does not use it. */
static void tell_closed(struct causes *c, const struct borrowing *b, const struct borrowed_word *flag)
{
	static const char *const passers[] = {"_free_file", "fopen", "fdopen", "fflush", "_cleanup", NULL};
	const struct borrowed_access *by = borrowed_store(flag, flag->changed);
	const struct borrowed_access *use = flag->read ? borrowed_load(flag, flag->read) : NULL;
	const char *user = use ? symbols_function(b->symbols, use->pc, NULL) : NULL;
	struct finding f;
	struct site site;

	if (calls_exit(b) || !(flag->was & (STREAM_READ | STREAM_WRITE)) || flag->now || !user || any(user, passers) ||
	    !site_of(b, by, &site))
		return;
	f = causes_begin(c, DETECTOR_STDIO, SEVERITY_ERROR, &site, b->loan, by->icount);
	name_stream(f.thing, sizeof f.thing, (flag->va - b->streams_at) / STREAM_BYTES,
	            word_was(b, flag->va + IO_FILE - IO_FLAG));
	snprintf(f.text, sizeof f.text, "the child of vfork closes %s, which its parent uses", f.thing);
	if (site_of(b, use, &site))
		finding_note(&f, &site, "the parent (pid %u) finds it closed", b->loan->lender);
	findings_add(c->found, &f);
}

/* Heap ------------------------------------------------------------------------------------------ */

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
	const struct borrowed_access *by = w ? borrowed_store(w, w->changed) : NULL;

	if (by && any(called(b, by), names) && site_of(b, by, site)) {
		*icount = by->icount;
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
	uint64_t left;
	struct names names;

	if (!b->own || !b->symbols)
		return;
	left = left_at(c, b);
	read_names(&names, b->symbols);
	for (size_t i = 0; i < b->nwords; i++) {
		const struct borrowed_word *w = &b->words[i];
		const struct variable *v = holds(names.own, names.nown, w, w->changed);
		const struct heap_block *block = block_of(&b->before, w->va);
		const struct variable *library = v ? NULL : holds(names.library, names.nlibrary, w, w->changed);
		bool buffer = library && !strcmp(library->name, "_iob");

		if (w->read)
			tell_locals(c, b, w, left);
		if (v)
			tell_variables(c, b, &names, w);
		else if (buffer && (w->va - b->streams_at) % STREAM_BYTES == IO_PTR)
			tell_stream(c, b, w);
		else if (buffer && (w->va - b->streams_at) % STREAM_BYTES == IO_FLAG)
			tell_closed(c, b, w);
		else if (library && !buffer && bytes_of(w, w->read, library) && !any(library->name, books))
			tell_library(c, b, library, w);
		else if (!library && start_words_at(&b->start, w->va, WORD_BYTES))
			tell_start(c, b, w);
		else if (!library && block && block->used && w->read && used_in(&b->after, block->va) &&
		         !is_buffer(b, block->va))
			tell_block(c, b, block, w);
		else if (!library && w->read)
			tell_nameless(c, b, w, left);
	}
	compare_heaps(c, b);
	free(names.own);
	free(names.library);
}
