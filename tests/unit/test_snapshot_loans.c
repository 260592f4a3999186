/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What snapshots say of loans and forks is true at every instant: whose frames are needed, which words are destroyed,
 * for whom, which page frames were written, and whose stack is whose. Held against many lessons on systems of every
 * kind.
 * Not in make check.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/proc.h"
#include "analysis/analysis_cache.h"
#include "analysis/kernel_files.h"
#include "analysis/lending.h"
#include "analysis/snapshot_names.h"
#include "snapshot_fixture.h"

/* The program and the instant that a check is made at. */
static const char *looking_at = "";

#define MUST(condition, ...)                                                                                           \
	do {                                                                                                           \
		if (!(condition)) {                                                                                    \
			print_error("%s: ", looking_at);                                                               \
			fail_msg(__VA_ARGS__);                                                                         \
		}                                                                                                      \
	} while (0)

static bool lends(const struct snapshot *s, uint32_t pid)
{
	for (size_t i = 0; i + 1 < s->nchain; i++)
		if (s->chain[i] == pid)
			return true;
	return false;
}

/* A needed frame is of a lender who sleeps in a loan that goes on, and nobody else's. */
static void check_frame(const struct snapshot *s, const struct snap_stack_frame *f)
{
	const struct snap_process *p = snapshot_process(s, f->pid);
	bool copies = s->kind == LOAN_COPIED || s->kind == LOAN_FORKED;

	MUST(!f->needed || (s->loan && lends(s, f->pid) && !copies), "%s() is needed by pid %u, who lends nothing",
	     f->function, f->pid);
	MUST(!f->needed || (p && p->stat != SZOMB), "%s() is needed by pid %u, who is gone", f->function, f->pid);
	MUST(!f->also || (f->needed && lends(s, f->also) && f->also != f->pid), "%s() is needed by pid %u, too",
	     f->function, f->also);
	MUST(f->left == (f->leaver != 0), "%s() was left by pid %u", f->function, f->leaver);
	MUST(!f->needed || !f->left || f->leaver != f->pid, "%s() is needed by pid %u, who has left it", f->function,
	     f->pid);
	MUST(!f->left || f->needed || f->leaver == f->pid, "%s() of pid %u was left by pid %u", f->function, f->pid,
	     f->leaver);
	MUST(!p || f->role == p->role, "%s() is a %s's, pid %u is %s", f->function, snapshot_role_name(f->role), f->pid,
	     snapshot_role_name(p->role));
}

/* A destroyed word is one that its lender will look at, and another process made it what it is. */
static void check_word(const struct snapshot *s, const struct snap_stack_frame *f, const struct snap_word *w)
{
	if (!w->damaged)
		return;
	MUST(s->one_stack && s->kind != LOAN_COPIED && s->kind != LOAN_FORKED, "%08x is destroyed, nothing was lent",
	     w->va);
	MUST(w->value != w->was, "%08x is destroyed and as it was", w->va);
	MUST(f->needed || f->pid == s->lender || lends(s, f->pid) || f->role != ROLE_OTHER,
	     "%08x is destroyed for nobody", w->va);
	MUST(w->writer != f->pid, "%08x was destroyed by pid %u, whose it is", w->va, w->writer);
	MUST(snapshot_word_links(w) || w->kind == WORD_LOCAL || w->kind == WORD_PARAMETER || f->kind == CALL_SIGNAL,
	     "%08x is destroyed, a %s", w->va, snapshot_kind_name(w->kind));
	MUST(w->kind != WORD_LOCAL || f->left || !f->needed, "%08x is destroyed by who is in %s()", w->va, f->function);
}

/* Page frames marked as written are those of the first lender, in use, and the pages say the same. */
static void check_memory(const struct snapshot *s)
{
	for (size_t i = 0; i < s->nframes; i++) {
		const struct snap_frame *f = &s->frames[i];

		MUST(!f->written || f->type == CDATA || f->type == CSTACK || f->type == CTEXT,
		     "page frame %zu, %s, is written", i, snapshot_use_name(f->type));
		MUST(!f->written || f->pid == s->chain[0], "page frame %zu of pid %u is written in pid %u's loan", i,
		     f->pid, s->chain[0]);
	}
	for (size_t i = 0; i < s->npages; i++)
		MUST(!s->pages[i].present || s->pages[i].written == s->frames[s->pages[i].pfn].written,
		     "page %08x of pid %u and its page frame do not agree", s->pages[i].va, s->pages[i].pid);
}

