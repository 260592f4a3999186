/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Captions. A table holds two sentences for every kind of event, the second says why it matters; words in braces are
 * filled in. Damage on the stack that the lender needs overrides the table: then the alarm is the story.
 */
#include "story.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../guest/include/syscalls.h"
#include "snapshot_parts.h"

/*
 * {pid} the running process   {text} the event's text   {lender} {borrower} pids of the loan shown
 * {call} system call with its arguments, {name} without, {result} what it returns   {system} the historic system
 * {pages} pages of memory that are lent   and of argument N: {dN} decimal, {xN} hex, {signalN} {statusN} {statN} {whoN}
 */
/*
 * When a caption fits. COPIED, SHARED: that is done instead of lending. LOAN, SHARER: the borrower's doing during a loan, or
 * on shared memory. TO_LENDER, TO_BORROWER: argument 0 is that party of the loan. NAMED: argument 0 is somebody. HANDLED:
 * argument 2 is a handler. FLAT: there is no memory management.
 */
enum when { ALWAYS, COPIED, SHARED, FLAT, LOAN, SHARER, TO_LENDER, TO_BORROWER, NAMED, HANDLED };
static const struct caption {
	uint32_t kind;
	enum when when;
	const char *what, *why;
} captions[] = {
	{EV_BOOT, ALWAYS, "The kernel is up on {d0} page frames and behaves as {text}.",
         "It now makes init, process 1."},
	{EV_PROC_CREATE, ALWAYS, "A slot for pid {d0} was made; its parent is pid {d1}.", ""},
	{EV_PROC_STATE, ALWAYS, "pid {d0} {stat1}.", ""},
	{EV_PROC_SWITCH, ALWAYS, "The processor goes from {who0} to {who1}.", ""},
	{EV_SYSCALL_ENTER, LOAN, "pid {pid} calls {call}.",
         "pid {lender} still sleeps; its memory is with pid {borrower}."},
	{EV_SYSCALL_ENTER, SHARER, "pid {pid} calls {call}.",
         "pid {lender} still sleeps; pid {borrower} runs on the memory that they share."},
	{EV_SYSCALL_ENTER, ALWAYS, "pid {pid} calls {call}.", ""},
	{EV_SYSCALL_EXIT, ALWAYS, "{name} {result} in pid {pid}.", ""},
	{EV_VFORK_BEGIN, COPIED, "pid {pid} calls vfork; pid {d0} is the child.",
         "{system} does not lend: the child gets a copy, page by page as they are written."},
	{EV_VFORK_BEGIN, FLAT, "pid {pid} calls vfork: pid {d0} is to share its memory and its stack.",
         "Without memory management a copy would lie at other addresses and be of no use: {system} has no fork."},
	{EV_VFORK_BEGIN, SHARED, "pid {pid} calls vfork: pid {d0} is to share its memory{ownstack}.",
         "The page tables stay where they are: two processes will use them, one at a time."},
	{EV_VFORK_BEGIN, ALWAYS, "pid {pid} calls vfork: pid {d0} is to borrow its memory and its stack.",
         "Nothing is copied. pid {pid} keeps its registers and its open files."},
	{EV_VM_PASS, ALWAYS,
         "vfork lends: pid {d0}'s page tables now belong to pid {d1}. None of the {pages} pages was copied.",
         "Until pid {d1} calls exec or _exit, pid {d0} owns no memory and sleeps."},
	{EV_VM_SHARE, FLAT, "vfork shares: pid {d1} uses the block of memory that pid {d0} has. {sharedpages}",
         "All of memory is open to both, as to everybody. Until pid {d1} calls exec or _exit, pid {d0} sleeps."},
	{EV_VM_SHARE, SHARED, "vfork shares: pid {d1} is attached to pid {d0}'s page tables. {sharedpages}",
         "Both have the memory now. Until pid {d1} calls exec or _exit, pid {d0} sleeps."},
	{EV_VM_SHARE, ALWAYS, "clone shares: pid {d1} is attached to pid {d0}'s page tables.",
         "Both have the memory now, and nobody waits: they run on it at the same time."},
	{EV_VM_PART, SHARED, "pid {d0} leaves the shared memory, with all that it has written there.",
         "Nothing had to go back: pid {lender} has had it all the time."},
	{EV_VM_PART, ALWAYS, "pid {d0} leaves the shared memory; others have it still.", ""},
	{EV_VM_RETURN, ALWAYS,
         "pid {d0} gives the memory back to pid {d1}: the same page frames, with all that was written.",
         "pid {d1} wakes and will go on where it called vfork, with its own registers."},
	{EV_VM_SWAPOUT, TO_LENDER,
         "pid {d0} has no page and slept for more than 20 seconds: its u area goes to the swap area.",
         "Memory is not short, {d2} page frames are free: a lender looks like deadwood to the swapper."},
	{EV_VM_SWAPOUT, ALWAYS, "The u area of pid {d0} goes to the swap area, block {d1}; {d2} page frames are free.",
         "It can be woken, but not run, before that is back."},
	{EV_VM_SWAPIN, ALWAYS, "The u area of pid {d0} is back from the swap area, block {d1}.",
         "Now it can run, with the registers and the kernel stack that it had."},
	{EV_VFORK_END, COPIED, "vfork ends: pid {pid} goes on, its child is pid {d0}.",
         "Whatever pid {d0} wrote, it wrote into its own copies."},
	{EV_VFORK_END, SHARED, "pid {pid} is alone again: vfork returns {d0}.",
         "{registers}; memory{butstack} is as pid {d0} left it."},
	{EV_VFORK_END, ALWAYS, "The loan is over: vfork returns {d0} in pid {pid}.",
         "Registers are as they were; memory is as pid {d0} left it."},
	{EV_FORK_COPY, COPIED,
         "vfork does as fork does: {d1} pages are copied for pid {d0}, {d2} are in common until one of the two writes.",
         "Each of the two has page tables of its own."},
	{EV_FORK_COPY, SHARED, "pid {d0} gets a stack of its own: {d1} pages of it are copied.",
         "What it does to its stack, pid {pid} will not see."},
	{EV_FORK_COPY, ALWAYS, "fork copied {d1} pages for pid {d0}; {d2} are shared.",
         "From now on each of the two writes into pages of its own."},
	{EV_COW_COPY, ALWAYS, "pid {pid} writes to {x0}: the shared page is copied, page frame {d1} to {d2}.",
         "Copy on write: only now does the page cost anything."},
	{EV_EXEC_COMMIT, LOAN,
         "pid {pid} executes {text}: it gives the borrowed memory back before the new program is loaded.",
         "From here on exec cannot fail any more, and pid {lender} may go on."},
	{EV_EXEC_COMMIT, SHARER,
         "pid {pid} executes {text}: it leaves the shared memory before the new program is loaded.",
         "From here on exec cannot fail any more, and pid {lender} may go on."},
	{EV_EXEC_COMMIT, ALWAYS, "pid {pid} executes {text}: its old memory goes, exec cannot fail any more.", ""},
	{EV_EXEC_DONE, FLAT, "{text} is loaded into pid {pid} and starts at {x0}.",
         "It was moved there: every program has addresses of its own, and no protection."},
	{EV_EXEC_DONE, ALWAYS, "{text} is loaded into pid {pid} and starts at {x0}.", "It has memory of its own."},
	{EV_EXIT_BEGIN, LOAN, "pid {pid} exits: {status0}. First it gives the memory back.",
         "pid {lender} will find in it everything that pid {borrower} wrote."},
	{EV_EXIT_BEGIN, SHARER, "pid {pid} exits: {status0}. It will leave the shared memory.",
         "pid {lender} will find in it all that pid {borrower} wrote{butnotstack}."},
	{EV_EXIT_BEGIN, ALWAYS, "pid {pid} exits: {status0}.", ""},
	{EV_EXIT_END, ALWAYS, "pid {pid} is a zombie: all gone but its exit status.",
         "Its parent collects it with wait."},
	{EV_WAIT_REAP, ALWAYS, "pid {pid} collects pid {d0}: {status1}.", ""},
	{EV_FAULT_LENGTH, ALWAYS, "pid {pid} refers to {x0}, beyond the region's length.",
         "Just below the stack the kernel lets it grow; anywhere else it is a segmentation fault."},
	{EV_FAULT_PROTECTION, ALWAYS, "pid {pid} refers to {x0} in a way that the page does not allow.",
         "A shared page is copied now; else the process dies."},
	{EV_FAULT_INVALID, ALWAYS, "pid {pid} refers to {x0}, a page that is not there yet.",
         "The kernel gives it a page frame filled with zeros."},
	{EV_SIGNAL_POST, ALWAYS, "pid {d0} is sent {signal1}.", ""},
	{EV_SIGNAL_DEFER, SHARED, "{signal1} to pid {d0} stays pending.", "It takes effect when vfork is over."},
	{EV_SIGNAL_DEFER, COPIED, "{signal1} to pid {d0} stays pending.", "It takes effect when vfork is over."},
	{EV_SIGNAL_DEFER, TO_LENDER, "{signal1} to pid {d0} stays pending.",
         "A lender cannot be interrupted: it has no memory to run on."},
	{EV_SIGNAL_DEFER, TO_BORROWER, "{signal1} to pid {d0} stays pending until the loan is over.",
         "A borrower is not stopped: pid {lender} could not go on before somebody continues it."},
	{EV_SIGNAL_DEFER, ALWAYS, "{signal1} to pid {d0} stays pending.",
         "The signal is blocked, or the process sleeps where no signal reaches it."},
	{EV_SIGNAL_DELIVER, HANDLED, "{signal0} takes effect in pid {pid}, at {x1}: its handler at {x2} is called.",
         "The kernel has built a frame for it below the stack pointer; returning from it restores the registers."},
	{EV_SIGNAL_DELIVER, ALWAYS, "{signal0} takes effect in pid {pid}, at {x1}.",
         "Nobody handles it: the process dies."},
	{EV_PAGE_ALLOC, ALWAYS, "Page frame {d0} is taken.", ""},
	{EV_PAGE_FREE, ALWAYS, "Page frame {d0} is free again.", ""},
	{EV_TTY_READ, ALWAYS, "pid {pid} reads {d0} bytes from the console.", ""},
	{EV_TTY_WRITE, ALWAYS, "pid {pid} prints: {text}", ""},
	{EV_DEADLOCK, NAMED, "Nobody can ever run again: pid {d1}, which pid {d0} sleeps for, {text}.",
         "pid {d0} goes on when pid {d1} executes a program or exits, and everybody else waits for them."},
	{EV_DEADLOCK, ALWAYS, "Nobody can ever run again.", "Every process waits for something that no other will do."},
	{EV_HALT, ALWAYS, "The machine stops with status {d0}. {text}", ""},
};

