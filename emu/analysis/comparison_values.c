/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Variables of two runs, one against the other. See comparison_values.h. */
#include "analysis/comparison_values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/liveness.h"
#include "analysis/snapshot_parts.h"
#include "analysis/value_text.h"
#include "base/alloc.h"
#include "base/be.h"

enum { VARIABLES_MAX = 64, BYTES_MAX = 64, FP = 14, TEXT_MAX = 1 << 20 };

/* A variable of one side. */
struct held {
	char name[SNAP_TEXT], type[SNAP_TEXT];
	uint8_t bytes[BYTES_MAX];
	uint32_t size;
	char text[SNAP_TEXT]; /* the value */
};

struct side {
	struct moment *moment; /* only its view is filled */
	struct proc proc;
	struct kernel_user user;
	struct trapframe regs;
	struct symbols *symbols;
	struct liveness *live; /* NULL: not known */
	struct held list[VARIABLES_MAX];
	size_t count;
};

static void put_value(struct side *s, struct held *h, const char *type)
{
	struct text t = text_in(h->text, sizeof h->text);

	if (value_text(&t, s->moment, s->symbols, &s->user.space, type, h->bytes, h->size))
		return;
	for (uint32_t i = 0; i < h->size && i < 16; i++)
		text_put(&t, "%s%02x", i && i % 4 == 0 ? " " : "", h->bytes[i]);
}

static struct held *add(struct side *s, const char *name, const char *type, uint32_t size)
{
	struct held *h = &s->list[s->count];

	*h = (struct held){.size = size < BYTES_MAX ? size : BYTES_MAX};
	snprintf(h->name, sizeof h->name, "%s", name);
	snprintf(h->type, sizeof h->type, "%.90s", type);
	return h;
}

static void add_memory(struct side *s, const char *name, const char *type, uint32_t va, uint32_t size)
{
	struct held *h;

	if (s->count == VARIABLES_MAX)
		return;
	h = add(s, name, type, size);
	if (!kernel_peek(&s->moment->view, &s->user.space, va, h->bytes, h->size))
		return;
	put_value(s, h, type);
	s->count++;
}

static void add_variable(struct side *s, const struct variable *v)
{
	if (!program_steps_comparable(v) || s->count == VARIABLES_MAX)
		return;
	if (v->place == VAR_REGISTER) {
		struct held *h = add(s, v->name, v->type, 4);

		be32_put(h->bytes, v->where < 8 ? s->regs.tf_d[v->where] : s->regs.tf_a[v->where - 8]);
		put_value(s, h, v->type);
		s->count++;
	} else if (v->place == VAR_MEMORY) {
		add_memory(s, v->name, v->type, (uint32_t)v->where, v->size);
	} else if (v->argument || !s->live || liveness_holds(s->live, v->where, v->size, v->where)) {
		add_memory(s, v->name, v->type, s->regs.tf_a[FP - 8] + (uint32_t)v->where, v->size);
	}
}

/* The return address, if the function keeps it above its frame pointer. */
static void add_return(struct side *s, const char *function)
{
	char name[SNAP_TEXT];
	struct unwind u;

	if (!symbols_unwind(s->symbols, s->regs.tf_pc, &u) || u.base != FP || u.offset != 8)
		return;
	snprintf(name, sizeof name, "the return address of %s()", function);
	add_memory(s, name, "void (*)()", s->regs.tf_a[FP - 8] + 4, 4);
}

static struct liveness *find_live(const struct side *s, uint32_t start)
{
	uint32_t base = s->proc.p_base, size = s->proc.p_tsize * NBPG;
	struct liveness *live;
	uint8_t *text;

	if (!size || size > TEXT_MAX)
		return NULL;
	text = alloc_new(size, 1);
	for (uint32_t at = 0; at < size; at += NBPG)
		kernel_peek(&s->moment->view, &s->user.space, base + at, text + at, NBPG);
	live = liveness_new(s->symbols, text, base, size, start, s->regs.tf_pc);
	free(text);
	return live;
}

static bool look(const struct program_steps *steps, const struct comparison_place *place, struct side *s)
{
	struct session *session = steps->session;
	struct timeline *t = session_timeline(session);
	struct analysis_cache *cache = session_cache(session);
	struct variable v[VARIABLES_MAX];
	const char *function;
	uint32_t start;
	size_t n;

	if (!timeline_seek(t, place->mark.icount))
		return false;
	s->moment = alloc_new(1, sizeof *s->moment);
	kernel_view(&s->moment->view, timeline_machine(t), &cache->names);
	if (kernel_find(&s->moment->view, place->pid, &s->proc) < 0 ||
	    !kernel_user(&s->moment->view, &s->proc, &s->user) ||
	    !kernel_registers(&s->moment->view, &s->proc, &s->regs))
		return false;
	s->symbols = analysis_cache_symbols(cache, s->user.comm, s->proc.p_base);
	function = s->symbols ? symbols_function(s->symbols, s->regs.tf_pc, &start) : NULL;
	if (!function)
		return false;
	s->live = find_live(s, start);
	n = symbols_locals(s->symbols, s->regs.tf_pc, v, VARIABLES_MAX);
	for (size_t i = 0; i < n && i < VARIABLES_MAX; i++)
		add_variable(s, &v[i]);
	if (!steps->texts) /* else they are two programs, whose code lies elsewhere */
		add_return(s, function);
	n = symbols_globals(s->symbols, v, VARIABLES_MAX);
	for (size_t i = 0; i < n && i < VARIABLES_MAX; i++)
		add_variable(s, &v[i]);
	return true;
}

static void release(struct side *s)
{
	liveness_free(s->live);
	free(s->moment);
	free(s);
}

size_t comparison_values(struct comparison *c, struct comparison_value *out)
{
	struct side *s[2] = {alloc_new(1, sizeof **s), alloc_new(1, sizeof **s)};
	size_t n = 0;
	bool ok = true;

	for (int i = 0; i < 2; i++)
		ok = ok && look(&c->steps[i], &c->values.place[i], s[i]);
	for (size_t a = 0; ok && a < s[0]->count; a++) {
		const struct held *x = &s[0]->list[a], *y = s[1]->list;
		size_t b = 0;

		while (b < s[1]->count && strcmp(x->name, y[b].name) != 0)
			b++;
		if (n == COMPARISON_VALUES || b == s[1]->count || strcmp(x->type, y[b].type) != 0 ||
		    (x->size == y[b].size && !memcmp(x->bytes, y[b].bytes, x->size)))
			continue;
		snprintf(out[n].name, sizeof out[n].name, "%s", x->name);
		snprintf(out[n].value[0], SNAP_TEXT, "%s", x->text);
		snprintf(out[n++].value[1], SNAP_TEXT, "%s", y[b].text);
	}
	release(s[0]);
	release(s[1]);
	return n;
}
