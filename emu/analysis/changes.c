/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Variables changed in a loan. What is there now is read from memory; what had been there, and who stored, the survey
 * of the loan has. See changes.h.
 */
#include "analysis/changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/be.h"
#include "base/language.h"
#include "base/search.h"
#include "analysis/library_view.h"
#include "analysis/liveness.h"
#include "analysis/source_text.h"
#include "analysis/value_text.h"

enum { TOLD = 3 /* variables named in a sentence */, SMALL = 0x1000, CHANGES_MAX = 64, LOCALS_MAX = 64 };

/* A candidate: where its bytes are. It ends at the end of its page. */
struct place {
	uint32_t pa, size;
	size_t change;
};

static int by_address(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return x->pa < y->pa ? -1 : x->pa > y->pa;
}

/* The first place that ends behind a physical address. */
static size_t place_at(const struct place *places, size_t n, uint32_t pa)
{
	struct search in = search_among(n);

	while (search_goes_on(&in))
		search_tell(&in, places[in.at].pa + places[in.at].size <= pa);
	return in.found;
}

/* Is the code that stored there the program's own, whose source is kept, or has somebody outside had it done, by hand
 * or by code that an action has put on the stack? The kernel does it for the library mostly. */
static bool is_own(const struct moment *mo, const struct loan_store *st)
{
	uint32_t pc = st->pc;
	const char *file;
	int line;

	if (st->hand || (pc >= P1BASE && pc < S0BASE))
		return true;
	return pc < S0BASE && symbols_line(mo->lenders, pc, &file, &line) && source_kept(mo->timeline, file);
}

/* Goes back through the loan's stores: which variables the borrower wrote. */
static void follow(const struct moment *mo, const struct place *places, size_t n, struct change *all, bool *written)
{
	const struct loan_survey *sv = mo->survey;

	for (size_t i = sv->nstores; i-- > 0;) {
		const struct loan_store *st = &sv->stores[i];

		if (st->icount >= mo->snapshot->icount || st->icount >= mo->loan->back || st->pid != mo->loan->borrower)
			continue;
		for (size_t k = place_at(places, n, st->pa); k < n && places[k].pa < st->pa + st->size; k++) {
			struct change *c = &all[places[k].change];

			if (!written[places[k].change]) {
				written[places[k].change] = true;
				c->pc = st->pc;
				c->own = is_own(mo, st);
			}
		}
	}
}

/* All that has a name: variables of the program, of the library by the symbol table only, and those in the frames that
 * the lender was in. */
struct candidates {
	struct change *all;
	size_t count, room;
};

static void add_variable(struct candidates *cs, const struct variable *v, uint32_t va, const struct call *call,
                         uint32_t next_pc)
{
	struct change *c;

	cs->all = alloc_room(cs->all, cs->count, &cs->room, sizeof *cs->all);
	c = &cs->all[cs->count++];
	memset(c, 0, sizeof *c);
	c->variable = *v;
	c->va = va;
	c->call = call;
	c->next_pc = next_pc;
}

static int by_va(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	return x->va < y->va ? -1 : x->va > y->va;
}

static void add_globals(struct candidates *cs, const struct moment *mo)
{
	size_t n = symbols_globals(mo->lenders, NULL, 0);
	struct variable *variables = alloc_new(n, sizeof *variables);

	symbols_globals(mo->lenders, variables, n);
	for (size_t i = 0; i < n; i++)
		add_variable(cs, &variables[i], (uint32_t)variables[i].where, NULL, 0);
	free(variables);
}

/* Those of the symbol table that are not among the candidates yet. */
static void add_objects(struct candidates *cs, const struct moment *mo)
{
	size_t objects = symbols_objects(mo->lenders, NULL, 0), told = cs->count;
	struct variable *variables = alloc_new(objects, sizeof *variables);

	if (told)
		qsort(cs->all, told, sizeof *cs->all, by_va);
	symbols_objects(mo->lenders, variables, objects);
	for (size_t i = 0; i < objects; i++) {
		uint32_t va = (uint32_t)variables[i].where;
		struct search in = search_among(told);

		while (search_goes_on(&in))
			search_tell(&in, cs->all[in.at].va < va);
		if (in.found == told || cs->all[in.found].va != va)
			add_variable(cs, &variables[i], va, NULL, 0);
	}
	free(variables);
}

static bool in_any_call(const struct moment *mo, const struct call *c)
{
	(void)mo;
	return c->fp;
}

static bool has_call(const struct snap_stack_frame *calls, size_t n, const struct call *c)
{
	for (size_t i = 0; i < n; i++)
		if (calls[i].fp == c->fp && !strcmp(calls[i].function, c->function))
			return true;
	return false;
}

/* Are both of a fork in that call still? */
static bool in_both_stacks(const struct moment *mo, const struct call *c)
{
	const struct snapshot *s = mo->snapshot;

	return c->fp && has_call(s->calls, s->ncalls, c) && has_call(s->copy.calls, s->copy.ncalls, c);
}

