/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snapshots and captions of the real lessons: who owns what before, in and after a loan, what was destroyed and by
 * whom. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/event_meaning.h"
#include "image/library.h"
#include "analysis/session.h"
#include "abi/proc.h"

static struct session *run(const char *program, const char *system)
{
	const char *argv[] = {program, NULL};
	struct launch launch = {.system = system};
	char error[ERROR_MAX] = "";
	struct run_config config;
	struct timeline *t;

	if (getenv("VFORKSCOPE_GUEST"))
		setenv("VFORKSCOPE_DATA", getenv("VFORKSCOPE_GUEST"), 0);
	if (!library_prepare(&launch, argv, &config, error))
		fail_msg("%s", error);
	t = timeline_new(&config, error);
	run_config_free(&config);
	if (!t)
		fail_msg("%s", error);
	assert_int_equal(timeline_complete(t), DRIVE_HALT);
	return session_new(t);
}

static struct snapshot *look(struct session *t, const char *where)
{
	char error[ERROR_MAX];
	struct timeline_mark mark;

	if (!timeline_where(session_timeline(t), where, &mark, error))
		fail_msg("%s", error);
	return snapshot_at(t, &mark);
}

static const struct snap_process *process(const struct snapshot *s, uint32_t pid)
{
	for (size_t i = 0; i < s->nprocesses; i++)
		if (s->processes[i].pid == pid)
			return &s->processes[i];
	fail_msg("there is no process %u", pid);
	return NULL;
}

/* Page frame of a page, 0 if the process does not have it. */
static uint32_t pfn(const struct snapshot *s, uint32_t pid, uint32_t va)
{
	for (size_t i = 0; i < s->npages; i++)
		if (s->pages[i].pid == pid && s->pages[i].va == va && s->pages[i].present)
			return s->pages[i].pfn;
	return 0;
}

static size_t count_pages(const struct snapshot *s, uint32_t pid)
{
	size_t n = 0;

	for (size_t i = 0; i < s->npages; i++)
		n += s->pages[i].pid == pid;
	return n;
}

/* The word of a kind in a function's frame; of several the one with that name or, without one, that number. */
static const struct snap_word *word_of(const struct snapshot *s, const char *function, enum word_kind kind,
                                       const char *name, uint32_t number)
{
	for (size_t i = 0; i < s->ncalls; i++)
		for (uint32_t k = 0; strcmp(s->calls[i].function, function) == 0 && k < s->calls[i].count; k++) {
			const struct snap_word *w = &s->words[s->calls[i].first + k];

			if (w->kind == kind && (name ? strcmp(w->name, name) == 0 : w->number == number))
				return w;
		}
	return NULL;
}

static size_t damaged(const struct snapshot *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nwords; i++)
		n += s->words[i].damaged;
	return n;
}

static const struct snap_register *reg(const struct snapshot *s, const char *name)
{
	for (size_t i = 0; i < s->nregisters; i++)
		if (strcmp(s->registers[i].name, name) == 0)
			return &s->registers[i];
	fail_msg("there is no register %s", name);
	return NULL;
}

static void page_frames_stay_when_tables_change_hands(void **state)
{
	struct session *t = run("borrow", "4.3bsd");
	struct snapshot *before = look(t, "vfork.begin"), *in = look(t, "vm.pass"), *after = look(t, "vm.return");
	uint32_t lender = in->lender, borrower = in->borrower;
	size_t present = 0;

	(void)state;
	assert_int_equal(before->lender, lender);
	assert_true(lender > 1 && borrower > lender);
	assert_true(in->loan);
	assert_false(process(before, lender)->lends);
	assert_true(process(in, lender)->lends);
	assert_false(process(after, lender)->lends);
	assert_int_equal(count_pages(before, borrower), 0);
	assert_int_equal(count_pages(in, lender), 0);
	assert_int_equal(count_pages(after, borrower), 0);
	for (size_t i = 0; i < before->npages; i++) {
		const struct snap_page *p = &before->pages[i];

		if (p->pid != lender || !p->present)
			continue;
		present++;
		assert_int_equal(pfn(in, borrower, p->va), p->pfn);
		assert_int_equal(pfn(after, lender, p->va), p->pfn);
		/* Whose it is does not change: it is the lender's, and lent. */
		assert_int_equal(before->frames[p->pfn].pid, lender);
		assert_int_equal(in->frames[p->pfn].pid, lender);
		assert_int_equal(after->frames[p->pfn].pid, lender);
		assert_false(before->frames[p->pfn].lent);
		assert_true(in->frames[p->pfn].lent);
		assert_false(after->frames[p->pfn].lent);
	}
	assert_true(present >= 3);
	assert_int_equal(process(in, borrower)->role, ROLE_BORROWER);
	assert_int_equal(process(in, borrower)->space.p0br, process(before, lender)->space.p0br);
	snapshot_free(before);
	snapshot_free(in);
	snapshot_free(after);
	session_free(t);
}

