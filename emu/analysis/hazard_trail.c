/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What becomes of a lender whose calls were damaged: which of the words it uses, and how it ends. See hazard.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/hazard_parts.h"
#include "analysis/snapshot_names.h"
#include "base/alloc.h"

static bool is_variable(const struct damage *d)
{
	return d->word.kind == WORD_LOCAL || d->word.kind == WORD_PARAMETER;
}

struct trail *trail_begin(struct watch *w)
{
	struct trail *tr = alloc_new(1, sizeof *tr);

	tr->loan = w->loan;
	tr->need = w->need;
	tr->symbols = w->symbols;
	tr->pages = w->pages;
	tr->damage = w->damage;
	tr->ndamage = w->ndamage;
	tr->checked = w->stop;
	memset(&w->need, 0, sizeof w->need);
	w->pages.pfn = NULL;
	w->damage = NULL;
	return tr;
}

void trail_free(struct trail *tr)
{
	need_release(&tr->need);
	free(tr->pages.pfn);
	free(tr->damage);
	free(tr);
}

bool trail_ends(const struct trail *tr)
{
	return tr->ndamage == 0;
}

static void drop(struct trail *tr, size_t i)
{
	tr->damage[i] = tr->damage[--tr->ndamage];
}

void trail_store(struct trail *tr, uint32_t va, uint32_t size)
{
	for (size_t i = 0; i < tr->ndamage;)
		if (tr->damage[i].word.va + 4 > va && tr->damage[i].word.va < va + size)
			drop(tr, i);
		else
			i++;
}

static struct hazard *use(struct sweep *s, struct trail *tr, const struct damage *d, uint64_t at, uint32_t pc)
{
	struct hazard *h = sweep_add(s, EV_HAZARD_USE, at, at + 1, tr->loan);

	tr->used = true;
	hazard_place(h, tr->symbols, pc);
	hazard_word(h, &tr->need, d);
	return h;
}

/* The lender returns by a call's words, which its function has taken on the way to this instruction. */
static void pop(struct sweep *s, struct trail *tr, size_t call, const struct flow *f)
{
	const struct damage *saved = NULL, *back = NULL;

	for (size_t i = 0; i < tr->ndamage; i++) {
		const struct damage *d = &tr->damage[i];

		if (d->call != call || is_variable(d))
			continue;
		if (d->word.kind == WORD_RETURN)
			back = d;
		else if (!saved || d->word.kind == WORD_SAVED_FP)
			saved = d;
	}
	if (saved)
		sweep_seek(s, use(s, tr, saved, f->icount, f->pc), tr->checked, f->icount + 1, saved->word.va);
	if (!back)
		return;
	use(s, tr, back, f->icount, f->pc)->to = f->to;
	tr->astray = f->to != back->word.was;
	tr->to = f->to;
}

void trail_flow(struct sweep *s, struct trail *tr, const struct flow *f)
{
	uint32_t sp = f->sp_after;

	while (tr->popped < tr->need.ncalls) {
		const struct call *c = &tr->need.calls[tr->popped].call;

		if (c->ra && sp <= c->ra)
			break;
		if (c->ra && f->kind == FLOW_RETURN && f->sp_before <= c->ra && !tr->astray)
			pop(s, tr, tr->popped, f);
		/* whatever it has not used of the call, it never will */
		for (size_t i = 0; i < tr->ndamage && c->ra;)
			if (tr->damage[i].call <= tr->popped)
				drop(tr, i);
			else
				i++;
		tr->popped++;
	}
	tr->checked = f->icount + 1;
}

void trail_load(struct sweep *s, struct trail *tr, const struct load *l, uint32_t va)
{
	for (size_t i = 0; i < tr->ndamage; i++) {
		const struct damage *d = &tr->damage[i];
		struct damage one;

		if (!is_variable(d) || d->word.va + 4 <= va || d->word.va >= va + l->size)
			continue;
		one = *d;
		use(s, tr, &one, l->icount, l->pc);
		for (size_t k = 0; k < tr->ndamage;) { /* a variable is used once */
			const struct damage *e = &tr->damage[k];
			size_t length = strcspn(one.word.name, "[.");

			if (e->call == one.call && is_variable(e) && length == strcspn(e->word.name, "[.") &&
			    !strncmp(e->word.name, one.word.name, length))
				drop(tr, k);
			else
				k++;
		}
		return;
	}
}

bool trail_reads(const struct trail *tr)
{
	for (size_t i = 0; i < tr->ndamage; i++)
		if (is_variable(&tr->damage[i]))
			return true;
	return false;
}

/* Fate ------------------------------------------------------------------------------------------ */

/* The fate of the same process, if it was told for an earlier loan of its: NULL if not. */
static struct hazard *fate_of(const struct sweep *s, const struct loan *l)
{
	for (size_t i = s->nfates; i-- > 0;) {
		struct hazard *h = &s->found[s->fates[i]].hazard;

		if (h->lender == l->lender && h->event.icount >= l->begin)
			return h;
	}
	return NULL;
}

/* The first event by which the lender leaves its program, from the loan on; NULL: it never does. */
static const struct event *end_of(const struct sweep *s, const struct loan *l)
{
	const struct event *e;

	for (size_t i = (size_t)l->first; (e = timeline_event(s->timeline, i)); i++)
		if (e->pid == l->lender && (e->kind == EV_EXIT_BEGIN || e->kind == EV_EXEC_COMMIT))
			return e;
	return NULL;
}

static struct hazard *add_fate(struct sweep *s, const struct loan *l)
{
	const struct event *end = end_of(s, l);
	uint64_t instant = end ? end->icount : timeline_end(s->timeline);
	struct hazard *h;

	s->fates = alloc_room(s->fates, s->nfates, &s->fates_room, sizeof *s->fates);
	s->fates[s->nfates++] = s->nfound;
	h = sweep_add(s, EV_HAZARD_FATE, instant, instant, l);
	h->event.pid = l->lender;
	h->event.arg[1] = FATE_NOTHING;
	if (end) {
		h->event.usec = end->usec;
		h->ended = true;
		if (end->kind == EV_EXIT_BEGIN)
			h->event.arg[2] = end->arg[0];
		else
			snprintf(h->event.text, sizeof h->event.text, "%s", end->text);
	}
	return h;
}

void trail_dies(struct sweep *s, const struct loan *l, uint32_t to)
{
	struct hazard *h = fate_of(s, l);

	if (!h)
		h = add_fate(s, l);
	h->used = true;
	h->to = to;
	h->event.arg[1] = FATE_DIES;
}

void trail_fate(struct sweep *s, const struct trail *tr)
{
	struct hazard *h = fate_of(s, tr->loan);

	if (!h && timeline_grows(s->timeline) && !end_of(s, tr->loan))
		return; /* who knows */
	if (!h)
		h = add_fate(s, tr->loan);
	if (!tr->used)
		return;
	h->used = true;
	if (tr->astray && !h->to)
		h->to = tr->to;
	h->event.arg[1] = !h->ended                ? FATE_LOOPS
	                  : h->event.arg[2] & 0x7f ? FATE_DIES
	                  : h->to                  ? FATE_ASTRAY
	                                           : FATE_NOTHING;
}
