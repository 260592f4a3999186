/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processes and threads that an import knows of, and what it writes of them. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "script/import_private.h"

enum { WORK_LEAST = 100 /* microseconds: less is told with what comes later */ };

/* What is written --------------------------------------------------------------------------------- */

void import_put(struct import *im, const char *text, size_t size)
{
	if (im->used + size > sizeof im->buffer) {
		im->failed = im->failed || !im->write(im->arg, im->buffer, im->used);
		im->used = 0;
	}
	memcpy(im->buffer + im->used, text, size);
	im->used += size;
}

void import_send(struct import *im)
{
	import_put(im, im->text, script_line_write(&im->out, im->text));
}

struct script_line *import_begin(struct import *im, const struct process *p, enum script_verb verb, uint64_t source)
{
	struct script_line *out = &im->out;

	out->there = true;
	out->verb = verb;
	strcpy(out->who, p->name);
	out->size = out->fd = out->to = 0;
	out->sized = out->flag = false;
	out->word[0] = out->whom[0] = out->comment[0] = '\0';
	out->source = source;
	return out;
}

static void send_amount(struct import *im, const struct process *p, enum script_verb verb, uint64_t *amount)
{
	if (*amount) {
		import_begin(im, p, verb, 0)->size = *amount;
		import_send(im);
	}
	*amount = 0;
}

static void flush(struct import *im, struct process *p)
{
	if (p->work >= WORK_LEAST)
		send_amount(im, p, SCRIPT_WORK, &p->work);
	send_amount(im, p, SCRIPT_GROW, &p->grown);
	send_amount(im, p, SCRIPT_TOUCH, &p->touched);
	send_amount(im, p, SCRIPT_SHRINK, &p->shrunk);
}

struct script_line *import_say(struct import *im, struct process *p, enum script_verb verb, uint64_t source)
{
	flush(im, p);
	return import_begin(im, p, verb, source);
}

/* Threads and processes --------------------------------------------------------------------------- */

uint32_t import_slot(uint32_t id)
{
	return (id ^ id >> 14) & (IMPORT_SLOTS - 1);
}

struct thread *import_thread(struct import *im, uint32_t tid)
{
	struct thread *t = im->last;

	if (t && t->tid == tid)
		return t;
	for (t = im->threads[import_slot(tid)]; t && t->tid != tid; t = t->next)
		continue;
	return im->last = t;
}

struct process *import_process(struct import *im, uint32_t pid)
{
	struct process *p = im->processes[import_slot(pid)];

	while (p && p->pid != pid)
		p = p->next;
	return p;
}

struct thread *import_new_thread(struct import *im, uint32_t tid, struct process *p)
{
	struct thread *t = alloc_new(1, sizeof *t);

	t->tid = tid;
	t->process = p;
	t->next = im->threads[import_slot(tid)];
	im->threads[import_slot(tid)] = t;
	im->nthreads++;
	p->threads++;
	return t;
}

void import_drop_thread(struct import *im, struct thread *t)
{
	struct thread **at = &im->threads[import_slot(t->tid)];

	while (*at != t)
		at = &(*at)->next;
	*at = t->next;
	im->nthreads--;
	im->nseen -= t->seen;
	t->process->threads--;
	if (im->last == t)
		im->last = NULL;
	if (im->bare == t)
		im->bare = NULL;
	free(t->half);
	free(t);
}

/* All threads of a process but one. Nobody keeps a list of them: most processes have one. */
static void drop_threads(struct import *im, const struct process *p, const struct thread *but)
{
	for (uint32_t i = 0; p->threads > (but != NULL) && i < IMPORT_SLOTS; i++)
		for (struct thread *t = im->threads[i], *next; t; t = next) {
			next = t->next;
			if (t->process == p && t != but)
				import_drop_thread(im, t);
		}
}

/* The threads of one that has only its first are found at once. */
static void end_threads(struct import *im, const struct process *p)
{
	struct thread *t = import_thread(im, p->pid);

	if (t && t->process == p)
		import_drop_thread(im, t);
	drop_threads(im, p, NULL);
}