static void check_roles(const struct snapshot *s)
{
	size_t role[ROLE_OTHER + 1] = {0};
	bool copies = s->kind == LOAN_COPIED || s->kind == LOAN_FORKED;

	for (size_t i = 0; i < s->nprocesses; i++)
		role[s->processes[i].role]++;
	for (enum role r = ROLE_LENDER; r < ROLE_OTHER; r++)
		MUST(r == ROLE_MIDDLE ? role[r] + 2 <= (s->nchain > 2 ? s->nchain : 2) : role[r] <= 1, "%zu are %s",
		     role[r], snapshot_role_name(r));
	MUST(!copies || role[ROLE_LENDER] + role[ROLE_BORROWER] == 0, "a copy has a lender");
	MUST(copies || role[ROLE_PARENT] + role[ROLE_CHILD] == 0, "a loan has a parent");
	MUST((s->lender != 0) == (s->nchain >= 2) && (!s->nchain || s->chain[s->nchain - 1] == s->borrower),
	     "the chain");
	MUST(!s->copy.nwords || (s->on && !s->one_stack), "there is a copy of one stack");
	for (size_t i = 0; i < s->nregisters; i++)
		MUST(!s->registers[i].result || !s->registers[i].inherited, "a result was inherited");
}

static void check_snapshot(const struct snapshot *s)
{
	for (size_t i = 0; i < s->ncalls; i++) {
		check_frame(s, &s->calls[i]);
		for (uint32_t k = 0; k < s->calls[i].count; k++)
			check_word(s, &s->calls[i], &s->words[s->calls[i].first + k]);
	}
	check_memory(s);
	check_roles(s);
}

static void check_instant(struct session *t, const char *program, const char *system, size_t event)
{
	struct timeline_mark mark = {timeline_event(session_timeline(t), event)->icount, (long)event, 0};
	struct snapshot *s = snapshot_at(t, &mark);
	char where[100];

	snprintf(where, sizeof where, "%s, %s, event %zu", program, system, event);
	looking_at = where;
	assert_non_null(s);
	check_snapshot(s);
	snapshot_free(s);
}

static void every_instant_is_true(void **state)
{
	static const struct {
		const char *program, *system;
		size_t stride; /* looked at is every so many-th event */
	} runs[] = {
		{"return", "4.3bsd", 1},
		{"nested", "4.3bsd", 2},
		{"exit", "4.3bsd", 2},
		{"longjmp", "4.3bsd", 2},
		{"handler", "4.3bsd", 2},
		{"naive", "4.3bsd", 3},
		{"cost", "4.3bsd", 97},
		{"registers", "4.3bsd", 7},
		{"return", "4.4bsd", 3},
		{"return", "solaris", 3},
		{"return", "uclinux", 3},
		{"nested", "solaris", 3},
		{"return", "private-stack", 3},
		{"return", "sunos4-sparc", 5},
		{"clone", "linux", 5},
		{"tests/unit/guest/trample.c", "4.3bsd", 1},
		{"tests/unit/guest/trample.c", "linux", 3},
		{"tests/unit/guest/trample.c", "3bsd", 3},
	};

	(void)state;
	for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
		struct session *t = snapshot_run(runs[i].program, runs[i].system);

		for (size_t n = 60; n < timeline_nevents(session_timeline(t)); n += runs[i].stride)
			check_instant(t, runs[i].program, runs[i].system, n);
		session_free(t);
	}
}

static int is_lesson(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot && !strcmp(dot, ".c");
}

/* All lessons, each on a system of another kind than the one before, at a few instants from the program's beginning to
 * its end. */
