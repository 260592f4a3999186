/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks programs. See examine.h. */
#include "check/examine.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/where.h"
#include "base/alloc.h"
#include "base/output.h"
#include "check/causes.h"
#include "replay/trace.h"

enum {
	LOANS_WATCHED = 200, /* of a run: the first ones; loops that lend do the same each time */
	RESTARTS = 64,       /* loans of one lender, its stack lower each time: it does not call, it begins anew */
	TICK = 10000,        /* microseconds between two ticks of the guest's clock */
	DIAGNOSTICS = 1 << 16,
};

/* Instructions for which lenders are followed behind their loans, each, and all of a run together. */
#define FOLLOW_EACH 2000000
#define FOLLOW_ALL 8000000

struct examiner {
	const struct examine_how *how;
	struct timeline *used; /* the last one, whose machines are taken for the next */
	bool recorded;
};

struct examiner *examiner_new(const struct examine_how *how)
{
	struct examiner *x = alloc_new(1, sizeof *x);

	x->how = how;
	return x;
}

void examiner_free(struct examiner *x)
{
	timeline_free(x->used);
	free(x);
}

void examined_release(struct examined *ex)
{
	for (size_t i = 0; i < ex->nruns; i++)
		free(ex->runs[i].output);
	free(ex->runs);
	free(ex->words);
	free(ex->said);
	findings_release(&ex->found);
	memset(ex, 0, sizeof *ex);
}

static bool deadlocked(const struct timeline *t)
{
	for (size_t i = timeline_nevents(t); i-- > 0;)
		if (timeline_event(t, i)->kind == EV_DEADLOCK)
			return true;
	return false;
}

static struct examined_run *add_run(struct examined *ex, unsigned level, size_t system, uint32_t skew)
{
	ex->runs = alloc_room(ex->runs, ex->nruns, &ex->runs_room, sizeof *ex->runs);
	ex->runs[ex->nruns] = (struct examined_run){.level = level, .system = system, .skew = skew};
	return &ex->runs[ex->nruns++];
}

/* A lender that returns into the beginning of its program lends again and again, and its stack is lower each time. The
 * event with which that is plain; 0: there is no such one. */
static size_t restarts(const struct timeline *t, uint32_t *lender)
{
	struct lender {
		uint32_t pid, low;
		unsigned lower; /* times that it lent with a stack that was lower than ever */
	} *all = NULL;
	size_t n = 0, room = 0, found = 0;
	const struct event *e;

	for (size_t i = 0; !found && (e = timeline_event(t, i)); i++) {
		size_t k = 0;

		if (e->kind != EV_VFORK_BEGIN)
			continue;
		while (k < n && all[k].pid != e->pid)
			k++;
		if (k == n) {
			all = alloc_room(all, n, &room, sizeof *all);
			all[n++] = (struct lender){e->pid, e->arg[2], 0};
		} else if (e->arg[2] < all[k].low) {
			all[k].low = e->arg[2];
			found = ++all[k].lower == RESTARTS ? i : 0;
			*lender = e->pid;
		}
	}
	free(all);
	return found;
}

/* Runs it to its end, or up to an event (0: none). NULL and a line in error if there can be no such machine. */
static struct timeline *run_until(struct examiner *x, const struct run_config *master, const struct examined_run *r,
                                  size_t event, enum drive_end *end, char *error)
{
	struct run_config config = run_config_copy(master);
	struct timeline *t;
	size_t input = 0;

	run_config_system(&config, historic_systems[r->system].name);
	config.skew = r->skew;
	if (event)
		config.limits.events = event;
	t = timeline_instead(&config, x->used, error);
	x->used = NULL;
	run_config_free(&config);
	if (!t)
		return NULL;
	if (x->how->keys)
		timeline_console(t, &(struct console){.arg = &input, .keys = x->how->keys});
	*end = timeline_complete(t);
	timeline_console(t, NULL);
	return t;
}

/* Runs it, and notes how it ends. */
static struct timeline *run(struct examiner *x, const struct run_config *master, struct examined_run *r, char *error)
{
	enum drive_end end;
	struct timeline *t = run_until(x, master, r, 0, &end, error);
	const char *text;
	size_t size;

	if (!t)
		return NULL;
	outcome_word(r->outcome, machine_halt(timeline_machine(t)), end, deadlocked(t));
	snprintf(r->limit, sizeof r->limit, "%s", timeline_problem(t));
	size = timeline_output(t, timeline_end(t), &text);
	r->output = alloc_copy(text, size);
	return t;
}

/* Watches the loans of a run, and finds what there is to find. */
static void look(struct session *session, const struct suppressions *known, struct examined_run *r,
                 struct findings *found, struct site *vfork)
{
	const struct loans *ls = &session_cache(session)->loans;
	const struct timeline *t = session_timeline(session);
	struct causes c = {.session = session,
	                   .level = r->level,
	                   .system = r->system,
	                   .skew = r->skew,
	                   .found = found,
	                   .restarts = r->restarts};
	struct borrowing *all = alloc_new(LOANS_WATCHED, sizeof *all);
	uint64_t follow = FOLLOW_ALL;
	char error[ERROR_MAX];
	bool ok = true, ended = !*r->limit || r->restarts;