static const char *const signals[] = {
	[1] = "SIGHUP",   [2] = "SIGINT",     [3] = "SIGQUIT",  [4] = "SIGILL",    [5] = "SIGTRAP",  [6] = "SIGIOT",
	[7] = "SIGEMT",   [8] = "SIGFPE",     [9] = "SIGKILL",  [10] = "SIGBUS",   [11] = "SIGSEGV", [12] = "SIGSYS",
	[13] = "SIGPIPE", [14] = "SIGALRM",   [15] = "SIGTERM", [16] = "SIGURG",   [17] = "SIGSTOP", [18] = "SIGTSTP",
	[19] = "SIGCONT", [20] = "SIGCHLD",   [21] = "SIGTTIN", [22] = "SIGTTOU",  [23] = "SIGIO",   [24] = "SIGXCPU",
	[25] = "SIGXFSZ", [26] = "SIGVTALRM", [27] = "SIGPROF", [28] = "SIGWINCH", [30] = "SIGUSR1", [31] = "SIGUSR2",
};

static const struct {
	uint32_t number;
	const char *name;
	int nargs;
} calls[] = {
#define SYSCALL(number, NAME, name, args) {number, #name, args},
	SYSCALLS(SYSCALL)
#undef SYSCALL
};

static const bool notable[EV_COUNT] = {
	[EV_VFORK_BEGIN] = true,    [EV_VM_PASS] = true,    [EV_VM_RETURN] = true, [EV_VM_SHARE] = true,
	[EV_VM_PART] = true,        [EV_VFORK_END] = true,  [EV_FORK_COPY] = true, [EV_EXEC_COMMIT] = true,
	[EV_EXEC_DONE] = true,      [EV_EXIT_BEGIN] = true, [EV_WAIT_REAP] = true, [EV_SIGNAL_DEFER] = true,
	[EV_SIGNAL_DELIVER] = true, [EV_DEADLOCK] = true,   [EV_HALT] = true,      [EV_VM_SWAPOUT] = true,
	[EV_VM_SWAPIN] = true,
};

