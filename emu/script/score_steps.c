/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps of a score: those of the script, and between them those that keep its order. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/actor.h"
#include "base/alloc.h"
#include "base/be.h"
#include "base/search.h"
#include "script/score_private.h"

enum { SIGNAL_KILL = 9, SIGNAL_STOP = 17, STEP = 16 };

/* A step that is put before one of the script's. */
struct insert {
	uint32_t at; /* action */
	uint32_t order;
	enum score_verb verb;
	uint32_t part;
};

struct writer {
	struct maker *m;
	struct insert *inserts; /* sorted by action */
	size_t ninserts, inserts_room;
	uint32_t descriptors; /* one more than the highest that the script speaks of */
	bool *gated;          /* by process */
	bool *collected;      /* by process: a step of ours collects it */
	bool *awaited;        /* by process: it dies of a relative's kill */
	uint8_t *steps;
	size_t nsteps, steps_room;
};

/* The order of ends ------------------------------------------------------------------------------- */

static void insert(struct writer *w, uint32_t at, enum score_verb verb, uint32_t part)
{
	w->inserts = alloc_room(w->inserts, w->ninserts, &w->inserts_room, sizeof *w->inserts);
	w->inserts[w->ninserts] = (struct insert){at, (uint32_t)w->ninserts, verb, part};
	w->ninserts++;
}

