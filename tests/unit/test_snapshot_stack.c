/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stack and the registers in snapshots of the real lessons: whose frames they are, what was destroyed and by
 * whom. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "snapshot_fixture.h"

static const struct snap_register *reg(const struct snapshot *s, const char *name)
{
	for (size_t i = 0; i < s->nregisters; i++)
		if (strcmp(s->registers[i].name, name) == 0)
			return &s->registers[i];
	fail_msg("there is no register %s", name);
	return NULL;
}

static void the_destroyed_return_address_names_its_writer(void **state)
{
	struct session *t = snapshot_run("return", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "exit.begin");
	const struct snap_word *w = snapshot_word(s, "spawn", WORD_RETURN, "main", 0);

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
	w = snapshot_word(s, "spawn", WORD_SAVED_FP, NULL, 0);
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
	struct session *t = snapshot_run("return", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "vm.pass");

	(void)state;
	assert_int_equal(snapshot_damaged(s), 0);
	assert_false(s->alarm);
	snapshot_free(s);

	s = snapshot_look(t, "signal.deliver");
	assert_false(s->loan);
	assert_true(s->alarm);
	assert_true(snapshot_damaged(s) >= 2);
	assert_non_null(strstr(s->caption[0], "SIGSEGV"));
	assert_non_null(strstr(s->caption[0], "33333333"));
	snapshot_free(s);

	s = snapshot_look(t, "end");
	assert_int_equal(snapshot_damaged(s), 0);
	snapshot_free(s);
	session_free(t);
}

/* Where an optimised main keeps its caller's registers: in a frame that is not made by link, and that the lender
 * needs. */
static void saved_registers_are_the_lenders(void **state)
{
	static const uint32_t kept[] = {2, 3, 10};
	struct session *t = snapshot_run("registers-O2", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "vm.pass");
	const struct snap_stack_frame *frame = &s->calls[0];

	(void)state;
	assert_string_equal(frame->function, "main");
	assert_true(frame->needed);
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		const struct snap_word *w = snapshot_word(s, "main", WORD_SAVED_REGISTER, NULL, kept[i]);

		assert_non_null(w);
		assert_true(w >= s->words + frame->first && w < s->words + frame->first + frame->count);
	}
	snapshot_free(s);
	session_free(t);
}

static void registers_come_back_as_they_were(void **state)
{
	struct session *t = snapshot_run("registers", "4.3bsd");
	struct snapshot *in = snapshot_look(t, "exit.begin"), *after;
	size_t differ = 0;

	(void)state;
	after = snapshot_look(t, "wait.reap");
	assert_int_equal(in->nregisters, 17);
	for (size_t i = 0; i < in->nregisters; i++) {
		const struct snap_register *r = &in->registers[i], *a = reg(after, r->name);

		assert_true(r->has_borrower && a->has_after);
		differ += r->differs;
		assert_false(r->inherited || a->inherited);
		assert_int_equal(a->at_vfork, r->at_vfork);
		/* d0, d1 are the system call's results, which the kernel does not put there before it is done. */
		assert_int_equal(r->result, i < 2);
		assert_int_equal(r->has_after, !r->result);
		if (!r->result)
			assert_int_equal(a->after, r->at_vfork);
	}
	assert_true(differ >= 2);
	assert_int_equal(reg(after, "d0")->after, after->borrower);
	assert_int_equal(reg(after, "d1")->after, 0);
	snapshot_free(in);
	snapshot_free(after);
	/* At the end of vfork the row says what the caption does. */
	after = snapshot_look(t, "vfork.end");
	assert_non_null(strstr(after->caption[0], "returns 3"));
	assert_true(reg(after, "d0")->has_after && reg(after, "d0")->result);
	assert_int_equal(reg(after, "d0")->after, 3);
	assert_false(reg(after, "d1")->has_after);
	snapshot_free(after);
	session_free(t);
}

static void the_naive_stub_loses_its_return_address(void **state)
{
	struct session *t = snapshot_run("stub", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "vm.return");
	const struct snap_word *w = snapshot_word(s, "naive_vfork", WORD_RETURN, "main", 0);

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
	struct session *t = snapshot_run("naive", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "vm.return");
	const struct snap_word *w = snapshot_word(s, "naive_vfork", WORD_RETURN, "parent", 0);

	(void)state;
	assert_non_null(w);
	assert_true(w->damaged);
	assert_int_equal(w->writer, s->borrower);
	for (size_t i = 0; i < sizeof linkage / sizeof *linkage; i++) {
		w = snapshot_word(s, "naive_vfork", linkage[i], NULL, 0);
		assert_non_null(w);
		assert_false(w->damaged);
		assert_int_equal(w->value, w->was);
	}
	for (size_t i = 0; i < s->ncalls; i++)
		assert_int_equal(s->calls[i].kind, strcmp(s->calls[i].function, "naive_vfork") == 0 ||
		                                                   strcmp(s->calls[i].function, "parent") == 0
		                                           ? CALL_VAX
		                                           : CALL_FUNCTION);
	assert_non_null(snapshot_word(s, "parent", WORD_ARGUMENT, NULL, 1));
	assert_non_null(snapshot_word(s, "parent", WORD_SAVED_REGISTER, NULL, 11));
	assert_non_null(snapshot_word(s, "parent", WORD_RETURN, "experiment", 0));
	assert_non_null(snapshot_word(s, "main", WORD_RETURN, "_start", 0));
	snapshot_free(s);
	session_free(t);
}

/* Sklower's stub has left its frame: nothing that the lender needs is below its caller's, and nothing of it is
 * damaged. */