bool story_notable(uint32_t kind)
{
	return kind < EV_COUNT && notable[kind];
}

/* Text that is appended to; cut at the end of the buffer, never inside a UTF-8 character since all of it is ASCII. */
struct text {
	char *at;
	size_t size, used;
};

static void put(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(struct text *t, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(t->at + t->used, t->size - t->used, format, ap);
	va_end(ap);
	if (n > 0)
		t->used = t->used + (size_t)n < t->size ? t->used + (size_t)n : t->size - 1;
}

const char *story_signal(uint32_t number)
{
	return number < sizeof signals / sizeof signals[0] ? signals[number] : NULL;
}

static void put_signal(struct text *t, uint32_t n)
{
	if (story_signal(n))
		put(t, "%s", story_signal(n));
	else
		put(t, "signal %u", n);
}

/* A wait status: signal in the low 7 bits, else the exit code above them. */
static void put_status(struct text *t, uint32_t status)
{
	if (status & 0x7F) {
		put(t, "killed by ");
		put_signal(t, status & 0x7F);
	} else {
		put(t, "status %u", status >> 8 & 0xFF);
	}
}

static void put_call(struct text *t, const struct event *e, bool arguments)
{
	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
		if (calls[i].number != e->arg[0])
			continue;
		put(t, "%s", strcmp(calls[i].name, "obreak") == 0 ? "brk" : calls[i].name);
		for (int k = 0; arguments && k < calls[i].nargs && k < 3; k++)
			put(t, e->arg[1 + k] < 0x1000 ? "%s%u" : "%s%#x", k ? ", " : "(", e->arg[1 + k]);
		if (arguments)
			put(t, "%s", calls[i].nargs ? ")" : "()");
		return;
	}
	put(t, "system call %u", e->arg[0]);
}

