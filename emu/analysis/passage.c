/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a stretch again and tells its instructions. See passage.h. */
#include "analysis/passage.h"

#include <inttypes.h>
#include <string.h>

#include "analysis/analysis_cache.h"

/* Instructions of a piece: some half a millisecond of the host's time, up to some 30. */
enum { PIECE_MIN = 1 << 14, PIECE_MAX = 1 << 20 };

size_t passage_code(const struct passage *p, uint8_t *code, size_t size)
{
	size_t n = 0;
	uint32_t pa;

	while (n < size && machine_translate(p->machine, p->pc + (uint32_t)n, &pa) && pa < machine_ram_size(p->machine))
		code[n++] = machine_ram(p->machine)[pa];
	return n;
}

struct going {
	struct timeline *timeline;
	struct analysis_cache *cache;
	struct kernel_view view;
	passage_test *test;
	void *arg;
	bool last;             /* the last one is wanted */
	struct passage *found; /* where to put it */
	bool has_found;
	struct passage here; /* the instruction that begins, if `begun` */
	bool begun;
	uint64_t until; /* icount of the next switch of processes */
	bool known;     /* what the process in user mode is called */
	struct allowance time;
};

/* The program of the process that the kernel has just let run, from the kernel's own tables. */
static void look_at_process(struct going *g)
{
	struct passage *at = &g->here;
	struct kernel_user user;
	struct proc p;

	g->known = true;
	if (!kernel_proc(&g->view, kernel_current(&g->view), &p) || !kernel_user(&g->view, &p, &user)) {
		at->symbols = NULL;
		at->program[0] = '\0';
		at->base = 0;
		return;
	}
	memcpy(at->program, user.comm, sizeof at->program);
	at->base = p.p_base;
	at->symbols = analysis_cache_symbols(g->cache, g->timeline, at->program, at->base);
}

/* The instruction that began has retired. */
static void retire(struct going *g)
{
	g->begun = false;
	if ((g->has_found && !g->last) || !g->test(g->arg, &g->here))
		return;
	g->has_found = true;
	*g->found = g->here;
}

static void on_insn(void *arg, uint64_t icount, uint32_t pc)
{
	struct going *g = arg;
	struct passage *p = &g->here;

	if (g->begun && p->icount < icount)
		retire(g);
	g->begun = true;
	p->icount = icount;
	p->pc = pc;
	if (icount >= g->until)
		p->pid = timeline_pid(g->timeline, icount, &g->until);
	p->user = pc < S0BASE;
	if (!p->user) {
		g->known = false;
		p->program[0] = '\0';
		p->base = 0;
		p->symbols = g->cache->kernel;
	} else if (!g->known) {
		look_at_process(g);
	}
}

/* Goes through one piece. False and a line in error if it cannot be run. */
static bool piece(struct going *g, uint64_t from, uint64_t to, char *error)
{
	g->begun = g->known = false;
	g->until = 0;
	if (allowance_spent(&g->time))
		return error_set(error, "stopped before @%" PRIu64 ": too much processor time (--max-seconds)", to);
	g->here.machine = timeline_watched(g->timeline);
	if (!g->here.machine)
		return error_set(error, "%s", timeline_failure(g->timeline));
	kernel_view(&g->view, g->here.machine, &g->cache->names); /* for the memory that it leads to */
	if (!timeline_detail(g->timeline, from, to, on_insn, NULL, g))
		return error_set(error, "%s", timeline_failure(g->timeline));
	if (g->begun && g->here.icount < machine_icount(g->here.machine))
		retire(g);
	return true;
}

/* Goes through [from, to) piece by piece, from its beginning or from its end. */
static enum passage_end go(struct going *g, uint64_t from, uint64_t to, char *error)
{
	uint64_t end = timeline_end(g->timeline), size = PIECE_MIN;

	if (to > end)
		to = end;
	while (from < to && !g->has_found) {
		/* from the end: where another search of the like begins, too */
		uint64_t begin = g->last && (to - 1) / size * size > from ? (to - 1) / size * size : from;
		uint64_t behind = g->last || to - from < size ? to : from + size;

		if (!piece(g, begin, behind, error))
			return PASSAGE_FAILED;
		if (g->last)
			to = begin;
		else
			from = behind;
		if (size < PIECE_MAX)
			size *= 2;
	}
	return g->has_found ? PASSAGE_FOUND : PASSAGE_NONE;
}

static struct going going(struct session *session, passage_test *test, void *arg, struct passage *found)
{
	struct timeline *t = session_timeline(session);

	return (struct going){
		.timeline = t,
		.cache = session_cache(session),
		.test = test,
		.arg = arg,
		.found = found,
		.time = allowance_new(timeline_config(t)->limits.seconds),
	};
}

enum passage_end passage_first(struct session *session, uint64_t from, uint64_t to, passage_test *test, void *arg,
                               struct passage *found, char error[ERROR_MAX])
{
	struct going g = going(session, test, arg, found);

	return go(&g, from, to, error);
}

enum passage_end passage_last(struct session *session, uint64_t from, uint64_t to, passage_test *test, void *arg,
                              struct passage *found, char error[ERROR_MAX])
{
	struct going g = going(session, test, arg, found);

	g.last = true;
	return go(&g, from, to, error);
}
