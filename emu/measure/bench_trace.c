/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What recording costs, and what a trace of a long run is like: see bench.h. The run is guest/bench/work's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/scratch.h"
#include "base/tool.h"
#include "image/library.h"
#include "machine/drive.h"
#include "measure/bench.h"
#include "replay/trace.h"

/* Arguments of work: 300 and 1,000 million instructions, and one that is at its end at once. */
static const char *const middle[] = {"work", "30", "1111111", NULL};
static const char *const large[] = {"work", "100", "1111111", NULL};
static const char *const small[] = {"work", "1", "1", NULL};

enum { PLACES = 200, BACK = 5 };

static bool prepare(const char *const *argv, struct run_config *config)
{
	const char *guest = library_directory(bench_error);
	const char *words[4] = {NULL, argv[1], argv[2], NULL};
	char *path;
	bool ok;

	if (!guest)
		return false;
	path = alloc_format("%s/bench/%s", guest, argv[0]);
	words[0] = path;
	ok = library_prepare(&(struct launch){0}, words, config, bench_error);
	free(path);
	return ok;
}

double bench_plain_s(void)
{
	struct run_config config;
	struct machine *m;
	double begun = bench_seconds(), time = -1;
	char problem[ERROR_MAX];

	if (!prepare(middle, &config))
		return -1;
	m = run_config_machine(&config, bench_error);
	if (m && machine_drive(m, &(struct drive){.limits = config.limits}, problem) == DRIVE_HALT)
		time = bench_seconds() - begun;
	machine_free(m);
	run_config_free(&config);
	return time;
}

/* Records a run to a file. Seconds, negative on failure. */
static double record(const char *const *argv, const char *path)
{
	struct run_config config;
	struct recorder *recorder;
	struct timeline *t;
	double begun = bench_seconds(), time = -1;

	if (!prepare(argv, &config))
		return -1;
	t = timeline_new(&config, bench_error);
	recorder = t ? trace_record(t, path, bench_error) : NULL;
	if (recorder) {
		enum drive_end end = timeline_complete(t);

		if (trace_recorded(recorder, bench_error) && end == DRIVE_HALT)
			time = bench_seconds() - begun;
	}
	timeline_free(t);
	run_config_free(&config);
	return time;
}

/* Records a run to a file of our own and does something with it. */
static double with_trace(const char *const *argv, double (*use)(const char *path, double recording))
{
	struct scratch scratch;
	double value = -1, recording;
	sigset_t before;

	tool_hold(&before);
	if (scratch_make(&scratch, bench_error)) {
		char *path = alloc_format("%s/work.vft", scratch.path);

		recording = record(argv, path);
		value = recording < 0 ? -1 : use(path, recording);
		free(path);
		scratch_remove(&scratch);
	}
	tool_release(&before);
	return value;
}

static double time_recording(const char *path, double recording)
{
	(void)path;
	return recording;
}

double bench_record_s(void)
{
	return with_trace(middle, time_recording);
}

/* Loads a trace and verifies it, over recording it. */
static double compare_verifying(const char *path, double recording)
{
	double begun = bench_seconds();
	struct timeline *t = trace_load(path, &(struct limits){0}, bench_error);
	size_t checked;
	bool ok = t && trace_verify(t, NULL, &checked, bench_error) == VERDICT_AGREES;

	timeline_free(t);
	return ok ? (bench_seconds() - begun) / recording : -1;
}

double bench_verify_over_record(void)
{
	return with_trace(middle, compare_verifying);
}

static double kilobytes(const char *path, double recording)
{
	struct stat st;

	(void)recording;
	return !stat(path, &st) ? (double)st.st_size / 1024 : -1;
}

double bench_trace_kb(void)
{
	double all = with_trace(large, kilobytes), images = all < 0 ? -1 : with_trace(small, kilobytes);

	return images < 0 ? -1 : all - images;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Of that many values 99 of 100 are no larger. */
static double percentile(double *values, size_t n)
{
	qsort(values, n, sizeof *values, compare);
	return values[n * 99 / 100];
}

static uint64_t anywhere(const struct timeline *t)
{
	return (uint64_t)((double)random() / RAND_MAX * (double)timeline_end(t));
}

static double seek_anywhere(const char *path, double recording)
{
	struct timeline *t = trace_load(path, &(struct limits){0}, bench_error);
	double times[PLACES] = {0};

	(void)recording;
	srandom(1);
	for (int i = 0; t && i < PLACES; i++) {
		double begun = bench_seconds();

		if (!timeline_seek(t, anywhere(t)))
			return -1;
		times[i] = bench_seconds() - begun;
	}
	timeline_free(t);
	return t ? percentile(times, PLACES) * 1e3 : -1;
}

double bench_seek_ms(void)
{
	return with_trace(large, seek_anywhere);
}

static double step_back(const char *path, double recording)
{
	struct timeline *t = trace_load(path, &(struct limits){0}, bench_error);
	double times[PLACES] = {0};

	(void)recording;
	srandom(2);
	for (int i = 0; t && i < PLACES;) {
		uint64_t at = anywhere(t);

		if (at < 10 || !timeline_seek(t, at) || !timeline_seek(t, at - 1))
			return -1;
		for (int back = 2; back < 2 + BACK; back++, i++) {
			double begun = bench_seconds();

			if (!timeline_seek(t, at - (uint64_t)back))
				return -1;
			times[i] = bench_seconds() - begun;
		}
	}
	timeline_free(t);
	return t ? percentile(times, PLACES) * 1e3 : -1;
}

double bench_back_ms(void)
{
	return with_trace(large, step_back);
}
