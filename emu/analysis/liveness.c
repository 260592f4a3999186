/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Liveness of variables in machine code. See liveness.h. */
#include "analysis/liveness.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "debuginfo/disasm.h"

enum { CODE_MAX = 1 << 16 }; /* bytes of a function that are looked at */

/* One instruction, at 2 * its index from the function's start. */
struct step {
	struct insn_step insn;
	bool reached;    /* from the function's beginning */
	bool leads_here; /* pc comes behind it */
	bool seen;       /* in a search from pc on */
};

struct liveness {
	uint32_t start, size; /* of the code, bytes */
	uint32_t pc;
	struct step *steps; /* size / 2 */
	uint32_t *todo;     /* indices; room for all of them twice */
	bool lost;          /* the code leads to where it cannot be followed */
};

/* Bytes, from a6, of a variable in a word. */
struct part {
	int32_t low, high;  /* what lies in the word */
	int32_t where, end; /* the whole variable */
};

static struct part part_of(int32_t where, uint32_t size, int32_t word)
{
	struct part p = {.where = where, .end = where + (int32_t)(size < CODE_MAX ? size : CODE_MAX)};

	p.low = where > word ? where : word;
	p.high = p.end < word + 4 ? p.end : word + 4;
	return p;
}

/* The indices of what comes after an instruction; returns how many they are. */
static int successors(struct liveness *l, uint32_t i, uint32_t next[2])
{
	const struct insn_step *s = &l->steps[i].insn;
	uint32_t at = l->start + 2 * i, to[2];
	int n = 0, kept = 0;

	if (s->flow == INSN_ON || s->flow == INSN_BRANCH)
		to[n++] = at + s->length;
	if (s->flow == INSN_BRANCH || s->flow == INSN_JUMP)
		to[n++] = s->target;
	l->lost |= s->flow == INSN_ANYWHERE;
	for (int k = 0; k < n; k++)
		if (to[k] >= l->start && to[k] - l->start < l->size)
			next[kept++] = (to[k] - l->start) / 2;
	return kept;
}

/* Decodes everything that the function's beginning leads to. */
static void decode(struct liveness *l, const uint8_t *code)
{
	uint32_t n = 0;

	if (l->size)
		l->todo[n++] = 0;
	while (n > 0) {
		uint32_t i = l->todo[--n], next[2];
		int count;

		if (l->steps[i].reached)
			continue;
		l->steps[i].reached = true;
		l->steps[i].insn = disasm_step(code + 2 * i, l->size - 2 * i, l->start + 2 * i);
		if (!l->steps[i].insn.length) {
			l->lost = true;
			continue;
		}
		count = successors(l, i, next);
		for (int k = 0; k < count; k++)
			if (!l->steps[next[k]].reached)
				l->todo[n++] = next[k];
	}
}

/* Marks what leads to pc, until nothing is added. */
static void trace_back(struct liveness *l)
{
	uint32_t here = (l->pc - l->start) / 2;
	bool more = true;

	while (more) {
		more = false;
		for (uint32_t i = l->size / 2; i-- > 0;) {
			uint32_t next[2];
			int count;

			if (!l->steps[i].reached || !l->steps[i].insn.length || l->steps[i].leads_here)
				continue;
			count = successors(l, i, next);
			for (int k = 0; k < count; k++)
				l->steps[i].leads_here |= next[k] == here || l->steps[next[k]].leads_here;
			more |= l->steps[i].leads_here;
		}
	}
}

struct liveness *liveness_new(struct symbols *sym, const uint8_t *text, uint32_t base, uint32_t size, uint32_t start,
                              uint32_t pc)
{
	struct liveness *l = alloc_new(1, sizeof *l);
	uint32_t from;

	l->start = start;
	l->pc = pc;
	l->lost = pc < start || start < base || start - base >= size || pc - start >= CODE_MAX || (pc - start) % 2;
	if (l->lost)
		return l;
	while (l->size < CODE_MAX && l->size < size - (start - base) && symbols_function(sym, start + l->size, &from) &&
	       from == start)
		l->size += 2;
	if (l->size > size - (start - base))
		l->size = (size - (start - base)) & ~1u;
	l->lost = pc - start >= l->size;
	l->steps = alloc_new(l->size / 2 + 1, sizeof *l->steps);
	l->todo = alloc_new(l->size + 2, sizeof *l->todo);
	decode(l, text + (start - base));
	if (!l->lost && !l->steps[(pc - start) / 2].reached)
		l->lost = true;
	if (!l->lost)
		trace_back(l);
	return l;
}

void liveness_free(struct liveness *l)
{
	if (!l)
		return;
	free(l->steps);
	free(l->todo);
	free(l);
}

/* What an instruction does with the part, of one kind of use. */
static bool uses(const struct step *s, const struct part *p, enum insn_use_kind kind)
{
	for (int i = 0; i < s->insn.nuses; i++) {
		const struct insn_use *u = &s->insn.uses[i];

		if (u->kind != kind)
			continue;
		if (kind == INSN_ADDRESS ? u->at >= p->where && u->at < p->end
		                         : u->at < p->high && u->at + (int32_t)u->size > p->low)
			return true;
	}
	return false;
}

/* Does it write all of the part? */
static bool replaces(const struct step *s, const struct part *p)
{
	for (int i = 0; i < s->insn.nuses; i++) {
		const struct insn_use *u = &s->insn.uses[i];

		if (u->kind == INSN_WRITE && u->at <= p->low && u->at + (int32_t)u->size >= p->high)
			return true;
	}
	return false;
}

bool liveness_holds(struct liveness *l, int32_t where, uint32_t size, int32_t word)
{
	struct part p = part_of(where, size, word);

	if (l->lost)
		return true;
	for (uint32_t i = 0; i < l->size / 2; i++)
		if (l->steps[i].leads_here &&
		    (uses(&l->steps[i], &p, INSN_WRITE) || uses(&l->steps[i], &p, INSN_ADDRESS)))
			return true;
	return false;
}

bool liveness_reads(struct liveness *l, int32_t where, uint32_t size, int32_t word)
{
	struct part p = part_of(where, size, word);
	uint32_t n = 0;

	if (l->lost)
		return true;
	for (uint32_t i = 0; i < l->size / 2; i++) {
		l->steps[i].seen = false;
		if (l->steps[i].leads_here && uses(&l->steps[i], &p, INSN_ADDRESS))
			return true;
	}
	l->todo[n++] = (l->pc - l->start) / 2;
	while (n > 0) {
		uint32_t i = l->todo[--n], next[2];
		struct step *s = &l->steps[i];
		int count;

		if (s->seen)
			continue;
		s->seen = true;
		if (uses(s, &p, INSN_READ) || uses(s, &p, INSN_ADDRESS))
			return true;
		if (replaces(s, &p))
			continue;
		count = successors(l, i, next);
		for (int k = 0; k < count; k++)
			if (!l->steps[next[k]].seen)
				l->todo[n++] = next[k];
	}
	return false;
}
