/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope cost: what a process script costs under each system, and what in it could cost less. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/arch.h"
#include "base/run_limits.h"
#include "base/alloc.h"
#include "base/output.h"
#include "base/system_list.h"
#include "cli/command.h"
#include "measure/script_cost.h"
#include "script/strace_import.h"

enum { HOWS = 3 };

static const char *const how_names[HOWS] = {"as recorded", "all vfork", "all fork"};

/* Text that an import writes. */
struct text_buffer {
	char *at;
	size_t size, room;
	bool full; /* something had no room */
};

static bool keep(void *arg, const char *text, size_t size)
{
	struct text_buffer *b = arg;

	if (b->size + size > b->room) {
		char *larger;

		b->full |= b->size + size > SCRIPT_BYTES;
		if (b->full)
			return false;
		b->room = 2 * (b->size + size);
		larger = alloc_new(1, b->room);
		if (b->size)
			memcpy(larger, b->at, b->size);
		free(b->at);
		b->at = larger;
	}
	memcpy(b->at + b->size, text, size);
	b->size += size;
	return true;
}

/* A script, or a log that becomes one. NULL when a mistake was told. */
static struct script *get_script(const char *path)
{
	struct text_buffer b = {0};
	struct import_report report;
	char error[ERROR_MAX];
	struct script *s = NULL;

	if (script_is(path))
		s = script_load(path, error);
	else if (strace_import(path, keep, &b, NULL, &report, error))
		s = b.full ? NULL : script_read(path, b.at, b.size, error);
	if (b.full)
		error_set(error, "%.200s: it makes too large a script", path);
	if (!s)
		command_fail("%s", error);
	free(b.at);
	return s;
}

/* A line of the log, or of the script if it is from none. */
static json_t *place_json(const struct script *s, uint32_t action)
{
	const struct script_action *a = &s->actions[action];

	return a->source ? json_pack("{sI}", "log_line", (json_int_t)a->source)
	                 : json_pack("{sI}", "script_line", (json_int_t)a->line);
}

static const char *place_text(const struct script *s, uint32_t action, char buf[40])
{
	const struct script_action *a = &s->actions[action];

	snprintf(buf, 40, "%s line %" PRIu64, a->source ? "log" : "script", a->source ? a->source : a->line);
	return buf;
}

/* What a process runs when it comes to an action, as " (/bin/sh)"; nothing if that is not known. */
static const char *program_text(const struct script *s, uint32_t process, uint32_t action, char buf[120])
{
	const char *program = NULL;

	while (!program && process != SCRIPT_NONE) {
		const struct script_process *p = &s->processes[process];

		for (uint32_t i = p->first; i != SCRIPT_NONE && i < action; i = s->actions[i].next)
			if ((s->actions[i].verb == SCRIPT_EXEC || s->actions[i].verb == SCRIPT_START) &&
			    s->actions[i].text)
				program = s->actions[i].text;
		process = p->parent;
		action = p->born;
	}
	*buf = '\0';
	if (program)
		snprintf(buf, 120, " (%.110s)", program);
	return buf;
}

static void print_cost(const char *system, int how, const struct script_cost *c)
{
	output_line("%-13s %-11s %8" PRIu64 " %8" PRIu64 " %10.3f s %8" PRIu64 " KB%s%s", system, how_names[how],
	            c->copied, c->tables, (double)c->usec / 1e6, c->peak * (NBPG >> 10),
	            c->played ? "" : "  not as recorded: ", c->played ? "" : c->why);
}

static void add_cost(json_t *list, const char *system, int how, const struct script_cost *c)
{
	json_array_append_new(list, json_pack("{ss ss sI sI sI sI sb ss}", "system", system, "made", how_names[how],
	                                      "pages_copied", (json_int_t)c->copied, "table_pages",
	                                      (json_int_t)c->tables, "usec", (json_int_t)c->usec, "peak_pages",
	                                      (json_int_t)c->peak, "as_recorded", c->played, "why", c->why));
}

static void tell_forks(const struct script *s, const uint64_t *copied, json_t *json)
{
	size_t n;
	struct spare_fork *list = script_spare_forks(s, copied, &n);
	json_t *array = json_array();
	char place[40], maker[120];

	if (!json && n)
		output_break();
	if (!json && n)
		output_line("Forks whose child executes a program and needs no memory before it: vfork or posix_spawn "
		            "would do.");
	for (size_t i = 0; i < n; i++) {
		const struct script_process *p = &s->processes[list[i].process];
		const char *program = s->actions[list[i].exec].text;

		if (json)
			json_array_append_new(array,
			                      json_pack("{ss ss ss sI so}", "parent", s->processes[p->parent].name,
			                                "child", p->name, "program", program, "pages_copied",
			                                (json_int_t)list[i].copied, "at", place_json(s, p->born)));
		else
			output_line("  %s: %s%s forks %s for %s: copies %" PRIu64 " KB under 4.3bsd",
			            place_text(s, p->born, place), s->processes[p->parent].name,
			            program_text(s, p->parent, p->born, maker), p->name, program,
			            list[i].copied * (NBPG >> 10));
	}
	if (json)
		json_object_set(json, "spare_forks", array);
	json_decref(array);
	free(list);
}