static void add_locals(struct candidates *cs, const struct moment *mo,
                       bool (*wanted)(const struct moment *, const struct call *))
{
	const struct walk *walk = snapshot_lenders_calls(mo);

	for (size_t i = 0; i < walk->count; i++) {
		struct variable locals[LOCALS_MAX];
		size_t n = 0;

		if (wanted(mo, &walk->calls[i]))
			n = symbols_locals(mo->lenders, walk->calls[i].pc, locals, LOCALS_MAX);

		for (size_t k = 0; k < n && k < LOCALS_MAX; k++)
			if (locals[k].place == VAR_FRAME)
				add_variable(cs, &locals[k], walk->calls[i].fp + (uint32_t)locals[k].where,
				             &walk->calls[i], walk_next_pc(walk, i));
	}
}

/* Reads what is there now. Returns how many could be read. */
static size_t read_candidates(struct candidates *cs, const struct moment *mo, struct place *places)
{
	size_t n = 0;

	for (size_t i = 0; i < cs->count; i++) {
		struct change *c = &cs->all[i];
		uint32_t left = NBPG - (c->va & PGOFSET), pa;

		c->size = c->variable.size < CHANGE_BYTES ? c->variable.size : CHANGE_BYTES;
		c->size = c->size < left ? c->size : left;
		if (!c->size || !machine_translate_in(mo->view.machine, &mo->memory, c->va, &pa) ||
		    !kernel_peek(&mo->view, &mo->memory, c->va, c->now, c->size))
			continue;
		c->known = loan_bytes(mo->survey, c->va, c->was, c->size);
		places[n++] = (struct place){pa, c->size, i};
	}
	if (n)
		qsort(places, n, sizeof *places, by_address);
	return n;
}

/* Does the lender read it before it gives it a value of its own? What vfork returns goes into a variable that both give
 * one, and whose old value was nobody's. */
static bool matters(const struct moment *mo, const struct change *c)
{
	const struct loan_survey *sv = mo->survey;
	struct liveness *live;
	bool reads = false;

	if (!c->call || !sv->text_size)
		return true;
	live = liveness_new(mo->lenders, sv->text, sv->base, sv->text_size, c->call->start, c->next_pc);
	for (uint32_t at = 0; at < c->size && !reads; at += 4)
		reads = liveness_reads(live, c->variable.where, c->variable.size,
		                       (c->variable.where & ~3) + (int32_t)at);
	liveness_free(live);
	return reads;
}

size_t changes_find(const struct moment *mo, struct change *out, size_t max)
{
	const struct loan_survey *sv = mo->survey;
	struct candidates cs = {0};
	struct place *places;
	bool *written;
	size_t n, count = 0;

	if (!sv || !sv->traced || !mo->has_memory || !mo->lenders || sv->from > mo->loan->begin)
		return 0;
	add_globals(&cs, mo);
	add_objects(&cs, mo);
	add_locals(&cs, mo, in_any_call);
	places = alloc_new(cs.count, sizeof *places);
	written = alloc_new(cs.count, sizeof *written);
	n = read_candidates(&cs, mo, places);
	follow(mo, places, n, cs.all, written);
	for (int own = 1; own >= 0; own--)
		for (size_t i = 0; i < cs.count; i++) {
			const struct change *c = &cs.all[i];

			if (!written[i] || c->own != own || (c->known && !memcmp(c->was, c->now, c->size)) ||
			    !matters(mo, c))
				continue;
			if (count < max)
				out[count] = *c;
			count++;
		}
	free(cs.all);
	free(places);
	free(written);
	return count;
}

/* "shared = 42 (was 1)"; of the library's, whose types are not known, no more than a small number. */
static void tell_change(struct text *t, const struct moment *mo, const struct change *c)
{
	const struct variable *v = &c->variable;
	char value[SNAP_TEXT], was[SNAP_TEXT];
	struct text now = text_in(value, sizeof value), before = text_in(was, sizeof was);

	text_put(t, "%s", v->name);
	if (value_text(&now, mo, mo->lenders, &mo->memory, v->type, c->now, c->size))
		text_put(t, " = %s", value);
	else if (v->size == 4 && (c->own || be32_get(c->now) < SMALL))
		text_put(t, c->own ? " = %08x" : " = %u", be32_get(c->now));
	if (c->known && now.used && value_text(&before, mo, mo->lenders, &mo->memory, v->type, c->was, c->size) &&
	    strcmp(value, was) != 0)
		text_put(t, " (was %s)", was);
}

void changes_tell(struct text *t, const struct moment *mo, bool own)
{
	struct change *changes = alloc_new(TOLD, sizeof *changes);
	size_t n = changes_find(mo, changes, TOLD);

	for (size_t i = 1; own && i < n && i < TOLD; i++)
		if (changes[0].own && !changes[i].own)
			n = i;
	for (size_t i = 0; i < n && i < TOLD; i++) {
		bool first_of_library = !changes[i].own && (i == 0 || changes[i - 1].own);

		text_put(t, "%s%s",
		         i == 0       ? ""
		         : i + 1 == n ? tr(" and ")
		                      : ", ",
		         first_of_library ? tr("the library's ") : "");
		tell_change(t, mo, &changes[i]);
	}
	if (n > TOLD)
		text_put(t, " and %zu more", n - TOLD);
	free(changes);
}