static void put_state(struct text *t, uint32_t stat)
{
	put(t, "%s",
	    stat == SRUN     ? "can run"
	    : stat == SZOMB  ? "is a zombie"
	    : stat == SIDL   ? "is being made"
	    : stat == SSTOP  ? "is stopped"
	    : stat == SSLEEP ? "goes to sleep"
	                     : "waits");
}

static void put_who(struct text *t, uint32_t pid)
{
	if (pid)
		put(t, "pid %u", pid);
	else
		put(t, "the idle loop");
}

/* Text of an event without what a caption cannot show. */
static void put_text(struct text *t, const char *s)
{
	for (; *s; s++)
		if (*s == '\n')
			put(t, "%s", s[1] ? " / " : "");
		else if (*s >= ' ' && *s <= '~')
			put(t, "%c", *s);
}

/* Which registers are the lender's own when it goes on. */
static void put_registers(struct text *t, const struct snapshot *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nregisters; i++)
		if (s->registers[i].inherited)
			put(t, "%s%s", n++ ? ", " : "It finds the child's ", s->registers[i].name);
	put(t, n ? " in its registers" : "Registers are as they were");
}

/* Fills in one word in braces. */
static void put_word(struct text *t, const struct moment *mo, const char *word, size_t length)
{
	const struct snapshot *s = mo->snapshot;
	const struct event *e = &s->event;
	char last = word[length - 1];
	uint32_t arg = last >= '0' && last < '0' + EVENT_ARGS ? e->arg[last - '0'] : 0;
	uint32_t pages = 0;

#define IS(name) (length >= sizeof name - 1 && strncmp(word, name, sizeof name - 1) == 0)
	if (IS("pid")) {
		put(t, "%u", e->pid);
	} else if (IS("pages")) {
		for (size_t i = 0; i < s->npages; i++)
			pages += s->pages[i].present && s->pages[i].pid == (s->loan ? s->borrower : s->lender);
		put(t, "%u", pages);
	} else if (IS("sharedpages")) {
		for (size_t i = 0; i < s->npages; i++)
			pages += s->pages[i].present && s->pages[i].pid == s->lender &&
			         (s->one_stack || s->pages[i].part != PART_STACK);
		put(t, "None of the %u %s was copied.", pages, s->one_stack ? "pages" : "pages of text and data");
	} else if (IS("ownstack")) {
		put(t, s->one_stack ? " and its stack" : ", but will get a copy of the stack");
	} else if (IS("butstack")) {
		put(t, s->one_stack ? "" : ", but for the stack,");
	} else if (IS("butnotstack")) {
		put(t, s->one_stack ? "" : ", but nothing of its stack");
	} else if (IS("registers")) {
		put_registers(t, s);
	} else if (IS("lender")) {
		put(t, "%u", s->lender);
	} else if (IS("borrower")) {
		put(t, "%u", s->borrower);
	} else if (IS("text")) {
		put_text(t, e->text);
	} else if (IS("call")) {
		put_call(t, e, true);
	} else if (IS("name")) {
		put_call(t, e, false);
	} else if (IS("result")) {
		if (e->arg[3])
			put(t, "fails with error %u", e->arg[3]);
		else
			put(t, e->arg[1] < 0x10000 || (int32_t)e->arg[1] < 0 ? "returns %d" : "returns %#x",
			    (int)e->arg[1]);
	} else if (IS("signal")) {
		put_signal(t, arg);
	} else if (IS("status")) {
		put_status(t, arg);
	} else if (IS("stat")) {
		put_state(t, arg);
	} else if (IS("system")) {
		put(t, "%s", s->system);
	} else if (IS("who")) {
		put_who(t, arg);
	} else if (IS("x")) {
		put(t, "%08x", arg);
	} else if (IS("d")) {
		put(t, "%u", arg);
	}
#undef IS
}

