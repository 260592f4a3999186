/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The library's functions, made of what the commands are made of: see vforkscope.h. */
#include "api/vforkscope.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/process_view.h"
#include "analysis/snapshot_json.h"
#include "analysis/step.h"
#include "analysis/where.h"
#include "analysis/whereabouts.h"
#include "analysis/writer.h"
#include "base/alloc.h"
#include "base/output.h"
#include "base/version.h"
#include "check/examine.h"
#include "cli/play.h"
#include "image/lesson.h"
#include "image/seclusion.h"
#include "replay/trace.h"
#include "script/script.h"

_Static_assert(VFORKSCOPE_ARGUMENTS == EVENT_ARGS, "an event's arguments are all told");

enum { ARGUMENT_NAME = 32 };

struct vforkscope_run {
	struct session *session;
	/* What was returned last. */
	struct vforkscope_event event;
	char names[EVENT_ARGS][ARGUMENT_NAME];
	struct vforkscope_write write;
	struct write written;
	struct whereabouts at;
	char *console;
};

static char failure[ERROR_MAX];

const char *vforkscope_version(void)
{
	return version_number;
}

const char *vforkscope_error(void)
{
	return failure;
}

/* Runs ------------------------------------------------------------------------------------------ */

/* The options that the caller knows of, and the limits among them. */
static bool read_options(const struct vforkscope_options *given, struct vforkscope_options *options,
                         struct limits *limits)
{
	*options = (struct vforkscope_options){0};
	*limits = (struct limits){0};
	if (!given)
		return true;
	if (given->size <= sizeof given->size)
		return error_set(failure, "options: size is to be sizeof(struct vforkscope_options)");
	memcpy(options, given, given->size < sizeof *options ? given->size : sizeof *options);
	*limits = (struct limits){.instructions = options->max_instructions,
	                          .seconds = options->max_seconds,
	                          .events = options->max_events,
	                          .trace = options->max_trace};
#define LIMIT(member, option, usual, least, most, ...)                                                                 \
	if (limits->member > (uint64_t)(most))                                                                         \
		return error_set(failure, "options: max_" #member " is too large");
	LIMITS(LIMIT)
#undef LIMIT
	return true;
}

static struct vforkscope_run *new_run(struct timeline *t)
{
	struct vforkscope_run *run;

	if (!t)
		return NULL;
	where_findings(examine_finding);
	run = alloc_new(1, sizeof *run);
	run->session = session_new(t);
	return run;
}

/* What is left of the input. */
struct input {
	const uint8_t *bytes;
	size_t size;
};

static size_t give(void *arg, uint8_t *to, size_t size, bool wait, bool *quit)
{
	struct input *input = arg;
	size_t n = size < input->size ? size : input->size;

	(void)wait;
	(void)quit;
	if (n)
		memcpy(to, input->bytes, n);
	input->bytes += n;
	input->size -= n;
	return n;
}

/* A process script may take more than is usual. */
static bool prepare(struct launch *how, const char *const *words, struct run_config *config)
{
	if (!library_hides(words[0]) && script_is(words[0]))
		return play_prepare(how, how->ram != 0, words, config, failure);
	if (!how->system)
		how->system = lesson_system(words[0]);
	if (!how->limits.instructions)
		how->limits.instructions = LIMITS_LOOK_INSTRUCTIONS;
	if (!how->limits.events)
		how->limits.events = LIMITS_LOOK_EVENTS;
	return library_prepare(how, words, config, failure);
}

struct vforkscope_run *vforkscope_run_program(const char *const *words, const struct vforkscope_options *given)
{
	struct vforkscope_options options;
	struct run_config config = {0};
	struct launch how = {0};
	struct input input;
	struct timeline *t;

	*failure = '\0';
	if (!words || !words[0]) {
		error_set(failure, "there is no program to run");
		return NULL;
	}
	if (!read_options(given, &options, &how.limits))
		return NULL;
	how.system = options.system;
	how.ram = options.ram;
	if (!prepare(&how, words, &config))
		return NULL;
	t = timeline_new(&config, failure);
	run_config_free(&config);
	if (!t)
		return NULL;
	input = (struct input){options.input, options.input ? options.input_size : 0};
	timeline_console(t, &(struct console){.arg = &input, .keys = give});
	timeline_complete(t);
	timeline_console(t, NULL);
	return new_run(t);
}

struct vforkscope_run *vforkscope_open(const char *trace, const struct vforkscope_options *given)
{
	struct vforkscope_options options;
	struct limits limits;

