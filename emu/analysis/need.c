/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a sleeping lender needs. See need.h. */
#include "analysis/need.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/snapshot_names.h"
#include "base/alloc.h"

static bool peek_was(void *survey, uint32_t va, uint32_t *value)
{
	return loan_was(survey, va, value);
}

void need_begin(struct need *n, struct analysis_cache *cache, const struct loan *l, const struct kernel_view *v)
{
	struct walk *walk;
	struct symbols *symbols;

	memset(n, 0, sizeof *n);
	loan_survey_begin(&n->survey, l, v);
	symbols = analysis_cache_symbols(cache, n->survey.program, n->survey.base);
	if (!n->survey.has_at_vfork || !symbols)
		return;
	walk = alloc_new(1, sizeof *walk);
	walk->count = snapshot_walk(symbols, &n->survey.at_vfork, &n->survey.region, peek_was, &n->survey, walk->calls,
	                            CALLS_MAX);
	n->ncalls = walk->count;
	n->calls = alloc_new(n->ncalls + 1, sizeof *n->calls);
	shape_calls(symbols, walk, n->survey.at_vfork.tf_usp, n->calls);
	free(walk);
	n->low = UINT32_MAX;
	for (size_t i = 0; i < n->ncalls; i++) {
		if (n->calls[i].call.top > n->high)
			n->high = n->calls[i].call.top;
		if (n->calls[i].call.top && n->calls[i].low < n->low)
			n->low = n->calls[i].low;
	}
	if (n->low >= n->high)
		n->low = n->high = 0;
}

void need_release(struct need *n)
{
	shapes_release(n->calls, n->ncalls);
	free(n->calls);
	loan_survey_release(&n->survey);
	memset(n, 0, sizeof *n);
}

uint32_t need_cover(const struct need *n, size_t call)
{
	const struct call *c = &n->calls[call].call;
	uint32_t cover = c->ra;

	if (c->kind == CALL_SIGNAL)
		return 0;
	if (c->fp && (!cover || c->fp < cover))
		cover = c->fp;
	for (uint32_t i = 0; i < c->nsaved; i++)
		if (!cover || c->saved[i].va < cover)
			cover = c->saved[i].va;
	return cover;
}

size_t need_call(const struct need *n, uint32_t va)
{
	size_t i = 0;

	while (i < n->ncalls && !(va >= n->calls[i].low && va < n->calls[i].call.top))
		i++;
	return i;
}

uint32_t need_word_at(const struct need *n, size_t call, uint32_t va)
{
	const struct call *c = &n->calls[call].call;
	uint32_t from = c->ra ? c->ra : c->top;

	return va - ((va - from) & 3);
}

bool need_name(struct need *n, struct symbols *symbols, size_t call, struct snap_word *w)
{
	if (!loan_was(&n->survey, w->va, &w->was))
		return false;
	w->kind = WORD_UNKNOWN;
	w->number = 0;
	w->name[0] = '\0';
	shape_name(symbols, &n->calls[call], w->was, w);
	w->astray = w->kind == WORD_RETURN && w->was != w->value;
	return true;
}

bool need_has(struct need *n, struct symbols *symbols, size_t call, const struct snap_word *w, bool left)
{
	struct shape *sh = &n->calls[call];

	/* As long as a borrower is in the call, only links are not its own; and a handler may change its signal's
	 * frame. */
	if (!left && !(snapshot_word_links(w) && sh->call.kind != CALL_SIGNAL))
		return false;
	return shape_needs(symbols, sh, n->survey.text, n->survey.base, n->survey.text_size, w);
}
