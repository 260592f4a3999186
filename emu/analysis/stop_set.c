/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks for stops in a run: see stop_set.h. */
#include "analysis/stop_set.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/process_view.h"
#include "base/alloc.h"
#include "replay/timeline_lookout.h"

enum { LOOKS = 8 /* close looks at single stores in an interval */ };

/* A search, over one piece after the other. */
struct hunt {
	struct session *session;
	const struct stop_set *set;
	uint64_t now;
	bool backward;
	bool found; /* something, in this piece */
	struct stop_found *best;
	bool listening;    /* to a passage, which need not go on when something is found */
	unsigned notes;    /* how many times something nearer was found */
	uint32_t pa, size; /* what is looked for closely, and whether it was stored into */
	bool touched;
	struct write_span span; /* instructions one of which may be at a point */
	bool reads;             /* those are wanted, too */
	bool in_uarea;          /* a watch is: there are no books about that */
	struct kernel_view view;
	struct process_view owner[STOP_WATCHES]; /* of the watches, as of last time: in which slots they are */
	uint8_t *frames[STOP_WATCHES];           /* by page frame: was it ever one of the watch's? */
	uint32_t nframes;
};

/* Is an instant nearer than what was found so far? */
static bool nearer(const struct hunt *h, uint64_t icount)
{
	return !h->found || (h->backward ? icount > h->best->icount : icount < h->best->icount);
}

static void note(struct hunt *h, const struct passage *at, const struct stop_found *found)
{
	h->found = true;
	h->notes++;
	*h->best = *found;
	h->best->pid = at->pid;
	if (!h->backward && h->listening) /* what comes now is farther away */
		machine_stop_here(at->machine);
}

/* Instructions -------------------------------------------------------------------------------- */

static bool is_point(const struct stop_set *set, const struct passage *at)
{
	if (set->own && at->pid != set->pid)
		return false;
	for (size_t i = 0; i < set->npoints; i++) {
		const struct stop_point *p = &set->points[i];

		if (p->pc == at->pc && (!at->user || !*p->program || !strcmp(p->program, at->program)))
			return true;
	}
	return false;
}

static bool is_step(const struct stop_set *set, const struct passage *at)
{
	return set->step && at->pid == set->pid && (at->user || set->kernel) &&
	       !(at->pc >= set->from && at->pc < set->to);
}

static void on_insn(void *arg, const struct passage *at)
{
	struct hunt *h = arg;
	bool point;

	if (at->icount == h->now || !nearer(h, at->icount))
		return;
	point = is_point(h->set, at);
	if (point || is_step(h->set, at))
		note(h, at, &(struct stop_found){.reason = point ? STOPPED_POINT : STOPPED_STEP, .icount = at->icount});
}

/* Memory -------------------------------------------------------------------------------------- */

/* For passage_ear.touches, without instructions: may it be one of them? */
static bool near_watch(void *arg, uint32_t pa, uint32_t size)
{
	const struct hunt *h = arg;
	uint32_t there = pa & PGOFSET;

	for (size_t i = 0; i < h->set->nwatches; i++) {
		const struct stop_watch *w = &h->set->watches[i];
		uint32_t offset = w->va & PGOFSET;

		if (offset + w->size > NBPG || (there < offset + w->size && there + size > offset))
			return true;
	}
	return false;
}

/* Where a byte of a watch lies now. False: nowhere. */
static bool watched_at(struct hunt *h, size_t i, uint32_t va, uint32_t *pa)
{
	struct process_view *owner = &h->owner[i];
	uint32_t pid = h->set->watches[i].pid;
	struct proc p;

	if (va >= S0BASE && (va < UADDR || va >= KSTACKTOP)) {
		*pa = va - S0BASE;
		return true;
	}
	if (!owner->view || !kernel_proc(&h->view, owner->slot, &p) || p.p_pid != pid) /* else it is where it was */
		owner->slot = kernel_find(&h->view, pid, &p);
	if (owner->slot < 0 || !process_view_slot(owner, &h->view, owner->slot))
		return false;
	return process_translate(owner, va, pa);
}

/* Does something at [pa, pa + size) touch a watch? Cheap first: within a page both lie alike. */
static bool touches_watch(struct hunt *h, size_t i, uint32_t pa, uint32_t size, uint32_t *va, uint32_t *at)
{
	const struct stop_watch *w = &h->set->watches[i];

	for (uint32_t done = 0, part; done < w->size; done += part) {
		uint32_t from = w->va + done, offset = from & PGOFSET, there = pa & PGOFSET;

		part = NBPG - offset < w->size - done ? NBPG - offset : w->size - done;
		if (there >= offset + part || there + size <= offset)
			continue;
		if (!watched_at(h, i, from, at) || pa >= *at + part || pa + size <= *at)
			continue;
		*va = pa > *at ? from + (pa - *at) : from;
		*at = pa > *at ? pa : *at;
		return true;
	}
	return false;
}

