/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A log of strace becomes a process script: see strace_import.h. */
#include "script/strace_import.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "script/import_private.h"

enum {
	OFTEN = 1 << 16, /* lines between two tellings of progress */
	SECOND = 1000000,
};
#define DAY (UINT64_C(86400) * SECOND)

static const struct {
	bool understood;
	const char *text;
} remarks[] = {
#define REMARK(symbol, understood, text) {understood, text},
	IMPORT_REMARKS(REMARK)
#undef REMARK
};

const char *import_remark_text(enum import_remark remark, bool *understood)
{
	*understood = remarks[remark].understood;
	return remarks[remark].text;
}

void import_remark(struct import *im, enum import_remark remark)
{
	if (!im->report->remarks[remark].count++)
		im->report->remarks[remark].first = im->number;
}

/* Whose line is it? ------------------------------------------------------------------------------- */

/* Both halves of a call. */
static struct part join(struct import *im, const struct thread *t, struct part rest)
{
	size_t n = t->begun ? t->length : 0, more = (size_t)(rest.end - rest.at);

	if (!n)
		return rest;
	if (n + more + 1 > im->joined_room) {
		im->joined_room = 2 * (n + more + 1);
		free(im->joined);
		im->joined = alloc_new(1, im->joined_room);
	}
	memcpy(im->joined, t->half, n);
	im->joined[n] = ' ';
	if (more)
		memcpy(im->joined + n + 1, rest.at, more);
	return (struct part){im->joined, im->joined + n + 1 + more};
}

static bool makes(enum strace_call call)
{
	return call == CALL_fork || call == CALL_vfork || call == CALL_clone || call == CALL_clone3;
}

/* A thread of the process, or a child. */
static void make(struct import *im, struct thread *t, enum strace_call call, struct part text, uint32_t made,
                 uint64_t line)
{
	bool thread = part_find(text, "CLONE_THREAD");
	struct thread *old = import_thread(im, made);

	if (old && (old == t || (thread && old->process->pid == made))) {
		import_remark(im, IMPORT_CYCLE);
		return;
	}
	if (old && old->process->pid != made) /* a thread's number is given again */
		import_drop_thread(im, old);
	if (!thread) {
		import_make(im, t, call, text, made, line);
		return;
	}
	import_new_thread(im, made, t->process);
	import_remark(im, IMPORT_THREADS);
}

/* The only thread that is about to make somebody; NULL if there is none, or there are several. */
static struct thread *lone_maker(struct import *im)
{
	struct thread *found = NULL;

	for (uint32_t i = 0; i < IMPORT_SLOTS; i++)
		for (struct thread *t = im->threads[i]; t; t = t->next) {
			if (!t->begun || t->announced || !makes(t->call))
				continue;
			if (found)
				return NULL;
			found = t;
		}
	return found;
}

/* Who wrote lines without a pid gets one. */
static void give_number(struct import *im, struct thread *t, uint32_t tid)
{
	struct process *p = t->process, **process = &im->processes[import_slot(p->pid)];
	struct thread **thread = &im->threads[import_slot(t->tid)];

	while (*thread != t)
		thread = &(*thread)->next;
	*thread = t->next;
	while (*process != p)
		process = &(*process)->next;
	*process = p->next;
	p->bare = false;
	p->pid = t->tid = tid;
	t->next = im->threads[import_slot(tid)];
	im->threads[import_slot(tid)] = t;
	p->next = im->processes[import_slot(tid)];
	im->processes[import_slot(tid)] = p;
}

/* The first line of somebody whom nobody has told of yet: who made it is told later on. */
static struct thread *newcomer(struct import *im, uint32_t tid)
{
	struct strace_line line = {.kind = STRACE_BLANK};
	struct thread *maker = NULL;
	struct process *p;