static void a_page_that_the_borrower_wrote_is_marked(void **state)
{
	struct session *t = run("borrow", "4.3bsd");
	struct snapshot *in = look(t, "vm.pass"), *after = look(t, "vm.return");
	size_t data = 0, text = 0;

	(void)state;
	for (size_t i = 0; i < in->npages; i++)
		assert_false(in->pages[i].written);
	for (size_t i = 0; i < after->npages; i++) {
		data += after->pages[i].written && after->pages[i].part == PART_DATA;
		text += after->pages[i].written && after->pages[i].part == PART_TEXT;
	}
	assert_true(data > 0);
	assert_int_equal(text, 0);
	snapshot_free(in);
	snapshot_free(after);
	session_free(t);
}

static void the_destroyed_return_address_names_its_writer(void **state)
{
	struct session *t = run("return", "4.3bsd");
	struct snapshot *s = look(t, "exit.begin");
	const struct snap_word *w = word_of(s, "spawn", WORD_RETURN, "main", 0);

	(void)state;
	assert_non_null(w);
	assert_true(w->damaged && w->changed);
	assert_int_equal(w->value, 0x33333333);
	assert_true(w->was > 0 && w->was < 0x10000);
	assert_int_equal(w->writer, s->borrower);
	assert_int_equal(w->writer_role, ROLE_BORROWER);
	assert_true(w->written_at > s->loan_begin && w->written_at < s->icount);
	assert_true(s->alarm);
	assert_non_null(strstr(s->caption[1], "return address of spawn()"));
	assert_non_null(strstr(s->caption[1], "33333333"));
	assert_non_null(strstr(s->caption[1], "return.c:"));
	w = word_of(s, "spawn", WORD_SAVED_FP, NULL, 0);
	assert_non_null(w);
	assert_true(w->damaged);
	for (size_t i = 0; i < s->ncalls; i++) {
		if (strcmp(s->calls[i].function, "main") == 0)
			assert_true(s->calls[i].needed && !s->calls[i].left);
		if (strcmp(s->calls[i].function, "spawn") == 0)
			assert_true(s->calls[i].needed && s->calls[i].left);
	}
	snapshot_free(s);
	session_free(t);
}

static void damage_is_told_until_the_lender_is_dead(void **state)
{
	struct session *t = run("return", "4.3bsd");
	struct snapshot *s = look(t, "vm.pass");

	(void)state;
	assert_int_equal(damaged(s), 0);
	assert_false(s->alarm);
	snapshot_free(s);

	s = look(t, "signal.deliver");
	assert_false(s->loan);
	assert_true(s->alarm);
	assert_true(damaged(s) >= 2);
	assert_non_null(strstr(s->caption[0], "SIGSEGV"));
	assert_non_null(strstr(s->caption[0], "33333333"));
	snapshot_free(s);

	s = look(t, "end");
	assert_int_equal(damaged(s), 0);
	snapshot_free(s);
	session_free(t);
}

static void copies_are_never_damaged(void **state)
{
	struct session *t = run("return", "4.4bsd");

	(void)state;
	for (size_t i = 0; i < timeline_nevents(session_timeline(t)); i += 3) {
		struct timeline_mark mark = {timeline_event(session_timeline(t), i)->icount, (long)i};
		struct snapshot *s = snapshot_at(t, &mark);

		assert_int_equal(damaged(s), 0);
		assert_false(s->alarm);
		for (size_t k = 0; k < s->nprocesses; k++)
			assert_false(s->processes[k].lends);
		snapshot_free(s);
	}
	session_free(t);
}

