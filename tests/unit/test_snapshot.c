/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snapshots and captions of the real lessons: who owns what before, in and after a loan, and where in its source. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/event_meaning.h"
#include "abi/proc.h"
#include "snapshot_fixture.h"

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

static void page_frames_stay_when_tables_change_hands(void **state)
{
	struct session *t = snapshot_run("borrow", "4.3bsd");
	struct snapshot *before = snapshot_look(t, "vfork.begin"), *in = snapshot_look(t, "vm.pass"),
			*after = snapshot_look(t, "vm.return");
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
	struct session *t = snapshot_run("borrow", "4.3bsd");
	struct snapshot *in = snapshot_look(t, "vm.pass"), *after = snapshot_look(t, "vm.return");
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

static void copies_are_never_damaged(void **state)
{
	struct session *t = snapshot_run("return", "4.4bsd");

	(void)state;
	for (size_t i = 0; i < timeline_nevents(session_timeline(t)); i += 3) {
		struct timeline_mark mark = {timeline_event(session_timeline(t), i)->icount, (long)i, 0};
		struct snapshot *s = snapshot_at(t, &mark);

		assert_int_equal(snapshot_damaged(s), 0);
		assert_false(s->alarm);
		for (size_t k = 0; k < s->nprocesses; k++)
			assert_false(s->processes[k].lends);
		snapshot_free(s);
	}
	session_free(t);
}

static void source_lines_of_both_are_shown(void **state)
{
	struct session *t = snapshot_run("return", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "exit.begin");

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
	static const char *const instants[] = {"signal.deliver", "exit.end#2", "signal.post#3"};
	struct session *t = snapshot_run("return", "4.3bsd");

	(void)state;
	for (size_t i = 0; i < sizeof instants / sizeof instants[0]; i++) {
		struct snapshot *s = snapshot_look(t, instants[i]);

		assert_int_equal(s->source.lender_line, 0);
		assert_int_equal(s->source.place, PLACE_WAS);
		assert_int_equal(s->source.pid, s->lender);
		assert_non_null(strstr(current_line(s), "vfork()"));
		snapshot_free(s);
	}
	session_free(t);
}

/* Between two programs the borrower is nowhere; its former lender has still to come back from vfork. */
static void the_lender_who_waits_is_shown(void **state)
{
	struct session *t = snapshot_run("tracing", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "signal.post#2");

	(void)state;
	assert_false(s->loan);
	assert_non_null(strstr(s->source.file, "tracing.c"));
	assert_int_equal(s->source.place, PLACE_WAITS);
	assert_int_equal(s->source.pid, s->lender);
	assert_non_null(strstr(current_line(s), "vfork"));
	snapshot_free(s);
	session_free(t);
}

/* Once the memory is back the borrower, who sleeps in exit, is at no line of the file, and points at nothing in it. */
static void who_gave_back_is_at_no_line(void **state)
{
	struct session *t = snapshot_run("return", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "vm.return");

	(void)state;
	assert_true(s->loan && s->source.lender_line > 0);
	assert_int_equal(s->source.borrower_line, 0);
	assert_int_equal(s->borrower_sp, 0);
	assert_int_equal(s->borrower_fp, 0);
	snapshot_free(s);
	session_free(t);
}

/* When both parties of the last loan are gone and nobody runs, it is the one who waits. */
static void who_waits_when_all_is_over_is_shown(void **state)
{
	struct session *t = snapshot_run("tests/unit/guest/patient.c", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "end");

	(void)state;
	assert_true(s->nwords > 0);
	assert_string_equal(s->calls[1].function, "wait_for_ever");
	assert_int_equal(s->source.pid, 2);
	assert_non_null(strstr(current_line(s), "pause"));
	snapshot_free(s);
	session_free(t);
}

static void a_program_that_begins_is_shown(void **state)
{
	struct session *t = snapshot_run("return", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "exec.done#2");

	(void)state;
	assert_int_equal(s->source.place, PLACE_BEGINS);
	assert_int_equal(s->source.pid, s->event.pid);
	assert_string_equal(current_line(s), "{");
	assert_non_null(strstr(s->source.lines[s->source.current_line - 2], "main("));
	snapshot_free(s);
	session_free(t);
}

static void what_is_pending_is_shown(void **state)
{
	struct session *t = snapshot_run("unkillable", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "signal.defer");

	(void)state;
	for (size_t i = 0; i < s->nprocesses; i++) {
		const struct snap_process *p = &s->processes[i];

		assert_string_equal(p->pending, p->role == ROLE_LENDER ? "SIGKILL" : "");
		if (p->role == ROLE_LENDER)
			assert_int_equal(p->pri, PZERO - 1);
		if (p->role == ROLE_BORROWER)
			assert_string_equal(p->state, "asleep until its time");
	}
	snapshot_free(s);
	session_free(t);
}

static void lanes_cover_the_time_without_gaps(void **state)
{
	struct session *t = snapshot_run("return", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "end");
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
		assert_true(event_notable(timeline_event(session_timeline(t), (size_t)s->ticks[i].seq), true));
	snapshot_free(s);
	session_free(t);
}

static void every_event_has_a_caption(void **state)
{
	static const char *const programs[] = {"borrow", "return", "stub", "naive", "exit", "registers-O2"};

	(void)state;
	for (size_t p = 0; p < sizeof programs / sizeof programs[0]; p++) {
		struct session *t = snapshot_run(programs[p], "4.3bsd");

		for (size_t i = 0; i < timeline_nevents(session_timeline(t)); i++) {
			struct timeline_mark mark = {timeline_event(session_timeline(t), i)->icount, (long)i, 0};
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
	struct session *t = snapshot_run("tests/guest/nested.c", "4.3bsd");
	struct snapshot *outer = snapshot_look(t, "vm.pass#1"), *inner = snapshot_look(t, "vm.pass#2"),
			*back = snapshot_look(t, "vfork.end#1");
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
	assert_non_null(snapshot_word(inner, "inner", WORD_RETURN, "outer", 0));
	snapshot_free(outer);
	snapshot_free(inner);
	snapshot_free(back);
	session_free(t);
}

/* exec is the borrower's other way to end the loan; the program is named already, the memory is still the lender's. */
static void exec_gives_back_before_it_loads(void **state)
{
	struct session *t = snapshot_run("tests/guest/nested.c", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "exec.commit#3");

	(void)state;
	assert_non_null(strstr(s->caption[0], "/bin/true"));
	assert_non_null(strstr(s->caption[0], "gives the borrowed memory back"));
	assert_true(s->source.borrower_line > s->source.lender_line);
	assert_int_equal(snapshot_damaged(s), 0);
	snapshot_free(s);
	session_free(t);
}

/* Forty loans, five thousand instants, of which every third is looked at. */
static void a_long_run_can_be_walked_through(void **state)
{
	enum { STRIDE = 3 };
	struct session *t = snapshot_run("cost", "4.3bsd");
	size_t looked = 0;

	(void)state;
	for (size_t i = 0; i < timeline_nevents(session_timeline(t)); i += STRIDE) {
		struct timeline_mark mark = {timeline_event(session_timeline(t), i)->icount, (long)i, 0};
		struct snapshot *s = snapshot_at(t, &mark);

		assert_int_equal(s->event_seq, i);
		assert_int_equal(snapshot_damaged(s), 0);
		looked++;
		snapshot_free(s);
	}
	assert_int_equal(looked, (timeline_nevents(session_timeline(t)) + STRIDE - 1) / STRIDE);
	session_free(t);
}

/* The same instant looks the same whatever was looked at before. */
static void order_of_looking_does_not_matter(void **state)
{
	struct session *t = snapshot_run("return", "4.3bsd"), *fresh = snapshot_run("return", "4.3bsd");
	struct snapshot *a, *b;

	(void)state;
	snapshot_free(snapshot_look(t, "end"));
	snapshot_free(snapshot_look(t, "vm.pass"));
	a = snapshot_look(t, "tty.write#2");
	b = snapshot_look(fresh, "tty.write#2");
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
		cmocka_unit_test(copies_are_never_damaged),
		cmocka_unit_test(source_lines_of_both_are_shown),
		cmocka_unit_test(who_is_lost_is_shown_where_he_was),
		cmocka_unit_test(the_lender_who_waits_is_shown),
		cmocka_unit_test(who_waits_when_all_is_over_is_shown),
		cmocka_unit_test(a_program_that_begins_is_shown),
		cmocka_unit_test(who_gave_back_is_at_no_line),
		cmocka_unit_test(what_is_pending_is_shown),
		cmocka_unit_test(lanes_cover_the_time_without_gaps),
		cmocka_unit_test(every_event_has_a_caption),
		cmocka_unit_test(a_loan_inside_a_loan),
		cmocka_unit_test(exec_gives_back_before_it_loads),
		cmocka_unit_test(a_long_run_can_be_walked_through),
		cmocka_unit_test(order_of_looking_does_not_matter),
	};

	return cmocka_run_group_tests_name("snapshot", tests, NULL, NULL);
}
