/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Watches what a borrower does. See borrowing.h. */
#include "analysis/borrowing.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/need.h"
#include "base/alloc.h"
#include "base/be.h"
#include "base/search.h"

enum {
	CALLS_MAX_KEPT = 4096,
	WORDS_MAX = 1 << 16,
	BUCKETS = 1 << 12,
	BLOCKS_MAX = 4096,
	RECENT = 8,
	PAGES_MAX = 4096, /* of data and heap, and of the stack, that are watched */
};

/* One loan while it is watched. */
struct watcher {
	struct borrowing *b;
	struct session *session;
	struct timeline *timeline;
	struct analysis_cache *cache;
	struct machine *machine;
	uint32_t pid;
	uint64_t until; /* who runs is known up to here */
	size_t event;   /* first one that was not gone by */
	bool begun;
	bool stale;   /* page frames may lie elsewhere */
	uint32_t low; /* of data */
	struct need need;
	uint32_t floor, top; /* of the stack: the lender's frames and what it was started with lie between them */
	uint32_t *va;        /* by page frame: its address, 0: none that is watched */
	uint32_t nframes;
	uint32_t site;    /* last call out of own code */
	uint32_t *bucket; /* 1 + number of a word */
	uint32_t *next;   /* of each word: the one below it */
	size_t next_room;
};

static bool peek(void *arg, uint32_t va, void *to, size_t size)
{
	struct kernel_memory *m = arg;

	return kernel_peek(m->view, m->space, va, to, size);
}

static void read_heap(struct borrowing *b, struct borrowed_heap *heap, const struct kernel_view *v,
                      const struct address_space *space, uint32_t end)
{
	struct kernel_memory memory = {v, space};
	const struct library_memory library = {peek, &memory};

	heap->blocks = alloc_new(BLOCKS_MAX, sizeof *heap->blocks);
	if (b->symbols)
		heap->count = library_heap(&library, b->symbols, end, heap->blocks, BLOCKS_MAX, &heap->whole);
	if (heap->count > BLOCKS_MAX)
		heap->count = BLOCKS_MAX;
}

/* Where the pages of [low, end) lie now, as the process that runs has them, or the space if there is one. */
static void map_pages(struct watcher *w, const struct address_space *space, uint32_t low, uint32_t end)
{
	uint32_t pa;

	for (uint32_t va = low / NBPG * NBPG, n = 0; va < end && n < PAGES_MAX; va += NBPG, n++)
		if ((space ? machine_translate_in(w->machine, space, va, &pa)
		           : machine_translate(w->machine, va, &pa)) &&
		    pa / NBPG < w->nframes)
			w->va[pa / NBPG] = va;
}

/* A number of 1 to 4 bytes at the beginning of a longword. */
static uint32_t number(uint32_t word, uint32_t size)
{
	return size < 4 ? word >> (4 - size) * 8 : word;
}

/* The variables that the lender's calls have in memory. */
static void find_locals(struct borrowing *b, const struct need *n)
{
	for (size_t i = 0; i < n->ncalls; i++) {
		const struct shape *sh = &n->calls[i];

		if (!sh->call.fp || sh->call.kind == CALL_SIGNAL || !sites_own(&b->sites, sh->call.start))
			continue;
		for (size_t k = 0; k < sh->nlocals; k++) {
			struct borrowed_local *l;
			uint32_t was;

			if (sh->locals[k].place != VAR_FRAME || !sh->locals[k].size)
				continue;
			b->locals = alloc_room(b->locals, b->nlocals, &b->locals_room, sizeof *b->locals);
			l = &b->locals[b->nlocals++];
			*l = (struct borrowed_local){.variable = sh->locals[k], .function = sh->call.function};
			l->variable.where += (int32_t)sh->call.fp;
			if (loan_was(&n->survey, (uint32_t)l->variable.where, &was))
				l->was = number(was, l->variable.size);
		}
	}
}

/* Where vfork was called: the innermost call of own code. */
static void find_vfork(struct borrowing *b, const struct need *n)
{
	for (size_t i = 0; i < n->ncalls; i++) {
		uint32_t pc = n->calls[i].call.pc;

		/* a return address: the call lies before it */
		if (sites_at(&b->sites, pc - 2, &b->vfork))
			return;
	}
}

