/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is true of every run, tried with random programs (random_program.h) at random instants: a step and its opposite
 * lead back, to the same state; who wrote a word is what a whole run in detail tells; a branch without an intervention
 * is the same run; a branch is the same whatever checkpoints there are, and as a trace; what a trace shows is what the
 * run showed; hazards are the same; and wherever a machine is stopped on its way, it comes to the same states.
 *
 *	fuzz_instants FROM COUNT DIRECTORY    tries the programs of these numbers; files for a while go to DIRECTORY
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/action.h"
#include "analysis/hazard.h"
#include "analysis/step.h"
#include "analysis/writer.h"
#include "base/alloc.h"
#include "image/compiler.h"
#include "image/library.h"
#include "random_program.h"
#include "replay/trace.h"
#include "visualizer/scene.h"

enum { MOVES = 6, WORDS = 20, PLACES = 3, STOPS = 12, BRANCHES = 3, TRIES = 40, INSTRUCTIONS = 3000000 };

static const char *const systems[] = {"4.3bsd", "4.3bsd", "4.4bsd", "linux", "sunos4", "uclinux", "private-stack"};

/* One program's runs: the same, with checkpoints at other instants. */
struct trial {
	uint64_t number, series;
	const char *system;
	char *path; /* of a trace, for a while */
	uint8_t *elf;
	size_t size;
	struct session *session, *other;
	char error[ERROR_MAX];
};

static unsigned failures, tried, branches, hazards;

