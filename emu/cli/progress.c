/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far long work is: see progress.h. */
#include "cli/progress.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

#include "base/output.h"

/* Is it time to write the line? *elapsed: seconds since the first question. */
static bool due(double *elapsed)
{
	static struct timespec first;
	static time_t next; /* 0: not asked yet */
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!next) {
		first = now;
		next = now.tv_sec + 2; /* between one second and two */
	}
	*elapsed = (double)(now.tv_sec - first.tv_sec) + (double)(now.tv_nsec - first.tv_nsec) / 1e9;
	if (now.tv_sec < next)
		return false;
	next = now.tv_sec + 1;
	return true;
}

/* done: of 1. */
static void tell(const char *what, uint64_t now, uint64_t end, double done, double elapsed)
{
	char left[40] = "";

	if (done > 0 && elapsed / done - elapsed < 1e6)
		snprintf(left, sizeof left, ", %.0f s left", elapsed / done - elapsed);
	output_progress("%s: @%" PRIu64 " of %" PRIu64 " (%.0f %%)%s", what, now, end, 100 * done, left);
}

void progress_tell(const char *what, uint64_t now, uint64_t end)
{
	double elapsed;

	if (end && due(&elapsed))
		tell(what, now, end, (double)now / (double)end, elapsed);
}

void progress_tell_back(const char *what, uint64_t now, uint64_t end)
{
	double elapsed;

	if (end && due(&elapsed))
		tell(what, now, end, 1 - (double)now / (double)end, elapsed);
}

void progress_tell_recording(uint64_t now, uint64_t bytes)
{
	double elapsed;

	if (due(&elapsed))
		output_progress("recording: @%" PRIu64 ", %" PRIu64 " KB", now, bytes >> 10);
}

void progress_tell_import(uint64_t done, uint64_t all, uint64_t processes)
{
	char left[60] = "";
	double elapsed;

	if (!due(&elapsed) || elapsed <= 0)
		return;
	if (all > done && done)
		snprintf(left, sizeof left, " of %" PRIu64 " (%.0f s left)", all >> 20,
		         elapsed * (double)(all - done) / (double)done);
	output_progress("importing: %" PRIu64 " MB%s, %" PRIu64 " processes, %.0f MB/s", done >> 20, left, processes,
	                (double)done / 1048576 / elapsed);
}
