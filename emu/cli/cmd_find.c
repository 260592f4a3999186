/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope find: looks through a run for what happens in it, forward or back. */
#include <string.h>

#include "analysis/condition.h"
#include "analysis/where.h"
#include "base/output.h"
#include "cli/answer.h"
#include "cli/command.h"
#include "cli/place.h"
#include "cli/progress.h"

/* Places that --all tells at most. */
enum { PLACES_MAX = 100000 };

static int look(struct session *session, const char *text, struct condition *condition, struct timeline_mark *mark,
                bool back, bool all, bool json)
{
	char error[ERROR_MAX];
	enum passage_end end;
	int n = 0;

	if (json)
		output_text("[");
	do {
		end = condition_find(session, condition, mark, back, error);
		if (end != PASSAGE_FOUND)
			break;
		if (!n && !json)
			place_heading();
		if (!place_tell(session, mark, false, json, !n++))
			return EXIT_MISTAKE;
		output_flush(); /* it may be long before the next one */
	} while (all && n < PLACES_MAX);
	if (json)
		output_lines(0, "\n]\n");
	if (end == PASSAGE_FAILED)
		return command_fail_in(error, (const char *[]){text, NULL});
	if (all && n == PLACES_MAX)
		command_note("the search ends after %d places", PLACES_MAX);
	if (!n && !json)
		output_note("it happens nowhere %s there", back ? "before" : "behind");
	return n ? 0 : 1;
}

int answer_find(struct session *session, struct timeline_mark *mark, const char *text, bool back)
{
	const struct timeline_mark at = *mark;
	struct condition condition;
	char error[ERROR_MAX];

	if (!condition_read(session, text, &at, &condition, error))
		return command_fail_in(error, (const char *[]){text, NULL});
	return look(session, text, &condition, mark, back, false, false);
}

static bool show_progress(void *back, uint64_t now, uint64_t end)
{
	(back ? progress_tell_back : progress_tell)("find", now, end);
	return true;
}

/* Where data are looked up and, if it was not said, the search begins. */
static bool start(struct session *session, const char *from, bool back, struct timeline_mark *mark,
                  struct timeline_mark *at, char *error)
{
	char unused[ERROR_MAX];

	if (!where_mark(session, from ? from : back ? "end" : "@0", mark, error))
		return false;
	*at = *mark;
	if (!from && !where_mark(session, "main", at, unused))
		*at = *mark;
	return true;
}

static int find(const struct command *command, int argc, const char **argv)
{
	static const char *from;
	const char **words, *text = NULL;
	int json = 0, all = 0, back = 0, n = 0;
	const struct poptOption options[] = {
		{"from", '\0', POPT_ARG_STRING, &from, 0,
	         "where to begin, without it at the run's beginning, with --back at its end: " WHERE_HELP, "WHERE"},
		{"back", '\0', POPT_ARG_NONE, &back, 0, "the last time before, not the first behind", NULL},
		{"all", '\0', POPT_ARG_NONE, &all, 0, "every time", NULL},
		{"json", '\0', POPT_ARG_NONE, &json, 0, "print a JSON array, one place per line", NULL},
		COMMAND_LAUNCH,
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	struct session *session = NULL;
	struct condition condition;
	struct timeline_mark mark, at;
	char error[ERROR_MAX];
	int rc = EXIT_MISTAKE;

	if (!context)
		return rc;
	words = command_words(command, context, 2, argc);
	if (words) {
		while (words[n])
			n++;
		text = words[n - 1]; /* what is before it are PROG's arguments */
		words[n - 1] = NULL;
		session = command_session(words, &(struct seclusion){0});
	}
	if (session && start(session, from, back, &mark, &at, error) &&
	    condition_read(session, text, &at, &condition, error)) {
		timeline_progress(session_timeline(session), show_progress, back ? &back : NULL);
		rc = look(session, text, &condition, &mark, back, all, json);
	} else if (session) {
		command_fail_in(error, (const char *[]){text, from, NULL});
	}
	session_free(session);
	if (words)
		words[n - 1] = text; /* the context frees it */
	poptFreeContext(context);
	return rc;
}

const struct command cmd_find = {
	"find",
	"PROG|TRACE [ARG...] CONDITION [--from WHERE] [--back] [--all] [--json]",
	"when something happens: a line, a call, a write, a read, a value, an event, a text",
	find,
	.about = "CONDITION is one of: an instant by name, line FILE:LINE, call F, return F, write X, read X, change "
		 "X to VALUE, an event with arguments, console TEXT; several are joined by and, with pid N and mode "
		 "user.",
	.examples = "find return hazard.frame # the store that ruins the parent's frame\n"
		    "find return 'return spawn' --all # the function returns twice, once in each process",
};