static void every_lesson_is_true(void **state)
{
	enum { INSTANTS = 7 };
	static const char *const systems[] = {"4.3bsd", "4.4bsd", "linux",   "3bsd",          "solaris", "sunos4",
	                                      "irix",   "macos",  "uclinux", "private-stack", "netbsd",  "2.11bsd"};
	struct dirent **lessons;
	int count = scandir("guest/demos", &lessons, is_lesson, alphasort);

	(void)state;
	assert_true(count > 30);
	for (int i = 0; i < count; i++) {
		const char *system = systems[(size_t)i % (sizeof systems / sizeof *systems)];
		char *name = lessons[i]->d_name;
		struct session *t;
		size_t first, events;

		*strrchr(name, '.') = '\0';
		t = snapshot_run(name, system);
		first = (size_t)session_beginning(t);
		events = timeline_nevents(session_timeline(t));
		for (size_t k = 0; k < INSTANTS; k++)
			check_instant(t, name, system, first + (events - 1 - first) * (2 * k + 1) / (2 * INSTANTS));
		session_free(t);
		free(lessons[i]);
	}
	free(lessons);
}

static const struct snap_stack_frame *frame_of(const struct snapshot *s, const char *function, uint32_t pid)
{
	for (size_t i = 0; i < s->ncalls; i++)
		if (strcmp(s->calls[i].function, function) == 0 && s->calls[i].pid == pid)
			return &s->calls[i];
	fail_msg("pid %u has no %s()", pid, function);
	return NULL;
}

/* The second borrower destroys what the first lender needs: that is told, whose it is, and why that one dies. */
static void the_first_of_two_lenders_is_harmed(void **state)
{
	struct session *t = snapshot_run("tests/unit/guest/trample.c", "4.3bsd");
	struct snapshot *in = snapshot_look(t, "exit.begin"), *end = snapshot_look(t, "signal.deliver");
	const struct snap_stack_frame *f;
	struct timeline_mark before;
	const struct snap_word *w;
	char first[32];

	(void)state;
	assert_true(in->loan);
	assert_int_equal(in->nchain, 3);
	assert_int_equal(snapshot_process(in, in->chain[0])->role, ROLE_LENDER);
	assert_int_equal(snapshot_process(in, in->chain[1])->role, ROLE_MIDDLE);
	assert_int_equal(snapshot_process(in, in->chain[2])->role, ROLE_BORROWER);
	f = frame_of(in, "spawn", in->chain[0]);
	assert_true(f->needed && f->left);
	assert_int_equal(f->also, 0);
	assert_int_equal(frame_of(in, "main", in->chain[0])->also, in->chain[1]);
	w = snapshot_word(in, "spawn", WORD_RETURN, "main", 0);
	for (size_t i = 0; !w && i < in->nwords; i++)
		if (in->words[i].kind == WORD_RETURN && in->words[i].damaged)
			w = &in->words[i];
	assert_non_null(w);
	assert_true(w->damaged);
	assert_int_equal(w->writer, in->chain[2]);
	assert_true(in->alarm);
	snprintf(first, sizeof first, "When pid %u wakes", in->chain[0]);
	assert_non_null(strstr(in->caption[1], "of spawn() was"));
	before.event = in->event_seq - 1;
	before.icount = timeline_event(session_timeline(t), (size_t)before.event)->icount;
	snapshot_free(in);
	in = snapshot_at(t, &before);
	assert_non_null(strstr(in->caption[1], first));

	/* Both loans are over: the outer one's lender dies, and its frame tells why. */
	assert_false(end->loan);
	assert_int_equal(end->lender, in->chain[0]);
	assert_true(end->alarm);
	assert_non_null(strstr(end->caption[1], "The return address of spawn() was"));
	assert_false(frame_of(end, "spawn", end->lender)->needed);
	snapshot_free(in);
	snapshot_free(end);
	session_free(t);
}

/* Of the variables in a destroyed frame only that one counts that holds a value which is read later on. */
static void what_nobody_reads_is_not_destroyed(void **state)
{
	static const struct {
		const char *name;
		bool damaged;
	} expected[] = {{"kept", true}, {"spent", false}, {"later", false}};
	struct session *t = snapshot_run("tests/unit/guest/trample.c", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "exit.begin");

	(void)state;
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		const struct snap_word *w = snapshot_word(s, "spawn", WORD_LOCAL, expected[i].name, 0);

		assert_non_null(w);
		assert_true(w->changed && w->value != w->was);
		if (w->damaged != expected[i].damaged)
			fail_msg("%s is %sdestroyed", expected[i].name, w->damaged ? "" : "not ");
	}
	snapshot_free(s);
	session_free(t);
}

