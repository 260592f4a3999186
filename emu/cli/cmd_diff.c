/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope diff: two runs held against each other, by what their programs do. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "analysis/comparison.h"
#include "base/output.h"
#include "cli/command.h"

static const char *const letters[] = {"A", "B"};

/* Text ---------------------------------------------------------------------------------------- */

static void print_run(int side, struct session *session)
{
	const struct run_config *config = timeline_config(session_timeline(session));

	output_line("%s  %s on %s: %" PRIu64 " instructions, %zu events", letters[side],
	            config->program ? config->program : "?", config->system, timeline_end(session_timeline(session)),
	            timeline_nevents(session_timeline(session)));
}

/* "spawn(), return.c:42" */
static void print_where(const struct comparison_place *p)
{
	if (*p->function)
		output_text("%s(), ", p->function);
	if (*p->file)
		output_text("%s:%d", p->file, p->line);
	if (*p->what)
		output_text("%s%s", *p->file ? "  " : "", p->what);
	output_break();
}

static void print_difference(const char *title, const struct comparison_difference *d)
{
	output_break();
	if (!d->found) {
		output_line("%s: the same", title);
		return;
	}
	output_text("%s: pid %" PRIu32, title, d->place[0].pid);
	if (d->place[1].pid != d->place[0].pid)
		output_text(" of A, pid %" PRIu32 " of B", d->place[1].pid);
	output_break();
	if (d->has_last) {
		output_text("  both      ");
		print_where(&d->last[0]);
	}
	for (int i = 0; i < 2; i++) {
		output_text("  %s @%-7" PRIu64 "  ", letters[i], d->place[i].mark.icount);
		print_where(&d->place[i]);
	}
}

static void print_values(const struct comparison *c)
{
	const struct comparison_place *a = &c->values.place[0], *b = &c->values.place[1];

	output_break();
	if (!c->values.found) {
		output_line("variables, where both are at the same line: the same");
		return;
	}
	output_text("variables: pid %" PRIu32 " at @%" PRIu64 " of A, @%" PRIu64 " of B, ", a->pid, a->mark.icount,
	            b->mark.icount);
	print_where(a);
	for (size_t i = 0; i < c->nvalues; i++)
		output_line("  %-32s A %s   B %s", c->value[i].name, c->value[i].value[0], c->value[i].value[1]);
}

static void print_output(const struct comparison *c)
{
	output_break();
	if (!c->output) {
		output_line("output: the same");
		return;
	}
	output_line("output: line %zu", c->output_line);
	for (int i = 0; i < 2; i++)
		output_line("  %s  %s", letters[i], *c->printed[i] ? c->printed[i] : "(nothing)");
}

static void print_ends(const struct comparison *c)
{
	output_break();
	output_line("the ends");
	for (size_t i = 0; i < c->nends; i++) {
		const struct comparison_end *e = &c->ends[i];
		int first = e->has[0] ? 0 : 1;

		output_text("  pid %" PRIu32 " %s: ", e->pid[first], e->name[first]);
		if (!e->has[!first])
			output_line("only %s has it; it %s", letters[first], e->end[first]);
		else if (!strcmp(e->end[0], e->end[1]))
			output_line("%s", e->end[0]);
		else
			output_line("A %s, B %s", e->end[0], e->end[1]);
	}
}

static void print_text(const struct comparison *c, struct session *const sessions[2])
{
	for (int i = 0; i < 2; i++)
		print_run(i, sessions[i]);
	output_line("the same in both: %zu lines and %zu system calls of %zu processes", c->lines, c->calls,
	            c->processes);
	if (c->partly)
		output_line("lines were compared in @%" PRIu64 " to @%" PRIu64 " of A, @%" PRIu64 " to @%" PRIu64
		            " of B",
		            c->from[0], c->to[0], c->from[1], c->to[1]);
	if (!c->differ) {
		output_line("nothing differs");
		return;
	}
	print_difference("what the kernels do", &c->event);
	print_difference("what the programs do", &c->step);
	print_values(c);
	print_output(c);
	print_ends(c);
}

/* JSON ---------------------------------------------------------------------------------------- */

static json_t *place_json(const struct comparison_place *p)
{
	return json_pack("{s:I, s:I, s:I, s:s?, s:o, s:o, s:I, s:o}", "icount", (json_int_t)p->mark.icount, "event",
	                 (json_int_t)p->mark.event, "pid", (json_int_t)p->pid, "kind", p->kind, "function",
	                 *p->function ? output_json_text(p->function) : json_null(), "file",
	                 *p->file ? output_json_text(p->file) : json_null(), "line", (json_int_t)p->line, "what",
	                 output_json_text(p->what));
}