void import_lone_thread(struct import *im, struct thread *t)
{
	struct thread **at = &im->threads[import_slot(t->tid)];

	drop_threads(im, t->process, t);
	if (t->tid == t->process->pid)
		return;
	while (*at != t) /* it gets the number of the first one, who is gone */
		at = &(*at)->next;
	*at = t->next;
	t->tid = t->process->pid;
	t->next = im->threads[import_slot(t->tid)];
	im->threads[import_slot(t->tid)] = t;
	im->last = NULL;
}

struct process *import_new_process(struct import *im, uint32_t pid, struct process *parent)
{
	struct process *p = import_process(im, pid), *elder;
	uint32_t *times = &im->names[pid <= IMPORT_PIDS ? pid : 0]; /* what is no pid of Linux's is numbered together */

	if (p && !p->ended)
		import_end(im, p, SCRIPT_LOST, 0, (struct part){NULL, NULL}, false);
	p = import_process(im, pid);
	if (p)
		import_forget(im, p); /* its number is given again, so somebody collected it */
	elder = parent ? parent->children : NULL;
	p = alloc_new(1, sizeof *p);
	p->pid = pid;
	p->parent = parent;
	p->older = elder;
	if (elder)
		elder->younger = p;
	if (parent)
		parent->children = p;
	if (!pid && !im->mains++)
		strcpy(p->name, "main");
	else if (!pid)
		snprintf(p->name, sizeof p->name, "main.%" PRIu32, im->mains);
	else if (pid <= IMPORT_PIDS && !*times)
		snprintf(p->name, sizeof p->name, "%" PRIu32, pid);
	else
		snprintf(p->name, sizeof p->name, "%" PRIu32 ".%" PRIu32, pid, *times + 1);
	++*times;
	p->next = im->processes[import_slot(pid)];
	im->processes[import_slot(pid)] = p;
	im->report->processes++;
	import_new_thread(im, pid, p);
	return p;
}

/* Takes it out of its parent's list. */
static void leave_parent(struct process *p)
{
	if (p->younger)
		p->younger->older = p->older;
	else if (p->parent)
		p->parent->children = p->older;
	if (p->older)
		p->older->younger = p->younger;
	p->parent = p->younger = p->older = NULL;
}

void import_forget(struct import *im, struct process *p)
{
	struct process **at = &im->processes[import_slot(p->pid)];

	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
	leave_parent(p);
	while (p->children) {
		struct process *child = p->children;

		leave_parent(child);
		if (child->ended) /* somebody outside of the log collects it */
			import_forget(im, child);
	}
	end_threads(im, p);
	import_fds_free(p);
	free(p);
}

void import_end(struct import *im, struct process *p, enum script_verb verb, uint64_t status, struct part signal,
                bool core)
{
	struct script_line *out = import_say(im, p, verb, im->number);
	size_t n = 0;

	out->size = status;
	out->flag = core;
	while (verb == SCRIPT_DIE && signal.at + n < signal.end && n + 1 < sizeof out->signal && signal.at[n] != ' ' &&
	       signal.at[n] != ')' && signal.at[n] != ',' && signal.at[n] != '}') {
		out->signal[n] = signal.at[n];
		n++;
	}
	out->signal[n] = '\0';
	if (verb == SCRIPT_DIE && (script_signal(out->signal) < 0 || !script_signal_ends(out->signal))) {
		import_remark(im, IMPORT_OPERANDS);
		out->verb = verb = SCRIPT_LOST;
	}
	import_send(im);
	im->report->exits += verb == SCRIPT_EXIT;
	im->report->deaths += verb == SCRIPT_DIE;
	im->report->lost += verb == SCRIPT_LOST;
	end_threads(im, p);
	import_fds_free(p);
	p->ended = true;
	while (p->children) {
		struct process *child = p->children;

		leave_parent(child);
		if (child->ended)
			import_forget(im, child);
	}
	if (!p->parent)
		import_forget(im, p);
}
