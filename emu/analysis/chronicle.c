/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a run's events once. See chronicle.h. */
#include "analysis/chronicle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/proc.h"
#include "analysis/event_meaning.h"
#include "base/alloc.h"
#include "base/search.h"

enum { MADE_BY_VFORK = 2 /* how, of proc.create */ };

/* Courses that are kept, and processes that live at one time: as many as the kernel has slots. More spans than that
 * could not be told apart in any picture. */
enum { COURSES_MAX = 1 << 14, LIVING_MAX = NPROC, SPANS_MAX = 4096 };

/* A process that lives, while its course is written. */
struct track {
	size_t course;
	uint32_t pid;
	bool lent;
	bool borrows; /* made by vfork, and still in its parent's program */
	enum lane_state state;
	uint64_t since;
	size_t call; /* 1 + number of its system call, 0: it is in none */
};

struct tracks {
	struct chronicle *chronicle;
	struct track living[LIVING_MAX];
	size_t count;
};

static struct track *find_track(struct tracks *ts, uint32_t pid)
{
	for (size_t i = ts->count; i-- > 0;)
		if (ts->living[i].pid == pid)
			return &ts->living[i];
	return NULL;
}

static struct course *course_of(const struct tracks *ts, const struct track *tr)
{
	return &ts->chronicle->courses[tr->course];
}

/* The state changes at an instant: the span before it is complete. */
static void change(struct tracks *ts, struct track *tr, uint64_t now, enum lane_state state)
{
	struct course *c = course_of(ts, tr);

	if (state == LANE_SLEEP && tr->lent)
		state = LANE_LENT;
	if (state == tr->state)
		return;
	if (now > tr->since) {
		c->spans = alloc_room(c->spans, c->nspans, &c->spans_room, sizeof *c->spans);
		c->spans[c->nspans++] = (struct snap_span){tr->since, now, tr->state};
	}
	tr->state = state;
	tr->since = now;
}

static void end_call(struct tracks *ts, struct track *tr, uint64_t now)
{
	if (tr->call)
		ts->chronicle->syscalls[tr->call - 1].to = now;
	tr->call = 0;
}

static void begin_call(struct tracks *ts, struct track *tr, const struct event *e)
{
	struct chronicle *ch = ts->chronicle;

	end_call(ts, tr, e->icount);
	ch->syscalls = alloc_room(ch->syscalls, ch->nsyscalls, &ch->syscalls_room, sizeof *ch->syscalls);
	ch->syscalls[ch->nsyscalls] = (struct snap_syscall){e->icount, e->icount, e->pid, e->arg[0]};
	tr->call = ++ch->nsyscalls;
}

/* The process is no more. */
static void finish(struct tracks *ts, struct track *tr, uint64_t now)
{
	size_t i = (size_t)(tr - ts->living);

	end_call(ts, tr, now);
	change(ts, tr, now, tr->state == LANE_ZOMBIE ? LANE_RUN : LANE_ZOMBIE);
	memmove(tr, tr + 1, (--ts->count - i) * sizeof *tr);
}

static void call_it(struct course *c, uint64_t now, const char *name)
{
	struct course_name *n;

	c->names = alloc_room(c->names, c->nnames, &c->names_room, sizeof *c->names);
	n = &c->names[c->nnames++];
	n->icount = now;
	snprintf(n->name, sizeof n->name, "%s", name);
}

static void begin(struct tracks *ts, uint32_t pid, uint32_t parent, uint64_t now)
{
	struct chronicle *ch = ts->chronicle;
	const struct track *from = find_track(ts, parent);
	char name[SNAP_NAME] = "";

	if (pid == 0 || ch->ncourses == COURSES_MAX || ts->count == LIVING_MAX || find_track(ts, pid))
		return;
	if (from)
		snprintf(name, sizeof name, "%s", course_name(course_of(ts, from), now));
	ch->courses = alloc_room(ch->courses, ch->ncourses, &ch->courses_room, sizeof *ch->courses);
	ch->courses[ch->ncourses] = (struct course){.pid = pid, .begin = now};
	if (name[0])
		call_it(&ch->courses[ch->ncourses], now, name);
	ts->living[ts->count++] =
		(struct track){.course = ch->ncourses++, .pid = pid, .state = LANE_READY, .since = now};
}

