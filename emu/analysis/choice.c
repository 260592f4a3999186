/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a child could do next. See choice.h. */
#include "analysis/choice.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/choice_parts.h"
#include "analysis/passage.h"
#include "analysis/step.h"
#include "base/alloc.h"
#include "base/be.h"
#include "base/language.h"
#include "debuginfo/disasm.h"

enum { CODE_MAX = 64, LOOK_AHEAD = 24 /* instructions */ };

static const struct {
	char key;
	const char *name, *means;
} table[CHOICE_KINDS] = {
#define CHOICE(symbol, key, name, means) {key, name, means},
	CHOICES(CHOICE)
#undef CHOICE
};

/* What some mean where the child has a memory of its own; and after a fork, for which no parent waits either. */
static const char *const copied[CHOICE_KINDS] = {
	[CHOICE_RETURN] = N_("on a stack of its own"),   [CHOICE_EXIT] = N_("flushes its copy of stdio"),
	[CHOICE_EXEC] = N_("another program"),           [CHOICE_LOCAL] = N_("in its own stack"),
	[CHOICE_GLOBAL] = N_("in its own data pages"),   [CHOICE_HEAP] = N_("in its own heap"),
	[CHOICE_MALLOC] = N_("its own heap may grow"),   [CHOICE_FREE] = N_("its own block is gone"),
	[CHOICE_PRINTF] = N_("fills its copy of stdio"), [CHOICE_LONGJMP] = N_("on a stack of its own"),
	[CHOICE_VFORK] = N_("makes a child of its own"),
};
static const char *const forked[CHOICE_KINDS] = {
	[CHOICE_LEAVE] = N_("a zombie until waited for"), [CHOICE_SIGNAL] = N_("acts at once")};

static const char *meaning(enum choice_kind kind, enum loan_kind loan)
{
	if (loan == LOAN_FORKED && forked[kind])
		return forked[kind];
	if ((loan == LOAN_FORKED || loan == LOAN_COPIED) && copied[kind])
		return copied[kind];
	return table[kind].means;
}

const char *choice_name(enum choice_kind kind)
{
	return table[kind].name;
}

bool choice_letter(char key)
{
	for (int kind = 0; kind < CHOICE_GO_ON; kind++)
		if (table[kind].key == toupper((unsigned char)key))
			return true;
	return false;
}

const struct choice *choices_key(const struct choices *c, char key)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->list[i].key == toupper((unsigned char)key))
			return &c->list[i];
	return NULL;
}

/* Functions that end in a call which returns twice: what runs there is not back yet. */
static bool is_stub(const char *function)
{
	static const char *const stubs[] = {"vfork", "vforkx", "fork", "forkx", "clone"};

	for (size_t i = 0; function && i < sizeof stubs / sizeof *stubs; i++)
		if (!strcmp(function, stubs[i]))
			return true;
	return false;
}

/* The loan in which a process has choices: the one that it borrows in, or the last one that it has lent in and got
 * back. NULL if there is none. Those of init are no program's. */
static const struct loan *loan_of(const struct loans *ls, uint32_t pid, const struct timeline_mark *mark)
{
	const struct loan *lent = NULL;

	for (size_t i = ls->count; i-- > 0;) {
		const struct loan *l = &ls->loan[i];

		if (l->begin > mark->icount || l->lender <= 1)
			continue;
		if (l->borrower == pid && loan_goes_on(l, mark->event))
			return l;
		if (!lent && l->lender == pid && l->kind != LOAN_FORKED && l->resumed <= mark->icount &&
		    mark->icount < l->gone)
			lent = l;
	}
	return lent;
}

/* Where the next ones are: the rest of a line about an instant without. */
static bool nowhere(struct session *session, const struct timeline_mark *mark, const char *why, char *error)
{
	struct timeline_mark next = *mark;
	char unused[ERROR_MAX];

	if (choices_next(session, &next, unused))
		return error_set(error, "%s at @%" PRIu64 "; a child has choices at @%" PRIu64, why, mark->icount,
		                 next.icount);
	return error_set(error, "%s at @%" PRIu64 ", and no child has from there on", why, mark->icount);
}

bool chooser_long(const struct chooser *c, uint32_t va, uint32_t *value)
{
	return kernel_peek_long(&c->view, &c->user.space, va, value);
}

