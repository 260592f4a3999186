/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where something appears in a snapshot. */
#include "selection.h"

#include <string.h>

#include "abi/arch.h"
#include "analysis/lending.h"

uint32_t selection_stack_owner(const struct snapshot *s)
{
	const struct snap_process *running = snapshot_running(s);

	return snapshot_owner(s, s->ncalls ? s->calls[0].pid : running ? running->pid : s->lender);
}

long selection_frame(const struct snapshot *s, const struct thing *t)
{
	uint32_t holder;

	if (t->kind == THING_PAGE_FRAME)
		return (long)t->number;
	if (!thing_is_memory(t))
		return -1;
	holder = snapshot_holder(s, t->pid);
	for (size_t i = 0; i < s->npages; i++)
		if (s->pages[i].pid == holder && s->pages[i].va / NBPG == t->address / NBPG)
			return s->pages[i].present ? (long)s->pages[i].pfn : -1;
	return -1;
}

static const struct snap_word *word_at(const struct snap_word *words, size_t n, uint32_t va)
{
	for (size_t i = 0; i < n; i++)
		if (words[i].va == va)
			return &words[i];
	return NULL;
}

const struct snap_word *selection_word(const struct snapshot *s, const struct thing *t)
{
	if (t->kind != THING_WORD)
		return NULL;
	if (s->copy.nwords && t->pid == s->borrower)
		return word_at(s->copy.words, s->copy.nwords, t->address);
	return t->pid == selection_stack_owner(s) ? word_at(s->words, s->nwords, t->address) : NULL;
}

bool selection_shown(const struct snapshot *s, const struct thing *selected, const struct thing *region)
{
	if (selected->kind == THING_NONE)
		return false;
	if (thing_same(selected, region))
		return true;
	switch (region->kind) {
	case THING_WORD:
	case THING_VARIABLE:
	case THING_INSN:
		/* A page has many of them. */
		return selected->kind != THING_PAGE && thing_is_memory(region) &&
		       thing_touches(selected, region->pid, region->address, region->size);
	case THING_PAGE:
	case THING_PAGE_FRAME: {
		long frame = selection_frame(s, selected);

		return frame >= 0 && frame == selection_frame(s, region);
	}
	case THING_LANE:
	case THING_PROCESS:
		return (selected->kind == THING_LANE || selected->kind == THING_PROCESS) &&
		       selected->pid == region->pid;
	default:
		return false;
	}
}
