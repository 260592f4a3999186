/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A lender that a signal kills for what it did: by a word of data or heap that its borrower has stored? The sweep looks
 * at stacks only; this watches the loan as check does (borrowing.h), and only where somebody has died. See hazard.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/arch.h"
#include "abi/proc.h"
#include "analysis/borrowing.h"
#include "analysis/hazard_parts.h"
#include "base/alloc.h"

enum {
	FOLLOWED = 20000000, /* instructions that a lender may go on before it dies */
	LOANS_EACH = 8,      /* the last ones of a lender are looked at */
	PIDS = 1 << 16,
	LIVES = 255 /* in place of a number of loans: it does not die so */
};

/* Does a lender end by a signal that comes of its own doing, and was sent by nobody else? page: the one of its last
 * fault, 0: it had none. */
static bool dies(const struct sweep *s, const struct loan *l, uint32_t *page)
{
	bool sent[SIGNALS] = {false};
	const struct event *e;

	*page = 0;
	for (size_t i = (size_t)l->first; (e = timeline_event(s->timeline, i)); i++) {
		if (e->kind == EV_SIGNAL_POST && e->arg[0] == l->lender && e->pid != l->lender)
			sent[e->arg[1] % SIGNALS] = true;
		if (e->pid != l->lender)
			continue;
		if (e->kind == EV_FAULT_LENGTH || e->kind == EV_FAULT_PROTECTION || e->kind == EV_FAULT_INVALID)
			*page = e->arg[0] / NBPG;
		if (e->kind == EV_EXEC_COMMIT)
			return false;
		if (e->kind == EV_EXIT_BEGIN)
			return e->arg[0] & 0x7f && !sent[e->arg[0] % SIGNALS];
	}
	return false;
}

/* Is the lender's death told by words of its stack already? */
static bool is_told(const struct sweep *s, const struct loan *l)
{
	for (size_t i = 0; i < s->nfound; i++)
		if (s->found[i].hazard.event.kind == EV_HAZARD_USE && s->found[i].hazard.lender == l->lender &&
		    s->found[i].hazard.event.icount >= l->begin)
			return true;
	return false;
}

/* Was all that has changed of the word read, and did the lender go there then, or stumble over what it took for an
 * address? */
static bool leads(const struct borrowed_word *w, uint32_t page)
{
	return w->read == w->changed && (w->jump.icount || (page && page - w->now / NBPG <= 1));
}

/* The word by which it died: of several the one that was read last. */
static const struct borrowed_word *culprit(const struct borrowing *b, uint32_t page)
{
	const struct borrowed_word *found = NULL;

	for (size_t i = 0; i < b->nwords; i++) {
		const struct borrowed_word *w = &b->words[i];

		if (w->va >= b->heap_end || !leads(w, page))
			continue; /* the sweep knows the stack */
		if (!found || borrowed_load(w, w->read)->icount > borrowed_load(found, found->read)->icount)
			found = w;
	}
	return found;
}

/* What the word is called: its variable, or where it lies. */
static void name_word(struct snap_word *word, struct symbols *symbols)
{
	size_t n = symbols ? symbols_globals(symbols, NULL, 0) : 0;
	struct variable *globals = alloc_new(n + 1, sizeof *globals);

	word->kind = WORD_LOCAL;
	snprintf(word->name, sizeof word->name, "0x%08x", word->va);
	if (n)
		symbols_globals(symbols, globals, n);
	for (size_t i = 0; i < n; i++)
		if (word->va - (uint32_t)globals[i].where < globals[i].size)
			snprintf(word->name, sizeof word->name, "%.40s", globals[i].name);
	free(globals);
}

static struct hazard *tell(struct sweep *s, uint32_t kind, const struct borrowing *b, const struct borrowed_word *w,
                           const struct borrowed_access *by, uint32_t pid)
{
	struct hazard *h = sweep_add(s, kind, by->icount, by->icount + 1, b->loan);

	h->event.pid = pid;
	hazard_place(h, by->pc < S0BASE ? b->symbols : s->cache->kernel, by->pc);
	h->word = (struct snap_word){.va = w->va, .was = w->was, .value = w->now, .writer = b->loan->borrower};
	name_word(&h->word, b->symbols);
	h->event.arg[2] = w->va;
	h->event.arg[3] = w->was;
	h->event.arg[4] = w->now;
	snprintf(h->event.text, sizeof h->event.text, "%.30s", h->word.name);
	return h;
}

/* Watches a loan and its lender up to its death, and tells what there is. False: it cannot be done. */
static bool look_at(struct sweep *s, const struct loan *l, uint32_t page)
{
	const struct borrowed_word *w;
	struct borrowing b;
	bool ok = borrowing_watch(s->session, l, &b, s->error) && borrowing_follow(s->session, &b, FOLLOWED, s->error);

	if (ok && (w = culprit(&b, page))) {
		tell(s, EV_HAZARD_DATA, &b, w, borrowed_store(w, w->changed), l->borrower);
		tell(s, EV_HAZARD_USE, &b, w, borrowed_load(w, w->read), l->lender);
		trail_dies(s, l, w->jump.icount ? w->now : 0);
	}
	borrowing_release(&b);
	return ok;
}

void sweep_data(struct sweep *s)
{
	struct allowance time = allowance_new(timeline_config(s->timeline)->limits.seconds);
	const struct loans *ls = &s->cache->loans;
	uint8_t *looked = alloc_new(PIDS, 1); /* by lender: at how many of its loans */

	/* from the last one on: of a lender that does not die behind it, none before it need be looked at */
	for (size_t i = ls->count; i-- > 0 && !allowance_spent(&time);) {
		const struct loan *l = &ls->loan[i];
		uint8_t *n = &looked[l->lender % PIDS];
		uint32_t page;

		if (!loan_lends(l) || l->lender <= 1 || *n >= LOANS_EACH)
			continue;
		if (!dies(s, l, &page))
			*n = LIVES;
		else if (is_told(s, l))
			*n = LOANS_EACH;
		else if (++*n, !look_at(s, l, page))
			break;
	}
	free(looked);
}