	*failure = '\0';
	if (!read_options(given, &options, &limits))
		return NULL;
	limits = limits_filled(&limits);
	return new_run(trace_load(trace, &limits, failure));
}

bool vforkscope_save(struct vforkscope_run *run, const char *trace)
{
	*failure = '\0';
	return trace_save(session_timeline(run->session), trace, failure);
}

void vforkscope_close(struct vforkscope_run *run)
{
	if (!run)
		return;
	session_free(run->session);
	free(run->console);
	free(run);
}

bool vforkscope_confine(const char *trace)
{
	enum confine_result result = seclude(&(struct seclusion){0}, trace);

	*failure = '\0';
	return result == CONFINE_DONE || error_set(failure, "%s", confine_reason(result));
}

/* Instants -------------------------------------------------------------------------------------- */

/* The mark of an instant that the caller brings; NULL: the end. */
static bool read_instant(struct vforkscope_run *run, const struct vforkscope_instant *instant,
                         struct timeline_mark *mark)
{
	const struct timeline *t = session_timeline(run->session);
	const struct event *e;

	*failure = '\0';
	if (!instant)
		return timeline_where(t, "end", mark, failure);
	e = instant->event < 0 ? NULL : timeline_event(t, (size_t)instant->event);
	if (instant->icount > timeline_end(t) || instant->event < -1 ||
	    (instant->event >= 0 && (!e || e->icount > instant->icount)))
		return error_set(failure, "this run has no such instant");
	*mark = (struct timeline_mark){instant->icount, (long)instant->event, instant->hazard};
	return true;
}

bool vforkscope_at(struct vforkscope_run *run, const char *where, struct vforkscope_instant *instant)
{
	struct timeline_mark mark;

	*failure = '\0';
	if (!where_mark(run->session, where, &mark, failure))
		return false;
	*instant = (struct vforkscope_instant){.icount = mark.icount, .event = mark.event, .hazard = mark.hazard};
	return true;
}

/* Moves the machine there. */
static bool go(struct vforkscope_run *run, uint64_t icount)
{
	struct timeline *t = session_timeline(run->session);

	return timeline_seek(t, icount) || error_set(failure, "%s", timeline_failure(t));
}

int vforkscope_status(struct vforkscope_run *run)
{
	struct timeline *t = session_timeline(run->session);
	const struct machine_halt *halt;

	*failure = '\0';
	if (*timeline_problem(t)) {
		error_set(failure, "%s", timeline_problem(t));
		return -1;
	}
	if (!go(run, timeline_end(t)))
		return -1;
	halt = machine_halt(timeline_machine(t));
	if (!halt->check)
		return (int)(halt->status & 0xFF);
	error_set(failure, "machine check: %.200s", halt->report);
	return -1;
}

size_t vforkscope_events(struct vforkscope_run *run)
{
	return timeline_nevents(session_timeline(run->session));
}

const struct vforkscope_event *vforkscope_event(struct vforkscope_run *run, size_t number)
{
	const struct event *e = timeline_event(session_timeline(run->session), number);
	struct vforkscope_event *to = &run->event;

	*failure = '\0';
	if (!e) {
		error_set(failure, "the run has %zu events, counted from 0", vforkscope_events(run));
		return NULL;
	}
	*to = (struct vforkscope_event){.number = number,
	                                .icount = e->icount,
	                                .usec = e->usec,
	                                .pid = e->pid,
	                                .name = event_name(e->kind),
	                                .text = e->text};
	for (int i = 0; i < EVENT_ARGS && event_arg_name(e->kind, i, run->names[i], ARGUMENT_NAME); i++)
		to->argument[to->arguments++] = (struct vforkscope_argument){run->names[i], e->arg[i]};
	return to;
}

/* What there is at an instant -------------------------------------------------------------------- */

const char *vforkscope_console(struct vforkscope_run *run, const struct vforkscope_instant *instant, size_t *size)
{
	struct timeline_mark mark;
	const char *text;
	size_t n;

	if (!read_instant(run, instant, &mark))
		return NULL;
	n = timeline_output(session_timeline(run->session), mark.icount, &text);
	free(run->console);
	run->console = alloc_copy(text, n);
	if (size)
		*size = n;
	return run->console;
}

char *vforkscope_state(struct vforkscope_run *run, const struct vforkscope_instant *instant)
{
	struct timeline_mark mark;
	struct snapshot *s;
	char *text;

	if (!read_instant(run, instant, &mark))
		return NULL;
	s = snapshot_at(run->session, &mark);
	if (!s) {
		error_set(failure, "%s", timeline_failure(session_timeline(run->session)));
		return NULL;
	}
	text = output_json_string(snapshot_json(s), JSON_INDENT(1));
	snapshot_free(s);
	return text;
}

/* A process at an instant. */
struct look {
	struct kernel_view view;
	struct process_view process;
};

static bool look(struct vforkscope_run *run, const struct vforkscope_instant *instant, uint32_t pid, struct look *at)
{
	struct timeline *t = session_timeline(run->session);
	struct timeline_mark mark;

	if (!read_instant(run, instant, &mark) || !go(run, mark.icount))
		return false;
	kernel_view(&at->view, timeline_machine(t), &session_cache(run->session)->names);
	if (!pid)
		pid = timeline_pid(t, mark.icount, NULL);
	return process_view(&at->process, &at->view, pid) ||
	       error_set(failure, "there is no process %u then", (unsigned)pid);
}

bool vforkscope_registers(struct vforkscope_run *run, const struct vforkscope_instant *instant, uint32_t pid,
                          struct vforkscope_registers *to)
{
	struct process_registers r;
	struct look at;