void changes_of_locals(struct moment *mo)
{
	struct snapshot *s = mo->snapshot;
	struct change *changes;
	size_t n;

	if (!mo->survey || loan_goes_on(mo->loan, (long)s->event.seq))
		return;
	changes = alloc_new(CHANGES_MAX, sizeof *changes);
	n = changes_find(mo, changes, CHANGES_MAX);
	s->locals = alloc_new(CHANGES_MAX, sizeof *s->locals);
	for (size_t i = 0; i < n && i < CHANGES_MAX; i++) {
		const struct change *c = &changes[i];
		struct snap_change *to = &s->locals[s->nlocals];
		struct text now = text_in(to->value, sizeof to->value), was = text_in(to->was, sizeof to->was);

		if (!c->call || !value_text(&now, mo, mo->lenders, &mo->memory, c->variable.type, c->now, c->size))
			continue;
		if (c->known)
			value_text(&was, mo, mo->lenders, &mo->memory, c->variable.type, c->was, c->size);
		snprintf(to->name, sizeof to->name, "%s", c->variable.name);
		s->nlocals++;
	}
	free(changes);
}

/* Reads a variable in both of a fork: `now` is the child's, `was` the parent's. Do they differ? */
static bool stands_apart(const struct moment *mo, struct change *c)
{
	c->size = c->variable.size < CHANGE_BYTES ? c->variable.size : CHANGE_BYTES;
	return c->size && kernel_peek(&mo->view, &mo->borrower.user.space, c->va, c->now, c->size) &&
	       kernel_peek(&mo->view, &mo->lender.user.space, c->va, c->was, c->size) &&
	       memcmp(c->now, c->was, c->size) != 0;
}

static void tell_both(struct text *t, const struct moment *mo, const struct change *c)
{
	const struct address_space *child = &mo->borrower.user.space, *parent = &mo->lender.user.space;
	char own[SNAP_TEXT], other[SNAP_TEXT];
	struct text a = text_in(own, sizeof own), b = text_in(other, sizeof other);

	text_put(t, "%s", c->variable.name);
	if (value_text(&a, mo, mo->lenders, child, c->variable.type, c->now, c->size) &&
	    value_text(&b, mo, mo->lenders, parent, c->variable.type, c->was, c->size))
		text_put(t, " = %s (in pid %u it is %s)", own, mo->snapshot->lender, other);
}

void changes_tell_apart(struct text *t, const struct moment *mo)
{
	struct candidates cs = {0};
	size_t n = 0;

	if (mo->lenders && mo->borrower.has_regs && mo->lender.has_regs) {
		add_globals(&cs, mo);
		add_locals(&cs, mo, in_both_stacks);
	}
	for (size_t i = 0; i < cs.count; i++) {
		if (!stands_apart(mo, &cs.all[i]))
			continue;
		if (n < TOLD) {
			text_put(t, n ? ", " : "");
			tell_both(t, mo, &cs.all[i]);
		}
		n++;
	}
	if (n > TOLD)
		text_put(t, " and %zu more", n - TOLD);
	free(cs.all);
}

enum { PENDING_MAX = 40 };

/* Standard output in _iob. */
enum { STDOUT = IOB_STDOUT * STREAM_BYTES };

static void tell_buffer(struct text *t, const struct moment *mo, const struct change *c)
{
	struct stream now = library_stream(c->now + STDOUT), was = library_stream(c->was + STDOUT);
	uint32_t from = was.buffer == now.buffer ? was.next : now.buffer;
	char bytes[PENDING_MAX];
	size_t n;

	if (from >= now.next || now.next - from > NBPG)
		return;
	n = now.next - from < PENDING_MAX ? now.next - from : PENDING_MAX;
	if (!kernel_peek(&mo->view, &mo->memory, from, bytes, n))
		return;
	text_quote(t, bytes, n);
	text_put(t, ", which pid %u has printed, is still in the buffer of stdout: pid %u will write it. ",
	         mo->snapshot->borrower, mo->snapshot->lender);
}

void changes_tell_pending(struct text *t, const struct moment *mo)
{
	struct change *changes = alloc_new(CHANGES_MAX, sizeof *changes);
	size_t n = changes_find(mo, changes, CHANGES_MAX);

	for (size_t i = 0; i < n && i < CHANGES_MAX; i++)
		if (!strcmp(changes[i].variable.name, "_iob") && changes[i].size >= STDOUT + STREAM_BYTES &&
		    changes[i].known) {
			tell_buffer(t, mo, &changes[i]);
			break;
		}
	free(changes);
}
