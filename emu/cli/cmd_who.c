/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope who: who gave a variable, a word of memory or a register the value that it has at an instant. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/captions.h"
#include "analysis/source_text.h"
#include "analysis/step.h"
#include "analysis/where.h"
#include "analysis/whereabouts.h"
#include "analysis/writer.h"
#include "base/output.h"
#include "cli/answer.h"
#include "cli/command.h"
#include "cli/progress.h"

/* Writes that --all tells at most. */
enum { WRITES_MAX = 10000 };

struct question {
	struct session *session;
	struct datum datum;
	bool json, first;
};

/* Part that a process plays in a loan at an instant: "lender", "borrower", or NULL. The innermost loan decides. */
static const char *part(struct session *session, uint32_t pid, uint64_t icount)
{
	const struct loans *loans = &session_cache(session)->loans;

	for (size_t i = loans->count; i-- > 0;) {
		const struct loan *l = &loans->loan[i];

		if (icount >= l->begin && icount < l->end && (l->lender == pid || l->borrower == pid))
			return l->lender == pid ? "lender" : "borrower";
	}
	return NULL;
}

/* Who wrote, in words: "pid 3 return, the borrower" or "the kernel for pid 2, in read". */
static void tell_who(const struct write *w, const char *role, char who[SNAP_LINE])
{
	char pid[SNAP_TEXT], doing[SNAP_TEXT] = "";

	if (w->at.pid)
		snprintf(pid, sizeof pid, "pid %" PRIu32 "%s%s%s%s", w->at.pid, *w->at.program ? " " : "",
		         w->at.program, role ? ", the " : "", role ? role : "");
	else
		snprintf(pid, sizeof pid, "nobody");
	if (w->hand)
		snprintf(doing, sizeof doing, ", by hand: an intervention");
	else if (w->signal)
		snprintf(doing, sizeof doing, ", for the handler of %s",
		         captions_signal(w->signal) ? captions_signal(w->signal) : "a signal");
	else if (w->call)
		snprintf(doing, sizeof doing, ", in %s", w->call);
	snprintf(who, SNAP_LINE, "%s%s%s%s", w->kernel ? "the kernel for " : "", pid, doing,
	         w->move ? ", moving a block" : "");
}

static void print_write(struct question *q, const char *label, const struct write *w)
{
	const char *role = part(q->session, w->at.pid, w->at.icount);
	char was[24], now[24], who[SNAP_LINE], error[ERROR_MAX], place[SNAP_TEXT] = "";
	struct timeline_mark mark;
	struct whereabouts at;
	char *text;

	datum_hex(q->datum.size, w->was, was);
	datum_hex(q->datum.size, w->now, now);
	tell_who(w, role, who);
	step_to(session_timeline(q->session), &mark, w->at.icount);
	if (!whereabouts(q->session, &mark, &at, error))
		at = (struct whereabouts){.mark = mark};
	text = at.file ? source_line(session_timeline(q->session), at.file, at.line) : NULL;
	if (q->json) {
		output_lines(0, q->first ? "\n" : ",\n");
		output_json(
			json_pack("{s:s, s:I, s:I, s:I, s:s?, s:b, s:b, s:b, s:s?, s:s?, s:o, s:o, s:I, s:s, s:s, s:s}",
		                  "which", label, "icount", (json_int_t)mark.icount, "event", (json_int_t)mark.event,
		                  "pid", (json_int_t)w->at.pid, "role", role, "kernel", w->kernel, "hand", w->hand,
		                  "block", w->move, "call", w->call, "signal",
		                  w->signal ? captions_signal(w->signal) : NULL, "function",
		                  at.function ? output_json_text(at.function) : json_null(), "file",
		                  at.file ? output_json_text(at.file) : json_null(), "line", (json_int_t)at.line,
		                  "insn", at.insn, "was", was, "now", now),
			JSON_COMPACT);
	} else {
		const char *slash = at.file ? strrchr(at.file, '/') : NULL;

		if (at.file)
			snprintf(place, sizeof place, ", %s:%d", slash ? slash + 1 : at.file, at.line);
		output_line("%-8s @%-10" PRIu64 " %s -> %s  by %s", label, mark.icount, was, now, who);
		output_line("%-8s %s %s()%s: %s", "", w->hand ? "before" : "in", at.function ? at.function : "?", place,
		            at.insn);
		if (text && *text)
			output_line("%-8s     %s", "", text);
	}
	q->first = false;
	free(text);
}

/* Tells all writes before an instant, the last one first. */
static int tell_all(struct question *q, uint64_t icount)
{
	char error[ERROR_MAX];
	struct write w;

	for (int n = 0; n < WRITES_MAX; n++) {
		enum passage_end end = writer_last(q->session, &q->datum, 0, icount, &w, error);

		if (end == PASSAGE_FAILED)
			return command_fail("%s", error);
		if (end == PASSAGE_NONE)
			return 0;
		print_write(q, n ? "before" : "last", &w);
		icount = w.at.icount;
		q->datum.value = w.was;
	}
	command_note("the first %d are left out", WRITES_MAX);
	return 0;
}

