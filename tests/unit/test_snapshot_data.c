/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The program's data in snapshots: emu/analysis/snapshot_data.c and snapshot_self.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "snapshot_fixture.h"

static const struct snap_datum *row_of(const struct snapshot *s, enum data_kind kind, const char *name)
{
	for (size_t i = 0; i < s->ndata; i++)
		if (s->data[i].kind == kind && !strncmp(s->data[i].name, name, strlen(name)))
			return &s->data[i];
	return NULL;
}

/* A row as it is to be; NULL: whatever it is. */
struct expected {
	enum data_kind kind;
	const char *name;
	const char *value[DATA_TIMES];
};

static void check(const char *program, const char *system, const char *where, const struct expected *rows, size_t n)
{
	struct session *session = snapshot_run(program, system);
	struct snapshot *s = snapshot_look(session, where);

	for (size_t i = 0; i < n; i++) {
		const struct snap_datum *d = row_of(s, rows[i].kind, rows[i].name);

		if (!d)
			fail_msg("%s has no %s at %s", program, rows[i].name, where);
		for (int k = 0; k < DATA_TIMES; k++)
			if (rows[i].value[k] && strcmp(rows[i].value[k], d->value[k]) != 0)
				fail_msg("%s at %s: %s is %s, not %s", program, where, d->name, d->value[k],
				         rows[i].value[k]);
	}
	snapshot_free(s);
	session_free(session);
}
#define CHECK(program, system, where, ...)                                                                             \
	check(program, system, where, (const struct expected[]){__VA_ARGS__},                                          \
	      sizeof((const struct expected[]){__VA_ARGS__}) / sizeof(struct expected))

static void memory_comes_back_as_it_was_left(void **state)
{
	(void)state;
	CHECK("borrow", "4.3bsd", "exit.begin", {DATA_GLOBAL, "shared", {"1", "42", "42"}});
	CHECK("heap", "4.3bsd", "exit.begin", {DATA_GLOBAL, "left", {"NULL", "\"I was here\"", "\"I was here\""}},
	      {DATA_HEAP,
	       "heap",
	       {"no block, 0 free", "1 block of 40960 bytes, 4080 free", "1 block of 40960 bytes, 4080 free"}},
	      {DATA_HEAP, "block at", {"no block", "40960 bytes: \"I was here\"", NULL}});
	CHECK("message", "4.3bsd", "vfork.end", {DATA_LIBRARY, "errno", {"0", "2, ENOENT", ""}});
}

/* Where the child gets a copy the parent keeps what it had. */
static void a_copy_stays_with_the_child(void **state)
{
	(void)state;
	CHECK("borrow", "4.4bsd", "exit.begin", {DATA_GLOBAL, "shared", {"1", "42", "1"}});
	CHECK("heap", "4.4bsd", "exit.begin", {DATA_HEAP, "block at", {"no block", NULL, "no block"}},
	      {DATA_SELF, "end of heap", {"00004380", "0000f380", "00004380"}});
}

static void what_the_kernel_keeps_is_not_lent(void **state)
{
	(void)state;
	CHECK("attributes", "4.3bsd", "exit.begin", {DATA_SELF, "directory", {"/home", "/tmp", "/home"}},
	      {DATA_SELF, "umask", {"0", "077", "0"}}, {DATA_SELF, "user", {"0", "7", "0"}},
	      {DATA_SELF, "RLIMIT_STACK", {"1048576", "65536", "1048576"}});
	CHECK("descriptors", "4.3bsd", "exit.begin",
	      {DATA_FILE, "descriptor 3", {"/vmunix, read, at 0", "/vmunix, read, at 100", "/vmunix, read, at 100"}},
	      {DATA_FILE, "descriptor 4", {"/vmunix, read, at 0", "closed", "/vmunix, read, at 0"}});
	CHECK("handler", "4.3bsd", "exit.begin", {DATA_SELF, "SIGUSR1", {"parents()", NULL, "parents()"}});
}

/* exit() in a borrower writes out and closes what the lender has of stdio. */
static void stdio_that_a_borrower_closed(void **state)
{
	(void)state;
	CHECK("exit", "4.3bsd", "exit.begin",
	      {DATA_STREAM,
	       "stdout",
	       {"24 wait: \"Here is the first half, \"; descriptor 1, written, by lines", "closed", "closed"}},
	      {DATA_STREAM, "stdin", {"descriptor 0, read", "closed", "closed"}},
	      {DATA_FILE, "descriptor 1", {"/dev/console, read and write", "closed", "/dev/console, read and write"}});
}

/* What later snapshots say of the beginning of a loan is what a snapshot of that instant says. */
static void data_at_vfork_are_those_of_that_instant(void **state)
{
	static const char *const programs[] = {"borrow", "heap", "descriptors", "attributes", "exit", "handler"};
	static const char *const systems[] = {"4.3bsd", "4.4bsd", "linux"};

	(void)state;
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
		struct session *session = snapshot_run(programs[i], systems[i % 3]);
		struct snapshot *there = snapshot_look(session, "vfork.begin"), *later;
		size_t compared = 0;

		later = snapshot_look(session, "vfork.end");
		for (size_t k = 0; k < later->ndata; k++) {
			const struct snap_datum *d = &later->data[k], *was = row_of(there, d->kind, d->name);

			if (!was) /* it has not changed yet */
				continue;
			assert_string_equal(d->value[DATA_AT_VFORK], was->value[DATA_AT_VFORK]);
			if (*was->value[DATA_AFTER])
				assert_string_equal(d->value[DATA_AT_VFORK], was->value[DATA_AFTER]);
			assert_false(was->comes_back);
			compared++;
		}
		assert_true(compared > 8);
		snapshot_free(later);
		snapshot_free(there);
		session_free(session);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_comes_back_as_it_was_left),
		cmocka_unit_test(a_copy_stays_with_the_child),
		cmocka_unit_test(what_the_kernel_keeps_is_not_lent),
		cmocka_unit_test(stdio_that_a_borrower_closed),
		cmocka_unit_test(data_at_vfork_are_those_of_that_instant),
	};

	return cmocka_run_group_tests_name("data in snapshots", tests, NULL, NULL);
}