/* Where an optimised main keeps its caller's registers: in a frame that is not made by link, and that the lender
 * needs. */
static void saved_registers_are_the_lenders(void **state)
{
	static const uint32_t kept[] = {2, 3, 10};
	struct session *t = run("registers-O2", "4.3bsd");
	struct snapshot *s = look(t, "vm.pass");
	const struct snap_stack_frame *frame = &s->calls[0];

	(void)state;
	assert_string_equal(frame->function, "main");
	assert_true(frame->needed);
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		const struct snap_word *w = word_of(s, "main", WORD_SAVED_REGISTER, NULL, kept[i]);

		assert_non_null(w);
		assert_true(w >= s->words + frame->first && w < s->words + frame->first + frame->count);
	}
	snapshot_free(s);
	session_free(t);
}

static void registers_come_back_as_they_were(void **state)
{
	struct session *t = run("registers", "4.3bsd");
	struct snapshot *in = look(t, "exit.begin"), *after;
	size_t differ = 0;

	(void)state;
	after = look(t, "wait.reap");
	assert_int_equal(in->nregisters, 17);
	for (size_t i = 0; i < in->nregisters; i++) {
		const struct snap_register *r = &in->registers[i], *a = reg(after, r->name);

		assert_true(r->has_borrower && r->has_after);
		differ += r->differs;
		assert_false(r->inherited || a->inherited);
		assert_int_equal(a->at_vfork, r->at_vfork);
		/* d0, d1 are the system call's results. */
		if (strcmp(r->name, "d0") != 0 && strcmp(r->name, "d1") != 0)
			assert_int_equal(a->after, r->at_vfork);
	}
	assert_true(differ >= 2);
	assert_int_equal(reg(after, "d0")->after, after->borrower);
	snapshot_free(in);
	snapshot_free(after);
	session_free(t);
}

static void the_naive_stub_loses_its_return_address(void **state)
{
	struct session *t = run("stub", "4.3bsd");
	struct snapshot *s = look(t, "vm.return");
	const struct snap_word *w = word_of(s, "naive_vfork", WORD_RETURN, "main", 0);

	(void)state;
	assert_non_null(w);
	assert_true(w->damaged);
	assert_non_null(strstr(s->caption[1], "return from naive_vfork() into main"));
	snapshot_free(s);
	session_free(t);
}

/* Frames that CALLS made: every word has its name, and in the lesson's first row only the PC is not what the parent
 * left. */
static void the_vax_s_frames_are_read(void **state)
{
	static const enum word_kind linkage[] = {WORD_ARGUMENTS, WORD_SAVED_FP, WORD_SAVED_AP, WORD_MASK, WORD_HANDLER};
	struct session *t = run("naive", "4.3bsd");
	struct snapshot *s = look(t, "vm.return");
	const struct snap_word *w = word_of(s, "naive_vfork", WORD_RETURN, "parent", 0);

	(void)state;
	assert_non_null(w);
	assert_true(w->damaged);
	assert_int_equal(w->writer, s->borrower);
	for (size_t i = 0; i < sizeof linkage / sizeof *linkage; i++) {
		w = word_of(s, "naive_vfork", linkage[i], NULL, 0);
		assert_non_null(w);
		assert_false(w->damaged);
		assert_int_equal(w->value, w->was);
	}
	for (size_t i = 0; i < s->ncalls; i++)
		assert_int_equal(s->calls[i].kind, strcmp(s->calls[i].function, "naive_vfork") == 0 ||
		                                                   strcmp(s->calls[i].function, "parent") == 0
		                                           ? CALL_VAX
		                                           : CALL_FUNCTION);
	assert_non_null(word_of(s, "parent", WORD_ARGUMENT, NULL, 1));
	assert_non_null(word_of(s, "parent", WORD_SAVED_REGISTER, NULL, 11));
	assert_non_null(word_of(s, "parent", WORD_RETURN, "experiment", 0));
	assert_non_null(word_of(s, "main", WORD_RETURN, "_start", 0));
	snapshot_free(s);
	session_free(t);
}

