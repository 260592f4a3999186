/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope what-if: has a process do something else at an instant, and tells how the run ends then. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/action.h"
#include "analysis/where.h"
#include "base/alloc.h"
#include "base/output.h"
#include "cli/answer.h"
#include "cli/choose.h"
#include "cli/command.h"
#include "cli/place.h"
#include "replay/trace.h"

enum { ACTIONS_MAX = 16 };

/* Tells what the processes did, from an event on: their ends, and what the machine said. typed: it ended because nobody
 * typed, which is told otherwise. */
static void tell_end(struct timeline *t, long event, uint64_t icount, bool typed)
{
	const struct event *e;
	const char *text;
	size_t before = timeline_output(t, icount, &text), after = timeline_output(t, UINT64_MAX, &text);

	if (after > before) {
		output_line("printed then:");
		for (const char *at = text + before, *end = text + after; at < end;) {
			const char *line = memchr(at, '\n', (size_t)(end - at));
			size_t length = line ? (size_t)(line - at) : (size_t)(end - at);

			output_line("  %.*s", (int)length, at);
			at += length + 1;
		}
	}
	for (size_t i = (size_t)(event + 1); (e = timeline_event(t, i)); i++) {
		if (e->kind == EV_EXIT_BEGIN && e->arg[0] & 0x7f)
			output_line("pid %" PRIu32 " is killed by signal %" PRIu32, e->pid, e->arg[0] & 0x7f);
		else if (e->kind == EV_EXIT_BEGIN)
			output_line("pid %" PRIu32 " exits with status %" PRIu32, e->pid, e->arg[0] >> 8 & 0xff);
		else if (e->kind == EV_EXEC_COMMIT)
			output_line("pid %" PRIu32 " executes %s", e->pid, e->text);
	}
	if (*timeline_problem(t) && !typed)
		output_line("%s", timeline_problem(t));
	if (machine_halt(timeline_machine(t))->check)
		output_line("%.*s", (int)strcspn(machine_halt(timeline_machine(t))->report, "\n"),
		            machine_halt(timeline_machine(t))->report);
}

/* What is to be done, and what is to be kept of it. */
struct wish {
	const char *prog; /* PROG or TRACE */
	uint32_t pid;
	const char *const *actions;
	size_t n;
	const char *record, *name; /* or NULL */
};

/* Keeps the run: as a trace of its own, or under its name beside the one that it leaves. */
static bool keep(const struct wish *w, struct timeline *parent, struct timeline *t, uint64_t start, char *error)
{
	struct trace_branch b = {.parent = parent, t, start, .name = w->name};
	const char *branch;
	char *file;
	bool ok;

	if (!w->name)
		return !w->record || trace_save(t, w->record, error);
	b.trace = trace_is(w->prog) ? w->prog : NULL;
	file = trace_name(w->prog, &branch);
	ok = trace_save_branch(&b, w->record ? w->record : file, error);
	free(file);
	return ok;
}

static int branch(struct session *session, const struct timeline_mark *mark, const struct wish *w)
{
	struct timeline *parent = session_timeline(session), *t = NULL;
	struct retyper rest = retyper_from(parent, mark->icount, false);
	struct action_changes changes;
	char error[ERROR_MAX];
	int rc = 0;

	if (w->name &&
	    !trace_branch_name(trace_is(w->prog) ? w->prog : NULL, &timeline_config(parent)->limits, w->name, error))
		return command_fail("%s", error);
	place_heading();
	if (!place_tell(session, mark, false, false, true))
		return EXIT_MISTAKE;
	for (size_t i = 0; i < w->n; i++)
		output_line("  %s", w->actions[i]);
	if (actions_read(session, mark, w->pid, w->actions, w->n, &changes, error))
		t = timeline_branch(parent, mark->icount, changes.list, changes.count, error);
	free(changes.list);
	if (!t)
		return command_fail_in(error, w->actions);
	timeline_console(t, &(struct console){.arg = &rest, .keys = retyper_keys});
	timeline_complete(t);
	timeline_console(t, NULL);
	tell_end(t, mark->event, mark->icount, false);
	if (!keep(w, parent, t, mark->icount, error))
		rc = command_fail("%s", error);
	timeline_free(t);
	return rc;
}

int answer_what_if(struct session *session, const struct timeline_mark *mark, uint32_t pid, const char *const *actions,
                   size_t n)
{
	return branch(session, mark, &(struct wish){.pid = pid, .actions = actions, .n = n});
}

