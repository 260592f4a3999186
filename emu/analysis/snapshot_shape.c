/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which words a call has on the stack, and what each of them is. See snapshot_shape.h. */
#include "analysis/snapshot_shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FP = 14 }; /* number of a6 among the registers */

/* Words that are always there in a frame that CALLS made, and those of the frame of a signal handler, both by where
 * they are. */
static const enum word_kind calls_words[] = {
	[FRAME_HANDLER / 4] = WORD_HANDLER,
	[FRAME_WORD / 4] = WORD_MASK,
	[FRAME_AP / 4] = WORD_SAVED_AP,
	[FRAME_FP / 4] = WORD_SAVED_FP,
};
#define SIGNAL_WORD(member) offsetof(struct sigframe, member) / 4
static const enum word_kind signal_words[] = {
	[SIGNAL_WORD(sf_return)] = WORD_RETURN,
	[SIGNAL_WORD(sf_signum)] = WORD_SIGNAL,
	[SIGNAL_WORD(sf_code)] = WORD_SIGNAL_CODE,
	[SIGNAL_WORD(sf_scp)] = WORD_CONTEXT,
	[SIGNAL_WORD(sf_sc.sc_onstack)] = WORD_SIGNAL_STACK,
	[SIGNAL_WORD(sf_sc.sc_mask)] = WORD_SIGNAL_MASK,
	[SIGNAL_WORD(sf_sc.sc_sp)] = WORD_SAVED_REGISTER,
	[SIGNAL_WORD(sf_sc.sc_pc)] = WORD_SAVED_PC,
	[SIGNAL_WORD(sf_sc.sc_ps)] = WORD_SAVED_PS,
};

static void shape_call(struct symbols *sym, struct shape *sh, const struct call *c, uint32_t floor)
{
	memset(sh, 0, sizeof *sh);
	sh->call = *c;
	sh->floor = floor;
	sh->low = c->fp ? c->fp : floor;
	for (uint32_t i = 0; i < c->nsaved; i++)
		if (c->saved[i].va < sh->low)
			sh->low = c->saved[i].va;
	if (!c->fp || !sym)
		return;
	sh->nlocals = symbols_locals(sym, c->pc, sh->locals, SHAPE_LOCALS);
	if (sh->nlocals > SHAPE_LOCALS)
		sh->nlocals = SHAPE_LOCALS;
	for (size_t i = 0; i < sh->nlocals; i++)
		if (sh->locals[i].place == VAR_FRAME && sh->locals[i].where < 0 && sh->locals[i].where > -65536) {
			uint32_t va = c->fp + (uint32_t)sh->locals[i].where;

			if (va < sh->low)
				sh->low = va;
		}
	sh->low = c->fp - (c->fp - sh->low + 3) / 4 * 4; /* whole words */
	if (sh->low < floor)
		sh->low = floor;
}

void shape_calls(struct symbols *sym, const struct walk *walk, uint32_t sp, struct shape *shapes)
{
	uint32_t floor = sp;

	for (size_t i = 0; i < walk->count; i++) {
		const struct call *c = &walk->calls[i];

		shape_call(sym, &shapes[i], c, floor);
		/* A caller's pc lies within the instruction that called. */
		shapes[i].next_pc = i == 0 || walk->calls[i - 1].kind == CALL_SIGNAL ? c->pc : c->pc + 2;
		if (c->top > floor)
			floor = c->top;
	}
}

/* Names the part of a variable that lies in the word at va. False if it does not reach into it. */
static bool variable_text(const struct variable *v, uint32_t start, uint32_t va, char *out, size_t size)
{
	uint32_t offset = va - start, element = 4, from = v->size;
	const char *bracket = strchr(v->type, '[');

	if (va + 4 <= start || va >= start + v->size)
		return false;
	if (va < start)
		offset = 0; /* a variable of 1 or 2 bytes at the end of the word */
	if (bracket) {
		for (const char *b = bracket; b; b = strchr(b + 1, '[')) {
			unsigned long n = strtoul(b + 1, NULL, 10);

			if (n && n <= from)
				from /= (uint32_t)n;
		}
		element = from ? from : 4;
		snprintf(out, size, "%s[%u]", v->name, offset / element);
	} else if (v->size > 4) {
		snprintf(out, size, "%s.%u", v->name, offset);
	} else {
		snprintf(out, size, "%s", v->name);
	}
	return true;
}

