/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands for the words in braces. See caption_words.h. */
#include "analysis/caption_words.h"

#include <stdlib.h>
#include <string.h>

#include "abi/syscalls.h"
#include "base/be.h"
#include "base/language.h"
#include "analysis/call_text.h"
#include "analysis/captions.h"
#include "analysis/changes.h"
#include "analysis/snapshot_names.h"
#include "analysis/syscall_name.h"
#include "analysis/value_text.h"
#include "analysis/wait_text.h"

enum { PRINTED_MAX = 120 /* bytes shown of what is printed at once */ };

void caption_place(struct text *t, struct symbols *sym, uint32_t pc)
{
	const char *function, *file, *slash;
	int line;

	if (!sym || pc >= S0BASE || !(function = symbols_function(sym, pc, NULL)))
		return;
	text_put(t, " in %s()", function);
	if (symbols_line(sym, pc, &file, &line)) {
		slash = strrchr(file, '/');
		text_put(t, ", %s:%d", slash ? slash + 1 : file, line);
	}
}

static void put_number(struct text *t, const struct moment *mo, uint32_t arg)
{
	(void)mo;
	text_put(t, "%u", arg);
}

static void put_hex(struct text *t, const struct moment *mo, uint32_t arg)
{
	(void)mo;
	text_put(t, "%08x", arg);
}

static void put_signal(struct text *t, const struct moment *mo, uint32_t n)
{
	(void)mo;
	captions_put_signal(t, n);
}

/* A wait status: signal in the low 7 bits, else the exit code above them. */
static void put_status(struct text *t, const struct moment *mo, uint32_t status)
{
	if (status & 0x7F) {
		text_put(t, "killed by ");
		put_signal(t, mo, status & 0x7F);
	} else {
		text_put(t, "status %u", status >> 8 & 0xFF);
	}
}

/* The state of the process that the event (proc.state) is about, a sleeper's with what it sleeps for. */
static void put_state(struct text *t, const struct moment *mo, uint32_t stat)
{
	struct proc p;

	if ((stat == SSLEEP || stat == SWAIT) && kernel_find(&mo->view, mo->snapshot->event.arg[0], &p) >= 0 &&
	    p.p_stat == stat)
		wait_tell(t, mo, &p);
	else
		text_put(t, stat == SRUN     ? N_("can run")
		            : stat == SZOMB  ? N_("is a zombie")
		            : stat == SIDL   ? N_("is being made")
		            : stat == SSTOP  ? N_("is stopped")
		            : stat == SSLEEP ? N_("goes to sleep")
		                             : N_("waits"));
}

/* What a process does for which others wait. */
static void put_wait(struct text *t, const struct moment *mo, uint32_t pid)
{
	struct proc p;

	if (kernel_find(&mo->view, pid, &p) >= 0)
		wait_tell(t, mo, &p);
	else
		text_put(t, "is no more");
}

static void put_who(struct text *t, const struct moment *mo, uint32_t pid)
{
	(void)mo;
	if (pid)
		text_put(t, "pid %u", pid);
	else
		text_put(t, "the idle loop");
}

/* "itself" for the process of the event. */
static void put_whom(struct text *t, const struct moment *mo, uint32_t pid)
{
	if (pid == mo->snapshot->event.pid)
		text_put(t, "itself");
	else
		text_put(t, "pid %u", pid);
}

static void put_use(struct text *t, const struct moment *mo, uint32_t type)
{
	(void)mo;
	text_put(t, "%s", tr(snapshot_use_name(type)));
}

static void put_function(struct text *t, const struct moment *mo, uint32_t pc)
{
	value_function(t, mo->running, pc);
}

static void put_at(struct text *t, const struct moment *mo, uint32_t pc)
{
	if (mo->focus.proc.p_pid == mo->snapshot->event.pid)
		caption_place(t, mo->running, pc);
}

static void put_pid(struct text *t, const struct moment *mo, uint32_t unused)
{
	(void)unused;
	text_put(t, "%u", mo->snapshot->event.pid);
}

static void put_lender(struct text *t, const struct moment *mo, uint32_t unused)
{
	(void)unused;
	text_put(t, "%u", mo->snapshot->lender);
}