/* Is what is stored there else than what is there? */
static bool changes(const struct passage *at, const struct store *s, uint32_t pa, const struct stop_watch *w,
                    uint32_t va)
{
	uint32_t n = w->va + w->size - va, left = s->pa + s->size - pa;

	n = n < left ? n : left;
	n = n < NBPG - (pa & PGOFSET) ? n : NBPG - (pa & PGOFSET);
	return memcmp(machine_ram(at->machine) + pa, s->bytes + (pa - s->pa), n) != 0;
}

static void consider_store(struct hunt *h, const struct passage *at, const struct store *s)
{
	uint64_t icount = s->icount + !h->backward;

	for (size_t i = 0; i < h->set->nwatches && nearer(h, icount); i++) {
		const struct stop_watch *w = &h->set->watches[i];
		uint32_t va, pa;
		unsigned use = w->uses & (STOP_CHANGE | STOP_STORE);

		if (!use || !touches_watch(h, i, s->pa, s->size, &va, &pa) ||
		    (use == STOP_CHANGE && !changes(at, s, pa, w, va)))
			continue;
		note(h, at,
		     &(struct stop_found){.reason = STOPPED_WATCH, .icount = icount, .watch = i, .va = va, .use = use});
	}
}

static void on_store(void *arg, const struct passage *at, const struct store *s)
{
	struct hunt *h = arg;

	if (near_watch(h, s->pa, s->size))
		consider_store(h, at, s);
}

static void on_load(void *arg, const struct passage *at, const struct load *l)
{
	struct hunt *h = arg;
	uint64_t icount = l->icount + !h->backward;

	for (size_t i = 0; i < h->set->nwatches && nearer(h, icount); i++) {
		uint32_t va, pa;

		if ((h->set->watches[i].uses & STOP_READ) && touches_watch(h, i, l->pa, l->size, &va, &pa))
			note(h, at,
			     &(struct stop_found){.reason = STOPPED_WATCH,
			                          .icount = icount,
			                          .watch = i,
			                          .va = va,
			                          .use = STOP_READ});
	}
}

/* Where a watch may have been stored into ----------------------------------------------------- */

/* The page frames that were ever taken for a page of a watch: a process that shares or borrows memory has it at the
 * same addresses. */
static void find_frames(struct hunt *h)
{
	const struct timeline *t = session_timeline(h->session);
	uint32_t frames = timeline_config(t)->ram / NBPG;
	const struct event *e;

	h->nframes = frames;
	for (size_t i = 0; i < h->set->nwatches; i++) {
		const struct stop_watch *w = &h->set->watches[i];
		uint32_t first = w->va / NBPG, last = (w->va + w->size - 1) / NBPG;

		h->reads = h->reads || (w->uses & STOP_READ);
		h->in_uarea = h->in_uarea || (w->va < KSTACKTOP && w->va + w->size > UADDR);
		h->frames[i] = alloc_new(frames, 1);
		for (size_t n = 0; w->va < S0BASE && (e = timeline_event(t, n)); n++)
			if (e->kind == EV_PAGE_ALLOC && (e->arg[3] == first || e->arg[3] == last) && e->arg[0] < frames)
				h->frames[i][e->arg[0]] = 1;
	}
}

/* May something have been stored into a part of a watch that lies in one page, in that interval of the run? */
static bool part_may(const struct hunt *h, size_t i, uint32_t va, uint32_t size, size_t interval)
{
	const struct timeline *t = session_timeline(h->session);
	const struct write_index *index = session_cache(h->session)->writes;

	if (va >= S0BASE)
		return (va >= UADDR && va < KSTACKTOP) || va - S0BASE >= h->nframes * NBPG ||
		       write_index_may(index, t, interval, va - S0BASE, size);
	for (uint32_t frame = 0; frame < h->nframes; frame++)
		if (h->frames[i][frame] && write_index_may(index, t, interval, frame * NBPG + (va & PGOFSET), size))
			return true;
	return false;
}

/* May something have been stored into a watch in a stretch? */
static bool may_touch(const struct hunt *h, uint64_t begin, uint64_t behind)
{
	const struct timeline *t = session_timeline(h->session);
	size_t first = timeline_interval(t, begin + 1), last = timeline_interval(t, behind);

	for (size_t i = 0; i < h->set->nwatches; i++) {
		const struct stop_watch *w = &h->set->watches[i];

		for (uint32_t done = 0, part; done < w->size; done += part) {
			uint32_t va = w->va + done, left = NBPG - (va & PGOFSET);

			part = left < w->size - done ? left : w->size - done;
			for (size_t k = first; k <= last; k++)
				if (part_may(h, i, va, part, k))
					return true;
		}
	}
	return false;
}

