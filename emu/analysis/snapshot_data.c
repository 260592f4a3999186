/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The program's data in a snapshot: variables, heap, FILEs, and what the kernel keeps (snapshot_self.c); as the loan
 * began, now, and what comes back. As the loan began is what its survey has copied then; all else is read in the
 * machine.
 */
#include "analysis/snapshot_data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/be.h"
#include "base/language.h"
#include "base/search.h"
#include "analysis/library_view.h"
#include "analysis/syscall_name.h"
#include "analysis/value_text.h"

enum {
	ALL_MAX = 64,       /* of so many variables all are shown, of more only those that have changed */
	ROWS_MAX = 128,     /* of variables, and of blocks of the heap */
	COMPARED_MAX = 512, /* bytes of a variable or block that are looked at */
	SHOWN_MAX = 16,     /* of these in hexadecimal */
	QUOTED_MAX = 40,    /* of a text */
	SMALL = 0x10000,    /* numbers of unknown type that are shown in decimal */
	BLOCKS_MAX = 4096,  /* of the heap that are compared */
};

/* Memory at one of the times. */
struct source {
	const struct moment *moment;
	bool has;
	const struct loan_survey *survey; /* its copies; NULL: the machine, */
	struct address_space space;       /* by these page tables, */
	uint32_t low, high;               /* and zeros where there is no page yet in between */
};

struct reading {
	struct data_rows rows;
	struct symbols *symbols;
	struct source source[DATA_TIMES];
	bool lent; /* what is now is what comes back */
};

struct snap_datum *data_row(struct data_rows *r, enum data_kind kind, const char *name)
{
	struct snapshot *s = r->moment->snapshot;
	struct snap_datum *d;

	s->data = alloc_room(s->data, s->ndata, &r->room, sizeof *s->data);
	d = &s->data[s->ndata++];
	*d = (struct snap_datum){.kind = kind};
	snprintf(d->name, sizeof d->name, "%s", name);
	return d;
}

/* Is what is known at two times not the same? */
static bool differs(const struct snap_datum *d, enum data_time a, enum data_time b)
{
	return *d->value[a] && *d->value[b] && strcmp(d->value[a], d->value[b]) != 0;
}

void data_compare(const struct data_rows *r, struct snap_datum *d)
{
	(void)r;
	d->changed = differs(d, DATA_AT_VFORK, DATA_NOW);
	d->comes_back = differs(d, DATA_AT_VFORK, DATA_AFTER);
}

/* Reading ------------------------------------------------------------------------------------- */

static bool peek_page(const struct source *s, uint32_t va, uint8_t *to, uint32_t size)
{
	if (kernel_peek(&s->moment->view, &s->space, va, to, size))
		return true;
	memset(to, 0, size);
	return va >= s->low && va + size <= s->high;
}

static bool peek(void *arg, uint32_t va, void *to, size_t size)
{
	const struct source *s = arg;
	uint8_t *at = to;

	if (s->survey)
		return loan_bytes(s->survey, va, to, size);
	while (size) {
		uint32_t part = NBPG - (va & PGOFSET);

		part = part < size ? part : (uint32_t)size;
		if (!peek_page(s, va, at, part))
			return false;
		at += part;
		va += part;
		size -= part;
	}
	return true;
}

static bool is_text(const uint8_t *bytes, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if ((bytes[i] < ' ' || bytes[i] > '~') && bytes[i] != '\n' && bytes[i] != '\t')
			return false;
	return n > 0;
}

/* Bytes as they are: a text up to its NUL, or the first ones in hexadecimal from `from` on. */
static void put_bytes(struct text *t, const uint8_t *bytes, uint32_t size, uint32_t from)
{
	uint32_t n = (uint32_t)strnlen((const char *)bytes, size);

	if (is_text(bytes, n) && n < size) {
		text_quote(t, (const char *)bytes, n < QUOTED_MAX ? n : QUOTED_MAX);
		text_put(t, n > QUOTED_MAX ? "..." : "");
		return;
	}
	if (from)
		text_put(t, "+%u: ", from);
	for (uint32_t i = from; i < size && i < from + SHOWN_MAX; i++)
		text_put(t, "%s%02x", i > from && i % 4 == 0 ? " " : "", bytes[i]);
	if (size - from > SHOWN_MAX)
		text_put(t, " ...");
}