/* Which part of the stack is the lender's, and what it was started with, which lies above all frames. */
static void find_stack(struct watcher *w, struct kernel_memory *memory, const struct proc *p)
{
	const struct need *n = &w->need;

	w->floor = w->top = n->high;
	if (!n->high)
		return;
	for (size_t i = 0; i < n->ncalls; i++)
		if (n->calls[i].call.top && n->calls[i].floor < w->floor)
			w->floor = n->calls[i].floor;
	w->top = kernel_stack(p).high;
	start_words_find(&w->b->start, &(struct library_memory){peek, memory}, w->b->symbols, n->high, w->top);
}

/* The loan is about to begin, and the machine stands there. */
static void begin(struct watcher *w)
{
	struct borrowing *b = w->b;
	struct need *need = &w->need;
	struct kernel_user user;
	struct kernel_view v;
	struct proc p;
	uint32_t low;

	w->begun = true;
	kernel_view_within(&v, w->machine, &w->cache->names);
	need_begin(need, w->cache, b->loan, &v);
	b->symbols = analysis_cache_symbols(w->cache, need->survey.program, need->survey.base);
	sites_begin(&b->sites, w->timeline, b->symbols);
	find_vfork(b, need);
	b->own = b->vfork.line != 0;
	if (kernel_find(&v, b->loan->lender, &p) >= 0 && kernel_user(&v, &p, &user) && b->symbols) {
		b->heap_low = symbols_address(b->symbols, "end", &low) ? low : user.end;
		w->low = need->survey.data_low ? need->survey.data_low : b->heap_low;
		read_heap(b, &b->before, &v, &user.space, user.end);
		map_pages(w, &user.space, w->low, user.end);
		find_locals(b, need);
		find_stack(w, &(struct kernel_memory){&v, &user.space}, &p);
		map_pages(w, &user.space, w->floor, w->top);
		b->mapped_end = p.p_base || !p.p_mapped ? 0 : P1END - MAXSSIZ * NBPG;
		b->mapped_low = b->mapped_end - p.p_mapped * NBPG * (b->mapped_end != 0);
		map_pages(w, &user.space, b->mapped_low, b->mapped_end);
	}
}

static void go_by(struct watcher *w, uint64_t icount)
{
	const struct event *e;

	if (!w->begun)
		begin(w);
	while ((e = timeline_event(w->timeline, w->event)) && e->icount <= icount) {
		w->stale |= e->kind == EV_COW_COPY || e->kind == EV_FORK_COPY || e->kind == EV_PAGE_ALLOC;
		w->event++;
	}
	if (icount >= w->until)
		w->pid = timeline_pid(w->timeline, icount, &w->until);
}

static void on_flow(void *arg, const struct flow *f)
{
	struct watcher *w = arg;
	struct borrowing *b = w->b;
	struct borrowed_call *c;
	const char *name;
	bool ends;

	if (f->pc >= S0BASE)
		return;
	go_by(w, f->icount);
	if (w->pid != b->loan->borrower || !sites_own(&b->sites, f->pc))
		return;
	name = f->kind == FLOW_RETURN ? symbols_function(b->symbols, f->pc, NULL) : NULL;
	ends = name && !strcmp(name, "main");
	if (f->kind != FLOW_CALL && !ends)
		return;
	w->site = ends ? 0 : f->pc; /* behind main nothing is below own code */
	if (b->ncalls == CALLS_MAX_KEPT)
		return;
	b->calls = alloc_room(b->calls, b->ncalls, &b->calls_room, sizeof *b->calls);
	c = &b->calls[b->ncalls++];
	name = ends ? NULL : symbols_function(b->symbols, f->to, NULL);
	*c = (struct borrowed_call){f->icount, w->site, f->to, name ? name : "", sites_own(&b->sites, f->to)};
}

/* The word at an address, added if it is not there; NULL: there are too many. */
static struct borrowed_word *word_at(struct watcher *w, uint32_t va, uint32_t pa)
{
	struct borrowing *b = w->b;
	uint32_t *bucket = &w->bucket[va / 4 % BUCKETS];

