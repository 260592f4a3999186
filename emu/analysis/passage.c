/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a stretch again and tells its instructions. See passage.h. */
#include "analysis/passage.h"

#include <inttypes.h>
#include <string.h>

#include "analysis/analysis_cache.h"

/* Instructions of a piece: some half a millisecond of the host's time, up to some 30. */
enum { PIECE_MIN = 1 << 14, PIECE_MAX = 1 << 20 };

enum { SP = 15 };

/* One stretch while it runs. */
struct going {
	struct timeline *timeline;
	struct analysis_cache *cache;
	struct kernel_view view;
	const struct passage_ear *ear;
	struct passage here; /* the instruction that begins, if `begun` */
	bool begun;
	uint64_t until; /* icount of the next switch of processes */
	bool known;     /* what the process in user mode is called */
};

size_t passage_code(const struct passage *p, uint8_t *code, size_t size)
{
	size_t n = 0;
	uint32_t pa;

	while (n < size && machine_translate(p->machine, p->pc + (uint32_t)n, &pa) && pa < machine_ram_size(p->machine))
		code[n++] = machine_ram(p->machine)[pa];
	return n;
}

/* The program of the process that the kernel has let run, from the kernel's own tables. */
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
	at->symbols = analysis_cache_symbols(g->cache, at->program, at->base);
}

/* The register that is listened to, as the program has it. In the kernel the stack pointer is the kernel's own, and no
 * instruction of the program's has changed the other. */
static uint32_t listen_to(struct going *g, bool user)
{
	return g->ear->reg < 0              ? 0
	       : g->ear->reg == SP && !user ? g->here.before
	                                    : machine_register(g->here.machine, g->ear->reg);
}

/* The instruction that began has retired; the next one is the user's or not. */
static void retire(struct going *g, bool user)
{
	g->begun = false;
	if (g->here.user)
		g->here.after = listen_to(g, user);
	if (g->ear->insn)
		g->ear->insn(g->ear->arg, &g->here);
}

