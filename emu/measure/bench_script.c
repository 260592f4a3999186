/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What logs of strace and process scripts cost: see bench.h. */
#include <fcntl.h>
#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/file.h"
#include "base/scratch.h"
#include "base/tool.h"
#include "image/library.h"
#include "measure/bench.h"
#include "measure/bench_private.h"
#include "measure/log_maker.h"
#include "replay/trace.h"
#include "script/stage.h"
#include "script/strace_import.h"

enum {
	CHILDREN = 1000,  /* one after the other */
	COMMANDS = 10000, /* of a shell; it has them as ten times ten times ... */
	RAM = 8,          /* megabytes, as stage_prepare takes for few */
};

/* 20,000 processes in all, 200 at once, 70 MB; and 2,000, 300 at once. */
static const struct log_shape long_log = {.processes = 20000, .alive = 200, .calls = 36};
static const struct log_shape crowd = {.processes = 2000, .alive = 300, .calls = 8};

/* Importing --------------------------------------------------------------------------------------- */

/* Kilobytes that /proc/self/status tells of; 0: it does not. */
static uint64_t status_kb(const char *key)
{
	FILE *f = fopen("/proc/self/status", "r");
	char line[256];
	uint64_t kb = 0;

	while (f && fgets(line, sizeof line, f))
		if (!strncmp(line, key, strlen(key)))
			kb = strtoull(line + strlen(key), NULL, 10);
	if (f)
		fclose(f);
	return kb;
}

/* From now on VmHWM is the most that there is from now on. */
static bool forget_peak(void)
{
	int fd = open("/proc/self/clear_refs", O_WRONLY);
	bool ok = fd >= 0 && write(fd, "5", 1) == 1;

	if (fd >= 0)
		close(fd);
	return ok || error_set(bench_error, "the host does not tell the most memory that a process had");
}

/* Somebody writes a log into a pipe; which descriptor it can be read from, or -1. */
static int log_from(const struct log_shape *shape, pid_t *pid)
{
	int fds[2];

	if (pipe(fds)) {
		error_set(bench_error, "there is no pipe");
		return -1;
	}
	*pid = fork();
	if (*pid == 0) {
		FILE *f = fdopen(fds[1], "w");

		close(fds[0]);
		_exit(!f || !log_make(f, shape));
	}
	close(fds[1]);
	return fds[0];
}

/* Imports a log that somebody else writes meanwhile. */
static bool import_shape(const struct log_shape *shape, import_writer *write, void *arg)
{
	struct import_report report;
	char path[40];
	int status = 1, fd;
	pid_t pid;
	bool ok;

	fd = log_from(shape, &pid);
	if (fd < 0)
		return false;
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	ok = pid > 0 && strace_import(path, write, arg, NULL, &report, bench_error);
	close(fd);
	if (pid > 0)
		waitpid(pid, &status, 0);
	if (ok && (status || report.processes != shape->processes))
		ok = error_set(bench_error, "the log is not imported whole");
	return ok;
}

static bool drop(void *arg, const char *text, size_t size)
{
	(void)arg;
	(void)text;
	(void)size;
	return true;
}

double bench_import_mb(void)
{
	uint64_t before;

#ifdef __GLIBC__
	malloc_trim(0); /* other C libraries keep less of what was freed */
#endif
	if (!forget_peak())
		return -1;
	before = status_kb("VmRSS:");
	if (!import_shape(&long_log, drop, NULL))
		return -1;
	return (double)(status_kb("VmHWM:") - before) / 1024;
}

/* Playing ----------------------------------------------------------------------------------------- */

struct text {
	char *at;
	size_t size, room;
};

static bool keep(void *arg, const char *text, size_t size)
{
	struct text *t = arg;

	while (t->size + size > t->room)
		t->at = alloc_room(t->at, t->room, &t->room, 1);
	memcpy(t->at + t->size, text, size);
	t->size += size;
	return true;
}

/* Makes a script's text a run. */
static bool prepare(const struct text *text, struct run_config *config)
{
	struct script *script = script_read("bench", text->at ? text->at : "", text->size, bench_error);
	bool ok = script && stage_prepare(&(struct launch){0}, false, "bench", script, SCORE_AS_RECORDED, config, NULL,
	                                  bench_error);

	script_free(script);
	return ok;
}