/* The text that a pointer leads to, as it is at that time. */
static bool put_string(struct text *t, struct source *s, uint32_t va)
{
	uint8_t bytes[QUOTED_MAX + 1];
	uint32_t n = 0;

	while (n < QUOTED_MAX && peek(s, va + n, bytes + n, 1) && bytes[n])
		n++;
	if ((n < QUOTED_MAX && !peek(s, va + n, bytes + n, 1)) || (n && !is_text(bytes, n)))
		return false;
	text_quote(t, (const char *)bytes, n);
	text_put(t, n == QUOTED_MAX ? "..." : "");
	return true;
}

static void put_value(const struct reading *r, struct source *s, char out[SNAP_TEXT], const struct variable *v,
                      const uint8_t *bytes, uint32_t size, uint32_t from)
{
	struct text t = text_in(out, SNAP_TEXT);
	uint32_t word = size == 4 ? be32_get(bytes) : 0;

	if (size == 4 && word && (!strcmp(v->type, "char *") || !strcmp(v->type, "const char *"))) {
		if (!put_string(&t, s, word))
			text_put(&t, "%08x", word);
	} else if (size == 4 && !strcmp(v->type, "?")) {
		text_put(&t, word < SMALL ? "%u" : "%08x", word);
	} else if (!value_text(&t, s->moment, r->symbols, &s->space, v->type, bytes, size)) {
		put_bytes(&t, bytes, size, from);
	}
}

/* A variable, or a piece of the heap, at all times. */
struct held {
	uint8_t bytes[DATA_TIMES][COMPARED_MAX];
	bool has[DATA_TIMES];
	uint32_t size;
	uint32_t from; /* where the first difference is, if it is beyond what would be shown */
	bool changed, comes_back;
};

static void hold(struct reading *r, uint32_t va, uint32_t size, struct held *h)
{
	h->size = size < COMPARED_MAX ? size : COMPARED_MAX;
	h->from = 0;
	for (int k = 0; k < DATA_TIMES; k++)
		h->has[k] = r->source[k].has && h->size && peek(&r->source[k], va, h->bytes[k], h->size);
	h->changed = h->has[DATA_AT_VFORK] && h->has[DATA_NOW] &&
	             memcmp(h->bytes[DATA_AT_VFORK], h->bytes[DATA_NOW], h->size) != 0;
	h->comes_back = h->has[DATA_AT_VFORK] && h->has[DATA_AFTER] &&
	                memcmp(h->bytes[DATA_AT_VFORK], h->bytes[DATA_AFTER], h->size) != 0;
	while (h->changed && h->from < h->size && h->bytes[DATA_AT_VFORK][h->from] == h->bytes[DATA_NOW][h->from])
		h->from++;
	h->from = h->size > SHOWN_MAX ? h->from / 4 * 4 : 0;
}

/* Variables ----------------------------------------------------------------------------------- */

static struct snap_datum *add_variable(struct reading *r, enum data_kind kind, const struct variable *v,
                                       const struct held *h)
{
	struct snap_datum *d = data_row(&r->rows, kind, v->name);

	d->va = (uint32_t)v->where;
	d->size = v->size;
	if (strcmp(v->type, "?") != 0)
		snprintf(d->type, sizeof d->type, "%.47s", v->type);
	d->changed = h->changed;
	d->comes_back = h->comes_back;
	for (int k = 0; k < DATA_TIMES; k++)
		if (h->has[k])
			put_value(r, &r->source[k], d->value[k], v, h->bytes[k], h->size, h->from);
	return d;
}

static void add_globals(struct reading *r, const struct variable *list, size_t n)
{
	struct snapshot *s = r->rows.moment->snapshot;
	struct held *h = alloc_new(1, sizeof *h);
	size_t rows = 0;

	for (size_t i = 0; i < n; i++) {
		hold(r, (uint32_t)list[i].where, list[i].size, h);
		if ((n <= ALL_MAX || h->changed) && h->has[DATA_NOW] && rows < ROWS_MAX) {
			add_variable(r, DATA_GLOBAL, &list[i], h);
			rows++;
		} else {
			s->data_left++;
		}
	}
	free(h);
}

/* Has the list, which is in the order of addresses, something there? */
static bool is_among(const struct variable *list, size_t n, uint32_t va)
{
	struct search in = search_among(n);

	while (search_goes_on(&in))
		search_tell(&in, (uint32_t)list[in.at].where < va);
	return in.found < n && (uint32_t)list[in.found].where == va;
}