/* Tells the last write, the one before it, and the next one. */
static int tell_near(struct question *q, uint64_t icount)
{
	const uint64_t value = q->datum.value;
	char error[ERROR_MAX];
	struct write w;
	enum passage_end end = writer_last(q->session, &q->datum, 0, icount, &w, error);

	if (end == PASSAGE_FOUND) {
		print_write(q, "last", &w);
		q->datum.value = w.was;
		end = writer_last(q->session, &q->datum, 0, w.at.icount, &w, error);
		if (end == PASSAGE_FOUND)
			print_write(q, "before", &w);
	} else if (end == PASSAGE_NONE && !q->json) {
		output_line("nobody has written it since the run began");
	}
	q->datum.value = value;
	if (end != PASSAGE_FAILED)
		end = writer_first(q->session, &q->datum, icount, UINT64_MAX, &w, error);
	if (end == PASSAGE_FOUND)
		print_write(q, "next", &w);
	return end == PASSAGE_FAILED ? command_fail("%s", error) : 0;
}

static int tell(struct question *q, bool all)
{
	const struct timeline_mark *mark = &q->datum.at;
	char value[24];
	int rc;

	datum_hex(q->datum.size, q->datum.value, value);
	if (q->json) {
		output_text("[");
	} else if (q->datum.reg >= 0) {
		output_line("%s of pid %" PRIu32 " at @%" PRIu64 " is %s", q->datum.name, q->datum.pid, mark->icount,
		            value);
	} else {
		output_text("%s", q->datum.name);
		if (*q->datum.type)
			output_text(" (%s)", q->datum.type);
		if (q->datum.pid)
			output_text(" of pid %" PRIu32, q->datum.pid);
		output_line(" at @%" PRIu64 " is %s, at %08" PRIx32 " (page frame %" PRIu32 ")", mark->icount, value,
		            q->datum.va, q->datum.pa / NBPG);
	}
	output_flush(); /* a word that nobody has written for long may take a while */
	rc = all ? tell_all(q, mark->icount) : tell_near(q, mark->icount);
	if (q->json)
		output_lines(0, "\n]\n");
	return rc;
}

int answer_who(struct session *session, const struct timeline_mark *mark, uint32_t pid, const char *datum, bool all)
{
	struct question q = {.session = session, .first = true};
	char error[ERROR_MAX];

	if (!datum_read(session, mark, pid, datum, &q.datum, error))
		return command_fail_in(error, (const char *[]){datum, NULL});
	return tell(&q, all);
}

static bool show_progress(void *unused, uint64_t now, uint64_t end)
{
	(void)unused;
	progress_tell_back("who", now, end);
	return true;
}

static int who(const struct command *command, int argc, const char **argv)
{
	static const char *where;
	const char **words, *text = NULL;
	int json = 0, all = 0, pid = 0;
	const struct poptOption options[] = {
		{"at", '\0', POPT_ARG_STRING, &where, 0, "the instant, without it the end: " WHERE_HELP, "WHERE"},
		{"pid", '\0', POPT_ARG_INT, &pid, 0, "whose it is, without it the process that runs", "N"},
		{"all", '\0', POPT_ARG_NONE, &all, 0, "all writes before the instant, the last one first", NULL},
		{"json", '\0', POPT_ARG_NONE, &json, 0, "print a JSON array, one write per line", NULL},
		COMMAND_LAUNCH,
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	struct question q = {.json = json, .first = true};
	char error[ERROR_MAX];
	struct timeline_mark mark;
	int rc = EXIT_MISTAKE, n = 0;

	if (!context)
		return rc;
	words = command_words(command, context, 2, argc);
	q.json = json;
	if (words) {
		const char **program = words;

		while (words[n])
			n++;
		text = words[n - 1]; /* what is before it are PROG's arguments */
		program[n - 1] = NULL;
		q.session = command_session_at(program, &(struct seclusion){0},
		                               (const char *const[]){where ? where : "end", NULL}, &mark);
	}
	if (q.session && datum_read(q.session, &mark, (uint32_t)pid, text, &q.datum, error)) {
		timeline_progress(session_timeline(q.session), show_progress, NULL);
		rc = tell(&q, all);
	} else if (q.session) {
		command_fail_in(error, (const char *[]){text, where, NULL});
	}
	session_free(q.session);
	poptFreeContext(context);
	return rc;
}

const struct command cmd_who = {
	"who",
	"PROG|TRACE [ARG...] DATUM [--at WHERE] [--pid N] [--all] [--json]",
	"who gave a variable, a word of memory or a register its value",
	who,
	.about = "DATUM is a variable, a register (d2, sp), or an address (0x80001234). The answer names the "
		 "process, the function, the line, the instruction, the old and new value, and whether it was the "
		 "lender, the borrower, or the kernel for one of them.",
	.examples = "who return --at report+1l report.first # who wrote it, when, from what\n"
		    "who return --at end-1e sp # a register",
};