/* What the process could do, or one of it. */
static int choose(struct session *session, const struct timeline_mark *mark, const struct wish *w, const char *key,
                  bool json)
{
	struct timeline *parent = session_timeline(session);
	struct consequence made;
	char error[ERROR_MAX];
	int rc = 0;

	if (!key)
		return choose_list(session, mark, json) ? 0 : EXIT_MISTAKE;
	if (w->name &&
	    !trace_branch_name(trace_is(w->prog) ? w->prog : NULL, &timeline_config(parent)->limits, w->name, error))
		return command_fail("%s", error);
	if (!choose_one(session, mark, key, &made))
		return EXIT_MISTAKE;
	choose_tell(&made, json);
	if (!json)
		tell_end(session_timeline(made.session), mark->event, mark->icount, made.outcome == OUTCOME_WAITS);
	if (!keep(w, parent, session_timeline(made.session), mark->icount, error))
		rc = command_fail("%s", error);
	consequence_free(&made);
	return rc;
}

static int what_if(const struct command *command, int argc, const char **argv)
{
	static const char *where, *record, *name, *key;
	static const char **actions;
	const char **words;
	int pid = 0, list = 0, json = 0;
	size_t n = 0;
	const struct poptOption options[] = {
		{"at", '\0', POPT_ARG_STRING, &where, 0,
	         "the instant; with --choices and --choose the first at which there are some: " WHERE_HELP, "WHERE"},
		{"do", '\0', POPT_ARG_ARGV, &actions, 0,
	         "return [N], F(ARG, ...), store NAME = VALUE, set NAME = VALUE, signal PID N, input \"TEXT\"; also "
	         "several, in order",
	         "ACTION"},
		{"pid", '\0', POPT_ARG_INT, &pid, 0, "who does it, without it the process that runs", "N"},
		{"choices", '\0', POPT_ARG_NONE, &list, 0, "list what the child, or the parent that wakes, could do",
	         NULL},
		{"choose", '\0', POPT_ARG_STRING, &key, 0, "one of these by its key, with #2 its second kind: C#2",
	         "KEY"},
		{"json", '\0', POPT_ARG_NONE, &json, 0, "choices, and what comes of one, as JSON", NULL},
		{"record", '\0', POPT_ARG_STRING, &record, 0, "record the run that becomes of it", "FILE"},
		{"name", '\0', POPT_ARG_STRING, &name, 0,
	         "keep it as a branch beside the run that it leaves, in TRACE, or all in FILE: TRACE:NAME", "NAME"},
		COMMAND_LAUNCH,
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	const char *output = record, *part;
	char *file = NULL;
	struct session *session = NULL;
	struct timeline_mark mark;
	char error[ERROR_MAX];
	int rc = EXIT_MISTAKE;

	if (!context)
		return rc;
	words = command_words(command, context, 1, argc);
	while (actions && actions[n])
		n++;
	if (words && n && (list || key))
		command_fail("what-if: --do, or --choices and --choose: one of them");
	else if (words && json && !list && !key)
		command_fail("what-if: --json goes with --choices or --choose");
	else if (words && !where && !list && !key)
		command_fail("what-if: when? --at WHERE says it");
	else if (words && !n && !list && !key)
		command_fail("what-if: what is to be done? --do ACTION says it, --choices lists what there is");
	else if (words && n > ACTIONS_MAX)
		command_fail("what-if: at most %d actions", ACTIONS_MAX);
	else if (words && name && !record && !trace_is(words[0]))
		command_fail("what-if: --name %s: in which trace? --record FILE says it", name);
	else if (words) {
		if (name && !record)
			output = file = trace_name(words[0], &part);
		if (output && !trace_writable(output, error))
			command_fail("%s", error);
		else
			session = command_session_at(words, &(struct seclusion){.output = output},
			                             (const char *const[]){where ? where : "@0", NULL}, &mark);
	}
	if (session && !where && !choices_next(session, &mark, error))
		rc = command_fail("%s", error);
	else if (session && (list || key))
		rc = choose(session, &mark, &(struct wish){words[0], 0, NULL, 0, record, name}, key, json);
	else if (session)
		rc = branch(session, &mark, &(struct wish){words[0], (uint32_t)pid, actions, n, record, name});
	session_free(session);
	free(file);
	poptFreeContext(context);
	return rc;
}

const struct command cmd_what_if = {
	"what-if",
	"PROG|TRACE [ARG...] --at WHERE [--pid N] --do ACTION...|--choices|--choose KEY [--name NAME] [--record FILE]",
	"has a process do something else at an instant, and tells how the run ends then",
	what_if,
	.about = "The run is gone through up to the instant; there the process does ACTION instead of what it would "
		 "have done, on the machine itself, and goes on from there. Branches that are kept in a trace are "
		 "replayed and verified like it.",
	.examples = "what-if return --at hazard.left --do '_exit(0)' # the child exits instead, and the parent "
		    "lives\n"
		    "what-if explore --choices # what the child could do at its first instant",
};