static void put_errno(struct snap_datum *d, const struct held *h)
{
	for (int k = 0; k < DATA_TIMES; k++) {
		struct text t = text_in(d->value[k], sizeof d->value[k]);
		uint32_t number = be32_get(h->bytes[k]);

		if (h->has[k] && number && syscall_error(number))
			text_put(&t, "%u, %s", number, syscall_error(number));
		else if (h->has[k])
			text_put(&t, "%u", number);
	}
}

/* What malloc and stdio have is shown as what it is. */
static bool is_told_else(const char *name)
{
	return !strcmp(name, "_iob") || !strcmp(name, "free_list") || !strcmp(name, "heap_end");
}

static void add_library(struct reading *r, const struct variable *globals, size_t nglobals)
{
	size_t n = symbols_objects(r->symbols, NULL, 0), rows = 0;
	struct variable *list = alloc_new(n, sizeof *list);
	struct held *h = alloc_new(1, sizeof *h);

	symbols_objects(r->symbols, list, n);
	for (size_t i = 0; i < n; i++) {
		uint32_t va = (uint32_t)list[i].where;
		bool is_errno = !strcmp(list[i].name, "errno") && list[i].size == 4;

		if (is_among(globals, nglobals, va) || is_told_else(list[i].name) || va < r->source[DATA_NOW].low)
			continue;
		hold(r, va, list[i].size, h);
		if (is_errno && h->has[DATA_NOW])
			put_errno(add_variable(r, DATA_LIBRARY, &list[i], h), h);
		else if (h->changed && rows++ < ROWS_MAX)
			add_variable(r, DATA_LIBRARY, &list[i], h);
	}
	free(list);
	free(h);
}

/* Heap ---------------------------------------------------------------------------------------- */

struct heap {
	struct heap_block *blocks;
	size_t count;
	bool whole;
	uint32_t end;
};

static void look_at_heap(struct reading *r, enum data_time k, struct heap *heap)
{
	const struct library_memory memory = {peek, &r->source[k]};

	heap->end = r->rows.self[k].heap_end;
	heap->blocks = alloc_new(BLOCKS_MAX, sizeof *heap->blocks);
	heap->count = library_heap(&memory, r->symbols, heap->end, heap->blocks, BLOCKS_MAX, &heap->whole);
	heap->count = heap->count < BLOCKS_MAX ? heap->count : BLOCKS_MAX;
}

static void put_heap(struct text *t, const struct heap *heap)
{
	size_t blocks = 0, bytes = 0, left = 0;

	for (size_t i = 0; i < heap->count; i++) {
		blocks += heap->blocks[i].used;
		*(heap->blocks[i].used ? &bytes : &left) += heap->blocks[i].size;
	}
	if (!blocks)
		text_put(t, "no block, %zu free", left);
	else
		text_put(t,
		         blocks == 1 ? N_("%zu block of %zu bytes, %zu free") : N_("%zu blocks of %zu bytes, %zu free"),
		         blocks, bytes, left);
	if (!heap->whole && heap->count < BLOCKS_MAX)
		text_put(t, ", then no malloc's");
}

static const struct heap_block *block_at(const struct heap *heap, uint32_t va)
{
	struct search in = search_among(heap->count);

	while (search_goes_on(&in))
		search_tell(&in, heap->blocks[in.at].va < va);
	return in.found < heap->count && heap->blocks[in.found].va == va ? &heap->blocks[in.found] : NULL;
}

static void put_block(struct text *t, const struct heap_block *b, const uint8_t *bytes, uint32_t have)
{
	if (!b || !b->used) {
		text_put(t, b ? N_("free") : N_("no block"));
		return;
	}
	text_put(t, "%u bytes: ", b->size);
	if (have)
		put_bytes(t, bytes, b->size < have ? b->size : have, 0);
}