static int by_place(const void *a, const void *b)
{
	const struct insert *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* The parent collects a child in a step of its own, unless it has by then. */
static void collect(struct writer *w, uint32_t child, uint32_t at)
{
	if (w->collected[child])
		return;
	w->collected[child] = true;
	insert(w, at, SCORE_WAIT, child);
}

/* One child has ended before another one did: is that sure, or what is to be done for it? after: the parent's first
 * action behind the elder one's end. */
static void keep_order(struct writer *w, uint32_t elder, uint32_t younger, uint32_t after)
{
	const struct maker *m = w->m;
	const struct script_process *e = &m->script->processes[elder], *y = &m->script->processes[younger];

	if (e->collected != SCRIPT_NONE && e->collected < y->born)
		return;
	if (y->born > e->ended) { /* it was made later, while nobody had looked at the elder one */
		collect(w, elder, y->born);
		return;
	}
	if (score_lends(m, younger) && script_first_exec(m->script, younger) == SCRIPT_NONE) {
		score_note(w->m, SCORE_NOTE_LENT, y->ended);
		return;
	}
	w->gated[younger] = true;
	collect(w, elder, after);
	insert(w, after, SCORE_CUE, younger);
}

/* For each parent the order in which its children ended while it was there. The script has the ends in order. */
static void keep_orders(struct writer *w)
{
	const struct script *s = w->m->script;
	uint32_t *last = alloc_new(s->nprocesses, sizeof *last); /* by parent: the child that ended last, + 1 */
	uint32_t *after =
		alloc_new(s->nprocesses, sizeof *after);         /* by child: its parent's next action behind its end */
	uint32_t *next = alloc_new(s->nprocesses, sizeof *next); /* by process: its next action, going backward */

	for (uint32_t i = 0; i < s->nprocesses; i++)
		next[i] = SCRIPT_NONE;
	for (uint32_t i = s->nactions; i-- > 0;) {
		uint32_t who = s->actions[i].who;

		if (s->processes[who].ended == i && s->processes[who].parent != SCRIPT_NONE)
			after[who] = next[s->processes[who].parent];
		next[who] = i;
	}
	for (uint32_t i = 0; i < s->nactions; i++) {
		uint32_t who = s->actions[i].who, parent = s->processes[who].parent;

		if (s->processes[who].ended != i || s->actions[i].verb == SCRIPT_LOST || parent == SCRIPT_NONE ||
		    after[who] == SCRIPT_NONE)
			continue;
		if (last[parent])
			keep_order(w, last[parent] - 1, who, after[last[parent] - 1]);
		last[parent] = who + 1;
	}
	free(last);
	free(after);
	free(next);
	if (w->ninserts)
		qsort(w->inserts, w->ninserts, sizeof *w->inserts, by_place);
}

/* Writing ----------------------------------------------------------------------------------------- */

static void put_step(struct writer *w, uint32_t verb, uint32_t a, uint32_t b, uint32_t c)
{
	uint8_t *to;

	w->steps = alloc_room(w->steps, w->nsteps, &w->steps_room, STEP);
	to = w->steps + STEP * w->nsteps++;
	be32_put(to, verb);
	be32_put(to + 4, a);
	be32_put(to + 8, b);
	be32_put(to + 12, c);
}

/* A step with a path, and behind it those that hold it. */
static void put_path(struct writer *w, enum score_verb verb, const char *path)
{
	uint8_t text[SCORE_TEXT] = {0};
	size_t size = strlen(path) < sizeof text ? strlen(path) + 1 : sizeof text;
	uint32_t steps = (uint32_t)((size + STEP - 1) / STEP);

	memcpy(text, path, size - 1);
	put_step(w, verb, steps, 0, 0);
	for (uint32_t i = 0; i < steps; i++)
		put_step(w, be32_get(text + i * STEP), be32_get(text + i * STEP + 4), be32_get(text + i * STEP + 8),
		         be32_get(text + i * STEP + 12));
}

/* A path that no program has. */
static void put_nowhere(struct writer *w, const char *path)
{
	char text[SCORE_TEXT];
	bool ours = !strncmp(path, "/bin", 4) || !strncmp(path, "/etc", 4) || !strncmp(path, "/vmunix", 7);

	snprintf(text, sizeof text, "%s%.200s", ours ? "/nowhere" : "", path);
	put_path(w, SCORE_FAIL, text);
}

static uint32_t smaller(const struct writer *w, uint64_t size)
{
	uint64_t bytes = size >> w->m->score->shift;

	return bytes < INT32_MAX ? (uint32_t)bytes : INT32_MAX;
}

static void put_kill(struct writer *w, uint32_t i)
{
	const struct script *s = w->m->script;
	const struct script_action *a = &s->actions[i];
	bool child = s->processes[a->whom].parent == a->who, parent = s->processes[a->who].parent == a->whom;

	if (!a->signal)
		score_note(w->m, SCORE_NOTE_SIGNAL, i);
	else if (!child && !parent)
		score_note(w->m, SCORE_NOTE_KILL, i);
	else if (a->signal == SIGNAL_KILL)
		score_note(w->m, SCORE_NOTE_KILL9, i);
	else if (a->signal == SIGNAL_STOP || a->signal == SCORE_CUE_SIGNAL)
		score_note(w->m, SCORE_NOTE_STOP, i);
	else
		put_step(w, SCORE_KILL, child ? a->whom : SCORE_PARENT, (uint32_t)a->signal, 0);
}

static void put_end(struct writer *w, const struct script_action *a)
{
	if (w->gated[a->who])
		put_step(w, SCORE_GATE, w->descriptors, 0, 0);
	if (a->verb == SCRIPT_LOST)
		put_step(w, SCORE_EXIT, 0, 0, 0);
	else if (a->verb == SCRIPT_EXIT)
		put_step(w, SCORE_EXIT, (uint32_t)a->size, 0, 0);
	else if (!a->signal)
		put_step(w, SCORE_EXIT, 255, 0, 0);
	else if (w->awaited[a->who])
		put_step(w, SCORE_AWAIT, (uint32_t)a->signal, 0, 0);
	else
		put_step(w, SCORE_DIE, (uint32_t)a->signal, 0, a->flag);
}

static void put_action(struct writer *w, uint32_t i)
{
	struct maker *m = w->m;
	const struct script_action *a = &m->script->actions[i];

	switch (a->verb) {
	case SCRIPT_START:
		break;
	case SCRIPT_FORK:
	case SCRIPT_VFORK:
	case SCRIPT_SPAWN:
		put_step(w, score_lends(m, a->whom) ? SCORE_VFORK : SCORE_FORK, a->whom, 0, 0);
		break;
	case SCRIPT_EXEC:
		put_path(w, SCORE_EXEC, m->score->programs[m->images[i]].path);
		break;
	case SCRIPT_FAIL:
		put_nowhere(w, a->text);
		break;
	case SCRIPT_WORK:
		put_step(w, SCORE_WORK, a->size < UINT32_MAX ? (uint32_t)a->size : UINT32_MAX, 0, 0);
		break;
	case SCRIPT_GROW:
		put_step(w, SCORE_GROW, smaller(w, a->size), 0, 0);
		break;
	case SCRIPT_SHRINK:
		put_step(w, SCORE_SHRINK, smaller(w, a->size), 0, 0);
		break;
	case SCRIPT_TOUCH:
		put_step(w, SCORE_TOUCH, smaller(w, a->size), 0, 0);
		break;
	case SCRIPT_OPEN:
		put_step(w, SCORE_OPEN, a->fd, 0, a->flag);
		break;
	case SCRIPT_CLOSE:
		put_step(w, SCORE_CLOSE, a->fd, 0, 0);
		break;
	case SCRIPT_DUP:
		put_step(w, SCORE_DUP, a->fd, a->to, a->flag);
		break;
	case SCRIPT_PIPE:
		put_step(w, SCORE_PIPE, a->fd, a->to, a->flag);
		break;
	case SCRIPT_CLOEXEC:
		put_step(w, SCORE_CLOEXEC, a->fd, 0, !a->flag);
		break;
	case SCRIPT_READ:
		put_step(w, SCORE_READ, a->fd, a->flag ? 0 : a->size < INT32_MAX ? (uint32_t)a->size : INT32_MAX, 0);
		break;
	case SCRIPT_WRITE:
		put_step(w, SCORE_WRITE, a->fd, a->size < INT32_MAX ? (uint32_t)a->size : INT32_MAX, 0);
		break;
	case SCRIPT_KILL:
		put_kill(w, i);
		break;
	case SCRIPT_WAIT:
		if (!w->collected[a->whom])
			put_step(w, SCORE_WAIT, a->whom, 0, 0);
		break;
	default:
		put_end(w, a);
		break;
	}
}

/* The steps that are put before an action. */
static void put_inserts(struct writer *w, uint32_t action)
{
	struct search in = search_among(w->ninserts);

	while (search_goes_on(&in))
		search_tell(&in, w->inserts[in.at].at < action);
	for (size_t i = in.found; i < w->ninserts && w->inserts[i].at == action; i++)
		put_step(w, w->inserts[i].verb, w->inserts[i].part, 0, 0);
}

/* Who dies of a signal that a relative sends? And whose lender has gone on too early? */
static void look_around(struct writer *w)
{
	const struct script *s = w->m->script;

	for (uint32_t i = 0; i < s->nactions; i++) {
		const struct script_action *a = &s->actions[i];

		if (a->fd >= w->descriptors || a->to >= w->descriptors)
			w->descriptors = (a->fd > a->to ? a->fd : a->to) + 1;
		if (a->verb == SCRIPT_KILL) {
			const struct script_action *end = &s->actions[s->processes[a->whom].ended];
			bool relative =
				s->processes[a->whom].parent == a->who || s->processes[a->who].parent == a->whom;

			if (relative && end->verb == SCRIPT_DIE && end->signal == a->signal && a->signal &&
			    a->signal != SIGNAL_KILL && a->signal != SIGNAL_STOP && a->signal != SCORE_CUE_SIGNAL &&
			    i < s->processes[a->whom].ended)
				w->awaited[a->whom] = true;
		}
		if (a->verb == SCRIPT_DIE && !a->signal)
			score_note(w->m, SCORE_NOTE_SIGNAL, i);
		if ((a->verb == SCRIPT_FORK || a->verb == SCRIPT_VFORK || a->verb == SCRIPT_SPAWN) &&
		    score_lends(w->m, a->whom) && a->next != SCRIPT_NONE && a->next < score_loan_end(w->m, a->whom))
			score_note(w->m, SCORE_NOTE_EARLY, a->next);
	}
}

static void put_stage(struct writer *w)
{
	const struct script *s = w->m->script;

	put_step(w, SCORE_HOLD, 0, 0, 0);
	for (uint32_t i = 0; i < s->nprocesses; i++)
		if (s->processes[i].parent == SCRIPT_NONE)
			put_step(w, SCORE_STARTS, i, 0, 0);
	for (uint32_t i = 0; i < s->nprocesses; i++)
		if (s->processes[i].parent == SCRIPT_NONE)
			put_step(w, SCORE_WAIT, i, 0, 0);
	put_step(w, SCORE_LINGER, 0, 0, 0);
	put_step(w, SCORE_EXIT, 0, 0, 0);
}

/* Puts head, index and steps together. */
static void assemble(struct writer *w, const uint32_t *begins, uint32_t nparts)
{
	uint32_t index = sizeof(struct score_head), steps = index + 4 * (nparts + 1);
	struct score *score = w->m->score;

	score->size = steps + w->nsteps * STEP;
	score->data = alloc_new(1, score->size);
	be32_put(score->data, SCORE_MAGIC);
	be32_put(score->data + 4, nparts);
	for (uint32_t i = 0; i <= nparts; i++)
		be32_put(score->data + index + 4 * i, steps + begins[i] * STEP);
	if (w->nsteps)
		memcpy(score->data + steps, w->steps, w->nsteps * STEP);
}

void score_write(struct maker *m)
{
	const struct script *s = m->script;
	uint32_t nparts = s->nprocesses + m->score->staged;
	uint32_t *begins = alloc_new(nparts + 1, sizeof *begins);
	struct writer w = {.m = m, .descriptors = 3};

	w.gated = alloc_new(s->nprocesses, sizeof *w.gated);
	w.collected = alloc_new(s->nprocesses, sizeof *w.collected);
	w.awaited = alloc_new(s->nprocesses, sizeof *w.awaited);
	keep_orders(&w);
	look_around(&w);
	for (uint32_t p = 0; p < s->nprocesses; p++) {
		begins[p] = (uint32_t)w.nsteps;
		for (uint32_t i = s->processes[p].first; i != SCRIPT_NONE; i = s->actions[i].next) {
			put_inserts(&w, i);
			put_action(&w, i);
		}
	}
	begins[s->nprocesses] = (uint32_t)w.nsteps;
	if (m->score->staged)
		put_stage(&w);
	begins[nparts] = (uint32_t)w.nsteps;
	assemble(&w, begins, nparts);
	free(begins);
	free(w.inserts);
	free(w.gated);
	free(w.collected);
	free(w.awaited);
	free(w.steps);
}
