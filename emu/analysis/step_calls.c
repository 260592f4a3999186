/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Steps over calls and out of them. See step_calls.h. */
#include "analysis/step_calls.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/snapshot_parts.h"
#include "analysis/step.h"
#include "base/alloc.h"

enum { SP = 15, DEPTH_MAX = 1024 };
/* Instructions of the first stretch that is gone through backward; the next is four times as long. */
#define STRETCH_MIN (1 << 14)

/* A call that has not returned. */
struct frame {
	uint32_t back; /* where its caller will go on */
	uint32_t sp;   /* with this stack pointer, or a higher one */
	uint64_t at;   /* icount of the calling instruction; UINT64_MAX: it was called before the stretch */
};

/* The calls that a process is in, while a stretch goes by, and the last line that began in each. */
struct calls {
	uint32_t pid;
	struct frame frames[DEPTH_MAX]; /* the outermost first */
	size_t count;
	uint64_t lines[DEPTH_MAX + 1]; /* by how many calls there were then; UINT64_MAX: none */
	/* forward: what is looked for */
	size_t from;       /* so many calls there were at the mark */
	uint64_t mark;     /* its icount */
	bool line, out;    /* a line, or that a call has returned */
	uint64_t found_at; /* UINT64_MAX: not found so far */
};

static struct calls *calls_new(uint32_t pid)
{
	struct calls *c = alloc_new(1, sizeof *c);

	c->pid = pid;
	c->found_at = UINT64_MAX;
	for (size_t i = 0; i <= DEPTH_MAX; i++)
		c->lines[i] = UINT64_MAX;
	return c;
}

static void push(struct calls *c, uint32_t back, uint32_t sp, uint64_t at)
{
	if (c->count == DEPTH_MAX) { /* the outermost one is forgotten */
		memmove(c->frames, c->frames + 1, (DEPTH_MAX - 1) * sizeof *c->frames);
		c->count--;
		c->from -= c->from > 0;
	}
	c->frames[c->count++] = (struct frame){back, sp, at};
	c->lines[c->count] = UINT64_MAX;
}

/* Takes off what an instruction with that stack pointer has left: by a return, by a jump to where a caller goes on (a
 * stub with its return address in a register), or by a jump far up. */
static void leave(struct calls *c, uint32_t pc, uint32_t sp)
{
	while (c->count) {
		const struct frame *f = &c->frames[c->count - 1];

		if (!(sp > f->sp || (sp == f->sp && pc == f->back)))
			return;
		c->count--;
	}
}

static void on_begin(void *arg, const struct passage *at)
{
	struct calls *c = arg;
	const char *file;
	int line;

	if (!at->user || at->pid != c->pid || c->found_at != UINT64_MAX)
		return;
	leave(c, at->pc, at->before);
	if (c->out && c->count < c->from)
		c->found_at = at->icount;
	if (!at->symbols || !symbols_line_starts(at->symbols, at->pc, &file, &line))
		return;
	c->lines[c->count] = at->icount;
	if (c->line && at->icount > c->mark && c->count <= c->from)
		c->found_at = at->icount;
}

static void on_insn(void *arg, const struct passage *at)
{
	(void)arg;
	(void)at;
}

static void on_flow(void *arg, const struct passage *at, const struct flow *f)
{
	struct calls *c = arg;

	if (at->user && at->pid == c->pid && f->kind == FLOW_CALL && c->found_at == UINT64_MAX)
		push(c, f->back, f->sp_before, f->icount);
}