static void sklower_s_stub_has_no_frame(void **state)
{
	struct session *t = snapshot_run("sklower", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "vm.return");

	(void)state;
	assert_int_equal(snapshot_damaged(s), 0);
	assert_non_null(snapshot_word(s, "caller", WORD_MASK, NULL, 0));
	for (size_t i = 0; i < s->ncalls; i++)
		assert_true(strcmp(s->calls[i].function, "sklower_vfork") != 0);
	snapshot_free(s);
	session_free(t);
}

/* A function without locals has its frame from two instructions instead of `link`; a fault may come when it is
 * innermost. */
static void a_frame_without_link(void **state)
{
	struct session *t = snapshot_run("borrow", "4.4bsd");
	struct snapshot *s = snapshot_look(t, "syscall.exit#16"); /* the child of init's fork begins */

	(void)state;
	assert_int_equal(s->event.pid, 2);
	assert_int_equal(s->borrower, 2);
	assert_int_equal(s->kind, LOAN_FORKED);
	assert_true(s->copy.ncalls >= 3);
	assert_string_equal(s->copy.calls[s->copy.ncalls - 1].function, "_fork");
	assert_string_equal(s->copy.calls[s->copy.ncalls - 2].function, "fork");
	assert_string_equal(s->copy.calls[0].function, "main");
	assert_string_equal(s->calls[s->ncalls - 1].function, "wait4"); /* where the parent is */
	snapshot_free(s);
	session_free(t);
}

/* The caption tells a return into the middle of the text from one to nowhere. */
static void where_a_wrong_return_leads(void **state)
{
	struct session *t = snapshot_run("naive", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "vm.return");

	(void)state;
	assert_non_null(strstr(s->caption[1], "somewhere in its text"));
	snapshot_free(s);
	session_free(t);
	t = snapshot_run("return", "4.3bsd");
	s = snapshot_look(t, "vm.return");
	assert_non_null(strstr(s->caption[1], "where there is nothing"));
	snapshot_free(s);
	session_free(t);
}

/* When the lender is gone init's stack is shown: what lay at those addresses in the lender's is no former value of
 * it. */
static void the_next_stack_is_no_lent_one(void **state)
{
	struct session *t = snapshot_run("return", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "end");

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

/* The stub of clone has pushed arguments upon its return address. */
static void a_stub_that_pushed(void **state)
{
	struct session *t = snapshot_run("clone", "linux");
	struct snapshot *s = snapshot_look(t, "vfork.begin");

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
	struct session *t = snapshot_run("tracing", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "signal.post#4"); /* SIGCHLD of the child that ends after exec */
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
	struct session *t = snapshot_run("handler", "4.3bsd");
	struct snapshot *before = snapshot_look(t, "signal.post"), *s = snapshot_look(t, "signal.deliver");
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

/* What a value is to the variable that has it; nothing where the type says no more than the bytes. */
static void values_are_told_as_their_types_say(void **state)
{
	static const char *const expected[] = {
		"= \"emu\"",
		"letter = 'q'",
		"text = \"a line\\n\"",
		"none = NULL",
		"numbers[0] = -7",
		"numbers[1] = 70000",
		"function = doubled()",
		"halves[0] = -1",
		"halves[1] = 300",
		"large = 3999999999",
		"pair.",
		"wide.",
	};
	struct session *t = snapshot_run("tests/unit/guest/values.c", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "exit.begin");

	(void)state;
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		size_t found = 0;

		for (size_t k = 0; k < s->nwords; k++) {
			const struct snap_word *w = &s->words[k];

			if (strstr(*w->told ? w->told : w->name, expected[i]) == NULL)
				continue;
			found++;
			assert_string_equal(w->told_was, strstr(expected[i], "large") ? "4000000000" : "");
		}
		if (!found)
			fail_msg("nowhere: %s", expected[i]);
	}
	for (size_t k = 0; k < s->nwords; k++) {
		assert_null(strstr(s->words[k].told, "pair = "));
		assert_null(strstr(s->words[k].told, "wide = "));
	}
	snapshot_free(s);
	session_free(t);

	t = snapshot_run("registers", "4.3bsd");
	s = snapshot_look(t, "vfork.end");
	assert_string_equal(reg(s, "d2")->variable, "in_reg");
	assert_string_equal(reg(s, "d2")->meant[0], "1");
	assert_string_equal(reg(s, "d2")->meant[1], "10");
	assert_string_equal(reg(s, "d2")->meant[2], "1");
	assert_string_equal(reg(s, "d3")->meant[0], "");
	snapshot_free(s);
	session_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_told_as_their_types_say),
		cmocka_unit_test(the_destroyed_return_address_names_its_writer),
		cmocka_unit_test(damage_is_told_until_the_lender_is_dead),
		cmocka_unit_test(saved_registers_are_the_lenders),
		cmocka_unit_test(registers_come_back_as_they_were),
		cmocka_unit_test(the_naive_stub_loses_its_return_address),
		cmocka_unit_test(the_vax_s_frames_are_read),
		cmocka_unit_test(sklower_s_stub_has_no_frame),
		cmocka_unit_test(a_frame_without_link),
		cmocka_unit_test(where_a_wrong_return_leads),
		cmocka_unit_test(the_next_stack_is_no_lent_one),
		cmocka_unit_test(a_stub_that_pushed),
		cmocka_unit_test(frames_after_the_loan_are_the_lenders),
		cmocka_unit_test(the_frame_of_a_handler_is_shown),
	};

	return cmocka_run_group_tests_name("snapshot_stack", tests, NULL, NULL);
}
