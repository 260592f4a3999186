/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How soon a long run tells who wrote something, and which hazards it has. */
#include <stdlib.h>

#include "analysis/hazard.h"
#include "analysis/writer.h"
#include "base/alloc.h"
#include "base/error.h"
#include "image/library.h"
#include "machine/machine.h"
#include "measure/bench.h"

enum {
	QUESTIONS = 100,
	WINDOW = 4000, /* instructions of which one store is chosen */
};

static uint64_t random_long(uint64_t *seed, uint64_t below)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (*seed >> 16) % below;
}

/* What bench/sorts is run from, with its arguments (the first is put in here). False: a line in bench_error tells. */
static bool prepare(const char *words[], struct run_config *config)
{
	const char *guest = library_directory(bench_error);
	struct launch launch = {.limits = limits_default};
	bool ok;
	char *path;

	if (!guest)
		return false;
	path = alloc_format("%s/bench/sorts", guest);
	words[0] = path;
	ok = library_prepare(&launch, words, config, bench_error);
	free(path);
	return ok;
}

/* Runs it, recorded. NULL if it does not come to its end. */
static struct session *record(const char *words[])
{
	struct run_config config;
	struct timeline *t = NULL;

	if (prepare(words, &config)) {
		t = timeline_new(&config, bench_error);
		run_config_free(&config);
	}
	if (t && timeline_complete(t) == DRIVE_HALT)
		return session_new(t);
	if (t)
		error_set(bench_error, "%s", timeline_problem(t));
	timeline_free(t);
	return NULL;
}

/* The run, which is made once: a thousand million instructions with a hundred loans. */
static struct session *long_run(void)
{
	static struct session *session;
	const char *words[] = {NULL, "100", NULL};

	if (!session)
		session = record(words);
	return session;
}

/* One store of many, each as likely as any other. */
struct choice {
	uint64_t seed, seen;
	uint32_t pa;
};

static void choose(void *arg, const struct store *s)
{
	struct choice *c = arg;

	if (random_long(&c->seed, ++c->seen) == 0)
		c->pa = s->pa + (uint32_t)random_long(&c->seed, s->size);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double bench_who_ms(void)
{
	static uint64_t seed = 1; /* every time others are asked */
	struct session *session = long_run();
	struct timeline *t = session ? session_timeline(session) : NULL;
	double times[QUESTIONS];

	if (!t)
		return -1;
	for (int i = 0; i < QUESTIONS; i++) {
		uint64_t end = timeline_end(t), written = random_long(&seed, end - WINDOW);
		uint64_t asked = written + WINDOW + random_long(&seed, end - written - WINDOW);
		struct choice choice = {.seed = seed};
		struct write write;
		double begin;

		if (!timeline_detail(t, written, written + WINDOW, NULL, choose, NULL, &choice))
			return error_set(bench_error, "%s", timeline_failure(t)), -1;
		begin = bench_seconds();
		if (writer_last(session, &(struct datum){.reg = -1, .pa = choice.pa, .size = 1}, 0, asked, &write,
		                bench_error) != PASSAGE_FOUND)
			return -1;
		times[i] = (bench_seconds() - begin) * 1e3;
	}
	qsort(times, QUESTIONS, sizeof *times, compare);
	return times[QUESTIONS * 99 / 100 - 1];
}

double bench_hazards_s(void)
{
	const char *words[] = {NULL, "10", "lent", NULL};
	struct session *session = record(words);
	double begin = bench_seconds(), time = -1;
	const struct hazards *hs = session ? session_hazards(session) : NULL;

	if (hs && (*hs->problem || hs->count))
		error_set(bench_error, "%s", *hs->problem ? hs->problem : "there are hazards where none can be");
	else if (hs)
		time = bench_seconds() - begin;
	session_free(session);
	return time;
}

double bench_lent_s(void)
{
	const char *words[] = {NULL, "10", "lent", NULL};
	struct run_config config;
	struct machine *m;
	double begin, time = -1;

	if (!prepare(words, &config))
		return -1;
	m = run_config_machine(&config, bench_error);
	begin = bench_seconds();
	if (m && machine_drive(m, &(struct drive){.limits = config.limits}, bench_error) == DRIVE_HALT)
		time = bench_seconds() - begin;
	machine_free(m);
	run_config_free(&config);
	return time;
}