/* Sklower's stub has left its frame: nothing that the lender needs is below its caller's, and nothing of it is
 * damaged. */
static void sklower_s_stub_has_no_frame(void **state)
{
	struct session *t = run("sklower", "4.3bsd");
	struct snapshot *s = look(t, "vm.return");

	(void)state;
	assert_int_equal(damaged(s), 0);
	assert_non_null(word_of(s, "caller", WORD_MASK, NULL, 0));
	for (size_t i = 0; i < s->ncalls; i++)
		assert_true(strcmp(s->calls[i].function, "sklower_vfork") != 0);
	snapshot_free(s);
	session_free(t);
}

static void source_lines_of_both_are_shown(void **state)
{
	struct session *t = run("return", "4.3bsd");
	struct snapshot *s = look(t, "exit.begin");

	(void)state;
	assert_non_null(strstr(s->source.file, "return.c"));
	assert_true(s->source.lender_line > 0 && (size_t)s->source.lender_line <= s->source.nlines);
	assert_non_null(strstr(s->source.lines[s->source.lender_line - 1], "vfork()"));
	assert_true(s->source.borrower_line > 0 && (size_t)s->source.borrower_line <= s->source.nlines);
	assert_non_null(strstr(s->source.lines[s->source.borrower_line - 1], "_exit"));
	assert_true(s->ninsns > 0);
	assert_int_equal(s->insns_pid, s->borrower);
	snapshot_free(s);
	session_free(t);
}

/* Text of the line marked, which must be there. */
static const char *current_line(const struct snapshot *s)
{
	assert_true(s->source.current_line > 0 && (size_t)s->source.current_line <= s->source.nlines);
	return s->source.lines[s->source.current_line - 1];
}

static void who_is_lost_is_shown_where_he_was(void **state)
{
	/* It has run into nowhere; its memory is given up; it is a zombie. */
	static const char *const instants[] = {"signal.deliver", "exit.end", "signal.post#2"};
	struct session *t = run("return", "4.3bsd");

	(void)state;
	for (size_t i = 0; i < sizeof instants / sizeof instants[0]; i++) {
		struct snapshot *s = look(t, instants[i]);

		assert_int_equal(s->source.lender_line, 0);
		assert_int_equal(s->source.place, PLACE_WAS);
		assert_int_equal(s->source.pid, s->lender);
		assert_non_null(strstr(current_line(s), "vfork()"));
		snapshot_free(s);
	}
	session_free(t);
}

/* Between two programs the borrower is nowhere; its former lender waits for it. */
static void the_lender_who_waits_is_shown(void **state)
{
	struct session *t = run("tracing", "4.3bsd");
	struct snapshot *s = look(t, "signal.post#2");

	(void)state;
	assert_false(s->loan);
	assert_non_null(strstr(s->source.file, "tracing.c"));
	assert_int_equal(s->source.place, PLACE_WAITS);
	assert_int_equal(s->source.pid, s->lender);
	assert_non_null(strstr(current_line(s), "wait"));
	snapshot_free(s);
	session_free(t);
}

/* When the lender is gone init's stack is shown: what lay at those addresses in the lender's is no former value of
 * it. */
static void the_next_stack_is_no_lent_one(void **state)
{
	struct session *t = run("return", "4.3bsd");
	struct snapshot *s = look(t, "end");

	(void)state;
	assert_true(s->nwords > 0 && s->ncalls > 0);
	assert_int_equal(s->calls[0].role, ROLE_OTHER);
	for (size_t i = 0; i < s->nwords; i++) {
		assert_false(s->words[i].changed);
		assert_int_equal(s->words[i].was, s->words[i].value);
		assert_int_equal(s->words[i].writer_role, ROLE_NONE);
	}
	assert_int_equal(s->lender_sp, s->words[s->nwords - 1].va);
	snapshot_free(s);
	session_free(t);
}

/* Once the memory is back the borrower, who sleeps in exit, is at no line of the file, and points at nothing in it. */
static void who_gave_back_is_at_no_line(void **state)
{
	struct session *t = run("return", "4.3bsd");
	struct snapshot *s = look(t, "vm.return");

	(void)state;
	assert_true(s->loan && s->source.lender_line > 0);
	assert_int_equal(s->source.borrower_line, 0);
	assert_int_equal(s->borrower_sp, 0);
	assert_int_equal(s->borrower_fp, 0);
	snapshot_free(s);
	session_free(t);
}

