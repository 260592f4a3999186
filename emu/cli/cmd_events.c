/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope events: the ordered stream of what happened, for people or as JSON. */
#include <fnmatch.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/hazard.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/output.h"
#include "analysis/syscall_name.h"

/* Arguments that are addresses or bits read better in hexadecimal. */
static const char *const hexadecimal[] = {"pc",    "sp",   "va",   "param", "entry", "p0br", "p1br", "p0lr", "p1lr",
                                          "wchan", "flag", "arg0", "arg1",  "arg2",  "val1", "val2", "was",  "now"};

static bool is_hexadecimal(const char *argument)
{
	for (size_t i = 0; i < sizeof hexadecimal / sizeof *hexadecimal; i++)
		if (!strcmp(argument, hexadecimal[i]))
			return true;
	return false;
}

/* hazard: NULL for an event that was recorded. */
static void print_line(const struct event *e, const struct hazard *hazard)
{
	char name[32], number[40];

	snprintf(number, sizeof number, hazard ? "%" PRIu64 ".%u" : "%" PRIu64, e->seq, hazard ? hazard->number : 0);
	output_text("%6s %10" PRIu64 " %10" PRIu64 " %5" PRIu32 "  %-16s", number, e->icount, e->usec, e->pid,
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
	if (hazard && *hazard->file)
		output_text(" %s() %s:%d", hazard->function, hazard->file, hazard->line);
	output_break();
}

/* One element of the array: a line of its own, so that line tools work on it too. */
static void print_json(const struct event *e, const struct hazard *hazard, const struct snapshot *s, bool first)
{
	char name[32];
	json_t *args = json_object(), *object, *caption = json_array();

	for (int i = 0; i < EVENT_ARGS && event_arg_name(e->kind, i, name, sizeof name); i++)
		json_object_set_new(args, name, json_integer(e->arg[i]));
	for (int i = 0; i < 2; i++)
		json_array_append_new(caption, output_json_text(s->caption[i]));
	object = json_pack("{s:I, s:I, s:I, s:I, s:s, s:o, s:o, s:o, s:b}", "seq", (json_int_t)e->seq, "icount",
	                   (json_int_t)e->icount, "usec", (json_int_t)e->usec, "pid", (json_int_t)e->pid, "name",
	                   event_name(e->kind), "args", args, "text", output_json_text(e->text), "caption", caption,
	                   "alarm", s->alarm);
	if (hazard)
		json_object_update_new(object,
		                       json_pack("{s:I, s:o, s:o, s:I}", "hazard", (json_int_t)hazard->number,
		                                 "function", output_json_text(hazard->function), "file",
		                                 output_json_text(hazard->file), "line", (json_int_t)hazard->line));
	output_line("%s", first ? "" : ",");
	output_json(object, 0);
}

/* Is it that event's name, a pattern of it, or its family before the dot ("vfork")? */
static bool matches(const char *pattern, const char *name)
{
	size_t n = strlen(pattern);

	return !fnmatch(pattern, name, 0) || (!strncmp(pattern, name, n) && name[n] == '.');
}

/* The patterns of --grep, each with commas between several. */
struct patterns {
	char **v;
	size_t n;
};

/* A pattern that no kind of event has is a mistake. */
static bool check_pattern(const char *pattern)
{
	const char *names[EV_ALL + 1] = {NULL}, *near;

	for (uint32_t kind = 0; kind < EV_ALL; kind++) {
		names[kind] = event_name(kind);
		if (matches(pattern, names[kind]))
			return true;
	}
	near = error_nearest(pattern, names);
	command_fail("--grep %s: no such event%s%s%s", pattern, near ? "; did you mean " : "", near ? near : "",
	             near ? "?" : "");
	return false;
}

/* False when a mistake was told. */
static bool split_patterns(struct patterns *p, const char *const *given)
{
	size_t room = 0;
	bool ok = true;

	for (; ok && given && *given; given++) {
		const char *rest = *given;

		for (bool more = true; ok && more;) {
			size_t length = strcspn(rest, ",");

			p->v = alloc_room(p->v, p->n, &room, sizeof *p->v);
			p->v[p->n] = alloc_format("%.*s", (int)length, rest);
			ok = check_pattern(p->v[p->n++]);
			more = rest[length];
			rest += length + 1;
		}
	}
	return ok;
}

static void free_patterns(struct patterns *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->v[i]);
	free(p->v);
}

