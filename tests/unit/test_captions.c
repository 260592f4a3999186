/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Captions of the real lessons: they name what the lesson is about, as the kernel and the debugging information know
 * it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/lending.h"
#include "snapshot_fixture.h"

/* What the two sentences of an instant hold; alarm: they tell of harm. */
static const struct {
	const char *lesson, *system, *where, *first, *second;
	bool alarm;
} told[] = {
	/* what C sees of the call that returns twice */
	{"return", "4.3bsd", "syscall.exit#20", "parent's pid, 2, in d0 and 1 in d1", "makes 0 of the 2, and C sees 0",
         false},
	{"stub", "4.3bsd", "syscall.exit#21", "1 in d1", "the program's own stub to say, naive_vfork()", false},
	{"return", "linux", "syscall.exit#20", "returns 0 in pid 3, the child: that is what C sees", "kernel itself",
         false},
	{"borrow", "4.3bsd", "syscall.exit#17", "execve does not return: pid 2 begins", "", false},
	/* the variable */
	{"borrow", "4.3bsd", "vfork.begin", "calls vfork in main(), borrow.c:", "", false},
	{"borrow", "4.3bsd", "exit.begin", "", "Changed in the loan: shared = 42 (was 1).", false},
	{"borrow", "4.3bsd", "vfork.end", "vfork returns 3", "as pid 3 left it: shared = 42 (was 1)", false},
	{"borrow", "4.4bsd", "vfork.end", "", "into its own copies", false},
	/* and what goes with a copy */
	{"borrow", "4.4bsd", "exit.begin", "", "goes with it: shared = 42 (in pid 2 it is 1).", false},
	{"return", "4.4bsd", "exit.begin", "", "goes with it: pid 2's is whole.", false},
	/* whose lender has not waited, and knows more by then */
	{"return", "macos", "exit.begin", "", "goes with it: pid = 0 (in pid 2 it is 3).", false},
	{"registers", "4.3bsd", "vfork.end", "", "in_reg, in d2, is its own 1, not the child's 10", false},
	{"registers", "4.3bsd", "vfork.end", "", "on_stack = 20 (was 2)", false},
	{"registers", "sunos4-sparc", "vfork.end", "", "d2 (in_reg)", false},
	{"heap", "4.3bsd", "exit.begin", "", "left = \"I was here\" (was NULL)", false},
	{"message", "4.3bsd", "exit.begin", "", "the library's errno = 2", false},
	/* the library's buffers */
	{"exit", "4.3bsd", "exit.begin", "exits by exit(), not _exit()", "atexit and flushed its stdio", true},
	{"exit", "4.4bsd", "exit.begin", "exits by exit()", "flushed its own copy of stdio", false},
	/* the signal and its handlers, the lock */
	{"handler", "4.3bsd", "signal.post", "pid 3 sends SIGUSR1 to itself", "", false},
	{"handler", "4.3bsd", "signal.deliver", "SIGUSR1 takes effect in pid 3", "", false},
	{"handler", "4.3bsd", "signal.deliver", "its handler, childs(), is called", "", false},
	{"clone", "linux", "vfork.begin", "calls clone in main(), clone.c:", "", false},
	{"clone", "linux", "vfork.begin", "a stack of its own at ", "", false},
	{"clone", "linux", "signal.defer", "SIGUSR1 to pid 3 stays pending", "pid 3 blocks it", false},
	/* what is waited for */
	{"deadlock", "4.3bsd", "deadlock", "pid 3, which pid 2 sleeps for, is stopped", "", false},
	{"borrow", "4.3bsd", "tty.write#2", "pid 3 prints: child:  shared is 42 at 0x4000", "", false},
	/* no floor under the stack */
	{"overflow", "uclinux", "tty.write", "inside the heap", "stack overwrites heap", true},
	{"overflow", "4.3bsd", "tty.write", "above the heap", "", false},
};