	if (im->nthreads && strace_source_maker(im->source, tid, &line)) {
		maker = line.has_pid ? import_thread(im, line.pid) : im->bare;
		if (!maker && im->bare && im->bare->process->bare) {
			give_number(im, im->bare, line.pid);
			maker = im->bare;
		}
	}
	if (!maker && im->nthreads)
		maker = lone_maker(im);
	if (maker && maker->begun && makes(maker->call)) {
		struct part text = line.kind == STRACE_BLANK ? (struct part){maker->half, maker->half + maker->length}
		                                             : join(im, maker, line.text);

		make(im, maker, maker->call, text, tid, maker->line);
		maker->announced = true;
		return import_thread(im, tid);
	}
	if (maker && !maker->begun && line.kind == STRACE_CALL &&
	    strace_source_makes(im->source, line.has_pid, line.pid, tid)) {
		make(im, maker, line.call, line.text, tid, im->number); /* with -z a call is told when it is over */
		maker->ahead = tid;
		return import_thread(im, tid);
	}
	if (tid && im->bare && im->bare->process->bare) {
		give_number(im, im->bare, tid);
		return im->bare;
	}
	if (im->report->processes)
		import_remark(im, IMPORT_ORPHAN);
	p = import_new_process(im, tid, NULL);
	import_begin(im, p, SCRIPT_START, im->number);
	import_send(im);
	im->report->starts++;
	return import_thread(im, tid);
}

/* Of those that have written lines: strace leaves the pid out as long as it knows of no other one. */
static struct thread *the_only_one(struct import *im)
{
	for (uint32_t i = 0; i < IMPORT_SLOTS; i++)
		for (struct thread *t = im->threads[i]; t; t = t->next)
			if (t->seen || im->nthreads == 1)
				return t;
	return NULL;
}

/* A line without a pid: of the only one there is. */
static struct thread *unnamed(struct import *im)
{
	if (im->nthreads == 1 || im->nseen == 1) {
		if (!im->bare || !im->bare->seen)
			im->bare = the_only_one(im);
		return im->bare;
	}
	if (im->bare && im->bare->process->bare)
		return im->bare;
	if (im->nthreads) {
		import_remark(im, IMPORT_UNNAMED);
		return NULL;
	}
	im->bare = newcomer(im, 0);
	im->bare->process->bare = true;
	return im->bare;
}

/* Time ---------------------------------------------------------------------------------------------- */

/* t: whose line it is, if that is known. Among those of others a line may come late: with -z, and in a file of -ff a
 * wait, which comes behind the end of whom it has waited for, tell the time when the call began. */
static void tell_time(struct import *im, struct thread *t)
{
	const struct strace_line *line = &im->line;
	uint64_t now = line->time + im->day;

	if (!line->timed)
		return;
	if (!line->absolute) {
		im->now += line->time;
		return;
	}
	if (now + DAY / 2 < im->now && line->time < DAY) {
		im->day += DAY;
		now += DAY;
	}
	im->now = now;
	if (!t)
		return;
	if (now + SECOND < t->time)
		import_remark(im, IMPORT_BACK);
	t->time = now;
}

/* Calls that may sleep: when they end is known only where it is told. */
static bool may_sleep(enum strace_call call)
{
	switch (call) {
	case CALL_OTHER:
	case CALL_brk:
	case CALL_close:
	case CALL_dup2:
	case CALL_execve:
	case CALL_mmap:
	case CALL_newfstatat:
	case CALL_open:
	case CALL_openat:
	case CALL_pipe2:
	case CALL_stat:
		return false;
	default:
		return true;
	}
}

/* A call begins: what it did since the last one ended is work. */
static void clock_begin(struct import *im, struct thread *t)
{
	if (!im->line.timed)
		return;
	if (t->clocked && im->now > t->since && im->now - t->since < SCRIPT_TIME_MAX - t->process->work)
		t->process->work += im->now - t->since;
	t->clocked = false;
}

static void clock_end(struct import *im, struct thread *t, bool known)
{
	const struct strace_line *line = &im->line;

	if (!line->timed)
		return;
	t->clocked = known || line->timed_end;
	t->since = im->now + (line->kind == STRACE_CALL && line->timed_end ? line->took : 0);
}

/* One line ---------------------------------------------------------------------------------------- */

static void begin_half(struct import *im, struct thread *t)
{
	const struct strace_line *line = &im->line;
	size_t n = (size_t)(line->text.end - line->text.at);

	if (t->begun)
		import_remark(im, IMPORT_BEGUN_TWICE);
	t->begun = true;
	t->announced = false;
	t->call = line->call;
	t->line = im->number;
	t->length = 0;
	if (line->call == CALL_OTHER)
		return;
	n = n < HALF_MAX ? n : HALF_MAX;
	if (n > t->room) {
		free(t->half);
		t->room = 2 * n;
		t->half = alloc_new(1, t->room);
	}
	if (n)
		memcpy(t->half, line->text.at, n);
	t->length = n;
	if (line->call == CALL_exit_group) /* it does not come back */
		import_call(im, t, line->call, line->text, line->result, im->number);
}

