/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A snapshot as JSON: see snapshot_json.h. */
#include "analysis/snapshot_json.h"

#include "abi/proc.h"
#include "analysis/snapshot_names.h"
#include "base/output.h"

static const char *const loan_names[] = {
	[LOAN_COPIED] = "copied", [LOAN_LENT] = "lent", [LOAN_SHARED] = "shared", [LOAN_FORKED] = "forked"};

#define NAME_OF(names, i) ((size_t)(i) < sizeof(names) / sizeof *(names) ? (names)[i] : "?")

static json_t *data_json(const struct snapshot *s)
{
	static const char *const keys[DATA_TIMES] = {
		[DATA_AT_VFORK] = "at_vfork", [DATA_NOW] = "now", [DATA_AFTER] = "after"};
	json_t *rows = json_array(), *pids = json_object();

	for (int k = 0; k < DATA_TIMES; k++)
		json_object_set_new(pids, keys[k], s->data_pid[k] ? json_integer(s->data_pid[k]) : json_null());
	for (size_t i = 0; i < s->ndata; i++) {
		const struct snap_datum *d = &s->data[i];
		json_t *row = json_pack("{s:s, s:o, s:o, s:I}", "kind", snapshot_data_name(d->kind), "name",
		                        output_json_text(d->name), "type", output_json_text(d->type), "va",
		                        (json_int_t)d->va);

		for (int k = 0; k < DATA_TIMES; k++)
			json_object_set_new(row, keys[k], *d->value[k] ? output_json_text(d->value[k]) : json_null());
		json_object_set_new(row, "changed", json_boolean(d->changed));
		json_object_set_new(row, "comes_back", json_boolean(d->comes_back));
		json_array_append_new(rows, row);
	}
	return json_pack("{s:o, s:I, s:o}", "pids", pids, "left_out", (json_int_t)s->data_left, "rows", rows);
}

static json_t *processes_json(const struct snapshot *s)
{
	json_t *array = json_array();

	for (size_t i = 0; i < s->nprocesses; i++) {
		const struct snap_process *p = &s->processes[i];

		json_array_append_new(
			array,
			json_pack(
				"{s:I, s:I, s:s, s:o, s:o, s:o, s:o, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:b, "
				"s:b}",
				"pid", (json_int_t)p->pid, "ppid", (json_int_t)p->ppid, "role",
				snapshot_role_name(p->role), "name", output_json_text(p->name), "state",
				output_json_text(p->state), "flags", output_json_text(p->flags), "pending",
				output_json_text(p->pending), "pri", (json_int_t)p->pri, "p0br",
				(json_int_t)p->space.p0br, "p0lr", (json_int_t)p->space.p0lr, "p1br",
				(json_int_t)p->space.p1br, "p1lr", (json_int_t)p->space.p1lr, "base",
				(json_int_t)p->base, "tsize", (json_int_t)p->tsize, "dsize", (json_int_t)p->dsize,
				"ssize", (json_int_t)p->ssize, "current", p->current, "lends", p->lends));
	}
	return array;
}

static json_t *pages_json(const struct snapshot *s)
{
	json_t *array = json_array();

	for (size_t i = 0; i < s->npages; i++) {
		const struct snap_page *p = &s->pages[i];

		json_array_append_new(array, json_pack("{s:I, s:I, s:s, s:I, s:I, s:b, s:b}", "pid", (json_int_t)p->pid,
		                                       "va", (json_int_t)p->va, "part", snapshot_part_name(p->part),
		                                       "pte", (json_int_t)p->pte, "pfn", (json_int_t)p->pfn, "present",
		                                       p->present, "written", p->written));
	}
	return array;
}

/* Page frames in use; the free ones are those that are not there. */
static json_t *frames_json(const struct snapshot *s)
{
	json_t *array = json_array();

	for (size_t i = 0; i < s->nframes; i++) {
		const struct snap_frame *f = &s->frames[i];

		if (f->type == CFREE)
			continue;
		json_array_append_new(array, json_pack("{s:I, s:s, s:I, s:s, s:b, s:b, s:b}", "pfn", (json_int_t)i,
		                                       "type", snapshot_use_name(f->type), "pid", (json_int_t)f->pid,
		                                       "role", snapshot_role_name(f->role), "lent", f->lent, "shared",
		                                       f->shared, "written", f->written));
	}
	return array;
}

