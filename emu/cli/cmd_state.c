/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope state: one instant in full, for people or as JSON. Everything comes from the snapshot. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "abi/proc.h"
#include "cli/answer.h"
#include "cli/command.h"
#include "base/output.h"
#include "analysis/session.h"
#include "analysis/snapshot_json.h"
#include "analysis/snapshot_names.h"
#include "analysis/where.h"

static const char *const loan_verbs[] = {
	[LOAN_COPIED] = "has its memory copied for",
	[LOAN_LENT] = "lends to",
	[LOAN_SHARED] = "shares with",
	[LOAN_FORKED] = "forked",
};

#define NAME_OF(names, i) ((size_t)(i) < sizeof(names) / sizeof *(names) ? (names)[i] : "?")

/* Text ---------------------------------------------------------------------------------------- */

static void print_head(const struct snapshot *s)
{
	output_line("%s on %s, @%" PRIu64 " of %" PRIu64 ", %" PRIu64 " us", s->program, s->system, s->icount, s->end,
	            s->usec);
	if (s->hazard)
		output_line("event %ld.%u of %zu: %s, pid %" PRIu32 "", s->event_seq, s->hazard, s->nevents,
		            event_name(s->event.kind), s->event.pid);
	else if (s->event_seq >= 0)
		output_line("event %ld of %zu: %s, pid %" PRIu32 "", s->event_seq, s->nevents,
		            event_name(s->event.kind), s->event.pid);
	for (int i = 0; i < 2; i++)
		if (*s->caption[i])
			output_line("%s", s->caption[i]);
	if (s->lender)
		output_line("%s: pid %" PRIu32 " %s pid %" PRIu32 "%s, since @%" PRIu64 "%s",
		            s->kind == LOAN_FORKED ? "fork" : "loan", s->lender, NAME_OF(loan_verbs, s->kind),
		            s->borrower, s->kind == LOAN_SHARED && !s->one_stack ? ", but not the stack" : "",
		            s->loan_begin, s->on ? "" : ", over");
	if (s->nchain > 2) {
		output_text("lent on: pid %" PRIu32, s->chain[0]);
		for (size_t i = 1; i < s->nchain; i++)
			output_text(" to pid %" PRIu32, s->chain[i]);
		output_break();
	}
}

static void print_processes(const struct snapshot *s)
{
	output_break();
	output_line("processes");
	output_line("  %5s %5s %-18s %-9s %-25s %8s %8s %8s %8s %5s  %s", "pid", "ppid", "name", "role", "state",
	            "p0br", "p0lr", "p1br", "p1lr", "pages", "flags");
	for (size_t i = 0; i < s->nprocesses; i++) {
		const struct snap_process *p = &s->processes[i];

		output_line("%c %5" PRIu32 " %5" PRIu32 " %-18s %-9s %-25s %8" PRIx32 " %8" PRIx32 " %8" PRIx32
		            " %8" PRIx32 " %5" PRIu32 "  %s%s%s",
		            p->current ? '*' : ' ', p->pid, p->ppid, p->name, snapshot_role_name(p->role), p->state,
		            p->space.p0br, p->space.p0lr, p->space.p1br, p->space.p1lr, p->rssize, p->flags,
		            p->pending[0] ? ", pending " : "", p->pending);
	}
}

static void print_pages(const struct snapshot *s)
{
	size_t counts[CM_TYPES] = {0};

	output_break();
	output_line("pages");
	output_line("  %5s %8s %-6s %8s %6s", "pid", "va", "part", "pte", "pfn");
	for (size_t i = 0; i < s->npages; i++) {
		const struct snap_page *p = &s->pages[i];

		output_text("  %5" PRIu32 " %8" PRIx32 " %-6s %8" PRIx32, p->pid, p->va, snapshot_part_name(p->part),
		            p->pte);
		if (p->present)
			output_text(" %6" PRIu32 "%s", p->pfn, p->written ? "  written by the borrower" : "");
		output_line("%s", p->present ? "" : "      -  filled on demand");
	}
	for (size_t i = 0; i < s->nframes; i++)
		if (s->frames[i].type < CM_TYPES)
			counts[s->frames[i].type]++;
	output_break();
	output_text("page frames: %zu", s->nframes);
	for (size_t i = 0; i < CM_TYPES; i++)
		output_text(", %s %zu", snapshot_use_name((uint32_t)i), counts[i]);
	output_break();
}