/* A function without locals has its frame from two instructions instead of `link`; a fault may come when it is
 * innermost. */
static void a_frame_without_link(void **state)
{
	struct session *t = run("borrow", "4.4bsd");
	struct snapshot *s = look(t, "cow.copy");

	(void)state;
	assert_int_equal(s->event.pid, 2);
	assert_true(s->ncalls >= 2);
	assert_string_equal(s->calls[s->ncalls - 1].function, "fork");
	assert_string_equal(s->calls[0].function, "main");
	snapshot_free(s);
	session_free(t);
}

/* The caption tells a return into the middle of the text from one to nowhere. */
static void where_a_wrong_return_leads(void **state)
{
	struct session *t = run("naive", "4.3bsd");
	struct snapshot *s = look(t, "vm.return");

	(void)state;
	assert_non_null(strstr(s->caption[1], "somewhere in its text"));
	snapshot_free(s);
	session_free(t);
	t = run("return", "4.3bsd");
	s = look(t, "vm.return");
	assert_non_null(strstr(s->caption[1], "where there is nothing"));
	snapshot_free(s);
	session_free(t);
}

static void a_program_that_begins_is_shown(void **state)
{
	struct session *t = run("return", "4.3bsd");
	struct snapshot *s = look(t, "exec.done#2");

	(void)state;
	assert_int_equal(s->source.place, PLACE_BEGINS);
	assert_int_equal(s->source.pid, s->event.pid);
	assert_string_equal(current_line(s), "{");
	assert_non_null(strstr(s->source.lines[s->source.current_line - 2], "main("));
	snapshot_free(s);
	session_free(t);
}

/* The stub of clone has pushed arguments upon its return address. */
static void a_stub_that_pushed(void **state)
{
	struct session *t = run("clone", "linux");
	struct snapshot *s = look(t, "vfork.begin");

	(void)state;
	assert_true(s->ncalls >= 2);
	assert_string_equal(s->calls[s->ncalls - 1].function, "clone"); /* the innermost comes last */
	assert_string_equal(s->calls[s->ncalls - 2].function, "main");
	assert_true(s->source.nlines > 0);
	snapshot_free(s);
	session_free(t);
}

/* The borrower has a stack elsewhere by now: what is on this one is the lender's. */
static void frames_after_the_loan_are_the_lenders(void **state)
{
	struct session *t = run("tracing", "4.3bsd");
	struct snapshot *s = look(t, "signal.post#2"); /* SIGTRAP, after exec */
	bool waits = false;

	(void)state;
	assert_false(s->loan);
	for (size_t i = 0; i < s->ncalls; i++) {
		assert_int_equal(s->calls[i].role, ROLE_LENDER);
		waits = waits || strcmp(s->calls[i].function, "wait4") == 0;
	}
	assert_true(waits);
	snapshot_free(s);
	session_free(t);
}

/* When a handler is about to run, the frame that the kernel has made for it is on the stack. */
static void the_frame_of_a_handler_is_shown(void **state)
{
	struct session *t = run("handler", "4.3bsd");
	struct snapshot *before = look(t, "signal.post"), *s = look(t, "signal.deliver");
	const struct snap_stack_frame *frame;
	bool found = false;

	(void)state;
	assert_true(s->borrower_sp < before->borrower_sp - 64);
	assert_string_equal(s->calls[s->ncalls - 1].function, "childs");
	assert_string_equal(s->calls[s->ncalls - 2].function, "signal frame");
	assert_int_equal(s->calls[s->ncalls - 2].kind, CALL_SIGNAL);
	assert_string_equal(s->calls[s->ncalls - 3].function, "kill");
	assert_int_equal(s->calls[s->ncalls - 1].kind, CALL_FUNCTION);
	assert_int_equal(s->words[s->calls[s->ncalls - 1].first].kind, WORD_RETURN);
	frame = &s->calls[s->ncalls - 2];
	for (uint32_t i = frame->first; i < frame->first + frame->count; i++)
		if (s->words[i].kind == WORD_SAVED_REGISTER && s->words[i].number == 15) {
			assert_int_equal(s->words[i].value, before->borrower_sp);
			found = true;
		}
	assert_true(found);
	snapshot_free(before);
	snapshot_free(s);
	session_free(t);
}