static void fill_in(char *out, const struct moment *mo, const char *pattern)
{
	struct text t = {out, SNAP_LINE, 0};

	out[0] = '\0';
	while (*pattern) {
		const char *close = *pattern == '{' ? strchr(pattern, '}') : NULL;

		if (close && close > pattern + 1) {
			put_word(&t, mo, pattern + 1, (size_t)(close - pattern - 1));
			pattern = close + 1;
		} else {
			put(&t, "%c", *pattern++);
		}
	}
	while (t.used && out[t.used - 1] == ' ')
		out[--t.used] = '\0';
}

/* Does the event belong to the loan shown? A fork of its own by one of the two does not. */
static bool ours(const struct moment *mo)
{
	if (mo->snapshot->event.kind == EV_FORK_COPY || mo->snapshot->event.kind == EV_VM_PART)
		return mo->snapshot->event.arg[0] == mo->loan->borrower;
	return mo->snapshot->loan || mo->snapshot->event_seq == mo->loan->last;
}

/* Is it the borrower's doing, while the memory is lent or shared? */
static bool borrows(const struct moment *mo, enum loan_kind kind)
{
	return mo->snapshot->loan && mo->loan->kind == kind && mo->snapshot->event.pid == mo->loan->borrower;
}

/* Does the process of the event live in the memory of all? */
static bool without_protection(const struct moment *mo)
{
	const struct snapshot *s = mo->snapshot;

	for (size_t i = 0; i < s->nprocesses; i++)
		if (s->processes[i].pid == s->event.pid)
			return s->processes[i].base != 0;
	return false;
}