static void process_state(struct tracks *ts, struct track *tr, const struct event *e)
{
	switch (e->arg[1]) {
	case SSLEEP:
	case SWAIT:
	case SSTOP:
		tr->lent = tr->lent || e->arg[2] & SNOVM;
		change(ts, tr, e->icount, LANE_SLEEP);
		break;
	case SRUN:
		if (tr->state != LANE_RUN)
			change(ts, tr, e->icount, LANE_READY);
		break;
	case SZOMB:
		change(ts, tr, e->icount, LANE_ZOMBIE);
		break;
	default:
		break;
	}
}

static void follow_event(struct tracks *ts, const struct event *e)
{
	struct track *tr, *to;
	const char *slash;

	switch (e->kind) {
	case EV_PROC_CREATE:
		begin(ts, e->arg[0], e->arg[1], e->icount);
		if ((tr = find_track(ts, e->arg[0])))
			tr->borrows = e->arg[2] == MADE_BY_VFORK;
		break;
	case EV_PROC_STATE:
		if ((tr = find_track(ts, e->arg[0])))
			process_state(ts, tr, e);
		break;
	case EV_PROC_SWITCH:
		tr = find_track(ts, e->arg[0]);
		to = find_track(ts, e->arg[1]);
		if (tr && tr->state == LANE_RUN && tr != to)
			change(ts, tr, e->icount, LANE_READY);
		if (to)
			change(ts, to, e->icount, LANE_RUN);
		break;
	case EV_VM_PASS:
	case EV_VM_RETURN:
		/* The process without memory is a lender until the memory comes back. */
		tr = find_track(ts, e->kind == EV_VM_PASS ? e->arg[0] : e->arg[1]);
		if (tr)
			tr->lent = e->kind == EV_VM_PASS;
		break;
	case EV_EXEC_COMMIT:
		slash = strrchr(e->text, '/');
		if ((tr = find_track(ts, e->pid)))
			tr->borrows = false;
		if (tr && e->text[0])
			call_it(course_of(ts, tr), e->icount, slash ? slash + 1 : e->text);
		break;
	case EV_EXIT_END:
		if ((tr = find_track(ts, e->pid))) {
			end_call(ts, tr, e->icount);
			change(ts, tr, e->icount, LANE_ZOMBIE);
		}
		break;
	case EV_SYSCALL_ENTER:
		if ((tr = find_track(ts, e->pid)))
			begin_call(ts, tr, e);
		break;
	case EV_SYSCALL_EXIT:
	case EV_EXEC_DONE:
		if ((tr = find_track(ts, e->pid)))
			end_call(ts, tr, e->icount);
		break;
	case EV_WAIT_REAP:
		if ((tr = find_track(ts, e->arg[0])))
			finish(ts, tr, e->icount);
		break;
	default:
		break;
	}
}

/* Makes two spans of every four, until they are few enough. A process mostly goes to and fro between two states:
 * how long it was in each stays true. */
static void thin_out(struct course *c)
{
	while (c->nspans > SPANS_MAX) {
		size_t kept = 0, i = 0;

		for (; i + 4 <= c->nspans; i += 4) {
			const struct snap_span a = c->spans[i], b = c->spans[i + 1], then = c->spans[i + 2];
			uint64_t middle = a.to + (then.to - then.from), to = c->spans[i + 3].to;

			c->spans[kept++] = (struct snap_span){a.from, middle, a.state};
			c->spans[kept++] = (struct snap_span){middle, to, b.state};
		}
		while (i < c->nspans)
			c->spans[kept++] = c->spans[i++];
		c->nspans = kept;
	}
}

static int by_pid_and_event(const void *a, const void *b)
{
	const struct exec_step *x = a, *y = b;

	if (x->pid != y->pid)
		return x->pid < y->pid ? -1 : 1;
	return x->event < y->event ? -1 : x->event > y->event;
}

/* For qsort_r: numbers of courses. */
static int by_pid(const void *a, const void *b, void *courses)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	uint32_t pid = ((const struct course *)courses)[x].pid, other = ((const struct course *)courses)[y].pid;

	if (pid != other)
		return pid < other ? -1 : 1;
	return x < y ? -1 : x > y;
}