static void put_borrower(struct text *t, const struct moment *mo, uint32_t unused)
{
	(void)unused;
	text_put(t, "%u", mo->snapshot->borrower);
}

static void put_system(struct text *t, const struct moment *mo, uint32_t unused)
{
	(void)unused;
	text_put(t, "%s", mo->snapshot->system);
}

static void put_line(struct text *t, const char *s, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (s[i] == '\n')
			text_put(t, "%s", i + 1 < size ? " / " : "");
		else if (s[i] >= ' ' && s[i] <= '~')
			text_put(t, "%c", s[i]);
}

/* Text of an event without what a caption cannot show. */
static void put_text(struct text *t, const struct moment *mo, uint32_t unused)
{
	(void)unused;
	put_line(t, mo->snapshot->event.text, strlen(mo->snapshot->event.text));
}

static void put_why(struct text *t, const struct moment *mo, uint32_t unused)
{
	if (mo->snapshot->event.text[0]) {
		text_put(t, ": ");
		put_text(t, mo, unused);
	}
}

/* What was printed, all of it: the event itself keeps its beginning only. */
static void put_printed(struct text *t, const struct moment *mo, uint32_t bytes)
{
	const char *all;
	size_t size = timeline_output(mo->timeline, mo->snapshot->icount, &all);
	size_t from = bytes < size ? size - bytes : 0;

	bytes = (uint32_t)(size - from);
	put_line(t, all + from, bytes < PRINTED_MAX ? bytes : PRINTED_MAX);
	if (bytes > PRINTED_MAX)
		text_put(t, "...");
}

static void put_pages(struct text *t, const struct moment *mo, uint32_t unused)
{
	const struct snapshot *s = mo->snapshot;
	uint32_t pages = 0;

	(void)unused;
	for (size_t i = 0; i < s->npages; i++)
		pages += s->pages[i].present && s->pages[i].pid == (s->loan ? s->borrower : s->lender);
	text_put(t, "%u", pages);
}

static void put_shared_pages(struct text *t, const struct moment *mo, uint32_t unused)
{
	const struct snapshot *s = mo->snapshot;
	uint32_t pages = 0;

	(void)unused;
	for (size_t i = 0; i < s->npages; i++)
		pages += s->pages[i].present && s->pages[i].pid == s->lender &&
		         (s->one_stack || s->pages[i].part != PART_STACK);
	text_put(t, "None of the %u %s was copied.", pages,
	         tr(s->one_stack ? N_("pages") : N_("pages of text and data")));
}

static void put_own_stack(struct text *t, const struct moment *mo, uint32_t unused)
{
	(void)unused;
	text_put(t, mo->snapshot->one_stack ? N_(" and its stack") : N_(", but will get a copy of the stack"));
}

static void put_but_stack(struct text *t, const struct moment *mo, uint32_t unused)
{
	(void)unused;
	text_put(t, mo->snapshot->one_stack ? "" : N_(", but for the stack,"));
}

static void put_but_not_stack(struct text *t, const struct moment *mo, uint32_t unused)
{
	(void)unused;
	text_put(t, mo->snapshot->one_stack ? "" : N_(", but nothing of its stack"));
}

/* Which registers are the lender's own when it goes on; where a variable lives in one, with its name. */
static void put_registers(struct text *t, const struct moment *mo, uint32_t unused)
{
	const struct snapshot *s = mo->snapshot;
	const struct snap_register *named = NULL;
	size_t n = 0;

	(void)unused;
	for (size_t i = 0; i < s->nregisters; i++) {
		const struct snap_register *r = &s->registers[i];

		if (r->inherited)
			text_put(t, "%s%s%s%s%s", n++ ? ", " : tr("It finds the child's "), r->name,
			         r->variable[0] ? " (" : "", r->variable, r->variable[0] ? ")" : "");
		else if (r->variable[0] && r->has_borrower && r->differs && i > 1) /* d0 and d1 are the result */
			named = r;
	}
	if (n)
		text_put(t, " in its registers");
	else if (named)
		text_put(t, "Registers are as they were: %s, in %s, is its own %d, not the child's %d", named->variable,
		         named->name, (int)named->at_vfork, (int)named->borrower);
	else
		text_put(t, "Registers are as they were");
}

