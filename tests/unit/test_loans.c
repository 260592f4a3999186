/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loans among events, emu/analysis/loan.c: which events belong to which loan, and that a run of very many loans, in
 * whatever shape, is read in a time that grows as the number of its events. This file is the timeline.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <cmocka.h>

#include "analysis/loan.h"

enum { EVENTS_MAX = 1000000 };

struct timeline {
	struct event *events;
	size_t nevents;
};

size_t timeline_nevents(const struct timeline *t)
{
	return t->nevents;
}

const struct event *timeline_event(const struct timeline *t, size_t seq)
{
	return &t->events[seq];
}

/* What only surveys need. */
uint64_t timeline_end(const struct timeline *t)
{
	return t->nevents;
}

uint32_t timeline_pid(const struct timeline *t, uint64_t at, uint64_t *until)
{
	(void)t;
	(void)at;
	(void)until;
	return 0;
}

struct machine *timeline_machine(struct timeline *t)
{
	(void)t;
	return NULL;
}

bool timeline_seek(struct timeline *t, uint64_t icount)
{
	(void)t;
	(void)icount;
	return true;
}

struct machine *timeline_watched(struct timeline *t)
{
	return timeline_machine(t);
}

bool timeline_detail(struct timeline *t, uint64_t from, uint64_t to, void (*insn)(void *, uint64_t, uint32_t),
                     void (*store)(void *, const struct store *), void (*flow)(void *, const struct flow *), void *arg)
{
	(void)t;
	(void)from;
	(void)to;
	(void)insn;
	(void)flow;
	(void)store;
	(void)arg;
	return true;
}

/* An event, ten instructions after the one before. */
static void add(struct timeline *t, enum event_kind kind, uint32_t pid, uint32_t arg0, uint32_t arg1)
{
	struct event *e = &t->events[t->nevents];

	assert_true(t->nevents < EVENTS_MAX);
	*e = (struct event){.seq = t->nevents, .icount = t->nevents * 10, .pid = pid, .kind = kind};
	e->arg[0] = arg0;
	e->arg[1] = arg1;
	t->nevents++;
}

static int set_up(void **state)
{
	static struct timeline t;

	t.events = malloc(EVENTS_MAX * sizeof *t.events);
	t.nevents = 0;
	*state = &t;
	return !t.events;
}

static int tear_down(void **state)
{
	struct timeline *t = *state;

	free(t->events);
	return 0;
}

/* A loan of the usual kind: 0 begin, 1 pass, 2 return, 3 end, 4 the system call is done. */
static void lend(struct timeline *t, uint32_t lender, uint32_t borrower)
{
	add(t, EV_VFORK_BEGIN, lender, borrower, 0);
	add(t, EV_VM_PASS, lender, lender, borrower);
	add(t, EV_VM_RETURN, borrower, borrower, lender);
	add(t, EV_VFORK_END, lender, borrower, 0);
	add(t, EV_SYSCALL_EXIT, lender, 66, borrower);
}

static void a_loan(void **state)
{
	struct timeline *t = *state;
	struct loans ls = {0};

	lend(t, 5, 6);
	loans_find(&ls, t);
	assert_int_equal(ls.count, 1);
	assert_int_equal(ls.loan[0].lender, 5);
	assert_int_equal(ls.loan[0].borrower, 6);
	assert_int_equal(ls.loan[0].kind, LOAN_LENT);
	assert_int_equal(ls.loan[0].pass, 10);
	assert_int_equal(ls.loan[0].back, 20);
	assert_int_equal(ls.loan[0].end, 30);
	assert_int_equal(ls.loan[0].resumed, 40);
	assert_true(ls.loan[0].gone == LOAN_NEVER);
	assert_int_equal(ls.loan[0].last, 3);
	assert_true(loan_one_stack(&ls.loan[0]));
	assert_ptr_equal(loans_at(&ls, 2), &ls.loan[0]);
	assert_null(loans_at(&ls, -1));
	loans_release(&ls);
}

/* The borrower lends on; each event goes to its own loan, and the outer one is shown again when the inner one is
 * over. */