static void what_is_pending_is_shown(void **state)
{
	struct session *t = run("unkillable", "4.3bsd");
	struct snapshot *s = look(t, "signal.defer");

	(void)state;
	for (size_t i = 0; i < s->nprocesses; i++) {
		const struct snap_process *p = &s->processes[i];

		assert_string_equal(p->pending, p->role == ROLE_LENDER ? "SIGKILL" : "");
		if (p->role == ROLE_LENDER)
			assert_int_equal(p->pri, PZERO - 1);
		if (p->role == ROLE_BORROWER)
			assert_string_equal(p->state, "asleep, waits for a signal");
	}
	snapshot_free(s);
	session_free(t);
}

static void lanes_cover_the_time_without_gaps(void **state)
{
	struct session *t = run("return", "4.3bsd");
	struct snapshot *s = look(t, "end");
	bool lent = false;

	(void)state;
	assert_int_equal(s->nlanes, 3);
	for (size_t i = 0; i < s->nlanes; i++)
		for (size_t k = 0; k < s->lanes[i].nspans; k++) {
			const struct snap_span *p = &s->lanes[i].spans[k];

			assert_true(p->from < p->to && p->to <= s->end);
			if (k)
				assert_int_equal(p->from, p[-1].to);
			if (p->state == LANE_LENT) {
				lent = true;
				assert_int_equal(s->lanes[i].pid, s->lender);
			}
		}
	assert_true(lent);
	assert_true(s->nticks > 5);
	for (size_t i = 0; i < s->nticks; i++)
		assert_true(event_notable(s->ticks[i].kind));
	snapshot_free(s);
	session_free(t);
}

static void every_event_has_a_caption(void **state)
{
	static const char *const programs[] = {"borrow", "return", "stub", "naive", "exit", "registers-O2"};

	(void)state;
	for (size_t p = 0; p < sizeof programs / sizeof programs[0]; p++) {
		struct session *t = run(programs[p], "4.3bsd");

		for (size_t i = 0; i < timeline_nevents(session_timeline(t)); i++) {
			struct timeline_mark mark = {timeline_event(session_timeline(t), i)->icount, (long)i};
			struct snapshot *s = snapshot_at(t, &mark);

			assert_true(strlen(s->caption[0]) > 8);
			assert_null(strpbrk(s->caption[0], "{}"));
			assert_null(strpbrk(s->caption[1], "{}"));
			snapshot_free(s);
		}
		session_free(t);
	}
}

/* The borrower lends on: the frames stay the first lender's, and each loan is shown in its turn. */
static void a_loan_inside_a_loan(void **state)
{
	struct session *t = run("tests/guest/nested.c", "4.3bsd");
	struct snapshot *outer = look(t, "vm.pass#1"), *inner = look(t, "vm.pass#2"), *back = look(t, "vfork.end#1");
	size_t frames = 0;

	(void)state;
	assert_int_equal(inner->lender, outer->borrower);
	assert_true(inner->loan && back->loan);
	assert_int_equal(back->lender, outer->lender);
	assert_int_equal(back->borrower, outer->borrower);
	assert_true(process(inner, outer->lender)->lends);
	assert_true(process(inner, inner->lender)->lends);
	for (size_t i = 0; i < outer->npages; i++) {
		const struct snap_page *p = &outer->pages[i];

		if (p->pid != outer->borrower || !p->present)
			continue;
		frames++;
		assert_int_equal(pfn(inner, inner->borrower, p->va), p->pfn);
		assert_int_equal(inner->frames[p->pfn].pid, outer->lender);
		assert_true(inner->frames[p->pfn].lent);
	}
	assert_true(frames >= 3);
	assert_non_null(word_of(inner, "inner", WORD_RETURN, "outer", 0));
	snapshot_free(outer);
	snapshot_free(inner);
	snapshot_free(back);
	session_free(t);
}