static bool fails(const struct trial *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool fails(const struct trial *t, const char *format, ...)
{
	va_list ap;

	printf("# program %" PRIu64 ", %s: ", t->number, t->system);
	va_start(ap, format);
	vprintf(format, ap);
	va_end(ap);
	putchar('\n');
	failures++;
	return false;
}

static uint32_t below(struct trial *t, uint64_t n)
{
	return random_next(&t->series, n < UINT32_MAX ? (uint32_t)n : UINT32_MAX);
}

/* The state at an instant; 0 and a line if it cannot be reached. */
static uint64_t hash_at(struct trial *trial, struct timeline *t, uint64_t icount)
{
	if (timeline_seek(t, icount))
		return machine_hash(timeline_machine(t));
	fails(trial, "@%" PRIu64 ": %s", icount, timeline_failure(t));
	return 0;
}

static struct timeline_mark any_mark(struct trial *trial, const struct timeline *t)
{
	struct timeline_mark mark;

	step_to(t, &mark, below(trial, timeline_end(t) + 1));
	return mark;
}

/* Steps -------------------------------------------------------------------------------------------- */

/* From an instant where such a step has led, forward and back, or back and forward. Over and out of calls there may be
 * no way back: then the state is the same when one comes there again. */
static bool moves(struct trial *trial)
{
	struct session *session = trial->session;
	struct timeline *t = session_timeline(session);

	for (int i = 0; i < MOVES; i++) {
		enum step_unit unit = (enum step_unit)below(trial, STEP_COUNT);
		int64_t n = 1 + below(trial, unit == STEP_INSN ? 3000 : 4), way = below(trial, 2) ? 1 : -1;
		struct timeline_mark start = any_mark(trial, t), from, to, back;
		uint64_t hash;

		from = start;
		if (!step_move(session, &from, unit, way, trial->error) || !(hash = hash_at(trial, t, from.icount)))
			continue;
		to = from;
		if (!step_move(session, &to, unit, n * way, trial->error))
			continue;
		hash_at(trial, t, to.icount);
		back = to;
		if (unit == STEP_OVER || unit == STEP_OUT) {
			back = start;
			if (!step_move(session, &back, unit, way, trial->error))
				return fails(trial, "@%" PRIu64 ": unit %d is not the second time: %s", start.icount,
				             unit, trial->error);
		} else if (!step_move(session, &back, unit, -n * way, trial->error)) {
			return fails(trial, "@%" PRIu64 ": unit %d, %" PRIi64 " times, and not back: %s", from.icount,
			             unit, n * way, trial->error);
		}
		if (timeline_mark_order(&back, &from) != 0 || hash_at(trial, t, back.icount) != hash)
			return fails(trial,
			             "@%" PRIu64 ".%u: unit %d, %" PRIi64 " times to @%" PRIu64
			             ".%u, is back at @%" PRIu64 ".%u",
			             from.icount, from.hazard, unit, n * way, to.icount, to.hazard, back.icount,
			             back.hazard);
	}
	return true;
}

/* Who ---------------------------------------------------------------------------------------------- */

struct ledger {
	uint32_t pa[WORDS];
	uint64_t from, last[WORDS], next[WORDS]; /* stores before `from` and from there on; UINT64_MAX: none */
	uint64_t series, seen;
};

/* Half of the words are of stores, each as likely as any other; the rest lies anywhere. */
static void choose(void *arg, const struct store *s)
{
	struct ledger *l = arg;

	l->seen++;
	for (int i = 0; i < WORDS / 2; i++)
		if (random_next(&l->series, (uint32_t)l->seen) == 0)
			l->pa[i] = s->pa & ~1u;
}

static void enter(void *arg, const struct store *s)
{
	struct ledger *l = arg;

	for (int i = 0; i < WORDS; i++) {
		if (s->pa >= l->pa[i] + 4 || s->pa + s->size <= l->pa[i])
			continue;
		if (s->icount < l->from)
			l->last[i] = s->icount;
		else if (l->next[i] == UINT64_MAX)
			l->next[i] = s->icount;
	}
}

static bool writers(struct trial *trial)
{
	struct session *session = below(trial, 2) ? trial->session : trial->other;
	struct timeline *t = session_timeline(session);
	struct ledger l = {.from = below(trial, timeline_end(t) + 1), .series = trial->series};

	for (int i = 0; i < WORDS; i++) {
		l.pa[i] = below(trial, 200 * NBPG) & ~1u;
		l.last[i] = l.next[i] = UINT64_MAX;
	}
	if (!timeline_detail(t, 0, timeline_end(t), NULL, choose, NULL, &l) ||
	    !timeline_detail(t, 0, timeline_end(t), NULL, enter, NULL, &l))
		return fails(trial, "%s", timeline_failure(t));
	for (int i = 0; i < WORDS; i++) {
		const struct datum d = {.reg = -1, .pa = l.pa[i], .size = 4};
		struct write w;
		enum passage_end end = writer_last(session, &d, 0, l.from, &w, trial->error);

		if ((end == PASSAGE_FOUND) != (l.last[i] != UINT64_MAX) ||
		    (end == PASSAGE_FOUND && w.at.icount != l.last[i]))
			return fails(trial,
			             "%08" PRIx32 " at @%" PRIu64 ": last written @%" PRIu64 ", told %d @%" PRIu64,
			             l.pa[i], l.from, l.last[i], end, end == PASSAGE_FOUND ? w.at.icount : 0);
		end = writer_first(session, &d, l.from, UINT64_MAX, &w, trial->error);
		if ((end == PASSAGE_FOUND) != (l.next[i] != UINT64_MAX) ||
		    (end == PASSAGE_FOUND && w.at.icount != l.next[i]))
			return fails(trial,
			             "%08" PRIx32 " at @%" PRIu64 ": next written @%" PRIu64 ", told %d @%" PRIu64,
			             l.pa[i], l.from, l.next[i], end, end == PASSAGE_FOUND ? w.at.icount : 0);
	}
	return true;
}

/* Branches and traces ------------------------------------------------------------------------------ */

/* Are two runs the same, in events, in what they print, and in states? */
static bool same_runs(struct trial *trial, struct timeline *a, struct timeline *b, const char *what)
{
	const char *text[2];
	size_t size[2] = {timeline_output(a, UINT64_MAX, &text[0]), timeline_output(b, UINT64_MAX, &text[1])};

	if (timeline_end(a) != timeline_end(b) || timeline_nevents(a) != timeline_nevents(b))
		return fails(trial, "%s: @%" PRIu64 " with %zu events, and @%" PRIu64 " with %zu", what,
		             timeline_end(a), timeline_nevents(a), timeline_end(b), timeline_nevents(b));
	for (size_t i = 0; i < timeline_nevents(a); i++)
		if (memcmp(timeline_event(a, i), timeline_event(b, i), sizeof(struct event)) != 0)
			return fails(trial, "%s: event %zu is another one", what, i);
	if (size[0] != size[1] || memcmp(text[0], text[1], size[0]) != 0)
		return fails(trial, "%s: something else is printed", what);
	for (int i = 0; i <= PLACES; i++) {
		uint64_t at = i == PLACES ? timeline_end(a) : below(trial, timeline_end(a));

		if (hash_at(trial, a, at) != hash_at(trial, b, at))
			return fails(trial, "%s: another state at @%" PRIu64, what, at);
	}
	return true;
}

static struct timeline *branch_of(struct trial *trial, struct session *session, const struct timeline_mark *mark,
                                  const char *action)
{
	struct action_changes changes = {0};
	struct timeline *t = NULL;

	if (!action || actions_read(session, mark, 0, &action, 1, &changes, trial->error))
		t = timeline_branch(session_timeline(session), mark->icount, changes.list, changes.count, trial->error);
	free(changes.list);
	if (t)
		timeline_complete(t);
	return t;
}

/* A branch as a trace has it: the same, and it verifies. */
static bool kept(struct trial *trial, struct timeline *branch, uint64_t start)
{
	struct trace_branch b = {session_timeline(trial->session), branch, start, NULL, "b"};
	char *name = alloc_format("%s:b", trial->path);
	struct timeline *t = NULL;
	size_t checked;
	bool ok = trace_save_branch(&b, trial->path, trial->error) &&
	          (t = trace_load(name, &(struct limits){0}, trial->error)) != NULL;

	if (!ok)
		fails(trial, "a branch at @%" PRIu64 ": %s", start, trial->error);
	else if (trace_verify(t, NULL, &checked, trial->error) != VERDICT_AGREES)
		ok = fails(trial, "a branch at @%" PRIu64 ": %s", start, trial->error);
	ok = ok && same_runs(trial, branch, t, "a branch in a trace");
	timeline_free(t);
	unlink(trial->path);
	free(name);
	return ok;
}

static bool branches_agree(struct trial *trial)
{
	static const char *const actions[] = {"return",   "return 3",   "_exit(3)", "set d2 = 77",
	                                      "f0(1, 2)", "set g0 = 9", "abort()",  "write(1, \"branch\\n\", 7)"};
	struct timeline *parent = session_timeline(trial->session);
	struct timeline_mark mark = any_mark(trial, parent);
	struct timeline *same = branch_of(trial, trial->session, &mark, NULL), *one, *two;
	bool ok;

	if (!same)
		return fails(trial, "no branch at @%" PRIu64 ": %s", mark.icount, trial->error);
	ok = same_runs(trial, parent, same, "a branch without an intervention");
	timeline_free(same);
	for (int i = 0, made = 0; ok && i < TRIES && made < BRANCHES; i++) {
		const char *action = actions[below(trial, sizeof actions / sizeof *actions)];

		mark = any_mark(trial, parent);
		one = branch_of(trial, trial->session, &mark, action);
		if (!one)
			continue;
		made++;
		branches++;
		two = branch_of(trial, trial->other, &mark, action);
		ok = two ? same_runs(trial, one, two, action) && kept(trial, one, mark.icount)
		         : fails(trial, "%s at @%" PRIu64 ": %s", action, mark.icount, trial->error);
		timeline_free(one);
		timeline_free(two);
	}
	return ok;
}

/* What a picture of an instant says. */
static char *seen(struct trial *trial, struct session *session, const struct timeline_mark *mark)
{
	const struct view view = {.theme = THEME_LIGHT, .width = 1900, .height = 1100, .disassembly = true};
	struct snapshot *s = snapshot_at(session, mark);
	char *text = s ? scene_text(s, &view) : NULL;

	if (!s)
		fails(trial, "@%" PRIu64 ": %s", mark->icount, timeline_failure(session_timeline(session)));
	snapshot_free(s);
	return text ? text : alloc_string("");
}

static bool traces(struct trial *trial)
{
	struct timeline *live = session_timeline(trial->session), *t = NULL;
	struct session *session;
	size_t checked;
	bool ok = true;

	if (!trace_save(live, trial->path, trial->error) ||
	    !(t = trace_load(trial->path, &(struct limits){0}, trial->error)))
		return fails(trial, "its trace: %s", trial->error);
	if (trace_verify(t, NULL, &checked, trial->error) != VERDICT_AGREES)
		ok = fails(trial, "its trace: %s", trial->error);
	ok = ok && same_runs(trial, live, t, "a trace");
	session = session_new(t);
	/* once they are searched for, hazards are in the picture, too */
	session_hazards(trial->session);
	session_hazards(session);
	for (int i = 0; ok && i < PLACES; i++) {
		struct timeline_mark mark = any_mark(trial, live);
		char *a = seen(trial, trial->session, &mark), *b = seen(trial, session, &mark);

		if (strcmp(a, b) != 0)
			ok = fails(trial, "@%" PRIu64 ": a trace shows something else", mark.icount);
		free(a);
		free(b);
	}
	session_free(session);
	unlink(trial->path);
	return ok;
}

/* Hazards, and stops ------------------------------------------------------------------------------- */

static bool hazards_agree(struct trial *trial)
{
	const struct hazards *a = session_hazards(trial->session), *b = session_hazards(trial->other);

	hazards += a->count > 0;
	if (*a->problem || *b->problem)
		return fails(trial, "hazards: %s%s", a->problem, b->problem);
	if (a->count != b->count)
		return fails(trial, "hazards: %zu and %zu", a->count, b->count);
	for (size_t i = 0; i < a->count; i++)
		if (memcmp(&a->list[i].event, &b->list[i].event, sizeof(struct event)) != 0)
			return fails(trial, "hazard %zu is another one", i);
	return true;
}

static bool stops(struct trial *trial)
{
	struct timeline *t = session_timeline(trial->session);
	const struct allowance time = allowance_new(600);
	struct machine *m = run_config_machine(timeline_config(t), trial->error);
	size_t applied = 0;
	bool ok = m || fails(trial, "%s", trial->error);

	for (uint64_t at = 0; ok && at < timeline_end(t);) {
		uint64_t step = 1 + below(trial, below(trial, 2) ? 40 : 2 * timeline_end(t) / STOPS);

		at = step < timeline_end(t) - at ? at + step : timeline_end(t);
		machine_detail(m, below(trial, 3) == 0);
		ok = recording_replay(timeline_recording(t), m, &applied, at, &time, trial->error) ||
		     fails(trial, "@%" PRIu64 ": %s", at, trial->error);
		if (ok && below(trial, 4) == 0 && machine_hash(m) != hash_at(trial, t, at))
			ok = fails(trial, "another state at @%" PRIu64 ", after stops", at);
	}
	machine_free(m);
	return ok;
}

/* Programs ----------------------------------------------------------------------------------------- */

static bool compile(struct trial *trial, const char *directory)
{
	char *source = alloc_format("%s/program%" PRIu64 ".c", directory, trial->number);
	const char *guest = library_directory(trial->error);
	FILE *f = guest ? fopen(source, "w") : NULL;
	bool ok = f != NULL;

	if (f) {
		random_program(f, trial->number);
		ok = !fclose(f) && compiler_make(guest, source, NULL, &trial->elf, &trial->size, trial->error);
	}
	if (!ok)
		fails(trial, "%s: %s", source, trial->error);
	else
		unlink(source);
	free(source);
	return ok;
}

static struct session *run(struct trial *trial, uint64_t spacing)
{
	const struct launch launch = {.system = trial->system, .limits = {.instructions = INSTRUCTIONS}};
	struct run_config config;
	struct timeline *t;

	if (!library_image(&launch, "random", trial->elf, trial->size, &config, trial->error))
		return NULL;
	config.spacing = spacing;
	t = timeline_new(&config, trial->error);
	run_config_free(&config);
	if (!t)
		return NULL;
	timeline_complete(t);
	return session_new(t);
}

static void try(uint64_t number, const char *directory)
{
	struct trial trial = {.number = number, .series = number + 99};

	for (int i = 0; i < 8; i++)
		below(&trial, 2);
	trial.system = systems[below(&trial, sizeof systems / sizeof *systems)];
	trial.path = alloc_format("%s/trace%" PRIu64 ".vft", directory, number);
	if (compile(&trial, directory)) {
		trial.session = run(&trial, 3000 + below(&trial, 40000));
		trial.other = run(&trial, below(&trial, 2) ? 0 : 1000 + below(&trial, 100000));
		tried++;
		if (!trial.session || !trial.other)
			fails(&trial, "%s", trial.error);
		else if (same_runs(&trial, session_timeline(trial.session), session_timeline(trial.other),
		                   "the same run"))
			(void)(moves(&trial) && writers(&trial) && hazards_agree(&trial) && branches_agree(&trial) &&
			       traces(&trial) && stops(&trial));
	}
	session_free(trial.session);
	session_free(trial.other);
	free(trial.elf);
	free(trial.path);
}

int main(int argc, char **argv)
{
	uint64_t from = argc > 3 ? strtoull(argv[1], NULL, 10) : 0, count = argc > 3 ? strtoull(argv[2], NULL, 10) : 0;

	if (!count) {
		fputs("usage: fuzz_instants FROM COUNT DIRECTORY\n", stderr);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (uint64_t number = from; number < from + count; number++)
		try(number, argv[3]);
	printf("# figures: %u programs, %u with hazards, %u branches, %u failures\n", tried, hazards, branches,
	       failures);
	return failures != 0 || tried != count;
}