static void print_registers(const struct snapshot *s)
{
	if (!s->nregisters)
		return;
	output_break();
	output_line("registers");
	output_line("  %-4s %8s %8s %8s%s", "", "at vfork", "borrower", "after",
	            s->registers[0].has_now ? "      now" : "");
	for (size_t i = 0; i < s->nregisters; i++) {
		const struct snap_register *r = &s->registers[i];

		output_text("  %-4s %08" PRIx32, r->name, r->at_vfork);
		if (r->has_borrower)
			output_text(" %08" PRIx32, r->borrower);
		else
			output_text(" %8s", "-");
		if (r->has_after)
			output_text(" %08" PRIx32, r->after);
		else
			output_text(" %8s", "-");
		if (r->has_now)
			output_text(" %08" PRIx32, r->now);
		output_text("%s%s", *r->variable ? "  " : "", r->variable);
		for (int k = 0, told = 0; k < REGISTER_VALUES; k++)
			if (*r->meant[k])
				output_text("%s%s", told++ ? ", " : " = ", r->meant[k]);
		output_line("%s%s%s", r->differs ? "  differs" : "", r->inherited ? "  inherited" : "",
		            r->result ? "  result" : "");
	}
}

/* "main (lender, pid 2 and pid 3 need it, pid 3 has left it), fp 7fffffa0" */
static void print_call(const struct snap_stack_frame *f)
{
	output_text("  %s (%s", f->function, snapshot_role_name(f->role));
	if (f->needed && f->also)
		output_text(", pid %" PRIu32 " and pid %" PRIu32 " need it", f->pid, f->also);
	else if (f->needed)
		output_text(", pid %" PRIu32 " needs it", f->pid);
	if (f->left)
		output_text(", pid %" PRIu32 " has left it", f->leaver);
	output_line("), fp %08" PRIx32, f->fp);
}

static void print_calls(const char *title, const struct snap_stack *stack)
{
	for (size_t i = 0; i < stack->ncalls; i++) {
		const struct snap_stack_frame *f = &stack->calls[i];

		if (!i) {
			output_break();
			output_line("%s", title);
		}
		print_call(f);
		for (size_t k = f->first; k < f->first + (size_t)f->count && k < stack->nwords; k++) {
			const struct snap_word *w = &stack->words[k];
			char what[SNAP_TEXT];

			snapshot_word_text(w, what);
			output_text("    %08" PRIx32 " %08" PRIx32 "  %s", w->va, w->value, *w->told ? w->told : what);
			if (w->changed)
				output_text("  (was %08" PRIx32 "%s%s%s%s)", w->was, *w->told_was ? " = " : "",
				            w->told_was, w->writer_role ? ", by the " : "",
				            snapshot_role_name(w->writer_role));
			output_line("%s", w->damaged ? "  DAMAGED" : "");
		}
	}
}

static void print_stack(const struct snapshot *s)
{
	const struct snap_stack stack = {s->calls, s->ncalls, s->words, s->nwords, 0, 0};

	print_calls("stack", &stack);
	print_calls("the child's own stack", &s->copy);
}

static const char *const times[DATA_TIMES] = {[DATA_AT_VFORK] = "at vfork", [DATA_NOW] = "now", [DATA_AFTER] = "after"};