static void the_lessons_thing_is_named(void **state)
{
	struct session *session = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		struct snapshot *s;

		if (!i || strcmp(told[i].lesson, told[i - 1].lesson) != 0 ||
		    strcmp(told[i].system, told[i - 1].system) != 0) {
			session_free(session);
			session = snapshot_run(told[i].lesson, told[i].system);
		}
		s = snapshot_look(session, told[i].where);
		assert_non_null(s);
		if (!strstr(s->caption[0], told[i].first) || !strstr(s->caption[1], told[i].second) ||
		    s->alarm != told[i].alarm)
			fail_msg("%s on %s at %s: \"%s\" \"%s\"%s", told[i].lesson, told[i].system, told[i].where,
			         s->caption[0], s->caption[1], s->alarm ? ", alarm" : "");
		snapshot_free(s);
	}
	session_free(session);
}

/* What the borrower did with its descriptors is notable, and told with what the lender has. */
static void descriptors_have_files(void **state)
{
	struct session *session = snapshot_run("descriptors", "4.3bsd");
	const struct timeline *t = session_timeline(session);
	struct timeline_mark mark = {0};
	unsigned found = 0;

	(void)state;
	mark.event = session_beginning(session);
	mark.icount = timeline_event(t, (size_t)mark.event)->icount;
	while (session_notable(session, &mark, 1)) {
		struct snapshot *s = snapshot_caption(session, &mark);

		found += !!strstr(s->caption[0], "lseek(3, 100, SEEK_SET) returns 100 in pid 3") &&
		         !!strstr(s->caption[1],
		                  "one open file, /vmunix, behind their 3, with one offset: it is at 100");
		found += !!strstr(s->caption[0], "close(4) returns 0 in pid 3") &&
		         !!strstr(s->caption[1], "pid 2 has its own 4, /vmunix, open still");
		snapshot_free(s);
	}
	assert_int_equal(found, 2);
	session_free(session);
}

/* The caption alone is the whole snapshot's. */
static void a_caption_alone_is_the_same(void **state)
{
	struct session *session = snapshot_run("return", "4.3bsd");
	const struct timeline *t = session_timeline(session);

	(void)state;
	for (size_t i = (size_t)session_beginning(session); i < timeline_nevents(t); i++) {
		const struct timeline_mark mark = {timeline_event(t, i)->icount, (long)i, 0};
		struct snapshot *whole = snapshot_at(session, &mark), *alone = snapshot_caption(session, &mark);

		assert_string_equal(whole->caption[0], alone->caption[0]);
		assert_string_equal(whole->caption[1], alone->caption[1]);
		assert_int_equal(whole->alarm, alone->alarm);
		snapshot_free(whole);
		snapshot_free(alone);
	}
	session_free(session);
}

/* A process bears the name of its own program, and until it has one that of its parent, as its child. */
static void who_has_not_executed_is_a_child(void **state)
{
	struct session *session = snapshot_run("borrow", "4.3bsd");
	struct snapshot *boot = snapshot_look(session, "fork.copy#2"), *loan = snapshot_look(session, "vm.pass");

	(void)state;
	assert_string_equal(snapshot_process(boot, 2)->name, "child of init");
	assert_string_equal(snapshot_process(loan, 2)->name, "borrow");
	assert_string_equal(snapshot_process(loan, 3)->name, "child of borrow");
	assert_int_equal(timeline_event(session_timeline(session), (size_t)session_beginning(session))->pid, 2);
	assert_string_equal(timeline_event(session_timeline(session), (size_t)session_beginning(session))->text,
	                    "/bin/borrow");
	snapshot_free(boot);
	snapshot_free(loan);
	session_free(session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_lessons_thing_is_named),
		cmocka_unit_test(descriptors_have_files),
		cmocka_unit_test(a_caption_alone_is_the_same),
		cmocka_unit_test(who_has_not_executed_is_a_child),
	};

	return cmocka_run_group_tests_name("captions", tests, NULL, NULL);
}