/* Who executes what is at pc. */
static void come_to(struct going *g, uint64_t icount, uint32_t pc)
{
	struct passage *p = &g->here;

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

static void on_insn(void *arg, uint64_t icount, uint32_t pc)
{
	struct going *g = arg;

	if (g->begun && g->here.icount < icount)
		retire(g, pc < S0BASE);
	g->begun = true;
	come_to(g, icount, pc);
	if (g->here.user)
		g->here.before = listen_to(g, true);
	if (g->ear->begin)
		g->ear->begin(g->ear->arg, &g->here);
}

/* Who stores or loads there, if nobody else has told. False: it does not matter. */
static bool comes_to(struct going *g, uint64_t icount, uint32_t pc, uint32_t pa, uint32_t size)
{
	if (g->ear->insn)
		return true;
	if (g->ear->touches && !g->ear->touches(g->ear->arg, pa, size))
		return false;
	g->known = false;
	come_to(g, icount, pc);
	return true;
}

static void on_store(void *arg, const struct store *s)
{
	struct going *g = arg;

	if (comes_to(g, s->icount, s->pc, s->pa, s->size))
		g->ear->store(g->ear->arg, &g->here, s);
}

static void on_load(void *arg, const struct load *l)
{
	struct going *g = arg;

	if (comes_to(g, l->icount, l->pc, l->pa, l->size))
		g->ear->load(g->ear->arg, &g->here, l);
}

static void on_flow(void *arg, const struct flow *f)
{
	struct going *g = arg;

	if (!g->ear->insn) {
		g->known = false;
		come_to(g, f->icount, f->pc);
	}
	g->ear->flow(g->ear->arg, &g->here, f);
}

bool passage_listen(struct session *session, uint64_t from, uint64_t to, const struct passage_ear *ear,
                    char error[ERROR_MAX])
{
	struct timeline *t = session_timeline(session);
	struct going g = {
		.timeline = t,
		.cache = session_cache(session),
		.ear = ear,
		.here = {.machine = timeline_watched(t)},
	};
	const struct listener listener = {
		.arg = &g,
		.insn = ear->insn ? on_insn : NULL,
		.store = ear->store ? on_store : NULL,
		.load = ear->load ? on_load : NULL,
		.flow = ear->flow ? on_flow : NULL,
	};

	if (!g.here.machine)
		return error_set(error, "%s", timeline_failure(t));
	kernel_view(&g.view, g.here.machine, &g.cache->names); /* for the memory that it leads to */
	if (!timeline_listen(t, from, to, &listener))
		return error_set(error, "%s", timeline_failure(t));
	if (g.begun && g.here.icount < machine_icount(g.here.machine))
		retire(&g, machine_user_mode(g.here.machine));
	return true;
}

/* Searching ----------------------------------------------------------------------------------- */

struct hunt {
	struct session *session;
	passage_test *test;
	void *arg;
	bool last; /* the last one is wanted */
	bool has_found;
	struct passage *found; /* where to put it */
};

static void ask(void *arg, const struct passage *at)
{
	struct hunt *h = arg;

	if ((h->has_found && !h->last) || !h->test(h->arg, at))
		return;
	h->has_found = true;
	*h->found = *at;
}

/* Goes through [from, to) piece by piece, from its beginning or from its end. */
static enum passage_end hunt(struct hunt *h, uint64_t from, uint64_t to, char *error)
{
	const struct timeline *t = session_timeline(h->session);
	const struct passage_ear ear = {.arg = h, .insn = ask, .reg = -1};
	struct passage_pieces pieces;
	uint64_t begin, behind;

	passage_pieces(&pieces, t, from, to, h->last);
	while (!h->has_found && passage_piece(&pieces, &begin, &behind)) {
		if (!passage_in_time(&pieces, error) || !passage_listen(h->session, begin, behind, &ear, error))
			return PASSAGE_FAILED;
	}
	return h->has_found ? PASSAGE_FOUND : PASSAGE_NONE;
}

enum passage_end passage_first(struct session *session, uint64_t from, uint64_t to, passage_test *test, void *arg,
                               struct passage *found, char error[ERROR_MAX])
{
	struct hunt h = {.session = session, .test = test, .arg = arg, .found = found};

	return hunt(&h, from, to, error);
}

enum passage_end passage_last(struct session *session, uint64_t from, uint64_t to, passage_test *test, void *arg,
                              struct passage *found, char error[ERROR_MAX])
{
	struct hunt h = {.session = session, .test = test, .arg = arg, .found = found, .last = true};

	return hunt(&h, from, to, error);
}

/* Pieces -------------------------------------------------------------------------------------- */

void passage_pieces(struct passage_pieces *p, const struct timeline *t, uint64_t from, uint64_t to, bool backward)
{
	uint64_t end = timeline_end(t);

	*p = (struct passage_pieces){
		.from = from,
		.to = to < end ? to : end,
		.size = PIECE_MIN,
		.backward = backward,
		.time = allowance_new(timeline_config(t)->limits.seconds),
	};
}

bool passage_piece(struct passage_pieces *p, uint64_t *begin, uint64_t *behind)
{
	if (p->from >= p->to)
		return false;
	*begin = p->from;
	*behind = p->to;
	if (p->backward) { /* where another search of the like begins, too */
		if ((p->to - 1) / p->size * p->size > p->from)
			*begin = (p->to - 1) / p->size * p->size;
		p->to = *begin;
	} else {
		if (p->to - p->from > p->size)
			*behind = p->from + p->size;
		p->from = *behind;
	}
	if (p->size < PIECE_MAX)
		p->size *= 2;
	return true;
}

bool passage_in_time(const struct passage_pieces *p, char error[ERROR_MAX])
{
	return !allowance_spent(&p->time) ||
	       error_set(error, "stopped near @%" PRIu64 ": too much processor time (--max-seconds)",
	                 p->backward ? p->to : p->from);
}