static bool is_in_exit(const struct snap_stack_frame *calls, size_t n, enum role role)
{
	for (size_t i = 0; i < n; i++)
		if (calls[i].role == role && !strcmp(calls[i].function, "exit"))
			return true;
	return false;
}

/* Has the borrower, or the child of a fork, come to its end by the library's exit? Then that is among the calls it has
 * not returned from. */
static bool came_by_exit(const struct moment *mo)
{
	const struct snapshot *s = mo->snapshot;

	return is_in_exit(s->calls, s->ncalls, ROLE_BORROWER) || is_in_exit(s->copy.calls, s->copy.ncalls, ROLE_CHILD);
}

bool caption_harms_library(const struct moment *mo)
{
	char sentence[SNAP_LINE];
	struct text t = text_in(sentence, sizeof sentence);

	changes_tell_pending(&t, mo);
	return t.used || came_by_exit(mo);
}

static void put_through(struct text *t, const struct moment *mo, uint32_t unused)
{
	(void)unused;
	if (came_by_exit(mo))
		text_put(t, " by exit(), not _exit()");
}

/* What a borrower has changed in the lender's variables. */
static void put_changes(struct text *t, const struct moment *mo, uint32_t unused)
{
	size_t before = t->used;

	(void)unused;
	if (!mo->survey || !mo->survey->traced)
		return;
	if (mo->snapshot->event.kind == EV_EXIT_BEGIN && came_by_exit(mo))
		text_put(t, "exit() has called what pid %u had for atexit and flushed its stdio. ",
		         mo->snapshot->lender);
	changes_tell_pending(t, mo);
	text_put(t, "Changed in the loan: ");
	before = t->used;
	changes_tell(t, mo, false);
	text_put(t, t->used == before ? N_("no variable.") : ".");
}

/* What goes with a copy of memory. */
static void put_apart(struct text *t, const struct moment *mo, uint32_t unused)
{
	size_t before;

	(void)unused;
	if (mo->snapshot->event.kind == EV_EXIT_BEGIN && came_by_exit(mo))
		text_put(t, "exit() has flushed its own copy of stdio. ");
	text_put(t, "Its copy of memory goes with it: ");
	before = t->used;
	changes_tell_apart(t, mo);
	if (t->used == before)
		text_put(t, "pid %u's is whole", mo->snapshot->lender);
	text_put(t, ".");
}

/* What else is found changed, at the end of a sentence. */
static void put_left(struct text *t, const struct moment *mo, uint32_t unused)
{
	char what[SNAP_LINE];
	struct text changes = text_in(what, sizeof what);

	(void)unused;
	changes_tell(&changes, mo, true);
	if (changes.used)
		text_put(t, ": %s", what);
}

static void put_call(struct text *t, const struct moment *mo, uint32_t unused)
{
	(void)unused;
	call_tell(t, mo, &mo->snapshot->event);
}

static void put_end(struct text *t, const struct moment *mo, uint32_t unused)
{
	(void)unused;
	call_tell_end(t, mo, &mo->snapshot->event);
}

static void put_meaning(struct text *t, const struct moment *mo, uint32_t unused)
{
	(void)unused;
	call_tell_meaning(t, mo, &mo->snapshot->event);
}

/* "Descriptor 3 is /vmunix. " of the call that begins. */
static void put_file(struct text *t, const struct moment *mo, uint32_t unused)
{
	const struct event *e = &mo->snapshot->event;
	char name[SNAP_TEXT];
	struct text file = text_in(name, sizeof name);
	struct proc p;

	(void)unused;
	if (syscall_shape(e->arg[0])[0] == 'd' && kernel_find(&mo->view, e->pid, &p) >= 0 &&
	    call_tell_file(&file, mo, &p, e->arg[1]))
		text_put(t, "Descriptor %u is %s. ", e->arg[1], name);
}