static void tell_breaks(const struct script *s, json_t *json)
{
	size_t n;
	struct rule_break *list = script_rule_breaks(s, &n);
	json_t *array = json_array();
	char place[40], names[400];

	if (!json && n)
		output_break();
	if (!json && n)
		output_line("Children of vfork that do more before exec than the rules allow:");
	for (size_t i = 0; i < n; i++) {
		const struct rule_break *b = &list[i];
		const char *name = s->processes[b->process].name, *verb = script_verb_word(s->actions[b->action].verb);

		vfork_rule_breaks(b->rule, names, sizeof names);
		if (json)
			json_array_append_new(array, json_pack("{ss ss ss sI ss ss so}", "child", name, "verb", verb,
			                                       "what", vfork_rule_what(b->rule), "times",
			                                       (json_int_t)b->times, "rule", vfork_rule_text(b->rule),
			                                       "breaks", names, "at", place_json(s, b->action)));
		else
			output_line("  %s: %s %s (%s, %" PRIu32 " times): %s%s%s", place_text(s, b->action, place),
			            name, vfork_rule_what(b->rule), verb, b->times, vfork_rule_text(b->rule),
			            *names ? "; does harm on " : "; does no harm on any system here", names);
	}
	if (json)
		json_object_set(json, "rule_breaks", array);
	json_decref(array);
	free(list);
}

/* Plays it on a system in each way. False when a mistake was told. */
static bool measure(const char *path, const struct script *s, const char *system, int ram, json_t *list)
{
	for (int how = 0; how < HOWS; how++) {
		struct script_cost cost;
		char error[ERROR_MAX];

		if (!script_cost_measure(path, s, (enum score_how)how, system, (unsigned)ram, &cost, NULL, error)) {
			command_fail("%s", error);
			return false;
		}
		if (list)
			add_cost(list, system, how, &cost);
		else
			print_cost(system, how, &cost);
	}
	return true;
}

static int work(const char *path, const char *system, int ram, bool as_json)
{
	struct script *s = get_script(path);
	uint64_t *copied;
	struct script_cost cost;
	json_t *json = as_json ? json_object() : NULL, *list = as_json ? json_array() : NULL;
	char error[ERROR_MAX];
	int rc = 0;

	if (!s) {
		rc = EXIT_MISTAKE;
	} else {
		copied = alloc_new(s->nprocesses, sizeof *copied);
		if (!script_cost_measure(path, s, SCORE_AS_RECORDED, "4.3bsd", (unsigned)ram, &cost, copied, error))
			rc = command_fail("%s", error);
		if (!rc && !json)
			output_line("%-13s %-11s %8s %8s %12s %11s", "system", "made", "copied", "tables",
			            "machine time", "memory");
		for (size_t i = 0; !rc && i < SYSTEMS_COUNT; i++)
			if (!system || !strcmp(system, historic_systems[i].name))
				rc = measure(path, s, historic_systems[i].name, ram, list) ? 0 : EXIT_MISTAKE;
		if (!rc) {
			tell_forks(s, copied, json);
			tell_breaks(s, json);
		}
		if (!rc && json) {
			json_object_set(json, "costs", list);
			output_json(json_incref(json), JSON_INDENT(1));
			output_break();
		}
		free(copied);
	}
	json_decref(list);
	json_decref(json);
	script_free(s);
	return rc;
}

static int run(const struct command *command, int argc, const char **argv)
{
	static const char *system;
	static int ram, as_json;
	const struct poptOption options[] = {
		{"system", '\0', POPT_ARG_STRING, &system, 0, "only under that historic system (all)", "NAME"},
		{"ram", '\0', POPT_ARG_INT, &ram, 0, "memory of the machine, 2 to 64 (as much as is needed)", "MB"},
		{"json", '\0', POPT_ARG_NONE, &as_json, 0, "the same as JSON", NULL},
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	const char **words = context ? command_words(command, context, 1, 1) : NULL;
	int rc = EXIT_MISTAKE;

	if (!words)
		;
	else if (system && !historic_system(system))
		command_fail("%s: no such system; vforkscope --help lists them", system);
	else if (ram && (ram < 2 || ram > 64))
		command_fail("--ram %d: the machine takes 2 to 64 MB", ram);
	else {
		limits_hold_memory((uint64_t)limits_default.memory);
		rc = work(words[0], system, ram, as_json);
	}
	poptFreeContext(context);
	return rc;
}

const struct command cmd_cost = {
	"cost",
	"X.vps|LOG [--system S] [--ram MB] [--json]",
	"what a process script or a log of strace costs under each system, with vfork and with fork, and what could be "
	"otherwise",
	run,
	.about = "Two lists tell what could be otherwise: forks that are followed by exec with nothing in between "
		 "that needs memory of their own, and children of vfork that do more than the rules allow.",
	.examples = "cost make.vps --system 4.3bsd # what its forks cost, and which could be vforks",
};
