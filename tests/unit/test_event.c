/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables of events and of system calls: names go there and back, arguments are found one by one, and each has a
 * meaning. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "machine/event.h"
#include "abi/syscalls.h"
#include "analysis/event_meaning.h"
#include "analysis/syscall_name.h"
#include "abi/syscalls.h"

static void names_go_there_and_back(void **state)
{
	(void)state;
	for (uint32_t kind = 0; kind < EV_ALL; kind++) {
		assert_true(strlen(event_name(kind)) > 0);
		assert_true(strlen(event_tells(kind)) > 0);
		assert_int_equal(event_kind(event_name(kind)), kind);
	}
	assert_string_equal(event_name(EV_VM_PASS), "vm.pass");
	assert_string_equal(event_name(EV_HALT), "halt");
}

static void wrong_kinds_and_names(void **state)
{
	(void)state;
	assert_string_equal(event_name(EV_ALL), "?");
	assert_string_equal(event_name(UINT32_MAX), "?");
	assert_string_equal(event_tells(EV_ALL), "?");
	assert_int_equal(event_kind(""), -1);
	assert_int_equal(event_kind("vm.passed"), -1);
	assert_int_equal(event_kind("vm.pas"), -1);
}

static void arguments_have_names(void **state)
{
	(void)state;
	static const char *const names[] = {"from", "to", "p0br", "p0lr", "p1br", "p1lr"};
	char buf[16];
	for (int i = 0; i < 6; i++) {
		assert_true(event_arg_name(EV_VM_PASS, i, buf, sizeof buf));
		assert_string_equal(buf, names[i]);
	}
	assert_false(event_arg_name(EV_VM_PASS, 6, buf, sizeof buf));
	assert_true(event_arg_name(EV_WAIT_REAP, 1, buf, sizeof buf));
	assert_string_equal(buf, "status");
	assert_false(event_arg_name(EV_WAIT_REAP, 2, buf, sizeof buf));
	assert_false(event_arg_name(EV_WAIT_REAP, -1, buf, sizeof buf));
	assert_false(event_arg_name(EV_DEADLOCK, 2, buf, sizeof buf));
	assert_false(event_arg_name(EV_ALL, 0, buf, sizeof buf));
}

static void long_argument_names_are_cut(void **state)
{
	(void)state;
	char buf[4] = "xxx";
	assert_true(event_arg_name(EV_WAIT_REAP, 1, buf, sizeof buf));
	assert_string_equal(buf, "sta");
	assert_false(event_arg_name(EV_WAIT_REAP, 1, buf, 0));
	assert_string_equal(buf, "sta");
}

static void no_kind_has_more_arguments_than_an_event(void **state)
{
	(void)state;
	char buf[32];
	for (uint32_t kind = 0; kind < EV_ALL; kind++)
		assert_false(event_arg_name(kind, EVENT_ARGS, buf, sizeof buf));
}

/* Every kind has something that is always true to say, and only that stands last: what comes after it would never be
 * told. */
static void every_kind_has_a_meaning(void **state)
{
	(void)state;
	for (uint32_t kind = 0; kind < EV_ALL; kind++) {
		const struct event_meaning *m = event_meaning(kind);
		int n = 0;

		while (n < EVENT_CAPTIONS && m->captions[n].what)
			n++;
		assert_true(n > 0);
		for (int i = 0; i < n; i++) {
			assert_true(m->captions[i].what[0] != '\0');
			assert_non_null(m->captions[i].why);
			assert_int_equal(m->captions[i].when == ALWAYS, i == n - 1);
		}
		assert_in_range(m->weight, 0, EVENT_WEIGHT_MAX);
		assert_int_equal(event_notable(&(struct event){.kind = kind}, false), m->weight > 0);
		assert_true(!m->hazard || m->weight == EVENT_WEIGHT_MAX); /* harm is shown whatever else there is */
	}
	assert_true(event_meaning(EV_VM_PASS)->weight && event_meaning(EV_VM_SHARE)->weight);
	assert_false(event_notable(&(struct event){.kind = EV_PROC_SWITCH}, true));
	/* a refused child for everybody, a closed descriptor for a borrower only */
	assert_true(event_notable(&(struct event){.kind = EV_SYSCALL_EXIT, .arg = {SYS_FORK, 0, 0, 11}}, false));
	assert_false(event_notable(&(struct event){.kind = EV_SYSCALL_EXIT, .arg = {SYS_FORK, 7}}, false));
	assert_true(event_notable(&(struct event){.kind = EV_SYSCALL_EXIT, .arg = {SYS_CLOSE, 0}}, true));
	assert_false(event_notable(&(struct event){.kind = EV_SYSCALL_EXIT, .arg = {SYS_CLOSE, 0}}, false));
	assert_false(event_notable(&(struct event){.kind = EV_SYSCALL_EXIT, .arg = {SYS_CLOSE, 0, 0, 9}}, true));
	assert_false(event_notable(&(struct event){.kind = EV_SYSCALL_EXIT, .arg = {UINT32_MAX}}, true));
	assert_true(event_meaning(EV_DEADLOCK)->hazard);
	assert_false(event_notable(&(struct event){.kind = EV_ALL}, true));
	assert_null(event_meaning(UINT32_MAX)->captions[0].what);
}

static void system_calls_have_names(void **state)
{
	int nargs = -1;

	(void)state;
	assert_string_equal(syscall_name(SYS_EXIT, NULL), "exit");
	assert_string_equal(syscall_name(SYS_WAIT4, &nargs), "wait4");
	assert_int_equal(nargs, 4);
	assert_string_equal(syscall_name(SYS_GETPID, &nargs), "getpid");
	assert_int_equal(nargs, 0);
	assert_null(syscall_name(0, NULL));
	assert_null(syscall_name(SYS_MAX, NULL));
	assert_null(syscall_name(UINT32_MAX, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_has_a_meaning),
		cmocka_unit_test(system_calls_have_names),
		cmocka_unit_test(names_go_there_and_back),
		cmocka_unit_test(wrong_kinds_and_names),
		cmocka_unit_test(arguments_have_names),
		cmocka_unit_test(long_argument_names_are_cut),
		cmocka_unit_test(no_kind_has_more_arguments_than_an_event),
	};
	return cmocka_run_group_tests_name("event", tests, NULL, NULL);
}