/* A vfork has come back. Is its child in an exec, then that is why: strace tells the end of the exec later. */
static void borrower_executed(struct import *im, const struct process *lender, struct thread *t)
{
	static const char success[] = "0";

	if (!t || t->process == lender || !t->begun || (t->call != CALL_execve && t->call != CALL_execveat))
		return;
	import_call(im, t, t->call, (struct part){t->half, t->half + t->length}, (struct part){success, success + 1},
	            t->line);
	t->call = CALL_OTHER;
}

static void whole_call(struct import *im, struct thread *t)
{
	struct strace_line *line = &im->line;
	bool second = line->kind == STRACE_RESUMED, told = second && t->begun && t->call == CALL_OTHER;
	uint64_t number = second && t->begun ? t->line : im->number;
	struct part text = second ? join(im, t, line->text) : line->text;
	uint32_t made;

	if (second && !t->begun)
		import_remark(im, IMPORT_NOT_BEGUN);
	if (!second && t->begun)
		import_remark(im, IMPORT_BEGUN_TWICE);
	t->begun = false;
	if (second && t->announced && strace_makes(line, &made))
		borrower_executed(im, t->process, import_thread(im, made));
	if (!makes(line->call) && !told)
		import_call(im, t, line->call, text, line->result, number);
	else if (!told && strace_makes(line, &made) && !(second && t->announced) && made != t->ahead)
		make(im, t, line->call, text, made, number);
	if (makes(line->call))
		t->ahead = 0;
	t->announced = false;
}

/* strace lets a process go: for good, or, as before 4.7, because it has ended. */
static void detached(struct import *im, struct thread *t)
{
	struct process *p = t->process;

	if (t->tid == p->pid && p->leaving) {
		import_remark(im, IMPORT_QUIET_END);
		import_end(im, p, SCRIPT_EXIT, p->status, (struct part){NULL, NULL}, false);
		return;
	}
	import_remark(im, IMPORT_DETACHED);
	if (t->tid == p->pid)
		import_end(im, p, SCRIPT_LOST, 0, (struct part){NULL, NULL}, false);
	else
		import_drop_thread(im, t);
}

static void superseded(struct import *im, struct thread *leader, uint32_t by)
{
	struct thread *t = by ? import_thread(im, by) : NULL;

	im->last = NULL;
	if (!t || t == leader || t->process != leader->process)
		return;
	free(leader->half);
	leader->begun = t->begun;
	leader->call = t->call;
	leader->line = t->line;
	leader->half = t->half;
	leader->length = t->length;
	leader->room = t->room;
	t->half = NULL;
	import_drop_thread(im, t);
}

static void ended(struct import *im, struct thread *t)
{
	const struct strace_line *line = &im->line;

	if (t->tid != t->process->pid)
		import_drop_thread(im, t);
	else if (line->kind == STRACE_EXITED)
		import_end(im, t->process, SCRIPT_EXIT, line->number & 0xFF, (struct part){NULL, NULL}, false);
	else
		import_end(im, t->process, SCRIPT_DIE, 0, line->text, line->flag);
}

static void threads_line(struct import *im, struct thread *t)
{
	const struct strace_line *line = &im->line;

	switch (line->kind) {
	case STRACE_CALL:
		im->report->calls++;
		clock_begin(im, t);
		if (line->call != CALL_OTHER || t->begun)
			whole_call(im, t);
		clock_end(im, t, !may_sleep(line->call));
		break;
	case STRACE_UNFINISHED:
		im->report->calls++;
		clock_begin(im, t);
		begin_half(im, t);
		if (line->flag)
			detached(im, t);
		break;
	case STRACE_RESUMED:
		if (line->flag) {
			detached(im, t);
			break;
		}
		if (line->call != CALL_OTHER || !t->begun)
			whole_call(im, t);
		t->begun = false;
		clock_end(im, t, true);
		break;
	case STRACE_EXITED:
	case STRACE_KILLED:
		ended(im, t);
		break;
	case STRACE_SUPERSEDED:
		superseded(im, t, (uint32_t)line->number);
		break;
	case STRACE_SIGNAL:
		import_remark(im, IMPORT_SIGNALED);
		break;
	default:
		import_remark(im, IMPORT_STOPS);
		break;
	}
}

