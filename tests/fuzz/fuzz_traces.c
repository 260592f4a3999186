/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzes what reads traces: makes traces that are wrong in one place or a few (trace_mutations.h) and does with each
 * what the commands do: looks at instants of it, draws them, prints its events, verifies it. Nothing may crash, go on
 * for longer than SECONDS of the processor's time, or take more memory than MEGABYTES.
 *
 *	fuzz_traces FROM COUNT [WORKERS]     tries the traces of these numbers
 *	fuzz_traces FROM 1 0 [FILE]          one, in this process, for a debugger; FILE: where to put the trace
 *
 * The traces are tried in worker processes, each of them many, which note in shared memory where they are.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "base/alloc.h"
#include "analysis/session.h"
#include "replay/trace.h"
#include "visualizer/commands.h"
#include "visualizer/scene.h"
#include "trace_mutations.h"

enum {
	SECONDS = 5,
	MEGABYTES = 512,
	STALLED = 120, /* seconds of the wall's clock: whatever waits for something */
	AT_ONCE = 200, /* traces of one worker process; then another one goes on */
	WORKERS_MAX = 16,
	FAILURES_TOLD = 20,
	WHAT_MAX = 128,
	END_OF_WORK = 0, /* exit statuses of a worker */
	MORE_WORK = 3,
};
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
	const char *program, *system;
} runs[] = {{"borrow", "4.3bsd"}, {"registers", "4.4bsd"}, {"stub", "uclinux"}};
static struct base *bases[COUNT(runs)];

/* What a worker has done and is doing, shared with the first process. */
struct worker {
	uint64_t next; /* number to go on with */
	uint64_t busy; /* that it is at */
	char what[WHAT_MAX];
	uint64_t done, loaded;     /* traces; those that were not refused */
	uint64_t slowest, largest; /* their numbers */
	double seconds;            /* of the slowest */
	unsigned long kilobytes;   /* of the largest */
	pid_t pid;
	FILE *told; /* what it writes, of the trace that it is at */
};

/* One trace -------------------------------------------------------------------------------------- */

static void draw(const struct snapshot *s, uint64_t *random)
{
	const struct view view = {.theme = THEME_LIGHT,
	                          .width = 320 + random_below(random, 1280),
	                          .height = 200 + random_below(random, 700),
	                          .disassembly = random_below(random, 2)};
	cairo_surface_t *surface;
	cairo_t *cr;

	if (random_below(random, 3) == 0)
		free(scene_text(s, &view));
	if (random_below(random, 6))
		return;
	surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)view.width, (int)view.height);
	cr = cairo_create(surface);
	scene_draw(cr, s, &view);
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
}

/* Some instants, in any order. Is it a trace? */
static bool look(const char *path, uint64_t *random)
{
	const struct limits limits = {.seconds = 1};
	char error[ERROR_MAX], where[32];
	struct timeline *t = trace_load(path, &limits, error);
	struct session *session;
	struct timeline_mark mark;

	if (!t)
		return false;
	session = session_new(t);
	for (int i = 0; i < 2; i++) {
		struct snapshot *s = NULL;

		switch (random_below(random, 3)) {
		case 0:
			snprintf(where, sizeof where, "@%" PRIu32, random_below(random, (size_t)timeline_end(t) + 1));
			break;
		case 1:
			snprintf(where, sizeof where, "%" PRIu32, random_below(random, timeline_nevents(t)));
			break;
		default:
			snprintf(where, sizeof where, "%s",
			         random_below(random, 4) ? event_name(random_below(random, EV_COUNT)) : "end");
			break;
		}
		if (timeline_where(t, where, &mark, error))
			s = snapshot_at(session, &mark);
		if (s)
			draw(s, random);
		snapshot_free(s);
	}
	session_free(session);
	return true;
}

/* What a command says to it: true unless it was refused. */
static bool say(const struct command *command, const char *path, const char *a, const char *b)
{
	const char *argv[] = {command->name, path, "--max-seconds", "1", a, b, NULL};
	int argc = 0;

	while (argv[argc])
		argc++;
	return command->run(command, argc, argv) != EXIT_MISTAKE;
}

