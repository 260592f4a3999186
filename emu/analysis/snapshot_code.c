/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The code in a snapshot: the source file with the lines where lender and borrower are, and the machine instructions
 * around the present one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "debuginfo/disasm.h"
#include "base/alloc.h"
#include "analysis/snapshot_parts.h"
#include "analysis/source_text.h"

enum {
	BEFORE = 12, /* instructions shown before the present one */
	AFTER = 24,
	INSN_MAX = 22,          /* bytes of the longest instruction */
	FUNCTION_MAX = 1 << 16, /* bytes disassembled before giving up to find pc */
	LINES_MAX = 20000,
};

/* File and line where a call is. False when unknown. */
static bool call_line(struct symbols *sym, const struct call *c, const char **file, int *line)
{
	return sym && symbols_line(sym, c->pc, file, line);
}

/* The innermost call whose source the trace keeps, or else the innermost with a source at all; -1 none. */
static int best_call(const struct moment *mo, struct symbols *sym, const struct call *calls, size_t n)
{
	int found = -1;

	for (size_t i = 0; i < n; i++) {
		const char *file;
		int line;

		if (!call_line(sym, &calls[i], &file, &line))
			continue;
		if (source_kept(mo->timeline, file))
			return (int)i;
		if (found < 0 && calls[i].fp)
			found = (int)i;
	}
	return found;
}

/* Line of the innermost call in a file, 0 none. */
static int line_in(struct symbols *sym, const struct call *calls, size_t n, const char *wanted)
{
	for (size_t i = 0; i < n; i++) {
		const char *file;
		int line;

		if (call_line(sym, &calls[i], &file, &line) && strcmp(file, wanted) == 0)
			return line;
	}
	return 0;
}

static void split_lines(struct snap_source *src, const char *text, size_t size)
{
	size_t room = 0;

	for (size_t at = 0; at < size && src->nlines < LINES_MAX;) {
		const char *end = memchr(text + at, '\n', size - at);
		size_t length = end ? (size_t)(end - (text + at)) : size - at;

		src->lines = alloc_room(src->lines, src->nlines, &room, sizeof *src->lines);
		src->lines[src->nlines++] = alloc_copy(text + at, length);
		at += length + 1;
	}
}

/* Puts a source file into the snapshot; without lines if its text is not to be had. */
static void show_file(struct moment *mo, const char *file)
{
	struct snap_source *src = &mo->snapshot->source;
	char *text;
	size_t size;

	snprintf(src->file, sizeof src->file, "%s", file);
	if (!source_text(mo->timeline, file, &text, &size))
		return;
	split_lines(src, text, size);
	free(text);
}

/* Shows the innermost call that has a source, as the line of a process. False if there is none. */
static bool show_line(struct moment *mo, struct symbols *sym, const struct call *calls, size_t n, uint32_t pid,
                      enum snap_place place)
{
	struct snap_source *src = &mo->snapshot->source;
	int best = best_call(mo, sym, calls, n), line;
	const char *file;

	if (best < 0 || !call_line(sym, &calls[best], &file, &line))
		return false;
	src->current_line = line;
	src->pid = pid;
	src->place = place;
	show_file(mo, file);
	return true;
}

/* The lender's line once the loan is over: where it waits while another process runs. */
static bool show_waiting(struct moment *mo)
{
	const struct party *l = &mo->lender;
	struct stack_region region = kernel_stack(&l->proc);
	const struct walk *walk;
	struct symbols *sym;

	if (!l->has_regs || l->proc.p_pid == mo->focus.proc.p_pid)
		return false;
	sym = analysis_cache_symbols(mo->cache, l->user.comm, l->proc.p_base);
	walk = snapshot_calls(mo, sym, &l->user.space, &region, &l->regs);
	return show_line(mo, sym, walk->calls, walk->count, l->proc.p_pid, PLACE_WAITS);
}

/* The line where a program begins of which nothing has run yet. */
static bool show_beginning(struct moment *mo)
{
	struct call call = {.fp = 1};
	uint32_t start;

	return mo->running && mo->focus.has_regs && symbols_function(mo->running, mo->focus.regs.tf_pc, &start) &&
	       start == mo->focus.regs.tf_pc && symbols_address(mo->running, "main", &call.pc) &&
	       show_line(mo, mo->running, &call, 1, mo->focus.proc.p_pid, PLACE_BEGINS);
}