void chronicle_write(struct chronicle *ch, const struct timeline *t)
{
	struct tracks ts = {.chronicle = ch};
	const struct track *tr;
	size_t nevents = timeline_nevents(t);

	for (size_t i = 0; i < nevents; i++) {
		const struct event *e = timeline_event(t, i);

		follow_event(&ts, e);
		tr = e->kind == EV_SYSCALL_EXIT ? find_track(&ts, e->pid) : NULL;
		if (event_notable(e, tr && tr->borrows)) {
			ch->notable = alloc_room(ch->notable, ch->nnotable, &ch->notable_room, sizeof *ch->notable);
			ch->notable[ch->nnotable++] = (struct snap_tick){e->icount, e->kind, (long)i, e->pid};
		}
		if (e->kind == EV_EXEC_COMMIT || e->kind == EV_EXEC_DONE) {
			ch->execs = alloc_room(ch->execs, ch->nexecs, &ch->execs_room, sizeof *ch->execs);
			ch->execs[ch->nexecs++] = (struct exec_step){e->pid, (long)i, e->kind == EV_EXEC_COMMIT};
		}
	}
	while (ts.count)
		finish(&ts, &ts.living[ts.count - 1], timeline_end(t));
	for (size_t i = 0; i < ch->ncourses; i++)
		thin_out(&ch->courses[i]);
	ch->by_pid = alloc_new(ch->ncourses, sizeof *ch->by_pid);
	for (size_t i = 0; i < ch->ncourses; i++)
		ch->by_pid[i] = i;
	qsort_r(ch->by_pid, ch->ncourses, sizeof *ch->by_pid, by_pid, ch->courses);
	if (ch->nexecs)
		qsort(ch->execs, ch->nexecs, sizeof *ch->execs, by_pid_and_event);
}

void chronicle_release(struct chronicle *ch)
{
	for (size_t i = 0; i < ch->ncourses; i++) {
		free(ch->courses[i].spans);
		free(ch->courses[i].names);
	}
	free(ch->courses);
	free(ch->by_pid);
	free(ch->notable);
	free(ch->execs);
	free(ch->syscalls);
	memset(ch, 0, sizeof *ch);
}

size_t chronicle_begun(const struct chronicle *ch, uint64_t icount)
{
	struct search in = search_among(ch->ncourses);

	while (search_goes_on(&in))
		search_tell(&in, ch->courses[in.at].begin <= icount);
	return in.found;
}

long chronicle_course(const struct chronicle *ch, uint32_t pid, uint64_t icount)
{
	struct search in = search_among(ch->ncourses);

	while (search_goes_on(&in)) {
		const struct course *c = &ch->courses[ch->by_pid[in.at]];

		search_tell(&in, c->pid < pid || (c->pid == pid && c->begin <= icount));
	}
	return in.found && ch->courses[ch->by_pid[in.found - 1]].pid == pid ? (long)ch->by_pid[in.found - 1] : -1;
}

uint64_t chronicle_ran(const struct chronicle *ch, uint32_t pid, uint64_t icount)
{
	long number = chronicle_course(ch, pid, icount);
	const struct course *c = number < 0 ? NULL : &ch->courses[number];
	struct search in = search_among(c ? c->nspans : 0);
	size_t i;

	while (search_goes_on(&in))
		search_tell(&in, c->spans[in.at].from <= icount);
	for (i = in.found; i > 0 && c->spans[i - 1].state != LANE_RUN; i--)
		;
	return i == 0 ? 0 : c->spans[i - 1].to < icount ? c->spans[i - 1].to : icount;
}

const char *course_name(const struct course *c, uint64_t icount)
{
	struct search in = search_among(c->nnames);

	while (search_goes_on(&in))
		search_tell(&in, c->names[in.at].icount <= icount);
	return c->nnames ? c->names[in.found ? in.found - 1 : 0].name : "";
}

bool chronicle_between_programs(const struct chronicle *ch, uint32_t pid, long event)
{
	const struct exec_step now = {.pid = pid, .event = event};
	struct search in = search_among(ch->nexecs);

	while (search_goes_on(&in))
		search_tell(&in, by_pid_and_event(&ch->execs[in.at], &now) <= 0);
	return in.found && ch->execs[in.found - 1].pid == pid && ch->execs[in.found - 1].committed;
}

long chronicle_notable(const struct chronicle *ch, long event, int way)
{
	long bound = way > 0 ? event : event - 1; /* up to it all lie before what is wanted, or are it */
	struct search in = search_among(ch->nnotable);

	while (search_goes_on(&in))
		search_tell(&in, ch->notable[in.at].seq <= bound);
	if (way > 0)
		return in.found < ch->nnotable ? ch->notable[in.found].seq : -1;
	return in.found ? ch->notable[in.found - 1].seq : -1;
}
