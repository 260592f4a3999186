/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A recorded run as GDB's target: see target.h. */
#include "gdb/target.h"

#include <stdio.h>
#include <string.h>

#include "analysis/analysis_cache.h"

enum { A6 = 6, A7 = 7 };

static bool is_first(void *pid, const struct passage *at)
{
	return at->user && at->pid == *(uint32_t *)pid;
}

/* Before the first instruction of the program that the run is about; its beginning if it is about none. */
static bool find_start(struct target *t, const struct event *e)
{
	struct passage found;
	uint32_t pid = e->pid;

	t->now = e->icount;
	switch (passage_first(t->session, e->icount, UINT64_MAX, is_first, &pid, &found, t->failure)) {
	case PASSAGE_FOUND:
		t->now = found.icount;
		return true;
	case PASSAGE_NONE:
		return true;
	default:
		return false;
	}
}

bool target_begin(struct target *t, struct session *session, uint64_t start)
{
	const struct timeline *timeline = session_timeline(session);
	long beginning = session_beginning(session);
	const struct event *e = beginning > 0 ? timeline_event(timeline, (size_t)beginning) : NULL;
	const char *slash;

	*t = (struct target){.session = session, .stops = {.signals = true}};
	if (e) {
		slash = strrchr(e->text, '/');
		snprintf(t->path, sizeof t->path, "%s", e->text);
		snprintf(t->program, sizeof t->program, "%.*s", MAXCOMLEN, slash ? slash + 1 : e->text);
		if (!find_start(t, e))
			return false;
	}
	t->first = t->now;
	if (start != UINT64_MAX)
		t->now = start < timeline_end(timeline) ? start : timeline_end(timeline);
	return true;
}

/* Puts the machine to the instant. */
static bool look(struct target *t)
{
	struct timeline *timeline = session_timeline(t->session);

	*t->failure = '\0';
	if (!timeline_seek(timeline, t->now))
		return error_set(t->failure, "%s", timeline_failure(timeline));
	kernel_view(&t->view, timeline_machine(timeline), &session_cache(t->session)->names);
	return true;
}

static uint32_t thread_of(uint32_t pid)
{
	return pid ? pid : TARGET_KERNEL;
}

static bool view_of(struct target *t, uint32_t thread, struct process_view *p)
{
	return look(t) && process_view(p, &t->view, thread == TARGET_KERNEL ? 0 : thread) && p->proc.p_stat != SZOMB;
}

/* Threads ------------------------------------------------------------------------------------- */

size_t target_threads(struct target *t, uint32_t *threads)
{
	struct proc p;
	size_t n = 0;

	if (!look(t))
		return 0;
	for (int slot = 0; slot < NPROC; slot++)
		if (kernel_proc(&t->view, slot, &p) && p.p_stat != SZOMB && p.p_pid)
			threads[n++] = p.p_pid;
	if (n < TARGET_THREADS)
		threads[n++] = TARGET_KERNEL;
	return n;
}

uint32_t target_current(struct target *t)
{
	struct proc p;

	return look(t) && kernel_proc(&t->view, kernel_current(&t->view), &p) && p.p_stat != SZOMB ? thread_of(p.p_pid)
	                                                                                           : TARGET_KERNEL;
}

bool target_alive(struct target *t, uint32_t thread)
{
	struct process_view p;

	return thread == TARGET_KERNEL || view_of(t, thread, &p);
}

bool target_thread(struct target *t, uint32_t thread, char name[MAXCOMLEN + 1], char state[PROCESS_STATE])
{
	struct process_view p;

	if (thread == TARGET_KERNEL) {
		snprintf(name, MAXCOMLEN + 1, "kernel");
		snprintf(state, PROCESS_STATE, "%s",
		         target_current(t) == TARGET_KERNEL ? "runs, no process does" : "idle loop");
		return true;
	}
	if (!view_of(t, thread, &p))
		return false;
	snprintf(name, MAXCOMLEN + 1, "%s", p.user.comm);
	process_state(&p, state);
	return true;
}

uint32_t target_base(struct target *t, uint32_t thread)
{
	struct process_view p;

	return view_of(t, thread, &p) ? p.proc.p_base : 0;
}

/* Registers and memory ------------------------------------------------------------------------ */

