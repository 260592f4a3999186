/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope events: the ordered stream of what happened, for people or as JSON. */
#include <fnmatch.h>
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "cli/command.h"
#include "base/error.h"
#include "base/output.h"
#include "analysis/syscall_name.h"

/* Arguments that are addresses or bits read better in hexadecimal. */
static const char *const hexadecimal[] = {"pc",   "sp",    "va",   "param", "entry", "p0br", "p1br", "p0lr",
                                          "p1lr", "wchan", "flag", "arg0",  "arg1",  "arg2", "val1", "val2"};

static bool is_hexadecimal(const char *argument)
{
	for (size_t i = 0; i < sizeof hexadecimal / sizeof *hexadecimal; i++)
		if (!strcmp(argument, hexadecimal[i]))
			return true;
	return false;
}

static void print_line(const struct event *e)
{
	char name[32];

	output_text("%6" PRIu64 " %10" PRIu64 " %10" PRIu64 " %5" PRIu32 "  %-16s", e->seq, e->icount, e->usec, e->pid,
	            event_name(e->kind));
	for (int i = 0; i < EVENT_ARGS && event_arg_name(e->kind, i, name, sizeof name); i++) {
		if (!strcmp(name, "number")) {
			const char *call = syscall_name(e->arg[i], NULL);

			output_text(" %s=%" PRIu32 "(%s)", name, e->arg[i], call ? call : "?");
		} else {
			output_text(is_hexadecimal(name) ? " %s=0x%" PRIx32 : " %s=%" PRIu32, name, e->arg[i]);
		}
	}
	if (*e->text)
		output_text(" \"%s\"", e->text);
	output_break();
}

/* One element of the array: a line of its own, so that line tools work on it too. */
static void print_json(const struct event *e, bool first)
{
	char name[32];
	json_t *args = json_object(), *object;

	for (int i = 0; i < EVENT_ARGS && event_arg_name(e->kind, i, name, sizeof name); i++)
		json_object_set_new(args, name, json_integer(e->arg[i]));
	object = json_pack("{s:I, s:I, s:I, s:I, s:s, s:o, s:o}", "seq", (json_int_t)e->seq, "icount",
	                   (json_int_t)e->icount, "usec", (json_int_t)e->usec, "pid", (json_int_t)e->pid, "name",
	                   event_name(e->kind), "args", args, "text", output_json_text(e->text));
	output_line("%s", first ? "" : ",");
	output_json(object, 0);
}

/* Whether --grep takes an event: its name, a pattern of the shell's, or the family before the dot ("vfork"). */
static bool wanted(const char *pattern, const char *name)
{
	size_t n = pattern ? strlen(pattern) : 0;

	return !pattern || !fnmatch(pattern, name, 0) || (!strncmp(pattern, name, n) && name[n] == '.');
}

/* A pattern that no kind of event has is a mistake. */
static bool check_pattern(const char *pattern)
{
	const char *names[EV_COUNT + 1] = {NULL}, *near;

	for (uint32_t kind = 0; kind < EV_COUNT; kind++) {
		names[kind] = event_name(kind);
		if (wanted(pattern, names[kind]))
			return true;
	}
	near = error_nearest(pattern, names);
	command_fail("--grep %s: no such event%s%s%s", pattern, near ? "; did you mean " : "", near ? near : "",
	             near ? "?" : "");
	return false;
}

static int events(const struct command *command, int argc, const char **argv)
{
	static const char *pattern;
	const char **words;
	int json = 0;
	const struct poptOption options[] = {
		{"json", '\0', POPT_ARG_NONE, &json, 0, "print a JSON array, one event per line", NULL},
		{"grep", '\0', POPT_ARG_STRING, &pattern, 0, "only these: vm.pass, vfork, 'proc.*'", "NAME"},
		COMMAND_LAUNCH,
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	struct timeline *t = NULL;
	bool first = true;

	if (!context)
		return EXIT_MISTAKE;
	words = command_words(command, context, 1, argc);
	if (words && check_pattern(pattern))
		t = command_timeline(words, &(struct seclusion){0});
	poptFreeContext(context);
	if (!t)
		return EXIT_MISTAKE;

	if (json)
		output_text("[");
	else
		output_line("%6s %10s %10s %5s  %-16s %s", "event", "icount", "usec", "pid", "name", "arguments");
	for (size_t i = 0; i < timeline_nevents(t); i++) {
		const struct event *e = timeline_event(t, i);

		if (!wanted(pattern, event_name(e->kind)))
			continue;
		if (json)
			print_json(e, first);
		else
			print_line(e);
		first = false;
	}
	if (json)
		output_lines(0, "\n]");
	timeline_free(t);
	return 0;
}

const struct command cmd_events = {
	"events",
	"PROG|TRACE [ARG...] [--json] [--grep NAME]",
	"what happened, in order: one line per event",
	events,
};