/* The search ---------------------------------------------------------------------------------- */

/* The nearest signal that is about to act; NULL: none. */
static const struct event *next_signal(const struct hunt *h, uint64_t border)
{
	const struct timeline *t = session_timeline(h->session);
	long i = (long)timeline_events_until(t, h->backward && h->now ? h->now - 1 : h->now) - h->backward;
	const struct event *e;

	if (!h->set->signals || (h->backward && !h->now))
		return NULL;
	for (; i >= 0 && (e = timeline_event(t, (size_t)i)); i += h->backward ? -1 : 1) {
		if (h->backward ? e->icount < border : e->icount > border)
			return NULL;
		if (e->kind == EV_SIGNAL_DELIVER && !(e->arg[0] < 32 && h->set->passed >> e->arg[0] & 1))
			return e;
	}
	return NULL;
}

static void on_close(void *arg, const struct store *s)
{
	struct hunt *h = arg;
	const struct passage at = {
		.icount = s->icount,
		.pid = timeline_pid(session_timeline(h->session), s->icount, NULL),
		.machine = timeline_watched(session_timeline(h->session)),
	};

	if (s->pa >= h->pa + h->size || s->pa + s->size <= h->pa)
		return;
	h->touched = true;
	consider_store(h, &at, s);
}

static bool look_closely(struct hunt *h, uint64_t from, uint64_t to, char *error)
{
	struct timeline *t = session_timeline(h->session);

	return timeline_detail(t, from, to, NULL, on_close, NULL, h) || error_set(error, "%s", timeline_failure(t));
}

/* Looks for stores into h->pa in the part [from, to) of an interval: where they are the write index tells, at nearly
 * full speed; whether they count, and which of them is the nearest, a close look. Of many that do not count it is
 * quicker to look at all. */
static bool look_up(struct hunt *h, uint64_t from, uint64_t to, char *error)
{
	struct timeline *t = session_timeline(h->session);
	struct write_index *index = session_cache(h->session)->writes;
	struct write_span span = {0};

	for (int looks = 0; from < to; looks++) {
		unsigned notes = h->notes;

		if (looks == LOOKS)
			return look_closely(h, from, to, error);
		if (!(h->backward ? write_index_last : write_index_first)(index, t, from, to, h->pa, h->size, &span,
		                                                          error))
			return false;
		if (span.from == span.to)
			return true;
		h->touched = false;
		if (!look_closely(h, span.from, span.to, error))
			return false;
		if (h->notes != notes)
			return true;
		/* one that goes on in another page is told in detail as its first part only: it may be any */
		if (!h->touched)
			return look_closely(h, from, to, error);
		if (h->backward)
			to = span.from;
		else
			from = span.to;
	}
	return true;
}

/* Looks for stores into a part of a watch that lies in one page, wherever that page may be. */
static bool look_for_part(struct hunt *h, size_t i, uint32_t va, uint32_t size, size_t interval, uint64_t from,
                          uint64_t to, char *error)
{
	const struct timeline *t = session_timeline(h->session);
	const struct write_index *index = session_cache(h->session)->writes;

	h->size = size;
	for (uint32_t frame = 0; frame < h->nframes; frame++) {
		h->pa = va >= S0BASE ? va - S0BASE : frame * NBPG + (va & PGOFSET);
		if ((va >= S0BASE || h->frames[i][frame]) && h->pa / NBPG < h->nframes &&
		    write_index_may(index, t, interval, h->pa, size) && !look_up(h, from, to, error))
			return false;
		if (va >= S0BASE)
			break;
	}
	return true;
}

/* Goes through a piece in which nothing but stores is wanted. */
static bool look_for_stores(struct hunt *h, uint64_t begin, uint64_t behind, char *error)
{
	struct timeline *t = session_timeline(h->session);

	while (begin < behind) {
		size_t interval = timeline_interval(t, begin + 1);
		const struct checkpoint *next = timeline_checkpoint(t, interval + 1);
		uint64_t to = next && next->icount < behind ? next->icount : behind;

		for (size_t i = 0; i < h->set->nwatches; i++) {
			const struct stop_watch *w = &h->set->watches[i];

			for (uint32_t done = 0, part; done < w->size; done += part) {
				uint32_t left = NBPG - ((w->va + done) & PGOFSET);

				part = left < w->size - done ? left : w->size - done;
				if (!look_for_part(h, i, w->va + done, part, interval, begin, to, error))
					return false;
			}
		}
		begin = to;
	}
	return true;
}