/* Keeps the first line that strace may not have written. */
static void sample(struct import *im, const char *text, size_t length)
{
	if (im->report->sample_line)
		return;
	im->report->sample_line = im->number;
	snprintf(im->report->sample, sizeof im->report->sample, "%.*s", length < 150 ? (int)length : 150, text);
}

static void strange(struct import *im, const char *text, size_t length, bool whole)
{
	sample(im, text, length);
	if (length >= STRACE_LINE_MAX)
		import_remark(im, IMPORT_LONG);
	else
		import_remark(im, im->line.kind == STRACE_CUT || !whole ? IMPORT_CUT : IMPORT_STRANGE);
}

/* How much of a line there is before strace's remark that there is another process. */
static size_t before_remark(const char *text, size_t length)
{
	static const char says[] = "strace: Process ";
	const char *found = memmem(text, length, says, strlen(says));

	return found && memmem(found, length - (size_t)(found - text), " attached", 9) ? (size_t)(found - text)
	                                                                               : length;
}

/* What strace wrote may be torn by what it says itself, once or several times, by what the program prints to the same
 * place, and, with -z, for no reason:
 *
 *	vfork(strace: Process 17522 attached
 *	 <unfinished ...>
 *
 *	17522 close(3 <unfinished ...>
 *	)                                       = 0
 *
 * The first piece is kept until the next line is there. */
static void keep_piece(struct import *im, const char *text, size_t length, uint32_t unfinished)
{
	im->unfinished = unfinished;
	im->piece = length <= HALF_MAX ? length : 0;
	if (im->piece_room < im->piece + STRACE_LINE_MAX) {
		free(im->pieces);
		im->piece_room = HALF_MAX + STRACE_LINE_MAX;
		im->pieces = alloc_new(1, im->piece_room);
	}
	memmove(im->pieces, text, im->piece); /* it may be of two pieces already */
}

/* Is the line the second piece? Then both are what is to be taken. */
static bool join_pieces(struct import *im, struct strace_line *line, const char **text, size_t *length)
{
	struct thread *t = im->unfinished ? import_thread(im, im->unfinished) : NULL;
	struct strace_line both;
	size_t n = im->piece;

	if (!n || (line->kind == STRACE_ATTACHED && !im->unfinished))
		return false;
	im->piece = 0;
	if (*length && (line->kind == STRACE_STRANGE || line->kind == STRACE_REMARK)) {
		memcpy(im->pieces + n, *text, *length);
		strace_line_read(im->pieces, n + *length, &both);
		if (both.kind == STRACE_CALL || (both.kind <= STRACE_RESUMED && !im->unfinished)) {
			*line = both;
			*text = im->pieces;
			*length += n;
			if (t) { /* it was one call all the time */
				t->begun = false;
				im->report->calls--;
			}
			return true;
		}
	}
	if (!im->unfinished)
		import_remark(im, IMPORT_CUT);
	return false;
}

static void take(struct import *im, const char *text, size_t length, uint32_t pid, bool whole)
{
	struct strace_line *line = &im->line;
	struct thread *t;
	bool joined;

	strace_line_read(text, length, line);
	im->number++;
	joined = join_pieces(im, line, &text, &length);
	if (line->kind == STRACE_CUT && whole && length < STRACE_LINE_MAX && !pid && !joined &&
	    memchr(text, '(', length)) {
		sample(im, text, length);
		keep_piece(im, text, before_remark(text, length), 0);
		return;
	}
	switch (line->kind) {
	case STRACE_BLANK:
		return;
	case STRACE_STACK:
		import_remark(im, IMPORT_STACKS);
		return;
	case STRACE_STRANGE:
	case STRACE_CUT:
		strange(im, text, length, whole);
		return;
	case STRACE_DETACHED:
	case STRACE_ATTACHED:
	case STRACE_REMARK:
		import_remark(im, IMPORT_BY_ITSELF);
		t = line->kind == STRACE_DETACHED && line->number <= INT32_MAX
		            ? import_thread(im, (uint32_t)line->number)
		            : NULL;
		if (t)
			detached(im, t);
		return;
	default:
		break;
	}
	if (pid || line->has_pid) {
		pid = line->has_pid ? line->pid : pid;
		t = import_thread(im, pid);
		if (!t && (line->kind == STRACE_EXITED || line->kind == STRACE_KILLED) && import_process(im, pid)) {
			import_remark(im, IMPORT_TWICE);
			return;
		}
		if (!t) {
			t = newcomer(im, pid);
			/* looking ahead may have moved the text */
			if (!joined)
				strace_source_again(im->source, &text);
			strace_line_read(text, length, line);
		}
	} else {
		t = unnamed(im);
	}
	tell_time(im, t);
	if (!t)
		return;
	im->nseen += !t->seen;
	t->seen = true;
	if (line->kind == STRACE_UNFINISHED && line->has_pid)
		keep_piece(im, text, (size_t)(line->text.end - text), t->tid);
	threads_line(im, t);
}