static void a_loan_inside_a_loan(void **state)
{
	struct timeline *t = *state;
	struct loans ls = {0};
	const struct loan *chain[LOANS_DEEP];

	add(t, EV_VFORK_BEGIN, 5, 6, 0);
	add(t, EV_VM_PASS, 5, 5, 6);
	lend(t, 6, 7); /* events 2 to 6 */
	add(t, EV_VM_RETURN, 6, 6, 5);
	add(t, EV_VFORK_END, 5, 6, 0);
	loans_find(&ls, t);
	assert_int_equal(ls.count, 2);
	assert_int_equal(ls.loan[1].back, 40);
	assert_int_equal(ls.loan[1].resumed, 60);
	assert_int_equal(ls.loan[0].back, 70);
	assert_int_equal(ls.loan[0].end, 80);
	assert_ptr_equal(loans_at(&ls, 4), &ls.loan[1]);
	assert_ptr_equal(loans_at(&ls, 6), &ls.loan[0]);
	assert_ptr_equal(loans_at(&ls, 8), &ls.loan[0]); /* none goes on: the one that has ended last */
	assert_int_equal(ls.loan[0].outer, 0);
	assert_int_equal(ls.loan[1].outer, 1);
	assert_int_equal(loans_chain(&ls, &ls.loan[1], 4, chain), 2);
	assert_ptr_equal(chain[0], &ls.loan[0]);
	assert_ptr_equal(chain[1], &ls.loan[1]);
	assert_int_equal(loans_chain(&ls, &ls.loan[0], 6, chain), 1);
	assert_ptr_equal(chain[0], &ls.loan[0]);
	assert_null(loans_lent_on(&ls, &ls.loan[0], 1));
	assert_null(loans_lent_on(&ls, &ls.loan[0], 4)); /* it goes on */
	assert_ptr_equal(loans_lent_on(&ls, &ls.loan[0], 6), &ls.loan[1]);
	assert_null(loans_lent_on(&ls, &ls.loan[1], 6));
	loans_release(&ls);
}

/* More loans inside each other than are shown: the innermost ones are. */
static void many_loans_inside_each_other(void **state)
{
	enum { DEPTH = LOANS_DEEP + 3 };
	struct timeline *t = *state;
	struct loans ls = {0};
	const struct loan *chain[LOANS_DEEP];

	for (uint32_t i = 0; i < DEPTH; i++) {
		add(t, EV_VFORK_BEGIN, i + 1, i + 2, 0);
		add(t, EV_VM_PASS, i + 1, i + 1, i + 2);
	}
	loans_find(&ls, t);
	assert_int_equal(loans_chain(&ls, &ls.loan[DEPTH - 1], 2 * DEPTH, chain), LOANS_DEEP);
	for (size_t i = 0; i < LOANS_DEEP; i++)
		assert_ptr_equal(chain[i], &ls.loan[DEPTH - LOANS_DEEP + i]);
	loans_release(&ls);
}

/* Who has borrowed memory, and then executes a program or gives it back, lends what is its own. */
static void a_loan_beside_a_loan(void **state)
{
	struct timeline *t = *state;
	struct loans ls = {0};

	add(t, EV_VFORK_BEGIN, 5, 6, 0); /* a copy: the lender only waits, and has not woken yet */
	add(t, EV_EXEC_COMMIT, 6, 0, 0);
	add(t, EV_VFORK_BEGIN, 6, 7, 0);
	add(t, EV_VFORK_END, 5, 6, 0);
	add(t, EV_VFORK_END, 6, 7, 0);
	add(t, EV_VFORK_BEGIN, 5, 6, 0);
	add(t, EV_VM_PASS, 5, 5, 6);
	add(t, EV_VM_RETURN, 6, 6, 5);
	add(t, EV_VFORK_BEGIN, 6, 7, 0);
	loans_find(&ls, t);
	assert_int_equal(ls.count, 4);
	for (size_t i = 0; i < ls.count; i++)
		assert_int_equal(ls.loan[i].outer, 0);
	loans_release(&ls);
}

