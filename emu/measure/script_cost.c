/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a process script costs on the machine: see script_cost.h. */
#include "measure/script_cost.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/proc.h"
#include "analysis/explain_systems.h"
#include "base/alloc.h"
#include "machine/drive.h"
#include "script/stage.h"
#include "script/verdict.h"

enum { INIT = 1 };

static const char *const rule_whats[] = {
#define RULE(symbol, what, rule) what,
	VFORK_RULES(RULE)
#undef RULE
};
static const char *const rule_texts[] = {
#define RULE(symbol, what, rule) rule,
	VFORK_RULES(RULE)
#undef RULE
};

/* Measuring --------------------------------------------------------------------------------------- */

struct meter {
	struct verdict *verdict;
	struct script_cost *cost;
	uint64_t *by_process;
	uint64_t began, used, used_before;
	bool begun, deadlocked;
};

static bool hear(void *arg, const struct event *e)
{
	struct meter *meter = arg;
	struct script_cost *cost = meter->cost;
	uint32_t process;

	verdict_hear(meter->verdict, e);
	switch (e->kind) {
	case EV_PROC_CREATE:
		if (e->arg[1] == INIT && !meter->begun) {
			meter->begun = true;
			meter->began = e->usec;
			meter->used_before = meter->used;
		}
		break;
	case EV_FORK_COPY:
		process = verdict_process(meter->verdict, e->arg[0]);
		cost->copied += meter->begun ? e->arg[1] : 0;
		if (process != SCRIPT_NONE && meter->by_process)
			meter->by_process[process] = e->arg[1];
		break;
	case EV_COW_COPY:
		cost->copied += meter->begun;
		break;
	case EV_PAGE_ALLOC:
		meter->used++;
		cost->tables += meter->begun && e->arg[1] == CPTABLE;
		if (meter->begun && meter->used - meter->used_before > cost->peak)
			cost->peak = meter->used - meter->used_before;
		break;
	case EV_PAGE_FREE:
		meter->used--;
		break;
	case EV_DEADLOCK:
		meter->deadlocked = true;
		break;
	case EV_HALT:
		cost->usec = e->usec - meter->began;
		break;
	default:
		break;
	}
	return false;
}

static void keep_first(void *arg, const char *line)
{
	struct script_cost *cost = arg;

	if (!*cost->why)
		snprintf(cost->why, sizeof cost->why, "%s", line);
}

bool script_cost_measure(const char *path, const struct script *script, enum score_how how, const char *system,
                         unsigned ram, struct script_cost *cost, uint64_t *by_process, char error[ERROR_MAX])
{
	static const uint64_t wanted = UINT64_C(1) << EV_PROC_CREATE | UINT64_C(1) << EV_FORK_COPY |
	                               UINT64_C(1) << EV_COW_COPY | UINT64_C(1) << EV_PAGE_ALLOC |
	                               UINT64_C(1) << EV_PAGE_FREE | UINT64_C(1) << EV_DEADLOCK |
	                               UINT64_C(1) << EV_HALT | UINT64_C(1) << EV_EXIT_END;
	struct meter meter = {.cost = cost, .by_process = by_process};
	const struct console console = {.arg = NULL};
	struct drive drive = {.console = &console, .listener = {.arg = &meter, .event = hear, .only = wanted}};
	const struct launch launch = {.system = system, .ram = ram};
	struct run_config config;
	struct score *score;
	struct machine *m;
	char problem[ERROR_MAX];

	memset(cost, 0, sizeof *cost);
	if (!stage_prepare(&launch, ram != 0, path, script, how, &config, &score, error))
		return false;
	meter.verdict = verdict_new(script, score);
	m = run_config_machine(&config, error);
	if (m) {
		enum drive_end end = machine_drive(m, &drive, problem);

		cost->played = verdict_tell(meter.verdict, 1, keep_first, cost) && end == DRIVE_HALT;
		if (end != DRIVE_HALT)
			snprintf(cost->why, sizeof cost->why, "%.79s", problem);
		machine_free(m);
	}
	verdict_free(meter.verdict);
	score_free(score);
	run_config_free(&config);
	return m != NULL;
}

/* What could be otherwise ------------------------------------------------------------------------- */

static int by_savings(const void *a, const void *b)
{
	const struct spare_fork *x = a, *y = b;

	if (x->copied != y->copied)
		return x->copied > y->copied ? -1 : 1;
	return x->process < y->process ? -1 : x->process > y->process;
}