/* Without patterns every event is wanted. */
static bool wanted(const struct patterns *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++)
		if (matches(p->v[i], name))
			return true;
	return !p->n;
}

/* Tells of one. False when a mistake was told. */
static bool tell(struct session *session, const struct event *e, const struct hazard *hazard, bool json, bool first)
{
	struct timeline_mark mark = {e->icount, (long)e->seq, hazard ? hazard->number : 0};
	struct snapshot *s = json ? snapshot_caption(session, &mark) : NULL;

	if (!json)
		print_line(e, hazard);
	else if (s)
		print_json(e, hazard, s, first);
	else
		command_fail("%s", timeline_failure(session_timeline(session)));
	snapshot_free(s);
	return s || !json;
}

static bool show_progress(void *unused, uint64_t now, uint64_t end)
{
	(void)unused;
	progress_tell("hazards", now, end);
	return true;
}

/* Tells of all events that are wanted, and of the hazards where they happen. */
static int tell_all(struct session *session, const struct patterns *patterns, bool json)
{
	static const struct hazards none;
	const struct timeline *t = session_timeline(session);
	const struct hazards *hs = &none;
	bool first = true, ok = true, search = false;
	size_t next = 0;

	for (uint32_t kind = EV_COUNT; kind < EV_ALL; kind++)
		search |= wanted(patterns, event_name(kind));
	for (size_t i = 0; i < timeline_nevents(t) && ok; i++) {
		const struct event *e = timeline_event(t, i);

		if (search &&
		    e->kind == EV_VFORK_BEGIN) { /* before it there are none: who wants the beginning has it */
			output_flush();
			timeline_progress(session_timeline(session), show_progress, NULL);
			hs = session_hazards(session);
			timeline_progress(session_timeline(session), NULL, NULL);
			search = false;
		}
		if (wanted(patterns, event_name(e->kind))) {
			ok = tell(session, e, NULL, json, first);
			first = false;
		}
		for (; next < hs->count && hs->list[next].event.seq <= i && ok; next++)
			if (wanted(patterns, event_name(hs->list[next].event.kind))) {
				ok = tell(session, &hs->list[next].event, &hs->list[next], json, first);
				first = false;
			}
	}
	if (*hs->problem)
		command_note("not all hazards were looked for: %s", hs->problem);
	return ok ? 0 : EXIT_MISTAKE;
}

static int events(const struct command *command, int argc, const char **argv)
{
	static const char **given; /* with --grep */
	struct patterns patterns = {0};
	const char **words;
	int json = 0;
	const struct poptOption options[] = {
		{"json", '\0', POPT_ARG_NONE, &json, 0, "print a JSON array, one event per line", NULL},
		{"grep", '\0', POPT_ARG_ARGV, &given, 0,
	         "only these: vm.pass, or vfork,exec, or 'proc.*'; also more than once", "NAME[,NAME...]"},
		COMMAND_LAUNCH,
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	struct session *session = NULL;
	int rc = 0;

	if (!context)
		return EXIT_MISTAKE;
	words = command_words(command, context, 1, argc);
	if (words && split_patterns(&patterns, given))
		session = command_session(words, &(struct seclusion){0});
	poptFreeContext(context);
	if (!session) {
		free_patterns(&patterns);
		return EXIT_MISTAKE;
	}

	if (json)
		output_text("[");
	else
		output_line("%6s %10s %10s %5s  %-16s %s", "event", "icount", "usec", "pid", "name", "arguments");
	rc = tell_all(session, &patterns, json);
	if (json)
		output_lines(0, "\n]");
	session_free(session);
	free_patterns(&patterns);
	return rc;
}

const struct command cmd_events = {
	"events",
	"PROG|TRACE [ARG...] [--json] [--grep NAME[,NAME...]]",
	"what happened, in order: one line per event",
	events,
	.about = "Each line is an event of the machine: its number, the instructions executed until then, the "
		 "process, what happened. Hazards are among them, at the instruction where they happen. The names "
		 "are told by explain.",
	.examples = "events return --grep 'vm,hazard' # who lends what, and what is ruined\n"
		    "events borrow --json # all of it, for a program",
};