	for (uint32_t i = *bucket; i; i = w->next[i - 1])
		if (b->words[i - 1].va == va)
			return &b->words[i - 1];
	if (b->nwords == WORDS_MAX)
		return NULL;
	w->next = alloc_room(w->next, b->nwords, &w->next_room, sizeof *w->next);
	b->words = alloc_room(b->words, b->nwords, &b->words_room, sizeof *b->words);
	w->next[b->nwords] = *bucket;
	*bucket = (uint32_t)b->nwords + 1;
	b->words[b->nwords] = (struct borrowed_word){.va = va, .pa = pa, .was = be32_get(machine_ram(w->machine) + pa)};
	return &b->words[b->nwords++];
}

/* Is it of the stack, and below what the lender has there? */
static bool is_free_stack(const struct watcher *w, uint32_t va)
{
	return w->floor < w->top && va + 4 <= w->floor && va >= w->floor / NBPG * NBPG;
}

static void on_store(void *arg, const struct store *st)
{
	struct watcher *w = arg;
	struct borrowing *b = w->b;
	uint32_t frame = st->pa / NBPG, site;

	go_by(w, st->icount);
	if (frame >= w->nframes || w->pid != b->loan->borrower)
		return;
	if (!w->va[frame] && w->stale && st->pc < S0BASE) {
		w->stale = false;
		map_pages(w, NULL, w->low, b->heap_low + PAGES_MAX * NBPG);
		if (loan_one_stack(b->loan))
			map_pages(w, NULL, w->floor, w->top);
		map_pages(w, NULL, b->mapped_low, b->mapped_end);
	}
	if (!w->va[frame])
		return;
	site = sites_own(&b->sites, st->pc) ? st->pc : w->site;
	for (uint32_t pa = st->pa & ~3u; pa < st->pa + st->size; pa += 4) {
		struct borrowed_word *word;
		uint32_t va = w->va[frame] + pa % NBPG;

		if (is_free_stack(w, va))
			continue;
		word = word_at(w, va, pa);
		if (!word)
			return;
		for (uint32_t i = 0; i < WORD_BYTES; i++)
			if (pa + i - st->pa < st->size)
				word->store[i] = (struct borrowed_access){st->pc, site, st->icount};
	}
}

static int by_va(const void *a, const void *b)
{
	const struct borrowed_word *x = a, *y = b;

	return x->va < y->va ? -1 : x->va > y->va;
}

static uint8_t differing(uint32_t a, uint32_t b)
{
	uint8_t set = 0;

	for (int i = 0; i < WORD_BYTES; i++)
		set |= (uint8_t)(((a ^ b) >> (24 - i * 8) & 0xFF) != 0) << i;
	return set;
}

/* The first changed word, by their order, that ends behind an address. */
static size_t first_word(const struct borrowing *b, uint32_t va)
{
	struct search in = search_among(b->nwords);

	while (search_goes_on(&in))
		search_tell(&in, b->words[in.at].va + WORD_BYTES <= va);
	return in.found;
}

/* Keeps characters of which some have changed: what they are, and, by the words that have changed, what they were. */
static void keep_text(struct borrowing *b, const struct kernel_memory *memory, uint32_t va, uint32_t size)
{
	struct borrowed_text t = {.va = va, .size = size < BORROWED_TEXT ? size : BORROWED_TEXT};
	bool changed = false;

	for (size_t i = first_word(b, va); i < b->nwords && b->words[i].va < va + size && !changed; i++)
		changed = (borrowed_bytes(&b->words[i], va, size) & b->words[i].changed) != 0;
	if (!changed || !kernel_peek(memory->view, memory->space, va, t.now, t.size))
		return;
	memcpy(t.was, t.now, t.size);
	for (size_t i = first_word(b, va); i < b->nwords && b->words[i].va < va + t.size; i++)
		for (uint32_t k = 0; k < WORD_BYTES; k++)
			if (b->words[i].va + k - va < t.size)
				t.was[b->words[i].va + k - va] = (uint8_t)(b->words[i].was >> (24 - k * 8));
	b->texts = alloc_room(b->texts, b->ntexts, &b->texts_room, sizeof *b->texts);
	b->texts[b->ntexts++] = t;
}