/* While a loan goes on: the file of the lender, its line and, if it is there too, the borrower's. Else the line of the
 * process that is looked at, or where it has none the next best. */
static void source(struct moment *mo)
{
	struct snap_source *src = &mo->snapshot->source;
	struct stack_region region = kernel_stack(&mo->focus.proc);
	const struct walk *walk = snapshot_lenders_calls(mo);
	const struct call *lender = walk->calls, *focus = NULL;
	size_t nlender = walk->count, nfocus = 0;
	const char *file;
	int best, line;

	if (mo->focus.has_regs) {
		walk = snapshot_calls(mo, mo->running, &mo->focus.user.space, &region, &mo->focus.regs);
		focus = walk->calls;
		nfocus = walk->count;
	}
	if (mo->snapshot->loan && nlender) {
		best = best_call(mo, mo->lenders, lender, nlender);
		if (best >= 0 && call_line(mo->lenders, &lender[best], &file, &line)) {
			src->lender_line = line;
			if (mo->focus.proc.p_pid == mo->snapshot->borrower)
				src->borrower_line = line_in(mo->running, focus, nfocus, file);
			show_file(mo, file);
		}
	} else if (!show_line(mo, mo->running, focus, nfocus, mo->focus.proc.p_pid, PLACE_HERE) && !show_waiting(mo) &&
	           !show_line(mo, mo->lenders, lender, nlender, mo->snapshot->lender, PLACE_WAS)) {
		show_beginning(mo);
	}
}

/* Reads what there is of an instruction at pc. */
static size_t fetch(const struct moment *mo, uint32_t pc, uint8_t code[INSN_MAX])
{
	for (size_t size = INSN_MAX; size >= 2; size -= 2)
		if (kernel_peek(&mo->view, &mo->focus.user.space, pc, code, size))
			return size;
	return 0;
}

/* Address of the instruction from which to show: at most BEFORE before pc, in the same function. */
static uint32_t first_shown(const struct moment *mo, struct symbols *sym, uint32_t pc)
{
	uint32_t ring[BEFORE], start, at;
	size_t n = 0;

	if (!sym || !symbols_function(sym, pc, &start) || pc - start > FUNCTION_MAX)
		return pc;
	for (at = start; at < pc;) {
		uint8_t code[INSN_MAX];
		size_t size = fetch(mo, at, code);

		if (!size)
			return pc;
		ring[n++ % BEFORE] = at;
		at += disasm(code, size, at, NULL, 0);
	}
	if (at != pc || n == 0)
		return pc;
	return n < BEFORE ? start : ring[n % BEFORE];
}

static void instructions(struct moment *mo)
{
	struct snapshot *s = mo->snapshot;
	struct symbols *sym = mo->running;
	uint32_t pc = mo->focus.regs.tf_pc, at;
	const char *function = NULL;
	size_t after = 0, room = 0;

	if (!mo->focus.has_regs || mo->between)
		return;
	s->insns_pid = mo->focus.proc.p_pid;
	for (at = first_shown(mo, sym, pc); after < AFTER;) {
		uint8_t code[INSN_MAX];
		size_t size = fetch(mo, at, code);
		const char *here = sym ? symbols_function(sym, at, NULL) : NULL;
		struct snap_insn *insn;

		if (!size)
			return;
		s->insns = alloc_room(s->insns, s->ninsns, &room, sizeof *s->insns);
		insn = &s->insns[s->ninsns++];
		memset(insn, 0, sizeof *insn);
		insn->va = at;
		insn->current = at == pc;
		if (here && (!function || strcmp(here, function) != 0))
			snprintf(insn->function, sizeof insn->function, "%s", here);
		function = here;
		after += at >= pc;
		at += disasm(code, size, at, insn->text, sizeof insn->text);
	}
}

void snapshot_code(struct moment *mo)
{
	source(mo);
	instructions(mo);
}