static bool fits(const struct moment *mo, enum when when)
{
	switch (when) {
	case COPIED:
		return mo->loan && mo->loan->kind == LOAN_COPIED && ours(mo);
	case SHARED:
		return mo->loan && mo->loan->kind == LOAN_SHARED && ours(mo);
	case FLAT:
		return without_protection(mo);
	case LOAN:
		return borrows(mo, LOAN_LENT);
	case SHARER:
		return borrows(mo, LOAN_SHARED);
	case TO_LENDER:
		return mo->snapshot->loan && mo->snapshot->event.arg[0] == mo->snapshot->lender;
	case TO_BORROWER:
		return mo->snapshot->loan && mo->snapshot->event.arg[0] == mo->snapshot->borrower;
	case NAMED:
		return mo->snapshot->event.arg[0] != 0;
	case HANDLED:
		return mo->snapshot->event.arg[2] != 0;
	case ALWAYS:
		break;
	}
	return true;
}

/* Damage: the word that matters most. A return address before a frame pointer before saved registers before variables,
 * the innermost call first. */
static const struct snap_word *worst_word(const struct snapshot *s, const struct snap_stack_frame **frame)
{
	static const char *const order[] = {"return", "saved fp", "saved", ""};
	size_t rank = sizeof order / sizeof order[0];
	const struct snap_word *worst = NULL;

	for (size_t i = s->ncalls; i-- > 0;)
		for (uint32_t k = 0; k < s->calls[i].count; k++) {
			const struct snap_word *w = &s->words[s->calls[i].first + k];

			for (size_t r = 0; w->damaged && r < rank; r++)
				if (strncmp(w->what, order[r], strlen(order[r])) == 0) {
					rank = r;
					worst = w;
					*frame = &s->calls[i];
				}
		}
	return worst;
}

/* "in report(), return.c:30" */
static void put_place(struct text *t, const struct moment *mo, uint32_t pc)
{
	const char *function, *file;
	int line;

	if (!mo->symbols || pc >= S0BASE || !(function = symbols_function(mo->symbols, pc, NULL)))
		return;
	put(t, " in %s()", function);
	if (symbols_line(mo->symbols, pc, &file, &line)) {
		const char *slash = strrchr(file, '/');

		put(t, ", %s:%d", slash ? slash + 1 : file, line);
	}
}

/* What lies at an address that no function by name has. */
static const char *what_is_there(const struct moment *mo, uint32_t va)
{
	const struct loan_survey *sv = mo->survey;
	uint32_t word;

	if (sv && va >= sv->base && va - sv->base < sv->text_size)
		return "somewhere in its text";
	if (mo->has_memory && kernel_peek_long(&mo->view, &mo->memory, va & ~1u, &word))
		return "where data lies";
	return "where there is nothing";
}