static bool peek(void *arg, uint32_t va, uint32_t *value)
{
	return chooser_long(arg, va, value);
}

/* Looks at the process. False: it has no choices now. */
static bool begin(struct chooser *c, char *error)
{
	struct timeline *t = session_timeline(c->session);
	uint32_t pid = timeline_pid(t, c->mark.icount, NULL);
	struct stack_region region;
	struct cpu_regs regs;

	if (!timeline_seek(t, c->mark.icount))
		return error_set(error, "%s", timeline_failure(t));
	kernel_view(&c->view, timeline_machine(t), &session_cache(c->session)->names);
	machine_regs(c->view.machine, &regs);
	c->loan = loan_of(&session_cache(c->session)->loans, pid, &c->mark);
	if (!c->loan)
		return nowhere(c->session, &c->mark, "no child runs", error);
	if ((regs.psl & PSL_CURMOD) != PSL_USER || kernel_find(&c->view, pid, &c->proc) < 0 ||
	    !kernel_user(&c->view, &c->proc, &c->user) || !kernel_registers(&c->view, &c->proc, &c->regs))
		return nowhere(c->session, &c->mark, "the kernel runs", error);
	c->symbols = analysis_cache_symbols(session_cache(c->session), c->user.comm, c->proc.p_base);
	if (!c->symbols)
		return error_set(error, "%.16s has no symbols: nothing in it has a name", c->user.comm);
	if (is_stub(symbols_function(c->symbols, c->regs.tf_pc, NULL)))
		return nowhere(c->session, &c->mark, "the child is not back from its call", error);
	region = kernel_stack(&c->proc);
	c->ncalls = snapshot_walk(c->symbols, &c->regs, &region, peek, c, c->calls, CALLS_MAX);
	kernel_self(&c->view, &c->proc, &c->self);
	c->has_parent = kernel_find(&c->view, c->loan->lender, &c->parent) >= 0 && c->parent.p_stat != SZOMB;
	if (c->has_parent)
		kernel_self(&c->view, &c->parent, &c->parents);
	return true;
}

static bool has(const struct chooser *c, const char *function)
{
	uint32_t start, end;

	return symbols_bounds(c->symbols, function, &start, &end);
}

static bool none(struct choice *o, const char *why)
{
	snprintf(o->why, sizeof o->why, "%s", tr(why));
	return false;
}

static bool not_linked(struct choice *o, const char *function)
{
	snprintf(o->why, sizeof o->why, tr("the program has no %s()"), function);
	return false;
}

/* The choices ----------------------------------------------------------------------------------- */

static bool choose_return(const struct chooser *c, size_t variant, struct choice *o)
{
	const char *function = c->ncalls ? c->calls[0].function : NULL;

	(void)variant;
	snprintf(o->what, sizeof o->what, tr("return from %.63s%s"), function ? function : tr("this function"),
	         function ? "()" : "");
	snprintf(o->action, sizeof o->action, "return");
	return (c->ncalls && c->calls[0].ra && c->calls[0].kind == CALL_FUNCTION) ||
	       none(o, "it is in no function with a return address");
}

static bool choose_leave(const struct chooser *c, size_t variant, struct choice *o)
{
	(void)c;
	(void)variant;
	snprintf(o->what, sizeof o->what, "_exit(0)");
	snprintf(o->action, sizeof o->action, "_exit(0)");
	return true;
}

static bool choose_exit(const struct chooser *c, size_t variant, struct choice *o)
{
	(void)variant;
	snprintf(o->what, sizeof o->what, "exit(0)");
	snprintf(o->action, sizeof o->action, "exit(0)");
	return has(c, "exit") || not_linked(o, "exit");
}

static bool choose_exec(const struct chooser *c, size_t variant, struct choice *o)
{
	static const struct {
		const char *path, *arguments, *action;
	} programs[] = {
		{"/bin/echo", "hello", "execl(\"/bin/echo\", \"echo\", \"hello\", 0)"},
		{"/bin/ps", "", "execl(\"/bin/ps\", \"ps\", 0)"},
		{"/bin/none", N_("there is none"), "execl(\"/bin/none\", \"none\", 0)"},
	};
	size_t n = sizeof programs / sizeof *programs, k = variant % n;

	(void)c;
	o->variants = n;
	snprintf(o->what, sizeof o->what, tr("exec %s"), programs[k].path);
	snprintf(o->detail, sizeof o->detail, "%s", *programs[k].arguments ? tr(programs[k].arguments) : "");
	snprintf(o->action, sizeof o->action, "%s", programs[k].action);
	return true;
}