/* Tells what a word of the frame of a signal handler is. */
static void name_signal_word(uint32_t offset, struct snap_word *w)
{
	if (offset >= offsetof(struct sigframe, sf_tramp)) {
		w->kind = WORD_TRAMPOLINE;
	} else if (offset >= offsetof(struct sigframe, sf_sc.sc_d)) {
		w->kind = WORD_SAVED_REGISTER;
		w->number = (offset - (uint32_t)offsetof(struct sigframe, sf_sc.sc_d)) / 4; /* sc_a follows */
	} else {
		w->kind = signal_words[offset / 4];
		w->number = w->kind == WORD_SAVED_REGISTER ? 15 : 0;
	}
}

/* The variables that a word of a call holds parts of. */
static void name_variables(const struct shape *sh, struct snap_word *w)
{
	size_t used = 0;

	for (size_t i = 0; i < sh->nlocals && sh->call.fp; i++) {
		char name[SNAP_TEXT];

		if (sh->locals[i].place != VAR_FRAME ||
		    !variable_text(&sh->locals[i], sh->call.fp + (uint32_t)sh->locals[i].where, w->va, name,
		                   sizeof name))
			continue;
		if (!used)
			w->kind = sh->locals[i].argument ? WORD_PARAMETER : WORD_LOCAL;
		snprintf(w->name + used, sizeof w->name - used, "%s%s", used ? ", " : "", name);
		used = strlen(w->name);
	}
}

void shape_name(struct symbols *sym, const struct shape *sh, uint32_t value, struct snap_word *w)
{
	const struct call *c = &sh->call;
	uint32_t va = w->va;

	if (c->kind == CALL_SIGNAL) {
		name_signal_word(va - (c->top - (uint32_t)sizeof(struct sigframe)), w);
		return;
	}
	if (c->ra && va == c->ra) {
		uint32_t start;
		const char *f = sym ? symbols_function(sym, value - 2, &start) : NULL;

		w->kind = WORD_RETURN;
		if (f) {
			snprintf(w->name, sizeof w->name, "%s", f);
			w->number = value - start;
		}
		return;
	}
	if (c->kind == CALL_VAX && va >= c->fp && (va - c->fp) / 4 < sizeof calls_words / sizeof *calls_words) {
		w->kind = calls_words[(va - c->fp) / 4];
		return;
	}
	if (c->list && va >= c->list) {
		w->kind = va == c->list ? WORD_ARGUMENTS : WORD_ARGUMENT;
		w->number = (va - c->list) / 4;
		return;
	}
	if (c->fp && va == c->fp) {
		w->kind = WORD_SAVED_FP;
		return;
	}
	for (uint32_t i = 0; i < c->nsaved; i++)
		if (c->saved[i].va == va) {
			w->kind = c->saved[i].reg == FP ? WORD_SAVED_FP : WORD_SAVED_REGISTER;
			w->number = c->saved[i].reg == FP ? 0 : c->saved[i].reg;
			return;
		}
	name_variables(sh, w);
}

static bool lies_in(const struct variable *v, uint32_t fp, uint32_t va)
{
	uint32_t start = fp + (uint32_t)v->where;

	return v->place == VAR_FRAME && va + 4 > start && va < start + v->size;
}

bool shape_reads(struct symbols *sym, const struct shape *sh, const uint8_t *text, uint32_t base, uint32_t size,
                 uint32_t va)
{
	struct liveness *live = NULL;
	bool reads = false;

	for (size_t i = 0; i < sh->nlocals && sh->call.fp && !reads; i++) {
		const struct variable *v = &sh->locals[i];

		if (!lies_in(v, sh->call.fp, va))
			continue;
		if (!live)
			live = liveness_new(sym, text, base, size, sh->call.start, sh->next_pc);
		reads = liveness_reads(live, v->where, v->size, (int32_t)(va - sh->call.fp)) &&
		        (v->argument || liveness_holds(live, v->where, v->size, (int32_t)(va - sh->call.fp)));
	}
	liveness_free(live);
	return reads;
}