static void print_datum(const struct snapshot *s, const struct snap_datum *d)
{
	enum { SHORT = 64 }; /* values that go on one line */
	char name[SNAP_IDENTIFIER + SNAP_TEXT + 8];
	bool same = !d->changed && !d->comes_back;
	size_t length = 0;

	for (int k = 0; k < DATA_TIMES; k++)
		length += strlen(d->value[k]);
	snprintf(name, sizeof name, "%s%s%s%s", d->name, *d->type ? " (" : "", d->type, *d->type ? ")" : "");
	output_text("%s %-32s", same ? " " : "*", name);
	for (int k = 0, told = 0; k < DATA_TIMES; k++) {
		if (!s->data_pid[k] || (same && k != DATA_NOW))
			continue;
		if (!same && told++ && length > SHORT) {
			output_break();
			output_text("%34s", "");
		}
		output_text("  %s%s%s", same ? "" : times[k], same ? "" : " ", *d->value[k] ? d->value[k] : "-");
	}
	output_break();
}

/* What has not changed is told once. */
static void print_data(const struct snapshot *s)
{
	if (!s->ndata)
		return;
	output_break();
	output_text("data");
	for (int k = 0, told = 0; k < DATA_TIMES; k++)
		if (s->data_pid[k])
			output_text("%s pid %" PRIu32 " %s", told++ ? "," : ":", s->data_pid[k], times[k]);
	output_break();
	for (size_t i = 0; i < s->ndata; i++) {
		if (i && s->data[i].kind != s->data[i - 1].kind &&
		    (s->data[i].kind == DATA_HEAP || s->data[i].kind == DATA_FILE))
			output_break();
		print_datum(s, &s->data[i]);
	}
	if (s->data_left)
		output_line("  and %zu variables as they were", s->data_left);
}

int answer_loan(struct session *session, const struct timeline_mark *mark)
{
	struct snapshot *s = snapshot_at(session, mark);

	if (!s)
		return command_fail("%s", timeline_failure(session_timeline(session)));
	print_head(s);
	print_processes(s);
	snapshot_free(s);
	return 0;
}

static void print_json(const struct snapshot *s)
{
	output_json(snapshot_json(s), JSON_INDENT(1));
	output_break();
}

/* The command --------------------------------------------------------------------------------- */

static void print_text(const struct snapshot *s)
{
	print_head(s);
	print_processes(s);
	print_pages(s);
	print_registers(s);
	print_stack(s);
	print_data(s);
}

static int state(const struct command *command, int argc, const char **argv)
{
	static const char *where;
	const char **words;
	int json = 0;
	const struct poptOption options[] = {
		{"at", '\0', POPT_ARG_STRING, &where, 0, "the instant, without it the end: " WHERE_HELP, "WHERE"},
		{"json", '\0', POPT_ARG_NONE, &json, 0, "print a JSON object", NULL},
		COMMAND_LAUNCH,
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	struct session *session = NULL;
	struct timeline_mark mark;
	int rc = EXIT_MISTAKE;

	if (!context)
		return rc;
	words = command_words(command, context, 1, argc);
	if (words)
		session = command_session_at(words, &(struct seclusion){0},
		                             (const char *const[]){where ? where : "end", NULL}, &mark);
	poptFreeContext(context);
	if (session) {
		struct snapshot *s = snapshot_at(session, &mark);

		if (!s)
			command_fail("%s", timeline_failure(session_timeline(session)));
		else if (json)
			print_json(s);
		else
			print_text(s);
		if (s && s->note[0])
			command_note("%s", s->note);
		rc = s ? 0 : EXIT_MISTAKE;
		snapshot_free(s);
	}
	session_free(session);
	return rc;
}

const struct command cmd_state = {
	"state",
	"PROG|TRACE [ARG...] [--at WHERE] [--json]",
	"one instant in full: processes, pages, registers, stack, data",
	state,
	.about = "What the machine was at that instant: the process table, who owns which page and page frame, the "
		 "registers and whose they will be, the stack's frames, word by word, the program's variables at "
		 "vfork, now, and what comes back, its files, masks and handlers.",
	.examples = "state return --at hazard.frame # at the store that ruins the parent's frame\n"
		    "state borrow --at vm.pass --json # for a program",
};