static bool choose_malloc(const struct chooser *c, size_t variant, struct choice *o)
{
	static const unsigned sizes[] = {64, 40960};
	unsigned size = sizes[variant % 2];

	o->variants = 2;
	snprintf(o->what, sizeof o->what, "malloc");
	snprintf(o->detail, sizeof o->detail, "malloc(%u)", size);
	snprintf(o->action, sizeof o->action, "malloc(%u)", size);
	if (has(c, "malloc"))
		return true;
	/* what malloc does when it has nothing left */
	snprintf(o->what, sizeof o->what, tr("grow the heap"));
	snprintf(o->detail, sizeof o->detail, "brk(0x%" PRIx32 ")", c->user.end + size);
	snprintf(o->action, sizeof o->action, "obreak(0x%" PRIx32 ")", c->user.end + size);
	return c->user.end || none(o, "where its heap ends is not known");
}

static bool choose_printf(const struct chooser *c, size_t variant, struct choice *o)
{
	bool stdio = has(c, "printf");

	o->variants = 1;
	(void)variant;
	snprintf(o->what, sizeof o->what, stdio ? "printf" : "write");
	o->means = stdio ? o->means : N_("past stdio");
	snprintf(o->detail, sizeof o->detail, "\"child\\n\"");
	snprintf(o->action, sizeof o->action, stdio ? "printf(\"child\\n\")" : "write(1, \"child\\n\", 6)");
	return true;
}

static bool choose_terminal(const struct chooser *c, size_t variant, struct choice *o)
{
	bool open = false;

	(void)variant;
	for (size_t i = 0; i < c->self.nfiles; i++)
		open |= c->self.files[i].fd == 0 && c->self.files[i].open.file.f_type == DINODE &&
		        c->self.files[i].open.file.f_flag & FREAD;
	snprintf(o->what, sizeof o->what, tr("read the terminal"));
	snprintf(o->action, sizeof o->action, "read(0, \"       \", 8)");
	return open || none(o, "its descriptor 0 is no terminal");
}

/* bsr, jsr: whatever was in the scratch registers, nobody looks for it behind it. */
static bool is_call(const uint8_t *code)
{
	return code[0] == 0x61 || (be16_get(code) & 0xFFC0) == 0x4E80;
}

/* Are d0, d1, a0, a1 of no use any more? A call in the program's text may change them, so none of them is read before
 * it has got another value, or a call is made: looked for as far as the code goes straight on. */
static bool scratch_is_free(const struct chooser *c)
{
	uint16_t live = 0x0303;
	uint32_t pc = c->regs.tf_pc;
	const char *file;
	int line;

	if (!symbols_line_starts(c->symbols, pc, &file, &line))
		return false;
	for (int i = 0; i < LOOK_AHEAD && live; i++) {
		uint8_t code[CODE_MAX];
		struct insn_step step;

		if (!kernel_peek(&c->view, &c->user.space, pc, code, sizeof code) ||
		    disasm_reads(code, sizeof code, pc) & live)
			return false;
		step = disasm_step(code, sizeof code, pc);
		if (!step.length || step.flow != INSN_ON || is_call(code))
			return true;
		live &= (uint16_t)~disasm_fills(code, sizeof code, pc);
		pc += step.length;
	}
	return true;
}

static bool choose_vfork(const struct chooser *c, size_t variant, struct choice *o)
{
	(void)variant;
	snprintf(o->what, sizeof o->what, tr(c->loan->kind == LOAN_FORKED ? N_("vfork") : N_("vfork again")));
	snprintf(o->action, sizeof o->action, "vfork()");
	return has(c, "vfork") ? scratch_is_free(c) || none(o, "only where a source line begins")
	                       : not_linked(o, "vfork");
}

