/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How soon a long run tells who wrote something. */
#include <stdlib.h>

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

/* The run, which is made once: a thousand million instructions with a hundred loans. */
static struct session *long_run(void)
{
	static struct session *session;
	const char *guest = library_directory(bench_error), *words[] = {NULL, "100", NULL};
	struct launch launch = {.limits = limits_default};
	struct run_config config;
	struct timeline *t = NULL;
	char *path;

	if (session || !guest)
		return session;
	path = alloc_format("%s/bench/sorts", guest);
	words[0] = path;
	if (library_prepare(&launch, words, &config, bench_error)) {
		t = timeline_new(&config, bench_error);
		run_config_free(&config);
	}
	free(path);
	if (t && timeline_complete(t) == DRIVE_HALT)
		session = session_new(t);
	else if (t)
		error_set(bench_error, "%s", timeline_problem(t));
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