/* The whole --------------------------------------------------------------------------------------- */

static void finish_process(struct import *im, struct process *p)
{
	const struct part none = {NULL, NULL};
	bool alone = !p->parent;

	if (!p->ended && p->leaving) {
		import_remark(im, IMPORT_QUIET_END);
		import_end(im, p, SCRIPT_EXIT, p->status, none, false);
	} else if (!p->ended) {
		import_remark(im, IMPORT_OPEN_END);
		import_end(im, p, SCRIPT_LOST, 0, none, false);
	} else {
		alone = false;
	}
	if (!alone) /* else its end has freed it */
		import_forget(im, p);
}

static void finish(struct import *im)
{
	for (uint32_t i = 0; i < IMPORT_SLOTS; i++)
		while (im->processes[i])
			finish_process(im, im->processes[i]);
	if (im->used && !im->failed && !im->write(im->arg, im->buffer, im->used))
		im->failed = true;
}

static bool nothing_sound(struct import *im, const char *path, char *error)
{
	const char *looks = import_looks_like(im->report->sample);

	if (im->report->calls || im->report->exits || im->report->deaths)
		return false;
	if (looks)
		error_set(error, "%.100s: line %" PRIu64 " looks like output of %s; only strace's is read", path,
		          im->report->sample_line, looks);
	else if (im->report->sample_line)
		error_set(error,
		          "%.100s: line %" PRIu64 ": is no line of strace's, and no other is; make a log with "
		          "strace -f -ttt -o LOG PROGRAM",
		          path, im->report->sample_line);
	else
		error_set(error, "%.100s: has no system call; make a log with strace -f -ttt -o LOG PROGRAM", path);
	return true;
}

bool strace_import(const char *path, import_writer *write, void *arg, import_progress *progress,
                   struct import_report *report, char error[ERROR_MAX])
{
	struct strace_source *source = strace_source_open(path, error);
	struct import *im;
	const char *text;
	uint64_t done, all;
	size_t length;
	uint32_t pid;
	bool ok, whole;

	if (!source)
		return false;
	im = alloc_new(1, sizeof *im);
	memset(report, 0, sizeof *report);
	im->source = source;
	im->write = write;
	im->arg = arg;
	im->report = report;
	im->threads = alloc_new(IMPORT_SLOTS, sizeof *im->threads);
	im->processes = alloc_new(IMPORT_SLOTS, sizeof *im->processes);
	im->names = alloc_new(IMPORT_PIDS + 1, sizeof *im->names);
	import_put(im, SCRIPT_HEADER "\n", strlen(SCRIPT_HEADER "\n"));
	while (!im->failed && strace_source_next(source, &text, &length, &pid, &whole)) {
		take(im, text, length, pid, whole);
		if (progress && im->number % OFTEN == 0) {
			strace_source_progress(source, &done, &all);
			progress(done, all, report->processes);
		}
	}
	report->lines = im->number;
	if (im->piece && !im->unfinished)
		import_remark(im, IMPORT_CUT);
	ok = !nothing_sound(im, path, error);
	im->failed = im->failed || !ok;
	finish(im);
	if (ok && strace_source_problem(source))
		ok = error_set(error, "%.200s: %s", path, strace_source_problem(source));
	strace_source_close(source);
	free(im->threads);
	free(im->processes);
	free(im->names);
	free(im->joined);
	free(im->pieces);
	free(im);
	return ok;
}