	analysis_cache_hold(session_cache(session), true);
	c.borrowings = all;
	for (size_t i = 0; i < ls->count && ok; i++) {
		const struct loan *l = &ls->loan[i];
		struct borrowing *b = &all[c.nborrowings];

		if (!loan_lends(l) && l->kind == LOAN_FORKED)
			continue;
		r->loans++;
		if (c.nborrowings == LOANS_WATCHED) {
			r->left_out++;
			continue;
		}
		ok = borrowing_watch(session, l, b, error);
		c.nborrowings++;
		if (!vfork->line)
			*vfork = b->vfork;
		if (ok && loan_lends(l) && b->own && follow) {
			uint64_t most = follow < FOLLOW_EACH ? follow : FOLLOW_EACH;

			ok = borrowing_follow(session, b, most, error);
			follow -= most;
		}
	}
	if (!ok && !*r->limit)
		snprintf(r->limit, sizeof r->limit, "%s", error);
	causes_of_hazards(&c);
	if (!hazards_all(session, error) && !*r->limit)
		snprintf(r->limit, sizeof r->limit, "%s", error);
	for (size_t i = 0; i < c.nborrowings; i++) {
		if (loan_lends(all[i].loan))
			causes_of_data(&c, &all[i]);
		causes_of_calls(&c, &all[i], ended);
		borrowing_release(&all[i]);
	}
	free(all);
	analysis_cache_hold(session_cache(session), false);
	findings_settle(found);
	for (size_t i = 0; i < found->count; i++) {
		struct finding *f = &found->list[i];

		sites_quote(t, &f->site);
		for (size_t k = 0; k < f->nnotes; k++)
			sites_quote(t, &f->notes[k].site);
		suppression_apply(known, t, f);
	}
	findings_number(found);
}

/* Of what was found in one run those of the levels asked for. */
static void keep(struct examiner *x, struct examined *ex, struct examined_run *r, const struct findings *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct finding *f = &found->list[i];

		if (detector(f->detector)->level > x->how->level)
			continue;
		if (!f->suppressed)
			r->detectors |= 1u << f->detector;
		findings_add(&ex->found, f);
	}
}

static bool record(struct examiner *x, struct timeline *t, const struct examined_run *r, char *error)
{
	if (x->recorded || !x->how->record || !r->detectors)
		return true;
	x->recorded = true;
	return trace_save(t, x->how->record, error);
}

/* One run, watched; r lies in ex. */
static bool examine_run(struct examiner *x, struct examined *ex, const struct run_config *master, unsigned level,
                        size_t system, uint32_t skew, struct site *vfork, char *error)
{
	struct examined_run *r = add_run(ex, level, system, skew);
	struct timeline *t = run(x, master, r, error);
	struct findings found = {0};
	struct session *session;
	uint32_t lender;
	size_t again;
	bool ok;

	if (!t)
		return false;
	again = restarts(t, &lender);
	if (again) { /* all that comes has been seen */
		enum drive_end end;

		x->used = t;
		t = run_until(x, master, r, again, &end, error);
		if (!t)
			return false;
		snprintf(r->limit, sizeof r->limit,
		         "pid %u begins the program again and again: what it does after %d times is not looked at",
		         lender, RESTARTS);
		r->restarts = true;
	}
	session = session_new(t);
	look(session, x->how->suppressions, r, &found, vfork);
	keep(x, ex, r, &found);
	findings_release(&found);
	x->used = session_leave(session);
	ok = record(x, x->used, r, error);
	return ok;
}

bool examine_finding(struct session *session, uint64_t number, struct timeline_mark *mark, char error[ERROR_MAX])
{
	const struct timeline *t = session_timeline(session);
	struct examined_run r = {.system = 0};
	struct findings found = {0};
	struct site vfork = {.line = 0};
	char where[FINDING_WHERE] = "";

	while (r.system + 1 < SYSTEMS_COUNT && strcmp(historic_systems[r.system].name, timeline_config(t)->system) != 0)
		r.system++;
	snprintf(r.limit, sizeof r.limit, "%s", timeline_problem(t));
	look(session, NULL, &r, &found, &vfork);
	for (size_t i = 0; i < found.count; i++)
		if (found.list[i].number == number)
			memcpy(where, found.list[i].where, sizeof where);
	if (!*where)
		error_set(error, "finding#%" PRIu64 ": check finds %zu in this run", number, found.count);
	findings_release(&found);
	return *where && where_mark(session, where, mark, error);
}

/* Contrast ---------------------------------------------------------------------------------------- */

static bool same_run(const struct examined_run *a, const struct examined_run *b)
{
	return !strcmp(a->outcome, b->outcome) && !strcmp(a->output, b->output);
}

/* Does anything explain why the run is another one where memory is copied? */
static bool explained(const struct findings *found)
{
	for (size_t i = 0; i < found->count; i++)
		if (found->list[i].detector <= DETECTOR_PORTABILITY && found->list[i].detector != DETECTOR_DESCRIPTOR)
			return true;
	return false;
}

