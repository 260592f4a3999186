/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Did a loan do harm? See suspicion.h. */
#include "analysis/suspicion.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/need.h"
#include "analysis/snapshot_names.h"
#include "base/alloc.h"

enum {
	WATCHED_MAX = 8,   /* loans at one time */
	LOOKED_FIRST = 32, /* loans that are looked at in any case */
	LOOKED_EACH = 256, /* of the rest: one of so many */
	STACK_MAX = 4096,  /* bytes of a borrower's stack that are searched for a return into exit */
};

struct suspect {
	uint32_t borrower; /* 0: none */
	struct loan loan;
	struct need need;
};

struct suspicion {
	const struct run_image *kernel, *disk;
	bool open; /* the cache is made: there was a loan */
	struct analysis_cache cache;
	struct suspect suspects[WATCHED_MAX];
	uint64_t begun; /* loans so far */
	uint32_t *lenders;
	size_t nlenders, room;
	bool roused;
};

struct suspicion *suspicion_new(const struct run_image *kernel, const struct run_image *disk)
{
	struct suspicion *s = alloc_new(1, sizeof *s);

	s->kernel = kernel;
	s->disk = disk;
	return s;
}

static void forget(struct suspect *x)
{
	if (x->borrower)
		need_release(&x->need);
	x->borrower = 0;
}

void suspicion_free(struct suspicion *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < WATCHED_MAX; i++)
		forget(&s->suspects[i]);
	if (s->open)
		analysis_cache_release(&s->cache);
	free(s->lenders);
	free(s);
}

uint64_t suspicion_events(void)
{
	return UINT64_C(1) << EV_VFORK_BEGIN | UINT64_C(1) << EV_VM_PASS | UINT64_C(1) << EV_VM_SHARE |
	       UINT64_C(1) << EV_EXIT_BEGIN | UINT64_C(1) << EV_EXEC_COMMIT;
}

static bool is_lender(const struct suspicion *s, uint32_t pid)
{
	for (size_t i = 0; i < s->nlenders; i++)
		if (s->lenders[i] == pid)
			return true;
	return false;
}

static void begin(struct suspicion *s, const struct kernel_view *v, const struct event *e)
{
	struct suspect *x = &s->suspects[0];
	size_t i = 0;

	if (s->begun++ >= LOOKED_FIRST && s->begun % LOOKED_EACH)
		return;
	while (i < WATCHED_MAX && s->suspects[i].borrower)
		i++;
	x = &s->suspects[i < WATCHED_MAX ? i : s->begun % WATCHED_MAX];
	forget(x);
	x->borrower = e->arg[0];
	x->loan = (struct loan){.lender = e->pid, .borrower = e->arg[0], .begin = e->icount};
	need_begin(&x->need, &s->cache, &x->loan, v);
}

/* Is the lender's stack in memory that the borrower has, too? */
static bool is_lent(const struct need *n, const struct kernel_view *v, const struct address_space *space)
{
	uint32_t sp = n->survey.at_vfork.tf_usp, lent, here;

	return machine_translate_in(v->machine, &n->survey.space, sp, &lent) &&
	       machine_translate_in(v->machine, space, sp, &here) && lent == here;
}

/* Is a word by which a lender's call is left not as it was? */
static bool is_damaged(struct suspicion *s, struct suspect *x, const struct kernel_view *v,
                       const struct address_space *space)
{
	struct need *n = &x->need;
	struct symbols *symbols = analysis_cache_symbols(&s->cache, n->survey.program, n->survey.base);

	for (size_t i = 0; i < n->ncalls && is_lent(n, v, space); i++)
		for (uint32_t va = need_cover(n, i); va && va < n->calls[i].call.top; va += 4) {
			struct snap_word w = {.va = need_word_at(n, i, va)};

			if (need_name(n, symbols, i, &w) && kernel_peek_long(v, space, w.va, &w.value) &&
			    w.value != w.was && need_has(n, symbols, i, &w, false))
				return true;
		}
	return false;
}

/* Does the borrower's stack lead back into the library's exit? */
static bool is_in_exit(struct suspicion *s, const struct suspect *x, const struct kernel_view *v,
                       const struct address_space *space, uint32_t sp)
{
	const struct loan_survey *sv = &x->need.survey;
	struct symbols *symbols = analysis_cache_symbols(&s->cache, sv->program, sv->base);
	uint32_t start, end, value;

	if (!symbols || !symbols_bounds(symbols, "exit", &start, &end))
		return false;
	for (uint32_t va = sp; va - sp < STACK_MAX && kernel_peek_long(v, space, va, &value); va += 2)
		/* a call that does not return may be its last instruction */
		if (value > start && value <= end)
			return true;
	return false;
}

/* A borrower is about to give the memory back. */
static void look(struct suspicion *s, struct suspect *x, const struct kernel_view *v, const struct event *e)
{
	struct kernel_user user;
	struct trapframe regs;
	struct proc p;

	if (is_lender(s, x->loan.lender) && kernel_find(v, e->pid, &p) >= 0 && kernel_user(v, &p, &user) &&
	    kernel_registers(v, &p, &regs))
		s->roused |= is_damaged(s, x, v, &user.space) ||
		             (e->kind == EV_EXIT_BEGIN && is_in_exit(s, x, v, &user.space, regs.tf_usp));
	forget(x);
}

void suspicion_hear(struct suspicion *s, struct machine *m, const struct event *e)
{
	struct kernel_view v;

	if (s->roused || (!s->open && e->kind != EV_VFORK_BEGIN))
		return;
	if (!s->open)
		analysis_cache_images(&s->cache, s->kernel, s->disk);
	s->open = true;
	kernel_view_within(&v, m, &s->cache.names);
	switch (e->kind) {
	case EV_VFORK_BEGIN:
		begin(s, &v, e);
		break;
	case EV_VM_PASS:
	case EV_VM_SHARE:
		if (is_lender(s, e->arg[0]))
			break;
		s->lenders = alloc_room(s->lenders, s->nlenders, &s->room, sizeof *s->lenders);
		s->lenders[s->nlenders++] = e->arg[0];
		break;
	default:
		s->roused |= e->kind == EV_EXIT_BEGIN && e->arg[0] & 0x7f && is_lender(s, e->pid);
		for (size_t i = 0; i < WATCHED_MAX; i++)
			if (s->suspects[i].borrower && s->suspects[i].borrower == e->pid)
				look(s, &s->suspects[i], &v, e);
		break;
	}
}

bool suspicion_roused(const struct suspicion *s)
{
	return s->roused;
}