/* exec is the borrower's other way to end the loan; the program is named already, the memory is still the lender's. */
static void exec_gives_back_before_it_loads(void **state)
{
	struct session *t = run("tests/guest/nested.c", "4.3bsd");
	struct snapshot *s = look(t, "exec.commit#3");

	(void)state;
	assert_non_null(strstr(s->caption[0], "/bin/true"));
	assert_non_null(strstr(s->caption[0], "gives the borrowed memory back"));
	assert_true(s->source.borrower_line > s->source.lender_line);
	assert_int_equal(damaged(s), 0);
	snapshot_free(s);
	session_free(t);
}

/* Forty loans, five thousand instants: every one can be looked at. */
static void a_long_run_can_be_walked_through(void **state)
{
	struct session *t = run("cost", "4.3bsd");
	long looked = 0;

	(void)state;
	for (size_t i = 0; i < timeline_nevents(session_timeline(t)); i++) {
		struct timeline_mark mark = {timeline_event(session_timeline(t), i)->icount, (long)i};
		struct snapshot *s = snapshot_at(t, &mark);

		assert_int_equal(s->event_seq, i);
		assert_int_equal(damaged(s), 0);
		looked++;
		snapshot_free(s);
	}
	assert_int_equal(looked, timeline_nevents(session_timeline(t)));
	session_free(t);
}

/* The same instant looks the same whatever was looked at before. */
static void order_of_looking_does_not_matter(void **state)
{
	struct session *t = run("return", "4.3bsd"), *fresh = run("return", "4.3bsd");
	struct snapshot *a, *b;

	(void)state;
	snapshot_free(look(t, "end"));
	snapshot_free(look(t, "vm.pass"));
	a = look(t, "tty.write#2");
	b = look(fresh, "tty.write#2");
	assert_int_equal(a->nwords, b->nwords);
	assert_memory_equal(a->words, b->words, a->nwords * sizeof *a->words);
	assert_memory_equal(a->frames, b->frames, a->nframes * sizeof *a->frames);
	assert_string_equal(a->caption[0], b->caption[0]);
	snapshot_free(a);
	snapshot_free(b);
	session_free(t);
	session_free(fresh);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(page_frames_stay_when_tables_change_hands),
		cmocka_unit_test(a_page_that_the_borrower_wrote_is_marked),
		cmocka_unit_test(the_destroyed_return_address_names_its_writer),
		cmocka_unit_test(damage_is_told_until_the_lender_is_dead),
		cmocka_unit_test(copies_are_never_damaged),
		cmocka_unit_test(saved_registers_are_the_lenders),
		cmocka_unit_test(registers_come_back_as_they_were),
		cmocka_unit_test(the_naive_stub_loses_its_return_address),
		cmocka_unit_test(the_vax_s_frames_are_read),
		cmocka_unit_test(sklower_s_stub_has_no_frame),
		cmocka_unit_test(source_lines_of_both_are_shown),
		cmocka_unit_test(who_is_lost_is_shown_where_he_was),
		cmocka_unit_test(the_lender_who_waits_is_shown),
		cmocka_unit_test(a_program_that_begins_is_shown),
		cmocka_unit_test(a_frame_without_link),
		cmocka_unit_test(where_a_wrong_return_leads),
		cmocka_unit_test(the_next_stack_is_no_lent_one),
		cmocka_unit_test(who_gave_back_is_at_no_line),
		cmocka_unit_test(what_is_pending_is_shown),
		cmocka_unit_test(a_stub_that_pushed),
		cmocka_unit_test(frames_after_the_loan_are_the_lenders),
		cmocka_unit_test(the_frame_of_a_handler_is_shown),
		cmocka_unit_test(lanes_cover_the_time_without_gaps),
		cmocka_unit_test(every_event_has_a_caption),
		cmocka_unit_test(a_loan_inside_a_loan),
		cmocka_unit_test(exec_gives_back_before_it_loads),
		cmocka_unit_test(a_long_run_can_be_walked_through),
		cmocka_unit_test(order_of_looking_does_not_matter),
	};

	return cmocka_run_group_tests_name("snapshot", tests, NULL, NULL);
}