static bool is_text(const struct variable *v)
{
	const char *array = strstr(v->type, "char [");

	return array && !strchr(array + strlen("char ["), '['); /* one of pointers has a star before the bracket */
}

static void keep_texts(struct borrowing *b, const struct kernel_memory *memory)
{
	size_t n = symbols_globals(b->symbols, NULL, 0);
	struct variable *globals = alloc_new(n, sizeof *globals);

	symbols_globals(b->symbols, globals, n);
	for (size_t i = 0; i < n; i++)
		if (is_text(&globals[i]))
			keep_text(b, memory, (uint32_t)globals[i].where, globals[i].size);
	for (size_t i = 0; i < b->nlocals; i++)
		if (is_text(&b->locals[i].variable))
			keep_text(b, memory, (uint32_t)b->locals[i].variable.where, b->locals[i].variable.size);
	for (size_t i = 0; i < b->start.count; i++)
		if (b->start.list[i].string)
			keep_text(b, memory, b->start.list[i].va, b->start.list[i].size);
	for (size_t i = 0; i < b->before.count; i++)
		if (b->before.blocks[i].used)
			keep_text(b, memory, b->before.blocks[i].va, b->before.blocks[i].size);
	free(globals);
}

/* Finds the changed bytes of a word that lie in a call of own code, where no variable and no link is. */
static void find_nameless(struct watcher *w, struct borrowed_word *word)
{
	struct need *n = &w->need;

	for (size_t i = 0; i < n->ncalls; i++) {
		const struct shape *sh = &n->calls[i];

		if (sh->call.kind == CALL_SIGNAL || word->va + WORD_BYTES <= sh->floor || word->va >= sh->call.top ||
		    !sites_own(&w->b->sites, sh->call.start))
			continue;
		word->function = sh->call.function;
		for (uint32_t k = 0; k < WORD_BYTES; k++) {
			uint32_t va = word->va + k;
			struct snap_word named = {.va = need_word_at(n, i, va)};

			if (va >= sh->floor && va < sh->call.top &&
			    (va < sh->low || (need_name(n, w->b->symbols, i, &named) && named.kind == WORD_UNKNOWN)))
				word->nameless |= word->changed & (uint8_t)(1 << k);
		}
	}
}

/* Is the word in memory that processes share by mmap, so that it is no loan's? */
static bool is_shared(const struct kernel_view *v, const struct borrowed_word *w)
{
	struct cmap c;

	return kernel_cmap(v, w->pa / NBPG, &c) && c.c_type == CSHARED;
}

/* Keeps what has changed, as the lender finds it. */
static void end(struct watcher *w)
{
	struct borrowing *b = w->b;
	const uint8_t *ram = machine_ram(w->machine);
	struct kernel_user user;
	struct kernel_view v;
	size_t kept = 0;
	struct proc p;

	kernel_view(&v, w->machine, &w->cache->names);
	for (size_t i = 0; i < b->nwords; i++) {
		b->words[i].now = be32_get(ram + b->words[i].pa);
		b->words[i].changed = differing(b->words[i].was, b->words[i].now);
		if (!b->words[i].changed || is_shared(&v, &b->words[i]))
			continue;
		if (b->symbols)
			find_nameless(w, &b->words[i]);
		b->words[kept++] = b->words[i];
	}
	b->nwords = kept;
	if (kept)
		qsort(b->words, kept, sizeof *b->words, by_va);
	if (!b->over || !b->symbols || kernel_find(&v, b->loan->lender, &p) < 0 || !kernel_user(&v, &p, &user))
		return;
	b->heap_end = user.end;
	read_heap(b, &b->after, &v, &user.space, user.end);
	if (kept)
		keep_texts(b, &(struct kernel_memory){&v, &user.space});
	for (size_t i = 0; i < b->nlocals; i++) {
		struct borrowed_local *l = &b->locals[i];
		uint32_t now;

		if (kernel_peek_long(&v, &user.space, (uint32_t)l->variable.where, &now))
			l->now = number(now, l->variable.size);
	}
	if (library_streams(b->symbols, &b->streams_at))
		for (size_t i = 0; i < STREAMS; i++) {
			uint8_t bytes[STREAM_BYTES];

			if (kernel_peek(&v, &user.space, b->streams_at + (uint32_t)(i * STREAM_BYTES), bytes,
			                sizeof bytes))
				b->streams[i] = library_stream(bytes);
		}
}