/* Does with a trace what people do. Returns whether it was one. */
static bool use(const uint8_t *file, size_t size, uint64_t number)
{
	uint64_t random = (number + 7) * UINT64_C(0xD1342543DE82EF95);
	char path[32];
	int fd = memfd_create("trace", MFD_CLOEXEC);
	bool loaded;

	if (fd < 0 || write(fd, file, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof path, number % 4 ? "/proc/self/fd/%d" : "/proc/self/fd/%d:b", fd);
	for (int i = 0; i < 8; i++)
		random_word(&random);
	switch (random_below(&random, 8)) {
	case 0:
		loaded = say(&cmd_events, path, NULL, NULL);
		break;
	case 1:
		loaded = say(&cmd_state, path, "--json", NULL);
		break;
	case 2:
	case 3:
		loaded = say(&cmd_replay, path, NULL, NULL);
		break;
	default:
		loaded = look(path, &random);
		break;
	}
	close(fd);
	return loaded;
}

/* Workers ---------------------------------------------------------------------------------------- */

static double processor_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Most memory that the process had since the last call, in kilobytes. */
static unsigned long peak(void)
{
	unsigned long kilobytes = 0;
	char line[128];
	FILE *f = fopen("/proc/self/status", "re");

	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "VmHWM: %lu", &kilobytes) == 1)
			break;
	if (f)
		fclose(f);
	f = fopen("/proc/self/clear_refs", "we");
	if (f) {
		fputs("5", f);
		fclose(f);
	}
	return kilobytes;
}

/* Ends the process when a trace takes too long, whatever it does. */
static void arm(int seconds)
{
	const struct itimerval busy = {.it_value = {seconds, 0}}, wall = {.it_value = {seconds ? STALLED : 0, 0}};

	setitimer(ITIMER_PROF, &busy, NULL);
	setitimer(ITIMER_REAL, &wall, NULL);
}

static void attempt(struct worker *w)
{
	const struct base *base = bases[w->busy / 5 % COUNT(bases)];
	size_t size;
	uint8_t *file = base_mutate(base, w->busy, &size, w->what, sizeof w->what);
	unsigned long kilobytes;
	double begin, seconds;

	peak();
	begin = processor_time();
	arm(SECONDS);
	w->loaded += use(file, size, w->busy);
	arm(0);
	seconds = processor_time() - begin;
	kilobytes = peak();
	free(file);
	w->done++;
	if (seconds > w->seconds) {
		w->seconds = seconds;
		w->slowest = w->busy;
	}
	if (kilobytes > w->kilobytes) {
		w->kilobytes = kilobytes;
		w->largest = w->busy;
	}
}

static void work(struct worker *w, uint64_t end, uint64_t step) __attribute__((noreturn));
static void work(struct worker *w, uint64_t end, uint64_t step)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	dup2(null, STDOUT_FILENO);
	dup2(fileno(w->told), STDERR_FILENO);
	for (int n = 0; n < AT_ONCE && w->next < end; n++, w->next += step) {
		if (ftruncate(STDERR_FILENO, 0) < 0 || lseek(STDERR_FILENO, 0, SEEK_SET) < 0)
			abort();
		w->busy = w->next;
		attempt(w);
	}
	for (size_t i = 0; i < COUNT(bases); i++)
		base_free(bases[i]);
	exit(w->next < end ? MORE_WORK : END_OF_WORK); /* with a look at what leaked */
}

static void start(struct worker *w, uint64_t end, uint64_t step)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0)
		work(w, end, step);
	if (pid < 0) {
		perror("fuzz_traces: fork");
		exit(1);
	}
	w->pid = pid;
}

