/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The watchdog: see watchdog.h. */
#include "core/watchdog.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/exit_status.h"
#include "base/undo.h"

enum { LOOK = 100 /* milliseconds from one look to the next */, MILLION = 1000000 };

_Atomic(const struct watch *) watchdog_watched;
atomic_uint watchdog_entries;
atomic_bool watchdog_awake;

static pthread_t thread;                                 /* the watchdog's */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* held while a watch is looked at */
static pthread_cond_t leave = PTHREAD_COND_INITIALIZER;
static bool leaving;
static clockid_t watched_clock; /* processor time of the thread that runs */
static atomic_uint patience = WATCHDOG_PATIENCE;
static _Atomic(bool (*)(void)) asked_for_end;

/* What was seen at the last look. */
struct seen {
	const struct watch *watch;
	uint64_t progress;
	unsigned entries;
	uint64_t progressed; /* processor time, milliseconds, when the progress was seen last that it tells itself */
	uint64_t entered;    /* when any progress was */
};

static uint64_t milliseconds(void)
{
	struct timespec t = {0};

	clock_gettime(watched_clock, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / MILLION;
}

static _Noreturn void end_program(int status, const char *line)
{
	undo_now();
	if (write(STDERR_FILENO, line, __builtin_strlen(line)) < 0)
		status = EX_SOFTWARE;
	_exit(status);
}

static _Noreturn void bite(const struct watch *watch)
{
	char where[160] = "", line[256];

	watch->describe(watch->arg, where, sizeof where);
	snprintf(line, sizeof line, "vforkscope: the processor engine does not come back: %s\n", where);
	end_program(EX_SOFTWARE, line);
}

static void look(struct seen *seen)
{
	const struct watch *watch = atomic_load_explicit(&watchdog_watched, memory_order_acquire);
	bool (*asked)(void) = atomic_load(&asked_for_end);
	uint64_t now, progress;
	unsigned entries;

	if (!watch)
		return;
	now = milliseconds();
	progress = __atomic_load_n(watch->progress, __ATOMIC_RELAXED);
	entries = atomic_load_explicit(&watchdog_entries, memory_order_relaxed);
	if (watch != seen->watch || progress != seen->progress)
		*seen = (struct seen){watch, progress, entries, now, now};
	if (entries != seen->entries) {
		seen->entries = entries;
		seen->entered = now;
	}
	if (now - seen->progressed >= WATCHDOG_KEYS && asked && asked())
		end_program(EXIT_QUIT, "");
	if (now - seen->entered >= atomic_load(&patience))
		bite(watch);
}

static void *watch(void *arg)
{
	struct seen seen = {0};

	(void)arg;
	pthread_mutex_lock(&lock);
	while (!leaving) {
		struct timespec until;

		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += LOOK * MILLION;
		until.tv_sec += until.tv_nsec / (1000 * MILLION);
		until.tv_nsec %= 1000 * MILLION;
		pthread_cond_timedwait(&leave, &lock, &until);
		look(&seen);
	}
	pthread_mutex_unlock(&lock);
	return NULL;
}

static void stop(void)
{
	if (!atomic_load(&watchdog_awake))
		return;
	pthread_mutex_lock(&lock);
	leaving = true;
	pthread_cond_signal(&leave);
	pthread_mutex_unlock(&lock);
	pthread_join(thread, NULL);
	atomic_store(&watchdog_awake, false);
}

static void before_fork(void)
{
	pthread_mutex_lock(&lock);
}

static void in_parent(void)
{
	pthread_mutex_unlock(&lock);
}

/* A child has no watchdog until it needs one. */
static void in_child(void)
{
	pthread_mutex_unlock(&lock);
	pthread_cond_init(&leave, NULL);
	atomic_store(&watchdog_awake, false);
}

void watchdog_start(void)
{
	static bool prepared;
	sigset_t all, before;

	if (!prepared) {
		atexit(stop);
		pthread_atfork(before_fork, in_parent, in_child);
	}
	prepared = true;
	if (pthread_getcpuclockid(pthread_self(), &watched_clock))
		return;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	if (!pthread_create(&thread, NULL, watch, NULL))
		atomic_store(&watchdog_awake, true);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void watchdog_forget(const struct watch *watch)
{
	pthread_mutex_lock(&lock);
	if (atomic_load(&watchdog_watched) == watch)
		atomic_store(&watchdog_watched, NULL);
	pthread_mutex_unlock(&lock);
}

void watchdog_set_patience(unsigned milliseconds_of_it)
{
	atomic_store(&patience, milliseconds_of_it);
}

void watchdog_keys(bool (*asked)(void))
{
	atomic_store(&asked_for_end, asked);
}