	if (!look(run, instant, pid, &at))
		return false;
	if (!process_registers(&at.process, PROCESS_PROGRAM, &r))
		return error_set(failure, "process %u has no registers then", (unsigned)at.process.proc.p_pid);
	for (int i = 0; i < 8; i++) {
		to->d[i] = r.d[i];
		to->a[i] = r.a[i];
	}
	to->pc = r.pc;
	to->psl = r.psl;
	return true;
}

size_t vforkscope_memory(struct vforkscope_run *run, const struct vforkscope_instant *instant, uint32_t pid,
                         uint32_t address, void *to, size_t size)
{
	struct look at;
	size_t n = look(run, instant, pid, &at) ? process_peek(&at.process, address, to, size) : 0;

	if (n < size && !*failure)
		error_set(failure, "there is no memory at %08zx then", (size_t)address + n);
	return n;
}

const struct vforkscope_write *vforkscope_last_writer(struct vforkscope_run *run,
                                                      const struct vforkscope_instant *instant, uint32_t pid,
                                                      const char *text)
{
	const struct write *w = &run->written;
	struct timeline_mark mark, then;
	struct datum datum;
	enum passage_end end;

	if (!read_instant(run, instant, &mark) || !datum_read(run->session, &mark, pid, text, &datum, failure))
		return NULL;
	end = writer_last(run->session, &datum, 0, datum.at.icount, &run->written, failure);
	if (end == PASSAGE_NONE)
		error_set(failure, "%s: nobody has written it since the run began", datum.name);
	if (end != PASSAGE_FOUND)
		return NULL;
	step_to(session_timeline(run->session), &then, w->at.icount);
	if (!whereabouts(run->session, &then, &run->at, failure))
		return NULL;
	run->write = (struct vforkscope_write){.icount = w->at.icount,
	                                       .pid = w->at.pid,
	                                       .kernel = w->kernel,
	                                       .program = w->at.program,
	                                       .call = w->call,
	                                       .function = run->at.function,
	                                       .file = run->at.file,
	                                       .line = run->at.line,
	                                       .instruction = run->at.insn,
	                                       .size = datum.size,
	                                       .was = w->was,
	                                       .now = w->now};
	return &run->write;
}