static void tell_contrast(struct examined *ex, enum detector_id id, const struct site *vfork, size_t a, size_t b)
{
	const struct examined_run *x = &ex->runs[a], *y = &ex->runs[b];
	struct causes c = {.level = x->level, .system = x->system};
	struct finding f = causes_begin(&c, id, SEVERITY_WARNING, vfork, NULL, 0);

	f.where[0] = '\0';
	f.systems |= 1ull << y->system;
	snprintf(f.text, sizeof f.text,
	         id == DETECTOR_ORDER ? "the program prints something else where its vfork does not wait"
	                              : "the program prints something else where vfork copies memory");
	finding_note(&f, NULL, "%s: %s; %s: %s", historic_systems[x->system].name, x->outcome,
	             historic_systems[y->system].name, y->outcome);
	findings_add(&ex->found, &f);
}

/* Runs it where vfork copies, and where it does not even wait, to be held against the first run. */
static bool contrast(struct examiner *x, struct examined *ex, const struct run_config *master, const struct site *vfork,
                     char *error)
{
	static const char *const others[] = {"4.4bsd", "aix"};
	size_t at[2];

	for (size_t i = 0; i < 2; i++) {
		size_t system = 0;
		struct examined_run *r;

		while (strcmp(historic_systems[system].name, others[i]) != 0)
			system++;
		at[i] = ex->nruns;
		r = add_run(ex, ex->runs[0].level, system, ex->runs[0].skew);
		r->contrast = true;
		x->used = run(x, master, r, error);
		if (!x->used)
			return false;
	}
	if (detector_breaks(DETECTOR_DATA, false, ex->runs[0].system) && !same_run(&ex->runs[0], &ex->runs[at[0]]) &&
	    !explained(&ex->found))
		tell_contrast(ex, DETECTOR_PORTABILITY, vfork, 0, at[0]);
	if (!same_run(&ex->runs[at[0]], &ex->runs[at[1]]))
		tell_contrast(ex, DETECTOR_ORDER, vfork, at[0], at[1]);
	return true;
}

/* ------------------------------------------------------------------------------------------------- */

/* What the first compilation says is kept, the same again is not. */
static bool prepare(struct examiner *x, struct examined *ex, const char *const *argv, unsigned level,
                    struct run_config *config, char *error)
{
	struct launch launch = x->how->launch;
	char *said = alloc_new(DIAGNOSTICS, 1), *directory = NULL;
	const char *slash = strrchr(argv[0], '/');
	bool ok;

	launch.optimize = x->how->levels[level];
	if (!library_compiles(argv[0]) && slash && !launch.sources) /* made with `vforkscope cc` there */
		launch.sources = directory = alloc_format("%.*s", (int)(slash - argv[0]) + 1, argv[0]);
	output_collect(said, DIAGNOSTICS);
	ok = library_prepare(&launch, argv, config, error);
	output_collect(NULL, 0);
	if (!level || !ok) {
		free(ex->said);
		ex->said = alloc_string(said);
	}
	free(said);
	free(directory);
	return ok;
}

/* The clock's phase of the so many-th run: from what the user has asked for on, by equal parts of a tick. */
static uint32_t phase(const struct examine_how *how, unsigned s)
{
	uint32_t skew = how->launch.skew + s * TICK / how->schedules;

	return skew > MACHINE_SKEW_MAX ? skew - TICK : skew;
}

static void compare_outputs(struct examined *ex)
{
	for (size_t i = 1; i < ex->nruns; i++)
		ex->output_differs |= !same_run(&ex->runs[0], &ex->runs[i]);
}

bool examine(struct examiner *x, const char *const *argv, struct examined *ex)
{
	const struct examine_how *how = x->how;
	size_t nlevels = library_compiles(argv[0]) ? how->nlevels : 1;
	struct site vfork = {.line = 0};
	size_t n = 0;
	bool ok = true;

	memset(ex, 0, sizeof *ex);
	ex->program = argv[0];
	while (argv[n])
		n++;
	ex->words = alloc_new(n + 1, sizeof *ex->words);
	memcpy(ex->words, argv, n * sizeof *argv);
	ex->compiled = library_compiles(argv[0]);
	for (unsigned level = 0; ok && level < nlevels; level++) {
		/* on the other systems one level is enough: what they do differently is not the compiler's */
		size_t nsystems = level ? 1 : how->nsystems;
		struct run_config master;

		ok = prepare(x, ex, argv, level, &master, ex->error);
		if (!ok)
			break;
		for (size_t i = 0; ok && i < nsystems; i++)
			for (unsigned s = 0; ok && s < how->schedules; s++)
				ok = examine_run(x, ex, &master, level, how->systems[i], phase(how, s), &vfork,
				                 ex->error);
		if (ok && !level && how->level >= LEVEL_SYSTEMS && how->nsystems == 1)
			ok = contrast(x, ex, &master, &vfork, ex->error);
		run_config_free(&master);
	}
	findings_sort(&ex->found);
	compare_outputs(ex);
	return ok;
}