bool borrowing_watch(struct session *session, const struct loan *l, struct borrowing *b, char error[ERROR_MAX])
{
	struct timeline *t = session_timeline(session);
	struct watcher w = {
		.b = b,
		.session = session,
		.timeline = t,
		.cache = session_cache(session),
		.machine = timeline_watched(t),
		.event = timeline_events_until(t, l->begin),
		.bucket = alloc_new(BUCKETS, sizeof(uint32_t)),
	};
	bool ok;

	memset(b, 0, sizeof *b);
	b->loan = l;
	/* the lender's own first instructions have changed nothing yet */
	b->end = l->resumed != LOAN_NEVER ? l->resumed : l->end != LOAN_NEVER ? l->end : l->back;
	if (b->end > l->gone)
		b->end = l->gone;
	b->over = b->end != LOAN_NEVER && b->end < l->gone;
	if (b->end > timeline_end(t))
		b->end = timeline_end(t);
	if (!w.machine) {
		free(w.bucket);
		return error_set(error, "%s", timeline_failure(t));
	}
	w.nframes = machine_ram_size(w.machine) / NBPG;
	w.va = alloc_new(w.nframes, sizeof *w.va);
	ok = timeline_listen(t, l->begin, b->end, &(struct listener){.arg = &w, .store = on_store, .flow = on_flow}) ||
	     error_set(error, "%s", timeline_failure(t));
	if (ok)
		end(&w);
	need_release(&w.need);
	free(w.va);
	free(w.bucket);
	free(w.next);
	return ok;
}

void borrowing_release(struct borrowing *b)
{
	sites_end(&b->sites);
	free(b->calls);
	free(b->words);
	free(b->locals);
	start_words_release(&b->start);
	free(b->texts);
	free(b->before.blocks);
	free(b->after.blocks);
	memset(b, 0, sizeof *b);
}

uint32_t borrowing_call_at(const struct borrowing *b, uint64_t icount)
{
	uint32_t pc = 0;

	for (size_t i = 0; i < b->ncalls && b->calls[i].icount <= icount; i++)
		pc = b->calls[i].pc;
	return pc;
}

uint8_t borrowed_bytes(const struct borrowed_word *w, uint32_t va, uint32_t size)
{
	uint8_t set = 0;

	for (uint32_t i = 0; i < WORD_BYTES; i++)
		set |= (uint8_t)(w->va + i - va < size) << i;
	return set;
}

const struct borrowed_text *borrowed_text(const struct borrowing *b, uint32_t va)
{
	for (size_t i = 0; i < b->ntexts; i++)
		if (b->texts[i].va == va)
			return &b->texts[i];
	return NULL;
}

const struct borrowed_access *borrowed_store(const struct borrowed_word *w, uint8_t bytes)
{
	const struct borrowed_access *last = NULL;

	for (int i = 0; i < WORD_BYTES; i++)
		if (bytes >> i & 1 && (!last || w->store[i].icount > last->icount))
			last = &w->store[i];
	return last;
}

const struct borrowed_access *borrowed_load(const struct borrowed_word *w, uint8_t bytes)
{
	const struct borrowed_access *first = NULL;

	for (int i = 0; i < WORD_BYTES; i++)
		if (bytes >> i & 1 && (!first || w->load[i].icount < first->icount))
			first = &w->load[i];
	return first;
}

/* The lender afterwards ------------------------------------------------------------------------ */

struct follower {
	struct borrowing *b;
	struct timeline *timeline;
	uint32_t pid, site;
	uint64_t until;
	uint32_t *first; /* by page frame: 1 + number of the first word in it, 0: none is */
	uint32_t nframes;
	size_t open;     /* words of which some byte is neither read nor overwritten: */
	uint8_t *closed; /* the other bytes of each */
	struct machine *machine;
	size_t recent[RECENT]; /* 1 + numbers of the words that were read last, round and round; 0 none */
	size_t nrecent;
};