/* The rule that an action breaks; -1 if a borrower may do it. */
static int rule_of(enum script_verb verb)
{
	switch (verb) {
	case SCRIPT_OPEN:
	case SCRIPT_CLOSE:
	case SCRIPT_DUP:
	case SCRIPT_PIPE:
	case SCRIPT_CLOEXEC:
		return VFORK_DESCRIPTORS;
	case SCRIPT_GROW:
	case SCRIPT_SHRINK:
	case SCRIPT_TOUCH:
		return VFORK_MEMORY;
	case SCRIPT_FORK:
	case SCRIPT_VFORK:
	case SCRIPT_SPAWN:
	case SCRIPT_WAIT:
		return VFORK_CHILDREN;
	case SCRIPT_READ:
	case SCRIPT_WRITE:
		return VFORK_PIPES;
	case SCRIPT_KILL:
		return VFORK_SIGNALS;
	default:
		return -1;
	}
}

/* Needs nothing of one's own memory? */
static bool needs_none(enum script_verb verb)
{
	int rule = rule_of(verb);

	return rule < 0 || rule == VFORK_DESCRIPTORS;
}

struct spare_fork *script_spare_forks(const struct script *s, const uint64_t *by_process, size_t *count)
{
	struct spare_fork *list = NULL;
	size_t room = 0;

	*count = 0;
	for (uint32_t i = 0; i < s->nprocesses; i++) {
		uint32_t a = s->processes[i].first;

		if (s->actions[s->processes[i].born].verb != SCRIPT_FORK)
			continue;
		while (a != SCRIPT_NONE && s->actions[a].verb != SCRIPT_EXEC && needs_none(s->actions[a].verb))
			a = s->actions[a].next;
		if (a == SCRIPT_NONE || s->actions[a].verb != SCRIPT_EXEC)
			continue;
		list = alloc_room(list, *count, &room, sizeof *list);
		list[(*count)++] = (struct spare_fork){i, a, by_process ? by_process[i] : 0};
	}
	if (*count)
		qsort(list, *count, sizeof *list, by_savings);
	return list;
}

const char *vfork_rule_what(enum vfork_rule rule)
{
	return rule_whats[rule];
}

const char *vfork_rule_text(enum vfork_rule rule)
{
	return rule_texts[rule];
}

static bool has_word(const struct system_words *system, const char *word)
{
	for (size_t i = 0; i < SYSTEM_WORDS; i++)
		if (!strcmp(system->words[i], word))
			return true;
	return false;
}

static bool harms(enum vfork_rule rule, const struct system_words *system)
{
	switch (rule) {
	case VFORK_DESCRIPTORS:
		return has_word(system, "FDS_SHARED");
	case VFORK_MEMORY:
		return !has_word(system, "DUP");
	case VFORK_PIPES:
		return !has_word(system, "HOLD_NOT");
	default:
		return false;
	}
}

const char *vfork_rule_breaks(enum vfork_rule rule, char *buf, size_t size)
{
	const struct system_words *system;
	size_t n = 0;

	*buf = '\0';
	for (size_t i = 0; (system = system_words(i)); i++)
		if (harms(rule, system) && n < size)
			n += (size_t)snprintf(buf + n, size - n, "%s%s", n ? " " : "", system->name);
	return buf;
}

struct rule_break *script_rule_breaks(const struct script *s, size_t *count)
{
	struct rule_break *list = NULL;
	size_t room = 0;

	*count = 0;
	for (uint32_t i = 0; i < s->nprocesses; i++) {
		size_t first = *count;

		if (s->actions[s->processes[i].born].verb != SCRIPT_VFORK)
			continue;
		for (uint32_t a = s->processes[i].first; a != SCRIPT_NONE && s->actions[a].verb != SCRIPT_EXEC;
		     a = s->actions[a].next) {
			int rule = rule_of(s->actions[a].verb);
			size_t k = first;

			if (rule < 0)
				continue;
			while (k < *count && list[k].rule != (enum vfork_rule)rule)
				k++;
			if (k == *count) {
				list = alloc_room(list, *count, &room, sizeof *list);
				list[(*count)++] = (struct rule_break){i, a, (enum vfork_rule)rule, 0};
			}
			list[k].times++;
		}
	}
	return list;
}