/* A block that is in use at one time at least, if it is not the same at all times. */
static bool add_block(struct reading *r, const struct heap heaps[DATA_TIMES], uint32_t va, struct held *h)
{
	const struct heap_block *at[DATA_TIMES];
	struct snap_datum *d;
	uint32_t size = 0;
	bool used = false, same = true;
	char name[SNAP_VALUE];

	for (int k = 0; k < DATA_TIMES; k++) {
		at[k] = r->source[k].has ? block_at(&heaps[k], va) : NULL;
		used |= at[k] && at[k]->used;
		size = at[k] && at[k]->used && at[k]->size > size ? at[k]->size : size;
		same &= !r->source[k].has || (at[k] && at[DATA_AT_VFORK] && at[k]->size == at[DATA_AT_VFORK]->size &&
		                              at[k]->used == at[DATA_AT_VFORK]->used);
	}
	hold(r, va, size, h);
	if (!used || (same && !h->changed && !h->comes_back))
		return false;
	snprintf(name, sizeof name, tr("block at %08x"), va);
	d = data_row(&r->rows, DATA_HEAP, name);
	d->va = va;
	d->size = size;
	for (int k = 0; k < DATA_TIMES; k++) {
		struct text t = text_in(d->value[k], sizeof d->value[k]);

		if (r->source[k].has)
			put_block(&t, at[k], h->bytes[k], h->has[k] ? h->size : 0);
	}
	data_compare(&r->rows, d);
	d->changed |= h->changed;
	d->comes_back |= h->comes_back;
	return true;
}

static void add_heap(struct reading *r)
{
	struct heap heaps[DATA_TIMES] = {{.blocks = NULL}};
	struct held *h = alloc_new(1, sizeof *h);
	struct snap_datum *d;
	size_t rows = 0, i = 0, k = 0;
	bool any = false;

	for (int time = 0; time < DATA_TIMES; time++)
		if (r->source[time].has) {
			look_at_heap(r, (enum data_time)time, &heaps[time]);
			any |= heaps[time].count > 0;
		}
	if (any) {
		d = data_row(&r->rows, DATA_HEAP, tr("heap"));
		for (int time = 0; time < DATA_TIMES; time++) {
			struct text t = text_in(d->value[time], sizeof d->value[time]);

			if (r->source[time].has)
				put_heap(&t, &heaps[time]);
		}
		data_compare(&r->rows, d);
	}
	/* the blocks of both times, in the order of their addresses */
	while (r->source[DATA_AT_VFORK].has && (i < heaps[0].count || k < heaps[1].count) && rows < ROWS_MAX) {
		uint32_t a = i < heaps[0].count ? heaps[0].blocks[i].va : UINT32_MAX;
		uint32_t b = k < heaps[1].count ? heaps[1].blocks[k].va : UINT32_MAX;

		rows += add_block(r, heaps, a < b ? a : b, h);
		i += a <= b;
		k += b <= a;
	}
	for (int time = 0; time < DATA_TIMES; time++)
		free(heaps[time].blocks);
	free(h);
}

/* FILEs --------------------------------------------------------------------------------------- */

static void put_stream(struct text *t, struct source *s, const struct stream *f)
{
	uint32_t from, waiting = library_waiting(f, &from), n = waiting < QUOTED_MAX ? waiting : QUOTED_MAX;
	char bytes[QUOTED_MAX];

	if (!f->flag) {
		text_put(t, "closed");
		return;
	}
	if (waiting && peek(s, from, bytes, n)) { /* that comes first: it is what changes */
		text_put(t, "%u wait: ", waiting);
		text_quote(t, bytes, n);
		text_put(t, waiting > n ? "...; " : "; ");
	}
	text_put(t, "descriptor %u, %s%s%s%s", f->fd, f->flag & STREAM_WRITE ? tr("written") : tr("read"),
	         f->flag & STREAM_UNBUFFERED ? tr(", no buffer")
	         : f->flag & STREAM_LINES    ? tr(", by lines")
	                                     : "",
	         f->flag & STREAM_EOF ? tr(", at its end") : "", f->flag & STREAM_ERROR ? tr(", with an error") : "");
}