static json_t *registers_json(const struct snapshot *s)
{
	json_t *array = json_array();

	for (size_t i = 0; i < s->nregisters; i++) {
		const struct snap_register *r = &s->registers[i];

		json_array_append_new(
			array,
			json_pack("{s:s, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:b, s:b}", "name", r->name,
		                  "variable", output_json_text(r->variable), "at_vfork", (json_int_t)r->at_vfork,
		                  "borrower", r->has_borrower ? json_integer(r->borrower) : json_null(), "after",
		                  r->has_after ? json_integer(r->after) : json_null(), "now",
		                  r->has_now ? json_integer(r->now) : json_null(), "at_vfork_text",
		                  output_json_text(r->meant[0]), "borrower_text", output_json_text(r->meant[1]),
		                  "after_text", output_json_text(r->meant[2]), "now_text",
		                  output_json_text(r->meant[3]), "differs", r->differs, "inherited", r->inherited,
		                  "result", r->result));
	}
	return array;
}

static json_t *stack_json(const struct snap_stack *stack)
{
	json_t *array = json_array();

	for (size_t i = 0; i < stack->ncalls; i++) {
		const struct snap_stack_frame *f = &stack->calls[i];
		json_t *words = json_array();

		for (size_t k = f->first; k < f->first + (size_t)f->count && k < stack->nwords; k++) {
			const struct snap_word *w = &stack->words[k];
			char what[SNAP_TEXT];

			snapshot_word_text(w, what);
			json_array_append_new(
				words, json_pack("{s:I, s:I, s:I, s:s, s:o, s:o, s:o, s:b, s:b, s:I}", "va",
			                         (json_int_t)w->va, "value", (json_int_t)w->value, "was",
			                         (json_int_t)w->was, "kind", snapshot_kind_name(w->kind), "what",
			                         output_json_text(what), "text", output_json_text(w->told), "was_text",
			                         output_json_text(w->told_was), "changed", w->changed, "damaged",
			                         w->damaged, "writer", (json_int_t)w->writer));
		}
		json_array_append_new(array, json_pack("{s:o, s:s, s:s, s:I, s:b, s:I, s:b, s:I, s:I, s:o}", "function",
		                                       output_json_text(f->function), "kind",
		                                       snapshot_call_name(f->kind), "role", snapshot_role_name(f->role),
		                                       "pid", (json_int_t)f->pid, "needed", f->needed, "also",
		                                       (json_int_t)f->also, "left", f->left, "leaver",
		                                       (json_int_t)f->leaver, "fp", (json_int_t)f->fp, "words", words));
	}
	return array;
}

/* The file that the source panel shows, with its lines; null where there is none. */
static json_t *source_json(const struct snapshot *s)
{
	const struct snap_source *src = &s->source;
	json_t *lines;

	if (!*src->file)
		return json_null();
	lines = json_array();
	for (size_t i = 0; i < src->nlines; i++)
		json_array_append_new(lines, output_json_text(src->lines[i]));
	return json_pack("{s:o, s:i, s:i, s:i, s:I, s:o}", "file", output_json_text(src->file), "lender_line",
	                 src->lender_line, "borrower_line", src->borrower_line, "current_line", src->current_line,
	                 "pid", (json_int_t)src->pid, "lines", lines);
}

json_t *snapshot_json(const struct snapshot *s)
{
	const struct snap_stack stack = {s->calls, s->ncalls, s->words, s->nwords, 0, 0};
	json_t *caption = json_array(), *chain = json_array(), *object;

	for (size_t i = 0; i < s->nchain; i++)
		json_array_append_new(chain, json_integer(s->chain[i]));

	json_array_append_new(caption, output_json_text(s->caption[0]));
	json_array_append_new(caption, output_json_text(s->caption[1]));
	object = json_pack(
		"{s:o, s:o, s:I, s:I, s:I, s:I, s:I, s:o, s:b, s:I, s:I, s:o, s:b, s:s?, s:o, s:o, s:o, s:o, s:o, s:o, "
		"s:o}",
		"program", output_json_text(s->program), "system", output_json_text(s->system), "icount",
		(json_int_t)s->icount, "usec", (json_int_t)s->usec, "end", (json_int_t)s->end, "event",
		(json_int_t)s->event_seq, "hazard", (json_int_t)s->hazard, "caption", caption, "alarm", s->alarm,
		"lender", (json_int_t)s->lender, "borrower", (json_int_t)s->borrower, "chain", chain, "loan", s->loan,
		"memory", s->lender ? NAME_OF(loan_names, s->kind) : NULL, "processes", processes_json(s), "pages",
		pages_json(s), "frames", frames_json(s), "registers", registers_json(s), "stack", stack_json(&stack),
		"copy", stack_json(&s->copy), "source", source_json(s));
	json_object_set_new(object, "data", data_json(s));
	return object;
}