static bool is_lender(struct follower *f, uint64_t icount)
{
	if (icount >= f->until)
		f->pid = timeline_pid(f->timeline, icount, &f->until);
	return f->pid == f->b->loan->lender;
}

/* Closes the bytes in [pa, pa + size); read: they are read. */
static void touch(struct follower *f, uint32_t pa, uint32_t size, bool read, uint64_t icount, uint32_t pc)
{
	for (size_t i = f->first[pa / NBPG] - 1; i < f->b->nwords; i++) {
		struct borrowed_word *w = &f->b->words[i];
		struct borrowed_access by = {pc, sites_own(&f->b->sites, pc) ? pc : f->site, icount};
		uint8_t now = w->changed & (uint8_t)~f->closed[i];

		if (w->pa / NBPG != pa / NBPG)
			return;
		if (!now || w->pa + WORD_BYTES <= pa || w->pa >= pa + size)
			continue;
		for (uint32_t k = 0; k < WORD_BYTES; k++) {
			if (!(now >> k & 1) || w->pa + k - pa >= size)
				continue;
			f->closed[i] |= (uint8_t)(1 << k);
			if (!read)
				continue;
			w->read |= (uint8_t)(1 << k);
			w->load[k] = by;
			if (w->read == w->changed)
				f->recent[f->nrecent++ % RECENT] = i + 1;
		}
		if (!(w->changed & ~f->closed[i]) && !--f->open)
			machine_stop_here(f->machine);
	}
}

static void after_flow(void *arg, const struct flow *fl)
{
	struct follower *f = arg;

	for (size_t i = 0; i < RECENT && fl->pc < S0BASE; i++) {
		struct borrowed_word *w = f->recent[i] ? &f->b->words[f->recent[i] - 1] : NULL;

		if (w && w->now == fl->to && !w->jump.icount && is_lender(f, fl->icount))
			w->jump = (struct borrowed_access){fl->pc, f->site, fl->icount};
	}
	if (fl->pc < S0BASE && fl->kind == FLOW_CALL && is_lender(f, fl->icount) && sites_own(&f->b->sites, fl->pc))
		f->site = fl->pc;
}

static void after_store(void *arg, const struct store *st)
{
	struct follower *f = arg;

	if (st->pa / NBPG < f->nframes && f->first[st->pa / NBPG] && is_lender(f, st->icount))
		touch(f, st->pa, st->size, false, st->icount, st->pc);
}

static void after_load(void *arg, const struct load *l)
{
	struct follower *f = arg;

	if (l->pa / NBPG < f->nframes && f->first[l->pa / NBPG] && is_lender(f, l->icount))
		touch(f, l->pa, l->size, true, l->icount, l->pc);
}

bool borrowing_follow(struct session *session, struct borrowing *b, uint64_t instructions, char error[ERROR_MAX])
{
	struct timeline *t = session_timeline(session);
	struct follower f = {.b = b, .timeline = t, .machine = timeline_watched(t), .open = b->nwords};
	uint64_t to = b->loan->gone < timeline_end(t) ? b->loan->gone : timeline_end(t);
	bool ok;

	if (!b->over || !b->nwords)
		return true;
	if (to > b->end + instructions)
		to = b->end + instructions;
	f.nframes = machine_ram_size(f.machine) / NBPG;
	f.first = alloc_new(f.nframes, sizeof *f.first);
	f.closed = alloc_new(b->nwords, sizeof *f.closed);
	for (size_t i = b->nwords; i-- > 0;) /* by address, so those of a page lie together */
		f.first[b->words[i].pa / NBPG] = (uint32_t)i + 1;
	ok = timeline_listen(
		     t, b->end, to,
		     &(struct listener){.arg = &f, .store = after_store, .load = after_load, .flow = after_flow}) ||
	     error_set(error, "%s", timeline_failure(t));
	free(f.first);
	free(f.closed);
	return ok;
}