/* Why a worker ended in the middle of a trace, with the first lines of what it told. */
static void tell_failure(const struct worker *w, int status)
{
	char line[256];
	int lines = 0;

	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF)
		printf("# trace %" PRIu64 " (%s): over %d s\n", w->busy, w->what, SECONDS);
	else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		printf("# trace %" PRIu64 " (%s): waits for something\n", w->busy, w->what);
	else if (WIFSIGNALED(status))
		printf("# trace %" PRIu64 " (%s): %s\n", w->busy, w->what, strsignal(WTERMSIG(status)));
	else
		printf("# trace %" PRIu64 " (%s): exit status %d\n", w->busy, w->what, WEXITSTATUS(status));
	rewind(w->told);
	while (lines < 30 && fgets(line, sizeof line, w->told)) {
		printf("#   %.*s\n", (int)strcspn(line, "\n"), line);
		lines++;
	}
}

/* Tries [from, from + count) and prints the figures. Returns the number of failures. */
static uint64_t run_workers(struct worker *workers, uint64_t from, uint64_t count, uint64_t n)
{
	uint64_t failures = 0, done = 0, loaded = 0, running = n;
	const struct worker *slowest = workers, *largest = workers;

	for (uint64_t i = 0; i < n; i++) {
		workers[i].next = from + i;
		workers[i].told = tmpfile();
		if (!workers[i].told)
			return 1;
		start(&workers[i], from + count, n);
	}
	while (running > 0) {
		int status;
		pid_t pid = wait(&status);
		struct worker *w = workers;

		while (pid > 0 && w->pid != pid)
			w++;
		if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == END_OF_WORK) {
			running--;
			continue;
		}
		if (pid > 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == MORE_WORK)) {
			if (failures++ < FAILURES_TOLD)
				tell_failure(w, status);
			if (w->next == w->busy) {
				w->next += n;
				w->done++;
			}
		}
		if (pid > 0 && w->next < from + count)
			start(w, from + count, n);
		else
			running--;
	}
	for (uint64_t i = 0; i < n; i++) {
		done += workers[i].done;
		loaded += workers[i].loaded;
		if (workers[i].seconds > slowest->seconds)
			slowest = &workers[i];
		if (workers[i].kilobytes > largest->kilobytes)
			largest = &workers[i];
	}
	failures += largest->kilobytes > MEGABYTES * 1024ul;
	printf("# figures: %" PRIu64 " traces, %" PRIu64 " of them good enough to be used, %" PRIu64
	       " failures, slowest %.2f s (%" PRIu64 "), largest %lu MB (%" PRIu64 ")\n",
	       done, loaded, failures, slowest->seconds, slowest->slowest, largest->kilobytes / 1024, largest->largest);
	return failures + (done != count);
}

static int one(uint64_t number, const char *path)
{
	char what[WHAT_MAX];
	size_t size;
	uint8_t *file = base_mutate(bases[number / 5 % COUNT(bases)], number, &size, what, sizeof what);
	FILE *f = path ? fopen(path, "wb") : NULL;

	fprintf(stderr, "trace %" PRIu64 ": %s\n", number, what);
	if (f) {
		fwrite(file, 1, size, f);
		fclose(f);
	} else {
		fprintf(stderr, "%s\n", use(file, size, number) ? "used" : "refused");
	}
	free(file);
	return 0;
}

const char *__asan_default_options(void);
/* What is freed is soon given back: the figures are those of the program. */
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=8:hard_rss_limit_mb=4096:allocator_may_return_null=1:exitcode=99";
}

int main(int argc, char **argv)
{
	uint64_t from = argc > 2 ? strtoull(argv[1], NULL, 10) : 0, count = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
	uint64_t n = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
	struct worker *workers;

	if (!count || n > WORKERS_MAX) {
		fputs("usage: fuzz_traces FROM COUNT [WORKERS | 0 [FILE]]\n", stderr);
		return 2;
	}
	setenv("VFORKSCOPE_LANDLOCK", "0", 1); /* only so many layers go on one process */
	for (size_t i = 0; i < COUNT(bases); i++)
		bases[i] = base_new(runs[i].program, runs[i].system);
	if (!n)
		return one(from, argc > 4 ? argv[4] : NULL);
	workers = mmap(NULL, WORKERS_MAX * sizeof *workers, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (workers == MAP_FAILED)
		return 1;
	if (n > count)
		n = count;
	n = run_workers(workers, from, count, n);
	for (size_t i = 0; i < COUNT(bases); i++)
		base_free(bases[i]);
	return n != 0;
}
