/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run in the Trace Event Format of Chrome: see trace_event.h. */
#include "analysis/trace_event.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/proc.h"
#include "analysis/syscall_name.h"
#include "base/alloc.h"
#include "base/output.h"

enum { PIDS = 1 << 15, NAMES = 120, LINE = 1024, NONE = -1 };

enum track { RUNS, SLEEPS, CALLS, LOANS, TRACKS };

static const char *const track_names[TRACKS] = {"has the processor", "sleeps", "system calls", "loans"};

/* What goes on on a track: since when; NONE: nothing. */
struct slice {
	int64_t since;
	uint32_t what; /* a call's number, a state, the other process */
};

struct process {
	bool there, ended;
	uint64_t arrow; /* that leads to its first moment, 0 for none */
	const char *arrow_name;
	char names[NAMES]; /* of the programs that it has executed */
	char program[MAXCOMLEN];
	struct slice open[TRACKS];
};

struct exporter {
	trace_event_writer *write;
	void *arg;
	bool ok, first;
	struct process **processes; /* by pid */
	uint64_t arrows;
};

static void put(struct exporter *x, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(struct exporter *x, const char *format, ...)
{
	char text[LINE];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	x->ok = x->ok && n > 0 && x->write(x->arg, x->first ? "\n" : ",\n", x->first ? 1 : 2) &&
	        x->write(x->arg, text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
	x->first = false;
}

/* A text of the guest's as a JSON string. The caller frees it. */
static char *quoted(const char *text)
{
	json_t *string = output_json_text(text);
	char *dumped = json_dumps(string, JSON_ENCODE_ANY | JSON_ENSURE_ASCII);

	json_decref(string);
	return dumped ? dumped : alloc_string("\"?\"");
}

static struct process *get(struct exporter *x, uint32_t pid)
{
	if (pid >= PIDS)
		return NULL;
	if (!x->processes[pid]) {
		x->processes[pid] = alloc_new(1, sizeof **x->processes);
		for (int i = 0; i < TRACKS; i++)
			x->processes[pid]->open[i].since = NONE;
	}
	return x->processes[pid];
}

/* No other process's number: viewers take a thread whose number is its process's for that one's main thread. */
static uint32_t thread(uint32_t pid, enum track track)
{
	return pid + PIDS * (uint32_t)track;
}

static void open_slice(struct exporter *x, uint32_t pid, enum track track, uint64_t usec, uint32_t what)
{
	struct process *p = get(x, pid);

	if (p && p->open[track].since == NONE)
		p->open[track] = (struct slice){(int64_t)usec, what};
}

static void slice_name(enum track track, uint32_t what, char *name, size_t size)
{
	const char *call = track == CALLS ? syscall_name(what, NULL) : NULL;

	switch (track) {
	case CALLS:
		snprintf(name, size, "%s", call ? call : "no system call");
		break;
	case LOANS:
		snprintf(name, size, "lends to pid %" PRIu32, what);
		break;
	case SLEEPS:
		snprintf(name, size, "%s", what == SSTOP ? "stopped" : "sleeps");
		break;
	default:
		snprintf(name, size, "runs");
		break;
	}
}

/* An arrow's beginning or end, within a slice of that track. */
static void arrow(struct exporter *x, const char *name, uint64_t id, bool begins, uint32_t pid, enum track track,
                  uint64_t usec)
{
	put(x,
	    "{\"name\":\"%s\",\"cat\":\"birth\",\"ph\":\"%s\",\"id\":%" PRIu64 ",\"ts\":%" PRIu64 ",\"pid\":%" PRIu32
	    ",\"tid\":%" PRIu32 "%s}",
	    name, begins ? "s" : "f", id, usec, pid, thread(pid, track), begins ? "" : ",\"bp\":\"e\"");
}

/* The arrow to a process's first moment ends behind the slice that begins then: Perfetto takes events of the same time
 * in the order in which they are written, and drops an arrow that comes before its slice. */
static void close_slice(struct exporter *x, uint32_t pid, enum track track, uint64_t usec)
{
	struct process *p = pid < PIDS ? x->processes[pid] : NULL;
	int64_t since = p ? p->open[track].since : NONE;
	char name[40];

	if (since == NONE)
		return;
	slice_name(track, p->open[track].what, name, sizeof name);
	put(x,
	    "{\"name\":\"%s\",\"cat\":\"%s\",\"ph\":\"X\",\"ts\":%" PRId64 ",\"dur\":%" PRId64 ",\"pid\":%" PRIu32
	    ",\"tid\":%" PRIu32 "}",
	    name, track_names[track], since, (int64_t)usec - since, pid, thread(pid, track));
	if (track == RUNS && p->arrow) {
		arrow(x, p->arrow_name, p->arrow, false, pid, RUNS, (uint64_t)since);
		p->arrow = 0;
	}
	p->open[track].since = NONE;
}

static void take_name(struct process *p, const char *path)
{
	const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	size_t n = strlen(p->names);

	if (!strcmp(p->program, base))
		return;
	snprintf(p->program, sizeof p->program, "%.*s", MAXCOMLEN - 1, base);
	snprintf(p->names + n, sizeof p->names - n, "%s%s", n ? ", then " : "", p->program);
}

static void create(struct exporter *x, const struct event *e)
{
	struct process *child = get(x, e->arg[0]), *parent = get(x, e->arg[1]);

	if (!child || !parent)
		return;
	if (child->ended) /* the number is given again: its tracks go on */
		child->names[0] = child->program[0] = '\0';
	child->there = true;
	child->ended = false;
	take_name(child, *parent->program ? parent->program : e->arg[0] ? "init" : "idle");
	if (e->arg[2] && parent->open[CALLS].since != NONE) {
		child->arrow = ++x->arrows;
		child->arrow_name = e->arg[2] == 2 ? "vfork" : "fork";
		arrow(x, child->arrow_name, child->arrow, true, e->arg[1], CALLS, e->usec);
	}
}

static void change_state(struct exporter *x, const struct event *e)
{
	uint32_t pid = e->arg[0], state = e->arg[1];

	close_slice(x, pid, SLEEPS, e->usec);
	if (state == SSLEEP || state == SWAIT || state == SSTOP)
		open_slice(x, pid, SLEEPS, e->usec, state);
}

static void change_process(struct exporter *x, const struct event *e)
{
	close_slice(x, e->arg[0], RUNS, e->usec);
	open_slice(x, e->arg[1], RUNS, e->usec, 0);
}

static void end_process(struct exporter *x, const struct event *e)
{
	struct process *p = get(x, e->pid);

	for (int track = SLEEPS; track < TRACKS; track++)
		close_slice(x, e->pid, (enum track)track, e->usec);
	if (p)
		p->ended = true;
}

static void take(struct exporter *x, const struct event *e)
{
	struct process *p;

	switch (e->kind) {
	case EV_PROC_CREATE:
		create(x, e);
		break;
	case EV_PROC_STATE:
		change_state(x, e);
		break;
	case EV_PROC_SWITCH:
		change_process(x, e);
		break;
	case EV_SYSCALL_ENTER:
		close_slice(x, e->pid, CALLS, e->usec);
		open_slice(x, e->pid, CALLS, e->usec, e->arg[0]);
		break;
	case EV_SYSCALL_EXIT:
		close_slice(x, e->pid, CALLS, e->usec);
		break;
	case EV_VFORK_BEGIN:
		open_slice(x, e->pid, LOANS, e->usec, e->arg[0]);
		break;
	case EV_VFORK_END:
		close_slice(x, e->pid, LOANS, e->usec);
		break;
	case EV_EXEC_DONE:
		p = get(x, e->pid);
		if (p)
			take_name(p, e->text);
		break;
	case EV_EXIT_END:
		end_process(x, e);
		break;
	default:
		break;
	}
}

/* Names, and the order of the tracks. */
static void describe(struct exporter *x, uint32_t pid)
{
	const struct process *p = x->processes[pid];
	char *name = quoted(p->names);

	put(x, "{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":%" PRIu32 ",\"args\":{\"name\":%s}}", pid, name);
	put(x,
	    "{\"name\":\"process_sort_index\",\"ph\":\"M\",\"pid\":%" PRIu32 ",\"args\":{\"sort_index\":%" PRIu32 "}}",
	    pid, pid);
	for (int track = 0; track < TRACKS; track++) {
		put(x,
		    "{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":%" PRIu32 ",\"tid\":%" PRIu32
		    ",\"args\":{\"name\":\"%s\"}}",
		    pid, thread(pid, (enum track)track), track_names[track]);
		put(x,
		    "{\"name\":\"thread_sort_index\",\"ph\":\"M\",\"pid\":%" PRIu32 ",\"tid\":%" PRIu32
		    ",\"args\":{\"sort_index\":%d}}",
		    pid, thread(pid, (enum track)track), track);
	}
	free(name);
}

bool trace_event_export(const struct timeline *t, trace_event_writer *write, void *arg)
{
	static const char head[] = "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[", tail[] = "\n]}\n";
	struct exporter x = {.write = write, .arg = arg, .ok = true, .first = true};
	const struct event *e;
	uint64_t last = 0;

	x.processes = alloc_new(PIDS, sizeof *x.processes);
	x.ok = write(arg, head, strlen(head));
	for (size_t i = 0; x.ok && (e = timeline_event(t, i)); i++) {
		take(&x, e);
		last = e->usec;
	}
	for (uint32_t pid = 0; pid < PIDS; pid++) {
		if (!x.processes[pid])
			continue;
		for (int track = 0; x.ok && track < TRACKS; track++)
			close_slice(&x, pid, (enum track)track, last);
		if (x.ok && x.processes[pid]->there)
			describe(&x, pid);
		free(x.processes[pid]);
	}
	free(x.processes);
	return x.ok && write(arg, tail, strlen(tail));
}
