/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Captions: which of an event's (event_meaning.h) fits, and what stands for the words in braces. Damage on the stack
 * that the lender needs overrides them: then the alarm is the story.
 */
#include "analysis/captions.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "analysis/event_meaning.h"
#include "analysis/snapshot_names.h"
#include "analysis/snapshot_parts.h"
#include "analysis/syscall_name.h"

static const char *const signals[] = {
	[1] = "SIGHUP",   [2] = "SIGINT",     [3] = "SIGQUIT",  [4] = "SIGILL",    [5] = "SIGTRAP",  [6] = "SIGIOT",
	[7] = "SIGEMT",   [8] = "SIGFPE",     [9] = "SIGKILL",  [10] = "SIGBUS",   [11] = "SIGSEGV", [12] = "SIGSYS",
	[13] = "SIGPIPE", [14] = "SIGALRM",   [15] = "SIGTERM", [16] = "SIGURG",   [17] = "SIGSTOP", [18] = "SIGTSTP",
	[19] = "SIGCONT", [20] = "SIGCHLD",   [21] = "SIGTTIN", [22] = "SIGTTOU",  [23] = "SIGIO",   [24] = "SIGXCPU",
	[25] = "SIGXFSZ", [26] = "SIGVTALRM", [27] = "SIGPROF", [28] = "SIGWINCH", [30] = "SIGUSR1", [31] = "SIGUSR2",
};

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

const char *captions_signal(uint32_t number)
{
	return number < sizeof signals / sizeof signals[0] ? signals[number] : NULL;
}

static void put_signal(struct text *t, uint32_t n)
{
	if (captions_signal(n))
		put(t, "%s", captions_signal(n));
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
	int nargs;
	const char *name = syscall_name(e->arg[0], &nargs);

	if (!name) {
		put(t, "system call %u", e->arg[0]);
		return;
	}
	put(t, "%s", strcmp(name, "obreak") == 0 ? "brk" : name);
	for (int k = 0; arguments && k < nargs && k < 3; k++)
		put(t, e->arg[1 + k] < 0x1000 ? "%s%u" : "%s%#x", k ? ", " : "(", e->arg[1 + k]);
	if (arguments)
		put(t, "%s", nargs ? ")" : "()");
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

static bool fits(const struct moment *mo, enum caption_when when)
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

/* A return address matters more than a frame pointer, that more than another saved register, and that more than a
 * variable. */
static int severity(const struct snap_word *w)
{
	return w->kind == WORD_RETURN ? 3 : w->kind == WORD_SAVED_FP ? 2 : snapshot_word_register(w) ? 1 : 0;
}

/* Damage: the word that matters most, the innermost call first. */
static const struct snap_word *worst_word(const struct snapshot *s, const struct snap_stack_frame **frame)
{
	const struct snap_word *worst = NULL;

	for (size_t i = s->ncalls; i-- > 0;)
		for (uint32_t k = 0; k < s->calls[i].count; k++) {
			const struct snap_word *w = &s->words[s->calls[i].first + k];

			if (w->damaged && (!worst || severity(w) > severity(worst))) {
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
	const char *there, *reg = snapshot_word_register(w);
	char what[SNAP_TEXT];
	uint32_t start;

	put(t, s->loan ? "When pid %u wakes, it will " : "pid %u will ", s->lender);
	if (w->kind == WORD_RETURN) {
		there = mo->symbols ? symbols_function(mo->symbols, w->value, &start) : NULL;
		if (there)
			put(t, "return from %s() into %s+0x%x.", f->function, there, w->value - start);
		else
			put(t, "return from %s() to %08x, %s.", f->function, w->value, what_is_there(mo, w->value));
	} else if (w->kind == WORD_SAVED_FP) {
		put(t, "come back to the caller of %s() with fp %08x: its variables are gone.", f->function, w->value);
	} else if (reg) {
		put(t, "come back to the caller of %s() with a wrong %s.", f->function, reg);
	} else {
		snapshot_word_text(w, what);
		put(t, "find a wrong value in %s of %s().", what, f->function);
	}
}

/* "spawn()'s return address was 0000118c, pid 3 made it 00000003 in main(), return.c:21." */
static void put_damage(struct text *t, const struct moment *mo, const struct snap_word *w,
                       const struct snap_stack_frame *f)
{
	char what[SNAP_TEXT];

	snapshot_word_text(w, what);
	put(t, "The %s of %s() was %08x, pid %u made it %08x", w->kind == WORD_RETURN ? "return address" : what,
	    f->function, w->was, mo->snapshot->borrower, w->value);
	if (w->written_at)
		put_place(t, mo, w->writer_pc);
	put(t, ".");
}

/* Damage is the story, unless the event itself is a step of the loan: then it is the reason that the second line
 * gives. */
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
		if (died && w->kind == WORD_RETURN) {
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

void captions_tell(struct moment *mo)
{
	struct snapshot *s = mo->snapshot;
	const struct caption *captions = event_meaning(s->event.kind)->captions;

	if (s->event_seq < 0) {
		snprintf(s->caption[0], SNAP_LINE,
		         "The machine is switched on: the kernel begins at its first instruction.");
		return;
	}
	for (size_t i = 0; i < EVENT_CAPTIONS && captions[i].what; i++)
		if (fits(mo, captions[i].when)) {
			fill_in(s->caption[0], mo, captions[i].what);
			fill_in(s->caption[1], mo, captions[i].why);
			break;
		}
	alarm(mo);
}