/* main is over, and exit stands where it was: no word of it is the loan's any more. */
static void a_frame_that_was_left_is_not_shown(void **state)
{
	struct session *t = snapshot_run("exit", "4.3bsd");
	struct snapshot *s = snapshot_look(t, "exit.begin#2");

	(void)state;
	assert_false(s->loan);
	assert_true(s->ncalls > 0);
	for (size_t i = 0; i < s->ncalls; i++) {
		assert_string_not_equal(s->calls[i].function, "main");
		assert_false(s->calls[i].needed);
	}
	assert_int_equal(snapshot_damaged(s), 0);
	snapshot_free(s);
	session_free(t);
}

/* Parent and child of a vfork that copies: two stacks, and what the child does to its own leaves the parent's as it is,
 * whether that waits (4.4BSD) or not. */
static void a_fork_has_two_stacks(void **state)
{
	static const char *const systems[] = {"4.4bsd", "linux-2.0"};

	(void)state;
	for (size_t i = 0; i < sizeof systems / sizeof *systems; i++) {
		struct session *t = snapshot_run("return", systems[i]);
		struct snapshot *s = snapshot_look(t, "exit.begin");
		size_t differ = 0, other = 0;

		assert_true(s->on && !s->one_stack && s->kind == LOAN_COPIED);
		assert_int_equal(snapshot_process(s, s->lender)->role, ROLE_PARENT);
		assert_int_equal(snapshot_process(s, s->borrower)->role, ROLE_CHILD);
		assert_int_equal(s->loan, i == 0);
		if (s->loan)
			assert_non_null(frame_of(s, "spawn", s->lender));
		assert_int_equal(snapshot_damaged(s), 0);
		assert_true(s->copy.nwords > 0);
		for (size_t k = 0; k < s->copy.ncalls; k++) {
			other += strcmp(s->copy.calls[k].function, "report") == 0;
			assert_string_not_equal(s->copy.calls[k].function, "spawn");
			assert_int_equal(s->copy.calls[k].role, ROLE_CHILD);
		}
		assert_int_equal(other, 1);
		for (size_t k = 0; k < s->copy.nwords; k++)
			if (s->copy.words[k].value != s->copy.words[k].was) {
				assert_int_equal(s->copy.words[k].writer, s->borrower);
				differ++;
			}
		assert_true(differ > 2);
		snapshot_free(s);
		session_free(t);
	}
}

/* Whether the child's files are closed before the memory goes back is the kernel's affair, and seen there only. */
static void files_and_memory_go_in_the_systems_order(void **state)
{
	static const struct {
		const char *system, *where;
		bool open;
	} expected[] = {
		{"4.3bsd", "vm.return", true}, {"2.11bsd", "vm.return", false}, {"linux", "vm.part", true},
		{"solaris", "vm.part", false}, {"freebsd", "vm.part", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		struct session *t = snapshot_run("borrow", expected[i].system);
		struct snapshot *s = snapshot_look(t, expected[i].where);
		struct kernel_view view;
		struct open_file file;
		struct proc p;

		kernel_view(&view, timeline_machine(session_timeline(t)), &session_cache(t)->names);
		assert_true(kernel_find(&view, s->borrower, &p) >= 0);
		if (kernel_file(&view, &p, 1, &file) != expected[i].open)
			fail_msg("%s: the child's stdout is %s", expected[i].system,
			         expected[i].open ? "closed" : "open");
		snapshot_free(s);
		session_free(t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_instant_is_true),
		cmocka_unit_test(every_lesson_is_true),
		cmocka_unit_test(files_and_memory_go_in_the_systems_order),
		cmocka_unit_test(the_first_of_two_lenders_is_harmed),
		cmocka_unit_test(what_nobody_reads_is_not_destroyed),
		cmocka_unit_test(a_frame_that_was_left_is_not_shown),
		cmocka_unit_test(a_fork_has_two_stacks),
	};

	return cmocka_run_group_tests_name("snapshot_loans", tests, NULL, NULL);
}