/* A fork is shown while its child is a copy, but never instead of a loan; afterwards if the child has ended so. */
static void forks(void **state)
{
	struct timeline *t = *state;
	struct loans ls = {0};

	add(t, EV_FORK_COPY, 0, 1, 0); /* init is made of nobody */
	add(t, EV_FORK_COPY, 1, 5, 0);
	add(t, EV_SYSCALL_EXIT, 1, 2, 5);
	add(t, EV_EXEC_COMMIT, 5, 0, 0); /* 3 */
	lend(t, 5, 6);                   /* 4 to 8 */
	add(t, EV_FORK_COPY, 5, 7, 0);   /* 9 */
	lend(t, 7, 8);                   /* 10 to 14: the child lends what it has */
	add(t, EV_EXIT_END, 7, 0, 0);    /* 15 */
	add(t, EV_EXIT_END, 5, 0, 0);
	loans_find(&ls, t);
	assert_int_equal(ls.count, 4);
	assert_null(loans_at(&ls, 0));
	assert_ptr_equal(loans_at(&ls, 1), &ls.loan[0]);
	assert_int_equal(ls.loan[0].kind, LOAN_FORKED);
	assert_int_equal(ls.loan[0].lender, 1);
	assert_int_equal(ls.loan[0].borrower, 5);
	assert_int_equal(ls.loan[0].resumed, 20);
	assert_int_equal(ls.loan[0].end, 30);
	assert_false(ls.loan[0].exited);
	assert_null(loans_at(&ls, 3)); /* it executes another program */
	assert_ptr_equal(loans_at(&ls, 4), &ls.loan[1]);
	assert_ptr_equal(loans_at(&ls, 8), &ls.loan[1]);
	assert_ptr_equal(loans_at(&ls, 9), &ls.loan[2]);
	assert_ptr_equal(loans_at(&ls, 11), &ls.loan[3]);
	assert_int_equal(ls.loan[3].outer, 0);
	assert_ptr_equal(loans_at(&ls, 14), &ls.loan[2]);
	assert_true(ls.loan[2].exited);
	assert_ptr_equal(loans_at(&ls, 15), &ls.loan[2]);
	assert_int_equal(ls.loan[2].gone, 160);
	loans_release(&ls);
}

/* Pids come round again: an event is the newest loan's. Death and exec end all that went before. */
static void a_pid_again(void **state)
{
	struct timeline *t = *state;
	struct loans ls = {0};

	add(t, EV_VFORK_BEGIN, 5, 6, 0);
	add(t, EV_VM_PASS, 5, 5, 6);
	add(t, EV_VFORK_BEGIN, 5, 6, 0); /* the first one never ended */
	add(t, EV_VM_PASS, 5, 5, 6);
	add(t, EV_VM_RETURN, 6, 6, 5);
	add(t, EV_VFORK_END, 5, 6, 0);
	add(t, EV_EXIT_END, 5, 0, 0);
	lend(t, 5, 6);
	add(t, EV_EXEC_COMMIT, 5, 0, 0);
	loans_find(&ls, t);
	assert_int_equal(ls.count, 3);
	assert_true(ls.loan[0].back == LOAN_NEVER);
	assert_int_equal(ls.loan[0].end, 60); /* with its lender */
	assert_int_equal(ls.loan[0].last, 6);
	assert_int_equal(ls.loan[0].gone, 60);
	assert_int_equal(ls.loan[1].back, 40);
	assert_int_equal(ls.loan[1].end, 50);
	assert_int_equal(ls.loan[1].gone, 60);
	assert_int_equal(ls.loan[2].back, 90);
	assert_int_equal(ls.loan[2].gone, 120);
	loans_release(&ls);
}

/* Shared memory: the borrower parts. A copy of the stack, or of all. */
static void other_kinds(void **state)
{
	struct timeline *t = *state;
	struct loans ls = {0};

	add(t, EV_VFORK_BEGIN, 5, 6, 0);
	add(t, EV_VM_SHARE, 5, 5, 6);
	add(t, EV_FORK_COPY, 5, 6, 1);
	add(t, EV_VM_PART, 6, 6, 1);
	add(t, EV_VFORK_END, 5, 6, 0);
	add(t, EV_VM_PART, 6, 6, 1); /* again: belongs to nothing */
	add(t, EV_VFORK_BEGIN, 5, 8, 0);
	add(t, EV_FORK_COPY, 5, 9, 1); /* another's: a fork */
	add(t, EV_VFORK_END, 5, 8, 0);
	loans_find(&ls, t);
	assert_int_equal(ls.count, 3);
	assert_int_equal(ls.loan[2].kind, LOAN_FORKED);
	assert_int_equal(ls.loan[0].kind, LOAN_SHARED);
	assert_true(ls.loan[0].own_stack);
	assert_int_equal(ls.loan[0].back, 30);
	assert_int_equal(ls.loan[0].end, 40);
	assert_int_equal(ls.loan[1].kind, LOAN_COPIED);
	assert_false(ls.loan[1].own_stack);
	assert_true(ls.loan[1].pass == LOAN_NEVER && ls.loan[1].back == LOAN_NEVER);
	assert_true(ls.loan[2].parted == LOAN_NEVER);
	loans_release(&ls);
}