/* Where the program is that the process of the event runs: the innermost call that is the program's own. */
static void put_here(struct text *t, const struct moment *mo, uint32_t unused)
{
	struct proc p;

	(void)unused;
	if (kernel_find(&mo->view, mo->snapshot->event.pid, &p) >= 0)
		wait_tell_place(t, mo, &p);
}

/* The system call by which the lender lends; 0 when that cannot be seen. */
static uint32_t lenders_call(const struct moment *mo)
{
	struct trapframe regs;
	struct proc p;

	if (kernel_find(&mo->view, mo->snapshot->lender, &p) < 0 || !kernel_registers(&mo->view, &p, &regs) ||
	    regs.tf_type != SCB_CHMK || !syscall_makes(regs.tf_code))
		return 0;
	return regs.tf_code;
}

static uint32_t given_stack(const struct moment *mo)
{
	struct kernel_user u;
	struct proc p;

	return kernel_find(&mo->view, mo->snapshot->lender, &p) >= 0 && kernel_user(&mo->view, &p, &u) ? u.args[1] : 0;
}

bool caption_is_cloned(const struct moment *mo)
{
	return lenders_call(mo) == SYS_CLONE && given_stack(mo);
}

static void put_maker(struct text *t, const struct moment *mo, uint32_t unused)
{
	uint32_t call = lenders_call(mo);

	(void)unused;
	text_put(t, "%s", call ? syscall_name(call, NULL) : "vfork");
}

static void put_stack(struct text *t, const struct moment *mo, uint32_t unused)
{
	(void)unused;
	text_put(t, "%08x", given_stack(mo));
}

/* A hazard, and why it matters. */
static void put_hazard(struct text *t, const struct moment *mo, uint32_t unused)
{
	char what[SNAP_LINE] = "", why[SNAP_LINE];

	(void)unused;
	if (mo->hazard)
		hazard_text(mo->hazard, what, why);
	text_put(t, "%s", what);
}

static void put_harm(struct text *t, const struct moment *mo, uint32_t unused)
{
	char what[SNAP_LINE], why[SNAP_LINE] = "";

	(void)unused;
	if (mo->hazard)
		hazard_text(mo->hazard, what, why);
	text_put(t, "%s", why);
}

static const struct {
	const char *name;
	void (*put)(struct text *, const struct moment *, uint32_t arg);
	bool numbered; /* the argument's number follows */
} words[] = {
	{"pid", put_pid, false},
	{"lender", put_lender, false},
	{"borrower", put_borrower, false},
	{"system", put_system, false},
	{"text", put_text, false},
	{"why", put_why, false},
	{"here", put_here, false},
	{"maker", put_maker, false},
	{"stack", put_stack, false},
	{"call", put_call, false},
	{"end", put_end, false},
	{"meaning", put_meaning, false},
	{"file", put_file, false},
	{"changes", put_changes, false},
	{"left", put_left, false},
	{"apart", put_apart, false},
	{"through", put_through, false},
	{"registers", put_registers, false},
	{"pages", put_pages, false},
	{"sharedpages", put_shared_pages, false},
	{"ownstack", put_own_stack, false},
	{"butstack", put_but_stack, false},
	{"butnotstack", put_but_not_stack, false},
	{"hazard", put_hazard, false},
	{"harm", put_harm, false},
	{"d", put_number, true},
	{"x", put_hex, true},
	{"signal", put_signal, true},
	{"status", put_status, true},
	{"state", put_state, true},
	{"wait", put_wait, true},
	{"who", put_who, true},
	{"whom", put_whom, true},
	{"use", put_use, true},
	{"function", put_function, true},
	{"at", put_at, true},
	{"printed", put_printed, true},
};

bool caption_word(struct text *t, const struct moment *mo, const char *word, size_t length)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = strlen(words[i].name);
		uint32_t number;

		if (n + words[i].numbered != length || memcmp(word, words[i].name, n) != 0)
			continue;
		number = words[i].numbered ? (uint32_t)(word[n] - '0') : 0;
		if (number >= EVENT_ARGS)
			return false;
		words[i].put(t, mo, mo->snapshot->event.arg[number]);
		return true;
	}
	return false;
}