static json_t *difference_json(const struct comparison_difference *d)
{
	json_t *object;

	if (!d->found)
		return json_null();
	object = json_pack("{s:o, s:o}", "A", place_json(&d->place[0]), "B", place_json(&d->place[1]));
	if (d->has_last)
		json_object_set_new(
			object, "both",
			json_pack("{s:o, s:o}", "A", place_json(&d->last[0]), "B", place_json(&d->last[1])));
	return object;
}

static json_t *values_json(const struct comparison *c)
{
	json_t *list = json_array(), *object;

	if (!c->values.found) {
		json_decref(list);
		return json_null();
	}
	for (size_t i = 0; i < c->nvalues; i++)
		json_array_append_new(list, json_pack("{s:o, s:o, s:o}", "name", output_json_text(c->value[i].name),
		                                      "A", output_json_text(c->value[i].value[0]), "B",
		                                      output_json_text(c->value[i].value[1])));
	object = difference_json(&c->values);
	json_object_set_new(object, "values", list);
	return object;
}

static json_t *ends_json(const struct comparison *c)
{
	json_t *list = json_array();

	for (size_t i = 0; i < c->nends; i++) {
		const struct comparison_end *e = &c->ends[i];
		json_t *object = json_object();

		for (int side = 0; side < 2; side++)
			json_object_set_new(object, letters[side],
			                    e->has[side] ? json_pack("{s:I, s:o, s:s}", "pid", (json_int_t)e->pid[side],
			                                             "name", output_json_text(e->name[side]), "end",
			                                             e->end[side])
			                                 : json_null());
		json_array_append_new(list, object);
	}
	return list;
}

static void print_json(const struct comparison *c, struct session *const sessions[2])
{
	json_t *object = json_object();

	for (int i = 0; i < 2; i++) {
		const struct timeline *t = session_timeline(sessions[i]);
		const struct run_config *config = timeline_config(t);

		json_object_set_new(object, letters[i],
		                    json_pack("{s:o, s:o, s:I, s:I, s:[I, I]}", "program",
		                              output_json_text(config->program ? config->program : ""), "system",
		                              output_json_text(config->system), "end", (json_int_t)timeline_end(t),
		                              "events", (json_int_t)timeline_nevents(t), "lines_of",
		                              (json_int_t)c->from[i], (json_int_t)c->to[i]));
	}
	json_object_set_new(object, "same", json_boolean(!c->differ));
	json_object_set_new(object, "common",
	                    json_pack("{s:I, s:I, s:I}", "lines", (json_int_t)c->lines, "calls", (json_int_t)c->calls,
	                              "processes", (json_int_t)c->processes));
	json_object_set_new(object, "event", difference_json(&c->event));
	json_object_set_new(object, "step", difference_json(&c->step));
	json_object_set_new(object, "values", values_json(c));
	json_object_set_new(object, "output",
	                    c->output ? json_pack("{s:I, s:o, s:o}", "line", (json_int_t)c->output_line, "A",
	                                          output_json_text(c->printed[0]), "B", output_json_text(c->printed[1]))
	                              : json_null());
	json_object_set_new(object, "ends", ends_json(c));
	output_json(object, JSON_INDENT(1));
	output_break();
}

static int diff(const struct command *command, int argc, const char **argv)
{
	int json = 0, rc = EXIT_MISTAKE;
	const struct poptOption options[] = {{"json", '\0', POPT_ARG_NONE, &json, 0, "print a JSON object", NULL},
	                                     COMMAND_LAUNCH,
	                                     POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	struct session *sessions[2];
	struct comparison c;
	char error[ERROR_MAX];
	const char **words;

	if (!context)
		return rc;
	words = command_words(command, context, 2, 2);
	if (words && command_sessions(words, &(struct seclusion){0}, sessions)) {
		if (!comparison_make(sessions, &c, error)) {
			command_fail("%s", error);
		} else {
			rc = c.differ;
			(json ? print_json : print_text)(&c, sessions);
		}
		comparison_free(&c);
		session_free(sessions[0]);
		session_free(sessions[1]);
	}
	poptFreeContext(context);
	return rc;
}

const struct command cmd_diff = {
	"diff",
	"A B [--json]",
	"where two runs part, each PROG[@SYSTEM] or TRACE, with arguments as 'PROG ARG': exit 1 if they do",
	diff,
	.about = "The runs are held against each other by the programs' own steps (system calls and lines of each "
		 "process), so that what one does earlier or later is no difference. Told are the first difference "
		 "in what they print, in what happens, and in variables by name.",
	.examples = "diff return@4.3bsd return@4.4bsd # where the two part\n"
		    "diff 'exit' 'exit fork' # vfork beside fork",
};