static void add_streams(struct reading *r)
{
	static const char *const names[] = {"stdin", "stdout", "stderr"};
	struct held *h;
	uint32_t va;

	if (!library_streams(r->symbols, &va))
		return;
	h = alloc_new(1, sizeof *h);
	for (uint32_t i = 0; i < STREAMS; i++, va += STREAM_BYTES) {
		struct snap_datum *d;
		char name[SNAP_VALUE];
		bool open = false;

		hold(r, va, STREAM_BYTES, h);
		for (int k = 0; k < DATA_TIMES; k++)
			open |= h->has[k] && library_stream(h->bytes[k]).flag;
		if (!open)
			continue;
		snprintf(name, sizeof name, "_iob[%u]", i);
		d = data_row(&r->rows, DATA_STREAM, i < 3 ? names[i] : name);
		d->va = va;
		d->size = STREAM_BYTES;
		for (int k = 0; k < DATA_TIMES; k++) {
			struct text t = text_in(d->value[k], sizeof d->value[k]);
			struct stream f = library_stream(h->bytes[k]);

			if (h->has[k])
				put_stream(&t, &r->source[k], &f);
		}
		data_compare(&r->rows, d);
	}
	free(h);
}

/* All of it ----------------------------------------------------------------------------------- */

static void set_machine(struct reading *r, enum data_time k, const struct party *p, const struct address_space *space)
{
	struct source *s = &r->source[k];

	r->rows.party[k] = *p;
	r->rows.has[k] = p->there && p->proc.p_stat != SZOMB;
	kernel_self(&r->rows.moment->view, &p->proc, &r->rows.self[k]);
	*s = (struct source){.moment = r->rows.moment, .has = r->rows.has[k], .space = *space};
}

/* The range of data and heap; a lender's sizes are with the borrower. */
static void set_range(struct reading *r, enum data_time k, const struct party *p)
{
	struct source *s = &r->source[k];

	s->low = p->proc.p_base + p->proc.p_tsize * NBPG;
	s->high = (p->user.end + PGOFSET) & ~(uint32_t)PGOFSET;
}

/* Whose data are looked at, at which times. */
static void choose(struct reading *r)
{
	struct moment *mo = r->rows.moment;
	const struct snapshot *s = mo->snapshot;
	const struct loan *l = mo->loan;
	bool loan = mo->survey && s->icount < l->gone, copied, borrows;

	if (!loan) {
		set_machine(r, DATA_NOW, &mo->focus, &mo->focus.user.space);
		set_range(r, DATA_NOW, &mo->focus);
		return;
	}
	copied = l->kind == LOAN_COPIED || l->kind == LOAN_FORKED;
	borrows = mo->focus.there && mo->focus.proc.p_pid == l->borrower && s->icount < (copied ? l->parted : l->back);
	r->lent = borrows && !copied;
	if (borrows) {
		set_machine(r, DATA_NOW, &mo->borrower, copied ? &mo->borrower.user.space : &mo->memory);
		set_range(r, DATA_NOW, &mo->borrower);
		set_machine(r, DATA_AFTER, &mo->lender, r->lent ? &mo->memory : &mo->lender.user.space);
		set_range(r, DATA_AFTER, r->lent ? &mo->borrower : &mo->lender);
	} else {
		set_machine(r, DATA_NOW, &mo->lender, &mo->memory);
		set_range(r, DATA_NOW, &mo->lender);
	}
	/* the end of the heap goes with the memory */
	if (r->lent)
		r->rows.self[DATA_AFTER].heap_end = r->rows.self[DATA_NOW].heap_end;
	r->rows.has[DATA_AT_VFORK] = mo->survey->self.there;
	r->rows.self[DATA_AT_VFORK] = mo->survey->self;
	r->rows.party[DATA_AT_VFORK].proc.p_pid = l->lender;
	r->source[DATA_AT_VFORK] =
		(struct source){.moment = mo, .has = mo->survey->self.there, .survey = mo->survey, .space = mo->memory};
}

void snapshot_data(struct moment *mo)
{
	struct reading *r = alloc_new(1, sizeof *r);
	struct snapshot *s = mo->snapshot;
	struct variable *globals;
	size_t n;

	r->rows.moment = mo;
	r->symbols = mo->between ? NULL : mo->symbols;
	choose(r);
	for (int k = 0; k < DATA_TIMES; k++)
		s->data_pid[k] = r->rows.has[k] ? r->rows.party[k].proc.p_pid : 0;
	if (r->symbols) {
		n = symbols_globals(r->symbols, NULL, 0);
		globals = alloc_new(n, sizeof *globals);
		symbols_globals(r->symbols, globals, n);
		add_globals(r, globals, n);
		add_library(r, globals, n);
		add_heap(r);
		add_streams(r);
		free(globals);
	}
	data_of_kernel(&r->rows);
	free(r);
}