/* The calls that the process is in at an instant, from its stack. */
static bool begin(struct session *session, struct calls *c, uint64_t icount, char *error)
{
	struct timeline *t = session_timeline(session);
	struct analysis_cache *cache = session_cache(session);
	struct kernel_view view;
	struct kernel_user user;
	struct trapframe regs;
	struct call *calls;
	struct proc p;
	size_t n;

	if (!timeline_detail(t, icount, icount, NULL, NULL, NULL, NULL))
		return error_set(error, "%s", timeline_failure(t));
	kernel_view(&view, timeline_watched(t), &cache->names);
	if (kernel_find(&view, c->pid, &p) < 0 || !kernel_user(&view, &p, &user) || !kernel_registers(&view, &p, &regs))
		return true;
	calls = alloc_new(CALLS_MAX, sizeof *calls);
	n = snapshot_walk(analysis_cache_symbols(cache, user.comm, p.p_base), &regs,
	                  &(struct stack_region){kernel_stack(&p).low, kernel_stack(&p).high}, kernel_memory_long,
	                  &(struct kernel_memory){&view, &user.space}, calls, CALLS_MAX);
	while (n-- > 1) {
		const struct call *in = &calls[n - 1], *out = &calls[n];
		uint32_t sp = in->kind == CALL_FUNCTION && in->ra ? in->ra + 4 : in->top ? in->top : regs.tf_usp;

		if (out->kind != CALL_SIGNAL) /* a return address lies behind the call that it was found by */
			push(c, in->kind == CALL_SIGNAL ? out->pc : out->pc + 2, sp, UINT64_MAX);
	}
	free(calls);
	return true;
}

static bool listen(struct session *session, struct calls *c, uint64_t from, uint64_t to, char *error)
{
	const struct passage_ear ear = {.arg = c, .begin = on_begin, .insn = on_insn, .flow = on_flow, .reg = SP};

	return passage_listen(session, from, to, &ear, error);
}

static enum passage_end forward(struct session *session, struct timeline_mark *mark, bool out, char *error)
{
	struct timeline *t = session_timeline(session);
	struct calls *c = calls_new(timeline_pid(t, mark->icount, NULL));
	enum passage_end end = PASSAGE_NONE;
	struct passage_pieces pieces;
	uint64_t from, to;

	if (!begin(session, c, mark->icount, error))
		end = PASSAGE_FAILED;
	c->from = c->count;
	c->mark = mark->icount;
	c->out = out;
	c->line = !out;
	passage_pieces(&pieces, t, mark->icount, UINT64_MAX, false);
	while (end == PASSAGE_NONE && passage_piece(&pieces, &from, &to)) {
		if (!passage_in_time(&pieces, error) || !listen(session, c, from, to, error))
			end = PASSAGE_FAILED;
		else if (c->found_at != UINT64_MAX)
			end = PASSAGE_FOUND;
	}
	if (end == PASSAGE_FOUND)
		step_to(t, mark, c->found_at);
	free(c);
	return end;
}

/* Where the calls of the mark lead, from what was seen of the stretch before it. False: it was too short. */
static bool came_from(const struct calls *c, bool out, uint64_t *icount)
{
	uint64_t last = UINT64_MAX;

	if (out) {
		*icount = c->count ? c->frames[c->count - 1].at : UINT64_MAX;
		return *icount != UINT64_MAX;
	}
	/* The latest in this call or in those around it; what lies inside others was left again. */
	for (size_t i = c->count + 1; i-- > 0 && last == UINT64_MAX;)
		last = c->lines[i];
	*icount = last;
	return last != UINT64_MAX;
}

static enum passage_end backward(struct session *session, struct timeline_mark *mark, bool out, char *error)
{
	struct timeline *t = session_timeline(session);
	uint32_t pid = timeline_pid(t, mark->icount, NULL);
	enum passage_end end = PASSAGE_NONE;
	struct passage_pieces pieces;
	uint64_t to = mark->icount, found = 0;

	passage_pieces(&pieces, t, 0, to, true);
	for (uint64_t size = STRETCH_MIN; end == PASSAGE_NONE; size *= 4) {
		uint64_t from = size < to ? to - size : 0;
		struct calls *c = calls_new(pid);

		if (!passage_in_time(&pieces, error) || !begin(session, c, from, error) ||
		    !listen(session, c, from, to, error))
			end = PASSAGE_FAILED;
		else if (came_from(c, out, &found))
			end = PASSAGE_FOUND;
		free(c);
		if (!from)
			break;
	}
	if (end == PASSAGE_FOUND)
		step_to(t, mark, found);
	return end;
}

enum passage_end step_over(struct session *session, struct timeline_mark *mark, int way, char error[ERROR_MAX])
{
	return way > 0 ? forward(session, mark, false, error) : backward(session, mark, false, error);
}

enum passage_end step_out(struct session *session, struct timeline_mark *mark, int way, char error[ERROR_MAX])
{
	return way > 0 ? forward(session, mark, true, error) : backward(session, mark, true, error);
}
