/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two snapshots, one against the other. See contrast.h. */
#include "analysis/contrast.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/lending.h"
#include "base/alloc.h"
#include "base/language.h"

/* Words --------------------------------------------------------------------------------------- */

/* The call that a word belongs to, or NULL. */
static const struct snap_stack_frame *call_of(const struct snapshot *s, size_t word)
{
	for (size_t i = 0; i < s->ncalls; i++)
		if (word >= s->calls[i].first && word < (size_t)s->calls[i].first + s->calls[i].count)
			return &s->calls[i];
	return NULL;
}

/* Do two words mean the same? The same place in the code, and an address in the stack that is as far from its top, are
 * the same though the program lies elsewhere. */
static bool same_word(const struct snapshot *const s[2], const struct snap_word *a, const struct snap_word *b)
{
	if (a->value == b->value)
		return true;
	if (s[0]->words[0].va == s[1]->words[0].va || a->damaged || b->damaged)
		return false;
	if (a->kind == WORD_RETURN && b->kind == WORD_RETURN && *a->name)
		return a->number == b->number && !strcmp(a->name, b->name);
	return a->value - s[0]->words[0].va == b->value - s[1]->words[0].va;
}

/* Are they calls of the same function, or both none? In one run the process may be somewhere else by now, and has
 * something else in the place of a frame. */
static bool same_call(const struct snap_stack_frame *a, const struct snap_stack_frame *b)
{
	return a && b ? !strcmp(a->function, b->function) : !a && !b;
}

static void compare_words(const struct snapshot *const s[2], struct contrast *c)
{
	size_t i = 0, k = 0;

	if (!s[0]->nwords || !s[1]->nwords)
		return;
	c->words = alloc_new(s[0]->nwords, sizeof *c->words);
	while (i < s[0]->nwords && k < s[1]->nwords) {
		const struct snap_word *w[2] = {&s[0]->words[i], &s[1]->words[k]};
		uint32_t depth[2] = {s[0]->words[0].va - w[0]->va, s[1]->words[0].va - w[1]->va};
		struct contrast_word *out = &c->words[c->nwords];

		if (depth[0] != depth[1]) {
			*(depth[0] < depth[1] ? &i : &k) += 1;
			continue;
		}
		const struct snap_stack_frame *call[2] = {call_of(s[0], i), call_of(s[1], k)};
		bool alike = same_call(call[0], call[1]);

		i++;
		k++;
		if (!alike && !w[0]->damaged && !w[1]->damaged)
			continue;
		*out = (struct contrast_word){.differs = !alike || !same_word(s, w[0], w[1])};
		for (int side = 0; side < 2; side++) {
			out->va[side] = alike || w[side]->damaged ? w[side]->va : 0;
			if (w[side]->damaged && !w[!side]->damaged)
				out->state[side] = STATE_DESTROYED;
			else if (w[!side]->damaged && !w[side]->damaged && alike && call[side])
				out->state[side] = STATE_WHOLE;
		}
		c->nwords++;
	}
}

/* Registers and data -------------------------------------------------------------------------- */

static void add_name(struct contrast *c, size_t *room, const char *name)
{
	c->names = alloc_room(c->names, c->nnames, room, sizeof *c->names);
	snprintf(c->names[c->nnames++], SNAP_IDENTIFIER, "%s", name);
}

/* What comes back, if that is known of both, or what there is now. */
static bool same_register(const struct snap_register *a, const struct snap_register *b)
{
	if (!strcmp(a->name, "pc") || !strcmp(a->name, "ps") || !strcmp(a->name, "sp") || !strcmp(a->name, "fp"))
		return true;
	if (a->has_after && b->has_after)
		return a->after == b->after;
	if (a->has_borrower && b->has_borrower)
		return a->borrower == b->borrower;
	return a->at_vfork == b->at_vfork;
}

static void compare_registers(const struct snapshot *const s[2], struct contrast *c, size_t *room)
{
	for (size_t i = 0; i < s[0]->nregisters; i++)
		for (size_t k = 0; k < s[1]->nregisters; k++)
			if (!strcmp(s[0]->registers[i].name, s[1]->registers[k].name) &&
			    !same_register(&s[0]->registers[i], &s[1]->registers[k]))
				add_name(c, room, s[0]->registers[i].name);
}

static bool same_datum(const struct snap_datum *a, const struct snap_datum *b)
{
	if (strchr(a->type, '*')) /* things may lie elsewhere */
		return true;
	for (int t = 0; t < DATA_TIMES; t++)
		if (*a->value[t] && *b->value[t] && strcmp(a->value[t], b->value[t]) != 0)
			return false;
	return true;
}

static void compare_data(const struct snapshot *const s[2], struct contrast *c, size_t *room)
{
	for (size_t i = 0; i < s[0]->ndata; i++)
		for (size_t k = 0; k < s[1]->ndata; k++)
			if (s[0]->data[i].kind == s[1]->data[k].kind &&
			    !strcmp(s[0]->data[i].name, s[1]->data[k].name) &&
			    !same_datum(&s[0]->data[i], &s[1]->data[k]))
				add_name(c, room, s[0]->data[i].name);
}

/* Pages --------------------------------------------------------------------------------------- */

/* Is the page frame under a page of the child's its parent's? */
static bool is_parents(const struct snapshot *s, const struct snap_page *page)
{
	enum lending lending = snapshot_lending(s);

	if (lending == LENDING_LENT)
		return true;
	for (size_t i = 0; i < s->npages; i++)
		if (s->pages[i].pid == s->lender && s->pages[i].present && s->pages[i].va == page->va)
			return s->pages[i].pfn == page->pfn;
	return false;
}

static void count_pages(const struct snapshot *s, struct contrast_side *side)
{
	enum lending lending = snapshot_lending(s);

	if (!s->on || !s->borrower || lending == LENDING_NONE || lending == LENDING_BACK)
		return;
	for (size_t i = 0; i < s->npages; i++)
		if (s->pages[i].pid == s->borrower && s->pages[i].present)
			*(is_parents(s, &s->pages[i]) ? &side->lent : &side->own) += 1;
	if (lending == LENDING_LENT)
		snprintf(side->pages, SNAP_TEXT, tr("%u pages lent, none copied"), side->lent);
	else if (lending == LENDING_SHARED || lending == LENDING_DATA)
		snprintf(side->pages, SNAP_TEXT, tr("%u pages shared, %u copied"), side->lent, side->own);
	else
		snprintf(side->pages, SNAP_TEXT, tr("%u pages in common until written, %u copied"), side->lent,
		         side->own);
}

/* All ----------------------------------------------------------------------------------------- */

void contrast_make(struct alignment *a, int lead, const struct snapshot *const s[2], const struct timeline_mark mark[2],
                   bool exact, struct contrast *c)
{
	size_t room = 0;

	*c = (struct contrast){
		.knots = a->knots,
		.nknots = a->nknots,
		.lead = lead,
	};
	for (int i = 0; i < 2; i++) {
		c->side[i].mark = mark[i];
		c->side[i].exact = exact || i == lead;
		snprintf(c->side[i].system, SNAP_NAME, "%s", s[i]->system);
		count_pages(s[i], &c->side[i]);
	}
	compare_words(s, c);
	compare_registers(s, c, &room);
	compare_data(s, c, &room);
	contrast_reason(a, mark, c);
}

void contrast_free(struct contrast *c)
{
	free(c->words);
	free(c->names);
	*c = (struct contrast){.nwords = 0};
}