bool target_registers(struct target *t, uint32_t thread, uint32_t registers[TARGET_REGISTERS])
{
	enum process_side side = t->side == PROCESS_NOW && t->in_program ? PROCESS_PROGRAM : t->side;
	struct process_registers r;
	struct process_view p;

	if (thread == TARGET_KERNEL && target_current(t) == TARGET_KERNEL) { /* also where there is no process yet */
		if (!look(t))
			return false;
		p = (struct process_view){.view = &t->view, .runs = true};
		side = PROCESS_NOW;
	} else if (!view_of(t, thread, &p)) {
		return false;
	}
	if (!process_registers(&p, side, &r))
		return false;
	memcpy(registers, r.d, sizeof r.d);
	memcpy(registers + 8, r.a, sizeof r.a);
	registers[TARGET_PS] = r.psl;
	registers[TARGET_PC] = r.pc;
	return true;
}

size_t target_peek(struct target *t, uint32_t thread, uint32_t va, uint8_t *to, size_t size)
{
	struct process_view p;

	if (!view_of(t, thread, &p)) {
		if (*t->failure || thread != TARGET_KERNEL)
			return 0;
		p = (struct process_view){.view = &t->view, .runs = true};
	}
	return process_peek(&p, va, to, size);
}

/* What it is to be stopped at ----------------------------------------------------------------- */

bool target_point(struct target *t, uint32_t pc, bool insert)
{
	struct stop_set *s = &t->stops;
	size_t i = 0;

	while (i < s->npoints && s->points[i].pc != pc)
		i++;
	if (!insert) {
		if (i == s->npoints)
			return false;
		s->points[i] = s->points[--s->npoints];
		return true;
	}
	if (i == STOP_POINTS)
		return false;
	s->points[i].pc = pc;
	snprintf(s->points[i].program, sizeof s->points[i].program, "%s", pc < S0BASE ? t->program : "");
	s->npoints += i == s->npoints;
	return true;
}

bool target_watch(struct target *t, uint32_t thread, uint32_t va, uint32_t size, unsigned uses, bool insert)
{
	struct stop_set *s = &t->stops;
	size_t i = 0;

	if (!size || size > STOP_WATCH_BYTES || va + (size - 1) < va)
		return false;
	while (i < s->nwatches && !(s->watches[i].va == va && s->watches[i].size == size && s->watches[i].uses == uses))
		i++;
	if (!insert) {
		if (i == s->nwatches)
			return false;
		s->watches[i] = s->watches[--s->nwatches];
		return true;
	}
	if (i == STOP_WATCHES)
		return false;
	s->watches[i] = (struct stop_watch){va, size, thread == TARGET_KERNEL ? 0 : thread, uses};
	s->nwatches += i == s->nwatches;
	return true;
}

void target_clear(struct target *t)
{
	t->stops.npoints = t->stops.nwatches = 0;
}

/* Motion -------------------------------------------------------------------------------------- */

/* Does a thread show itself in the kernel? Then its steps are there, too. */
static bool in_kernel(struct target *t, uint32_t thread)
{
	uint32_t registers[TARGET_REGISTERS];

	return thread == TARGET_KERNEL || (target_registers(t, thread, registers) && registers[TARGET_PC] >= S0BASE);
}

/* Where a search ends that finds nothing. */
static uint64_t border(const struct target *t, bool backward)
{
	if (!backward)
		return timeline_end(session_timeline(t->session));
	return t->now >= t->first ? t->first : 0;
}

bool target_move(struct target *t, const struct target_move *m, struct target_stop *stop)
{
	uint32_t thread = m->thread ? m->thread : target_current(t);
	uint64_t limit = border(t, m->backward);
	struct stop_set *s = &t->stops;

	stop->backward = m->backward;
	if (t->jumps) {
		t->jumps = false;
		t->in_program = false;
		t->now = t->jump;
		stop->found = (struct stop_found){.reason = STOPPED_STEP, .icount = t->now};
		stop->found.pid = target_current(t);
		return true;
	}
	s->pid = thread == TARGET_KERNEL ? 0 : thread;
	s->own = m->alone;
	s->step = m->motion == TARGET_STEP;
	s->kernel = s->step && in_kernel(t, thread);
	s->from = m->from;
	s->to = m->to;
	if (limit == t->now)
		stop->found = (struct stop_found){.reason = STOPPED_END, .icount = t->now};
	else if (!stop_set_find(t->session, s, t->now, limit, &stop->found, t->failure))
		return false;
	t->now = stop->found.icount;
	t->in_program = stop->found.reason == STOPPED_SIGNAL;
	stop->found.pid = stop->found.reason == STOPPED_STEP ? thread : target_current(t);
	return true;
}