static choice_finder *const finders[CHOICE_KINDS] = {
	[CHOICE_RETURN] = choose_return,     [CHOICE_LEAVE] = choose_leave,   [CHOICE_EXIT] = choose_exit,
	[CHOICE_EXEC] = choose_exec,         [CHOICE_CALL] = choice_function, [CHOICE_LOCAL] = choice_local,
	[CHOICE_GLOBAL] = choice_global,     [CHOICE_HEAP] = choice_heap,     [CHOICE_MALLOC] = choose_malloc,
	[CHOICE_FREE] = choice_free,         [CHOICE_PRINTF] = choose_printf, [CHOICE_LONGJMP] = choice_jump,
	[CHOICE_SIGNAL] = choice_signal,     [CHOICE_PIPE] = choice_pipe,     [CHOICE_VFORK] = choose_vfork,
	[CHOICE_TERMINAL] = choose_terminal,
};

static void add(const struct chooser *c, enum choice_kind kind, size_t variant, struct choices *to)
{
	struct choice *o = &to->list[to->count++];

	*o = (struct choice){
		.kind = kind, .key = table[kind].key, .means = meaning(kind, c->loan->kind), .variants = 1};
	if (kind == CHOICE_GO_ON)
		snprintf(o->what, sizeof o->what, tr("go on"));
	o->possible = kind == CHOICE_GO_ON || finders[kind](c, variant, o);
	if (!o->possible)
		o->action[0] = '\0';
}

bool choices_read(struct session *session, const struct timeline_mark *mark, const size_t variant[CHOICE_KINDS],
                  struct choices *to, char error[ERROR_MAX])
{
	struct chooser *c = alloc_new(1, sizeof *c);
	bool ok;

	*to = (struct choices){.mark = *mark};
	c->session = session;
	c->mark = *mark;
	analysis_cache_hold(session_cache(session), true);
	ok = begin(c, error);
	if (ok) {
		to->pid = c->proc.p_pid;
		to->woken = c->loan->lender == to->pid;
		to->parent = c->loan->lender;
		to->lent = !to->woken && loan_lends(c->loan);
		if (c->ncalls && c->calls[0].function)
			snprintf(to->function, sizeof to->function, "%s", c->calls[0].function);
		for (int kind = 0; kind < CHOICE_KINDS; kind++)
			if ((kind == CHOICE_GO_ON) == to->woken)
				add(c, (enum choice_kind)kind, variant ? variant[kind] : 0, to);
	}
	analysis_cache_hold(session_cache(session), false);
	free(c);
	return ok;
}

/* Where -------------------------------------------------------------------------------------- */

struct wanted {
	uint32_t pid;
	bool lines; /* only where one begins */
};

static bool is_place(void *arg, const struct passage *p)
{
	const struct wanted *w = arg;
	const char *file;
	int line;

	return p->user && p->pid == w->pid && p->symbols && !is_stub(symbols_function(p->symbols, p->pc, NULL)) &&
	       (!w->lines || symbols_line_starts(p->symbols, p->pc, &file, &line));
}

/* When a loan's borrower stops being one. */
static uint64_t end_of(const struct loan *l)
{
	return l->kind == LOAN_COPIED || l->kind == LOAN_FORKED ? l->parted : l->back;
}

bool choices_next(struct session *session, struct timeline_mark *mark, char error[ERROR_MAX])
{
	const struct loans *ls = &session_cache(session)->loans;

	for (size_t i = 0; i < ls->count; i++) {
		const struct loan *l = &ls->loan[i];
		uint64_t from = l->begin > mark->icount ? l->begin : mark->icount;
		struct wanted w = {l->borrower, true};
		struct passage found;
		enum passage_end end = PASSAGE_NONE;

		if (l->lender <= 1 || end_of(l) <= from)
			continue;
		for (int round = 0; round < 2 && end == PASSAGE_NONE; round++, w.lines = false)
			end = passage_first(session, from, end_of(l), is_place, &w, &found, error);
		if (end == PASSAGE_FAILED)
			return false;
		if (end == PASSAGE_NONE)
			continue;
		if (found.icount > mark->icount)
			step_to(session_timeline(session), mark, found.icount);
		return true;
	}
	return error_set(error, "from @%" PRIu64 " on no child of the program runs in user mode", mark->icount);
}