static double time_loans(struct run_config *config, uint64_t children)
{
	double us = bench_stretch(
		config, (struct stretch){.begin = EV_VFORK_BEGIN, .counted = EV_WAIT_REAP, .wanted = children - 1});

	run_config_free(config);
	return us;
}

double bench_play_us(void)
{
	struct text text = {0};
	struct run_config config;
	bool ok;

	keep(&text, "vps 1\np: start\n", 15);
	for (int i = 0; i < CHILDREN; i++) {
		char lines[120];

		snprintf(lines, sizeof lines, "p: vfork c%d\nc%d: exec /bin/idle 16K\nc%d: exit 0\np: wait c%d\n", i, i,
		         i, i);
		keep(&text, lines, strlen(lines));
	}
	keep(&text, "p: exit 0\n", 10);
	ok = prepare(&text, &config);
	free(text.at);
	return ok ? time_loans(&config, CHILDREN) : -1;
}

/* Puts the programs on the disk that are run here. */
static bool fill(void *arg, struct disk_builder *disk, char *error)
{
	static const char *const names[] = {"bench/forks", "bench/idle", "bin/sh", "bin/true"};
	const char *guest = library_directory(error);
	bool ok = guest != NULL;

	(void)arg;
	for (size_t i = 0; ok && i < sizeof names / sizeof *names; i++) {
		char *from = alloc_format("%s/%s", guest, names[i]),
		     *to = alloc_format("/bin%s", strchr(names[i], '/'));
		uint8_t *data = NULL;
		size_t size;

		ok = file_read(from, RUN_FILE_BYTES, &data, &size, error) && disk_add(disk, to, data, size, error);
		free(data);
		free(from);
		free(to);
	}
	return ok;
}

/* A command of the machine that makes so many children. */
static double time_parent(const char *const *argv, uint64_t children)
{
	struct run_config config;

	if (!library_fill_disk(&(struct launch){.ram = RAM}, "bench", argv, fill, NULL, &config, bench_error))
		return -1;
	return time_loans(&config, children);
}

double bench_alone_us(void)
{
	char times[12];

	snprintf(times, sizeof times, "%d", CHILDREN);
	return time_parent((const char *const[]){"/bin/forks", "vfork", "0", times, "/bin/idle", NULL}, CHILDREN);
}

#define TEN "0 1 2 3 4 5 6 7 8 9"

double bench_shell_us(void)
{
	return time_parent((const char *const[]){"/bin/sh", "-c",
	                                         "for a in " TEN "; do for b in " TEN "; do for c in " TEN
	                                         "; do for d in " TEN "; do /bin/true; done; done; done; done",
	                                         NULL},
	                   COMMANDS);
}

double bench_command_us(void)
{
	char times[12];

	snprintf(times, sizeof times, "%d", COMMANDS);
	return time_parent((const char *const[]){"/bin/forks", "vfork", "0", times, "/bin/true", NULL}, COMMANDS);
}

double bench_crowd_ms(void)
{
	struct text text = {0};
	struct run_config config;
	struct scratch scratch;
	double time = -1;
	sigset_t before;
	bool ok = import_shape(&crowd, keep, &text) && prepare(&text, &config);

	free(text.at);
	tool_hold(&before);
	if (ok && scratch_make(&scratch, bench_error)) {
		char *path = alloc_format("%s/crowd.vft", scratch.path);
		double begun = bench_seconds();
		struct timeline *t = timeline_new(&config, bench_error);
		struct recorder *recorder = t ? trace_record(t, path, bench_error) : NULL;

		if (recorder) {
			enum drive_end end = timeline_complete(t);

			if (trace_recorded(recorder, bench_error) && end == DRIVE_HALT)
				time = bench_seconds() - begun;
		}
		timeline_free(t);
		free(path);
		scratch_remove(&scratch);
	}
	tool_release(&before);
	if (ok)
		run_config_free(&config);
	return time < 0 ? -1 : time * 1000 / crowd.processes;
}
