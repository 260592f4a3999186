/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Was a script played as it was recorded? See verdict.h. */
#include "script/verdict.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/proc.h"
#include "base/alloc.h"

enum { PIDS = 1 << 15, INIT = 1 };

struct part {
	bool made, ended;
	uint32_t status;      /* as wait tells it */
	uint32_t ended_order; /* how many had ended before */
	uint32_t children;    /* made so far */
};

struct verdict {
	const struct script *script;
	const struct score *score;
	struct part *parts; /* by process */
	uint32_t *at;       /* by pid: process + 1 */
	uint32_t *children; /* of all processes, in their order */
	uint32_t *begin;    /* by process: where its children begin there */
	uint32_t made, ended, strangers;
	bool deadlocked;
	uint32_t lender, borrower; /* processes + 1, 0 for none */
	char waits[EVENT_TEXT];    /* what the borrower does */
};

struct verdict *verdict_new(const struct script *s, const struct score *score)
{
	struct verdict *v = alloc_new(1, sizeof *v);
	uint32_t *filled = alloc_new(s->nprocesses + 1, sizeof *filled), at = 0;

	v->script = s;
	v->score = score;
	v->parts = alloc_new(s->nprocesses + 1, sizeof *v->parts); /* the last is the stage's */
	v->at = alloc_new(PIDS, sizeof *v->at);
	v->children = alloc_new(s->nprocesses, sizeof *v->children);
	v->begin = alloc_new(s->nprocesses + 2, sizeof *v->begin);
	for (uint32_t i = 0; i < s->nprocesses; i++) {
		v->begin[i] = at;
		at += s->processes[i].children;
	}
	v->begin[s->nprocesses] = at;
	for (uint32_t i = 0; i < s->nprocesses; i++) {
		uint32_t parent = s->processes[i].parent;

		parent = parent == SCRIPT_NONE ? s->nprocesses : parent;
		v->children[v->begin[parent] + filled[parent]++] = i;
	}
	free(filled);
	return v;
}

void verdict_free(struct verdict *v)
{
	if (!v)
		return;
	free(v->parts);
	free(v->at);
	free(v->children);
	free(v->begin);
	free(v);
}

static void made(struct verdict *v, uint32_t pid, uint32_t parent)
{
	uint32_t nprocesses = v->script->nprocesses, who, n, most;

	if (pid >= PIDS)
		return;
	v->at[pid] = 0;
	if (parent == INIT) { /* who is executed by init */
		v->at[pid] = v->score->part + 1;
		v->made += !v->score->staged;
		v->parts[v->score->part].made = true;
		return;
	}
	who = parent < PIDS ? v->at[parent] : 0;
	if (!who)
		return;
	who--;
	n = v->parts[who].children++;
	most = (who == nprocesses ? nprocesses : v->begin[who + 1]) - v->begin[who];
	if (n >= most) {
		v->strangers++;
		return;
	}
	v->at[pid] = v->children[v->begin[who] + n] + 1;
	v->parts[v->at[pid] - 1].made = true;
	v->made++;
}

uint32_t verdict_process(const struct verdict *v, uint32_t pid)
{
	return pid < PIDS && v->at[pid] && v->at[pid] - 1 < v->script->nprocesses ? v->at[pid] - 1 : SCRIPT_NONE;
}

void verdict_hear(struct verdict *v, const struct event *e)
{
	uint32_t who = e->kind == EV_PROC_CREATE ? SCRIPT_NONE : verdict_process(v, e->pid);

	if (e->kind == EV_DEADLOCK) {
		v->deadlocked = true;
		v->lender = verdict_process(v, e->arg[0]) + 1;
		v->borrower = verdict_process(v, e->arg[1]) + 1;
		snprintf(v->waits, sizeof v->waits, "%s", e->text);
	} else if (e->kind == EV_PROC_CREATE) {
		made(v, e->arg[0], e->arg[1]);
	} else if (who != SCRIPT_NONE && e->kind == EV_EXIT_END && !v->parts[who].ended) {
		v->parts[who].ended = true;
		v->parts[who].status = e->arg[0];
		v->parts[who].ended_order = v->ended++;
	}
}

/* What wait should have told. A core file depends on where the process stood. */
static bool same_status(const struct script_action *end, uint32_t status)
{
	if (end->verb == SCRIPT_LOST)
		return true;
	if (end->verb == SCRIPT_DIE && end->signal)
		return (status & 0x7F) == (uint32_t)end->signal;
	return status == (end->verb == SCRIPT_EXIT ? (uint32_t)end->size << 8 : 255u << 8);
}

struct teller {
	unsigned left;
	void (*tell)(void *arg, const char *line);
	void *arg;
	bool ok;
};

static void say(struct teller *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(struct teller *t, const char *format, ...)
{
	char line[200];
	va_list args;

	t->ok = false;
	if (!t->left)
		return;
	t->left--;
	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	t->tell(t->arg, line);
}

static void tell_end(const struct verdict *v, uint32_t i, struct teller *t)
{
	const struct script_process *p = &v->script->processes[i];
	const struct script_action *end = &v->script->actions[p->ended];
	uint32_t status = v->parts[i].status;

	if (!v->parts[i].made)
		say(t, "%s (line %" PRIu32 ") was never made", p->name, v->script->actions[p->born].line);
	else if (!v->parts[i].ended)
		say(t, "%s (line %" PRIu32 ") has not ended", p->name, end->line);
	else if (!same_status(end, status) && status & 0x7F)
		say(t, "%s (line %" PRIu32 ") died of signal %" PRIu32, p->name, end->line, status & 0x7F);
	else if (!same_status(end, status))
		say(t, "%s (line %" PRIu32 ") exited with %" PRIu32, p->name, end->line, status >> 8 & 0xFF);
}

/* Did a parent's children end in the order of the script, as long as it was there? */
static void tell_order(const struct verdict *v, struct teller *t)
{
	const struct script *s = v->script;
	uint32_t *last = alloc_new(s->nprocesses, sizeof *last);

	for (uint32_t i = 0; i < s->nactions; i++) {
		uint32_t who = s->actions[i].who, parent = s->processes[who].parent, elder;

		if (s->processes[who].ended != i || parent == SCRIPT_NONE || s->actions[i].verb == SCRIPT_LOST ||
		    s->processes[parent].ended < i || !v->parts[who].ended)
			continue;
		elder = last[parent];
		if (elder && v->parts[elder - 1].ended_order > v->parts[who].ended_order)
			say(t, "%s (line %" PRIu32 ") ended before %s, which had ended first", s->processes[who].name,
			    s->actions[i].line, s->processes[elder - 1].name);
		last[parent] = who + 1;
	}
	free(last);
}

bool verdict_tell(struct verdict *v, unsigned most, void (*tell)(void *arg, const char *line), void *arg)
{
	struct teller t = {most, tell, arg, true};

	if (v->deadlocked && v->lender && v->borrower)
		say(&t, "deadlock: %s sleeps until %s gives its memory back, and that one waits: %s",
		    v->script->processes[v->lender - 1].name, v->script->processes[v->borrower - 1].name, v->waits);
	else if (v->deadlocked)
		say(&t, "deadlock: everybody waits for somebody else");
	for (uint32_t i = 0; i < v->script->nprocesses; i++)
		tell_end(v, i, &t);
	if (v->strangers)
		say(&t, "%" PRIu32 " processes more than recorded were made", v->strangers);
	tell_order(v, &t);
	return t.ok;
}

uint32_t verdict_processes(const struct verdict *v)
{
	return v->made;
}