/* Goes through a piece in detail. */
static bool go_through(struct hunt *h, uint64_t begin, uint64_t behind, char *error)
{
	const struct stop_set *set = h->set;
	bool insns = set->npoints || set->step;
	const struct passage_ear ear = {
		.arg = h,
		.insn = insns ? on_insn : NULL,
		.store = may_touch(h, begin, behind) ? on_store : NULL,
		.load = h->reads ? on_load : NULL,
		.touches = near_watch,
		.reg = -1,
	};
	bool ok;

	h->listening = true;
	ok = (!insns && !ear.store && !ear.load) || passage_listen(h->session, begin, behind, &ear, error);
	h->listening = false;
	return ok;
}

/* A block has been entered that holds a point. */
static void on_lookout(void *arg, uint64_t from, uint64_t to)
{
	struct hunt *h = arg;

	if (h->backward || h->span.from == h->span.to)
		h->span = (struct write_span){from, to};
}

/* Looks for points in a piece: at full speed for where they may be, and there in detail, also for stores. What lies
 * beyond something that was found need not be looked at. */
static bool look_for_points(struct hunt *h, uint64_t begin, uint64_t behind, char *error)
{
	struct lookout lookout = {.count = h->set->npoints, .tell = on_lookout, .arg = h};
	const struct passage_ear ear = {.arg = h, .insn = on_insn, .reg = -1};
	struct timeline *t = session_timeline(h->session);

	for (size_t i = 0; i < lookout.count; i++)
		lookout.pcs[i] = h->set->points[i].pc;
	if (h->found && h->backward && h->best->icount > begin)
		begin = h->best->icount;
	else if (h->found && !h->backward && h->best->icount < behind)
		behind = h->best->icount;
	for (int looks = 0; begin < behind; looks++) {
		unsigned notes = h->notes;
		bool ok;

		h->span = (struct write_span){0};
		if (looks == LOOKS)
			h->span = (struct write_span){begin, behind}; /* many come by that are not meant */
		else if (!timeline_look_out(t, begin, behind, &lookout))
			return error_set(error, "%s", timeline_failure(t));
		if (h->span.from == h->span.to)
			return true;
		h->span.from = h->span.from > begin ? h->span.from : begin;
		h->span.to = h->span.to < behind ? h->span.to : behind;
		h->listening = true;
		ok = passage_listen(h->session, h->span.from, h->span.to, &ear, error);
		h->listening = false;
		if (!ok || h->notes != notes)
			return ok;
		if (h->backward)
			behind = h->span.from;
		else
			begin = h->span.to;
	}
	return true;
}

/* Looks through a piece in the quickest way. */
static bool look_through(struct hunt *h, uint64_t begin, uint64_t behind, char *error)
{
	struct timeline *t = session_timeline(h->session);

	if (!timeline_watched(t))
		return error_set(error, "%s", timeline_failure(t));
	kernel_view_within(&h->view, timeline_watched(t), &session_cache(h->session)->names);
	if (h->set->step || h->reads || h->in_uarea || h->set->npoints > LOOKOUT_MAX)
		return go_through(h, begin, behind, error);
	return look_for_stores(h, begin, behind, error) &&
	       (!h->set->npoints || look_for_points(h, begin, behind, error));
}

static bool hunt(struct hunt *h, uint64_t border, char *error)
{
	struct timeline *t = session_timeline(h->session);
	struct passage_pieces pieces;
	uint64_t begin, behind;

	passage_pieces(&pieces, t, h->backward ? border : h->now, h->backward ? h->now : border, h->backward);
	while (!h->found && passage_piece(&pieces, &begin, &behind)) {
		if (!passage_in_time(&pieces, error))
			return false;
		if (look_through(h, begin, behind, error))
			continue;
		if (!timeline_stopped(t))
			return false;
		h->found = true;
		h->best->reason = STOPPED_ASKED;
		h->best->icount = h->backward ? behind : begin;
	}
	return true;
}

bool stop_set_find(struct session *session, const struct stop_set *set, uint64_t now, uint64_t border,
                   struct stop_found *found, char error[ERROR_MAX])
{
	struct timeline *t = session_timeline(session);
	struct hunt *h = alloc_new(1, sizeof *h);
	const struct event *signal;
	bool ok;

	*h = (struct hunt){.session = session, .set = set, .now = now, .backward = border < now, .best = found};
	if (border > timeline_end(t))
		border = timeline_end(t);
	signal = next_signal(h, border);
	border = signal ? signal->icount : border;
	*found = (struct stop_found){.reason = signal ? STOPPED_SIGNAL : STOPPED_END, .icount = border};
	if (signal)
		found->signal = signal->arg[0];
	find_frames(h);
	ok = hunt(h, border, error);
	if (ok && found->reason != STOPPED_POINT && found->reason != STOPPED_STEP && found->reason != STOPPED_WATCH)
		found->pid = timeline_pid(t, found->icount, NULL);
	for (size_t i = 0; i < set->nwatches; i++)
		free(h->frames[i]);
	free(h);
	return ok;
}