/* Events of nobody, in any order. */
static void nonsense(void **state)
{
	struct timeline *t = *state;
	struct loans ls = {0};

	for (uint32_t pid = UINT32_MAX - 1; pid != 2; pid++)
		for (enum event_kind kind = 0; kind < EV_COUNT; kind++)
			add(t, kind, pid, UINT32_MAX, pid);
	loans_find(&ls, t);
	assert_int_equal(ls.count, 7); /* one for each process, and a fork but for process 0 */
	for (long event = -1; event <= (long)t->nevents; event++)
		loans_at(&ls, event);
	loans_release(&ls);
}

/* Very many loans --------------------------------------------------------------------------------------------- */

static void one_after_the_other(struct timeline *t, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		lend(t, 5, 6);
}

static void each_with_pids_of_its_own(struct timeline *t, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		lend(t, UINT32_MAX - i, i);
}

/* Nested, none ends before all have begun. */
static void nested(struct timeline *t, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		add(t, EV_VFORK_BEGIN, i, i + 1, 0);
		add(t, EV_VM_PASS, i, i, i + 1);
	}
	for (uint32_t i = n; i-- > 0;) {
		add(t, EV_VM_RETURN, i + 1, i + 1, i);
		add(t, EV_VFORK_END, i, i + 1, 0);
	}
}

/* Of one process, none ends, and the events of another one go by. */
static void without_end(struct timeline *t, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		add(t, EV_VFORK_BEGIN, 5, 6, 0);
		add(t, EV_VM_RETURN, 9, 9, 8);
		add(t, EV_VM_PART, 9, 9, 8);
		add(t, EV_FORK_COPY, 5, 6, 0);
		add(t, EV_EXIT_END, 8, 0, 0);
	}
}

/* Forks of one process, whose children are copies for ever. */
static void forked(struct timeline *t, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		add(t, EV_FORK_COPY, 5, 10 + i, 0);
		add(t, EV_EXIT_END, 8, 0, 0);
	}
}

/* All shared with one borrower, and parted from where the newest are gone. */
static void shared(struct timeline *t, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		add(t, EV_VFORK_BEGIN, i, 5, 0);
		add(t, EV_VM_SHARE, i, i, 5);
	}
	for (uint32_t i = 0; i < n; i++)
		add(t, EV_VM_RETURN, 5, 5, n - 1 - i);
	for (uint32_t i = 0; i < n; i++)
		add(t, EV_VM_PART, 5, 5, 0);
}

/* vfork ends again and again, its system call never. */
static void without_return(struct timeline *t, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		add(t, EV_VFORK_BEGIN, 5, 6, 0);
		add(t, EV_VFORK_END, 5, 6, 0);
		add(t, EV_SYSCALL_EXIT, 6, 0, 0);
	}
}

/* Processor seconds that the loans of a run take, the best of a few. */
static double seconds(struct timeline *t, void (*make)(struct timeline *, uint32_t), uint32_t n)
{
	double best = 0;

	t->nevents = 0;
	make(t, n);
	for (int i = 0; i < 4; i++) {
		struct loans ls = {0};
		clock_t begin = clock();
		double took;

		loans_find(&ls, t);
		loans_at(&ls, (long)t->nevents);
		took = (double)(clock() - begin) / CLOCKS_PER_SEC;
		assert_int_equal(ls.count, n);
		loans_release(&ls);
		if (!i || took < best)
			best = took;
	}
	return best;
}

/* Sixteen times as many loans take less than 50 times as long; were each compared with each it would be 256 times. */
static void time_grows_as_the_events_do(void **state)
{
	static void (*const shapes[])(struct timeline *, uint32_t) = {
		one_after_the_other, each_with_pids_of_its_own, nested, without_end, shared, without_return, forked,
	};
	enum { FEW = 8000, MANY = 16 * FEW, HELD = 1 << 30 };

#ifdef __GLIBC__
	/* what was freed stays: a page from the kernel costs some hosts more than all that is measured here */
	mallopt(M_MMAP_MAX, 0);
	mallopt(M_TRIM_THRESHOLD, HELD);
#endif

	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		double many = seconds(*state, shapes[i], MANY), few = seconds(*state, shapes[i], FEW);

		/* what a clock can tell */
		if (few < 1e-4)
			few = 1e-4;
		if (many >= 50 * few)
			fail_msg("shape %zu: %d loans %g s, %d loans %g s", i, FEW, few, MANY, many);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_loan, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_loan_inside_a_loan, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_loans_inside_each_other, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_loan_beside_a_loan, set_up, tear_down),
		cmocka_unit_test_setup_teardown(forks, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_pid_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(other_kinds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nonsense, set_up, tear_down),
		cmocka_unit_test_setup_teardown(time_grows_as_the_events_do, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("loans", tests, NULL, NULL);
}