/* What a damaged word does to the lender. */
static void put_consequence(struct text *t, const struct moment *mo, const struct snap_word *w,
                            const struct snap_stack_frame *f)
{
	const struct snapshot *s = mo->snapshot;
	uint32_t start;
	const char *there;

	put(t, s->loan ? "When pid %u wakes, it will " : "pid %u will ", s->lender);
	if (strncmp(w->what, "return", 6) == 0) {
		there = mo->symbols ? symbols_function(mo->symbols, w->value, &start) : NULL;
		if (there)
			put(t, "return from %s() into %s+0x%x.", f->function, there, w->value - start);
		else
			put(t, "return from %s() to %08x, %s.", f->function, w->value, what_is_there(mo, w->value));
	} else if (strncmp(w->what, "saved fp", 8) == 0) {
		put(t, "come back to the caller of %s() with fp %08x: its variables are gone.", f->function, w->value);
	} else if (strncmp(w->what, "saved", 5) == 0) {
		put(t, "come back to the caller of %s() with a wrong %s.", f->function, w->what + 6);
	} else {
		put(t, "find a wrong value in %s of %s().", w->what, f->function);
	}
}

/* "spawn()'s return address was 0000118c, pid 3 made it 00000003 in main(), return.c:21." */
static void put_damage(struct text *t, const struct moment *mo, const struct snap_word *w,
                       const struct snap_stack_frame *f)
{
	const char *what = strncmp(w->what, "return", 6) == 0 ? "return address" : w->what;

	put(t, "The %s of %s() was %08x, pid %u made it %08x", what, f->function, w->was, mo->snapshot->borrower,
	    w->value);
	if (w->written_at)
		put_place(t, mo, w->writer_pc);
	put(t, ".");
}

/* Damage is the story, unless the event itself is a step of the loan: then it is the reason that the second line gives. */
static void alarm(const struct moment *mo)
{
	struct snapshot *s = mo->snapshot;
	struct text first = {s->caption[0], SNAP_LINE, 0}, second = {s->caption[1], SNAP_LINE, 0};
	const struct snap_stack_frame *f = NULL;
	const struct snap_word *w = worst_word(s, &f);
	bool died = s->event.pid == s->lender && s->event.arg[1] == (w ? w->value : 0);

	if (!w)
		return;
	s->alarm = true;
	switch (s->event.kind) {
	case EV_FAULT_LENGTH:
	case EV_FAULT_PROTECTION:
	case EV_FAULT_INVALID:
	case EV_SIGNAL_DELIVER:
		if (died && strncmp(w->what, "return", 6) == 0) {
			put(&first, "pid %u has returned from %s() to %08x, %s", s->lender, f->function, w->value,
			    what_is_there(mo, w->value));
			if (s->event.kind == EV_SIGNAL_DELIVER) {
				put(&first, ", and dies of ");
				put_signal(&first, s->event.arg[0]);
			}
			put(&first, ".");
		}
		put_damage(&second, mo, w, f);
		return;
	case EV_VM_RETURN:
	case EV_VFORK_END:
	case EV_SIGNAL_POST:
	case EV_EXIT_BEGIN:
		put_damage(&second, mo, w, f);
		if (s->event.kind != EV_EXIT_BEGIN && s->event.kind != EV_SIGNAL_POST) {
			second.used = 0;
			put_consequence(&second, mo, w, f);
		}
		return;
	default:
		put_damage(&first, mo, w, f);
		put_consequence(&second, mo, w, f);
		return;
	}
}

void story_tell(struct moment *mo)
{
	struct snapshot *s = mo->snapshot;

	if (s->event_seq < 0) {
		snprintf(s->caption[0], SNAP_LINE,
		         "The machine is switched on: the kernel begins at its first instruction.");
		return;
	}
	for (size_t i = 0; i < sizeof captions / sizeof captions[0]; i++)
		if (captions[i].kind == s->event.kind && fits(mo, captions[i].when)) {
			fill_in(s->caption[0], mo, captions[i].what);
			fill_in(s->caption[1], mo, captions[i].why);
			break;
		}
	alarm(mo);
}
