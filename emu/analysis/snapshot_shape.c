/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which words a call has on the stack, and what each of them is. See snapshot_shape.h. */
#include "analysis/snapshot_shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/be.h"
#include "analysis/snapshot_names.h"
#include "analysis/value_text.h"

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
		shapes[i].next_pc = walk_next_pc(walk, i);
		if (c->top > floor)
			floor = c->top;
	}
}

/* Bytes of an array's element, or of what is none. */
static uint32_t element_size(const struct variable *v)
{
	uint32_t size = v->size;

	for (const char *b = strchr(v->type, '['); b; b = strchr(b + 1, '[')) {
		unsigned long n = strtoul(b + 1, NULL, 10);

		if (n && n <= size)
			size /= (uint32_t)n;
	}
	return size ? size : 4;
}

/* Names the part of a variable that lies in the word at va. False if it does not reach into it. */
static bool variable_text(const struct variable *v, uint32_t start, uint32_t va, char *out, size_t size)
{
	uint32_t offset = va < start ? 0 : va - start; /* one of 1 or 2 bytes may lie at the end of the word */

	if (va + 4 <= start || va >= start + v->size)
		return false;
	if (strchr(v->type, '[')) {
		snprintf(out, size, "%s[%u]", v->name, offset / element_size(v));
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

/* The telling of what a word's variables hold. */
struct telling {
	const struct moment *mo;
	const struct address_space *space;
	const struct loan_survey *origin; /* knows what was there, NULL: nobody does */
	struct snap_word *word;
	struct text text;
	size_t values; /* so far */
};

/* Appends the value of a variable or an array's element that begins at `start`, now or (`was`) as the loan began. */
static bool put_value(struct text *t, const struct moment *mo, const struct address_space *space,
                      const struct loan_survey *was, const char *type, uint32_t start, uint32_t size)
{
	uint8_t bytes[SNAP_VALUE];
	uint32_t old;

	if (was) {
		be32_put(bytes, loan_was(was, start, &old) ? old : 0);
		/* the string that was there may be another one by now */
		return size <= 4 && !strchr(type, '*') && value_text(t, mo, mo->symbols, space, type, bytes, size);
	}
	size = size < sizeof bytes ? size : sizeof bytes;
	return kernel_peek(&mo->view, space, start, bytes, size) &&
	       value_text(t, mo, mo->symbols, space, type, bytes, size);
}

/* The type of what an element of an array is. */
static void element_type(const struct variable *v, char *type, size_t size)
{
	int length = (int)strcspn(v->type, "[");

	while (length > 0 && v->type[length - 1] == ' ')
		length--;
	snprintf(type, size, "%.*s", length, v->type);
}

/* Tells the parts of a variable that a word holds, with the value of what begins there. Returns how many values. */
static size_t tell_parts(struct telling *to, const struct variable *v, uint32_t start)
{
	bool string = !strncmp(v->type, "char [", strlen("char [")), array = strchr(v->type, '[') && !string;
	uint32_t size = array ? element_size(v) : v->size, va = to->word->va, at = start;
	char type[SNAP_TEXT], name[SNAP_TEXT], value[SNAP_VALUE], was[SNAP_VALUE];
	size_t values = 0;

	snprintf(type, sizeof type, "%s", v->type);
	if (array)
		element_type(v, type, sizeof type);
	if (array && va > start)
		at += (va - start) / size * size;
	for (; at < va + 4 && at < start + v->size; at += size) {
		struct text now = text_in(value, sizeof value), before = text_in(was, sizeof was);

		variable_text(v, start, at > va ? at : va, name, sizeof name);
		text_put(&to->text, "%s%s", to->text.used ? ", " : "", name);
		if (at < va || !put_value(&now, to->mo, to->space, NULL, type, at, size))
			continue;
		text_put(&to->text, " = %s", value);
		values++;
		if (to->origin && put_value(&before, to->mo, to->space, to->origin, type, at, size) &&
		    strcmp(value, was))
			snprintf(to->word->told_was, SNAP_VALUE, "%s", to->values + values == 1 ? was : "");
	}
	return values;
}

void shape_value(const struct moment *mo, const struct shape *sh, const struct address_space *space,
                 const struct loan_survey *origin, struct snap_word *w)
{
	struct telling to = {mo, space, origin, w, text_in(w->told, sizeof w->told), 0};

	if (w->kind != WORD_LOCAL && w->kind != WORD_PARAMETER)
		return;
	for (size_t i = 0; i < sh->nlocals && sh->call.fp; i++)
		if (lies_in(&sh->locals[i], sh->call.fp, w->va))
			to.values += tell_parts(&to, &sh->locals[i], sh->call.fp + (uint32_t)sh->locals[i].where);
	if (!to.values)
		w->told[0] = '\0';
}

/* Does a variable in the word at va hold a value, and will the call read it? */
static bool reads(struct symbols *sym, struct shape *sh, const uint8_t *text, uint32_t base, uint32_t size, uint32_t va)
{
	int32_t word = (int32_t)(va - sh->call.fp);

	for (size_t i = 0; i < sh->nlocals && sh->call.fp; i++) {
		const struct variable *v = &sh->locals[i];

		if (!lies_in(v, sh->call.fp, va))
			continue;
		if (!sh->live)
			sh->live = liveness_new(sym, text, base, size, sh->call.start, sh->next_pc);
		if (liveness_reads(sh->live, v->where, v->size, word) &&
		    (v->argument || liveness_holds(sh->live, v->where, v->size, word)))
			return true;
	}
	return false;
}

void shapes_release(struct shape *shapes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		liveness_free(shapes[i].live);
}

bool shape_needs(struct symbols *sym, struct shape *sh, const uint8_t *text, uint32_t base, uint32_t size,
                 const struct snap_word *w)
{
	if (w->kind == WORD_LOCAL || w->kind == WORD_PARAMETER)
		return reads(sym, sh, text, base, size, w->va);
	return snapshot_word_links(w) || sh->call.kind == CALL_SIGNAL;
}
