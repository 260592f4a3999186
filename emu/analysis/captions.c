/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Captions: which of an event's (event_meaning.h) fits, and what stands for the words in braces. Damage on the stack
 * that the lender needs overrides them: then the alarm is the story.
 */
#include "analysis/captions.h"

#include <stdio.h>
#include <string.h>

#include "abi/syscalls.h"
#include "base/text.h"
#include "analysis/caption_words.h"
#include "analysis/event_meaning.h"
#include "analysis/snapshot_names.h"
#include "analysis/snapshot_parts.h"
#include "analysis/wait_text.h"
#include "base/language.h"

static const char *const signals[] = {
	[1] = "SIGHUP",   [2] = "SIGINT",     [3] = "SIGQUIT",  [4] = "SIGILL",    [5] = "SIGTRAP",  [6] = "SIGIOT",
	[7] = "SIGEMT",   [8] = "SIGFPE",     [9] = "SIGKILL",  [10] = "SIGBUS",   [11] = "SIGSEGV", [12] = "SIGSYS",
	[13] = "SIGPIPE", [14] = "SIGALRM",   [15] = "SIGTERM", [16] = "SIGURG",   [17] = "SIGSTOP", [18] = "SIGTSTP",
	[19] = "SIGCONT", [20] = "SIGCHLD",   [21] = "SIGTTIN", [22] = "SIGTTOU",  [23] = "SIGIO",   [24] = "SIGXCPU",
	[25] = "SIGXFSZ", [26] = "SIGVTALRM", [27] = "SIGPROF", [28] = "SIGWINCH", [30] = "SIGUSR1", [31] = "SIGUSR2",
};

const char *captions_signal(uint32_t number)
{
	return number < sizeof signals / sizeof signals[0] ? signals[number] : NULL;
}

void captions_put_signal(struct text *t, uint32_t number)
{
	if (captions_signal(number))
		text_put(t, "%s", captions_signal(number));
	else
		text_put(t, "signal %u", number);
}

static void fill_in(char *out, const struct moment *mo, const char *pattern)
{
	struct text t = text_in(out, SNAP_LINE);

	while (*pattern) {
		const char *close = *pattern == '{' ? strchr(pattern, '}') : NULL;

		if (close && caption_word(&t, mo, pattern + 1, (size_t)(close - pattern - 1)))
			pattern = close + 1;
		else
			text_put(&t, "%c", *pattern++);
	}
	text_trim(&t);
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

/* Is it the doing of a child that has a copy of its parent's memory? */
static bool has_copy(const struct moment *mo)
{
	const struct snapshot *s = mo->snapshot;

	return mo->loan && (s->on || s->event_seq == mo->loan->last) && s->event.pid == mo->loan->borrower &&
	       (mo->loan->kind == LOAN_COPIED || mo->loan->kind == LOAN_FORKED);
}

/* Does the process of the event live in the memory of all? */
static bool without_protection(const struct moment *mo)
{
	struct proc p;

	return kernel_find(&mo->view, mo->snapshot->event.pid, &p) >= 0 && p.p_base;
}

/* A signal that a process sends: it is in kill or killpg. */
static bool is_sent(const struct moment *mo)
{
	struct trapframe regs;
	struct proc p;

	return kernel_find(&mo->view, mo->snapshot->event.pid, &p) >= 0 && kernel_registers(&mo->view, &p, &regs) &&
	       regs.tf_type == SCB_CHMK && (regs.tf_code == SYS_KILL || regs.tf_code == SYS_KILLPG);
}

static bool is_masked(const struct moment *mo)
{
	const struct event *e = &mo->snapshot->event;
	struct proc p;

	return kernel_find(&mo->view, e->arg[0], &p) >= 0 && e->arg[1] && e->arg[1] < SIGNALS &&
	       p.p_sigmask & 1u << (e->arg[1] - 1);
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
	case COPIER:
		return has_copy(mo);
	case TO_LENDER:
		return mo->snapshot->loan && mo->snapshot->event.arg[0] == mo->snapshot->lender;
	case TO_BORROWER:
		return mo->snapshot->loan && mo->snapshot->event.arg[0] == mo->snapshot->borrower;
	case NAMED:
		return mo->snapshot->event.arg[0] != 0;
	case HANDLED:
		return mo->snapshot->event.arg[2] != 0;
	case MASKED:
		return is_masked(mo);
	case CLONED:
		return caption_is_cloned(mo) && mo->loan && mo->loan->kind == LOAN_SHARED && ours(mo);
	case SENT:
		return is_sent(mo);
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

/* What lies at an address that no function by name has. */
static const char *what_is_there(const struct moment *mo, uint32_t va)
{
	const struct loan_survey *sv = mo->survey;
	uint32_t word;

	if (sv && va >= sv->base && va - sv->base < sv->text_size)
		return tr("somewhere in its text");
	if (mo->has_memory && kernel_peek_long(&mo->view, &mo->memory, va & ~1u, &word))
		return tr("where data lies");
	return tr("where there is nothing");
}

/* What a damaged word does to the lender. */
static void put_consequence(struct text *t, const struct moment *mo, const struct snap_word *w,
                            const struct snap_stack_frame *f)
{
	const char *there, *reg = snapshot_word_register(w);
	char what[SNAP_TEXT];
	uint32_t start;

	text_put(t, f->needed ? N_("When pid %u wakes, it will ") : N_("pid %u will "), f->pid);
	if (w->kind == WORD_RETURN) {
		there = mo->symbols ? symbols_function(mo->symbols, w->value, &start) : NULL;
		if (there)
			text_put(t, "return from %s() into %s+0x%x.", f->function, there, w->value - start);
		else
			text_put(t, "return from %s() to %08x, %s.", f->function, w->value,
			         what_is_there(mo, w->value));
	} else if (w->kind == WORD_SAVED_FP) {
		text_put(t, "come back to the caller of %s() with fp %08x: its variables are gone.", f->function,
		         w->value);
	} else if (reg) {
		text_put(t, "come back to the caller of %s() with a wrong %s.", f->function, reg);
	} else {
		snapshot_word_text(w, what);
		text_put(t, "find a wrong value in %s of %s().", what, f->function);
	}
}

/* "spawn()'s return address was 0000118c, pid 3 made it 00000003 in main(), return.c:21." */
static void put_damage(struct text *t, const struct moment *mo, const struct snap_word *w,
                       const struct snap_stack_frame *f)
{
	char what[SNAP_TEXT];

	snapshot_word_text(w, what);
	text_put(t, "The %s of %s() was %08x, pid %u made it %08x",
	         w->kind == WORD_RETURN ? tr("return address") : what, f->function, w->was,
	         w->writer ? w->writer : mo->snapshot->borrower, w->value);
	if (w->written_at)
		caption_place(t, mo->symbols, w->writer_pc);
	text_put(t, ".");
}

/* What the word that has just been damaged will do to the lender, in place of what is said of all such words. */
static void foresee(const struct moment *mo)
{
	struct snapshot *s = mo->snapshot;
	struct text second = {s->caption[1], SNAP_LINE, 0};

	for (size_t i = 0; i < s->ncalls && s->event.kind == EV_HAZARD_FRAME; i++)
		for (uint32_t k = 0; k < s->calls[i].count; k++) {
			const struct snap_word *w = &s->words[s->calls[i].first + k];

			if (w->damaged && w->va == mo->hazard->word.va && !second.used)
				put_consequence(&second, mo, w, &s->calls[i]);
		}
}

/* Damage is the story, unless the event itself is a step of the loan: then it is the reason that the second line
 * gives. */
static void alarm(const struct moment *mo)
{
	struct snapshot *s = mo->snapshot;
	struct text first = {s->caption[0], SNAP_LINE, 0}, second = {s->caption[1], SNAP_LINE, 0};
	const struct snap_stack_frame *f = NULL;
	const struct snap_word *w = worst_word(s, &f);
	bool died;

	if (!w)
		return;
	died = s->event.pid == f->pid && s->event.arg[1] == w->value;
	s->alarm = true;
	switch (s->event.kind) {
	case EV_FAULT_LENGTH:
	case EV_FAULT_PROTECTION:
	case EV_FAULT_INVALID:
	case EV_SIGNAL_DELIVER:
		if (died && w->kind == WORD_RETURN) {
			text_put(&first, "pid %u has returned from %s() to %08x, %s", f->pid, f->function, w->value,
			         what_is_there(mo, w->value));
			if (s->event.kind == EV_SIGNAL_DELIVER) {
				text_put(&first, ", and dies of ");
				caption_word(&first, mo, "signal0", strlen("signal0"));
			}
			text_put(&first, ".");
		}
		put_damage(&second, mo, w, f);
		return;
	case EV_VFORK_BEGIN:
	case EV_VM_PASS:
	case EV_VM_SHARE:
	case EV_VM_RETURN:
	case EV_VFORK_END:
	case EV_EXEC_COMMIT:
	case EV_SIGNAL_POST:
	case EV_EXIT_BEGIN:
		put_damage(&second, mo, w, f);
		if (s->event.kind == EV_VM_RETURN || s->event.kind == EV_VFORK_END) {
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

/* Without memory management the stack has no floor: it may have come down into the heap. */
static void overlap(const struct moment *mo)
{
	struct snapshot *s = mo->snapshot;
	const struct party *p = &mo->focus;
	struct text second = text_in(s->caption[1], SNAP_LINE);

	s->alarm = true;
	text_put(&second,
	         "The stack pointer of pid %u, %08x, is %u bytes below the end of its heap, %08x: stack overwrites "
	         "heap, and nothing stops it.",
	         p->proc.p_pid, p->regs.tf_usp, p->user.end - p->regs.tf_usp, p->user.end);
}

static bool is_overlapping(const struct moment *mo)
{
	const struct party *p = &mo->focus;

	return p->has_regs && p->proc.p_base && !mo->between && p->regs.tf_usp >= p->proc.p_base &&
	       p->regs.tf_usp < p->user.end;
}

/* The last instant of a run that did not come to its end. */
static bool is_cut_off(const struct moment *mo)
{
	const struct snapshot *s = mo->snapshot;

	return s->icount >= s->end && s->event_seq == (long)s->nevents - 1 && s->event.kind != EV_HALT && !mo->hazard;
}

static void cut_off(const struct moment *mo)
{
	struct snapshot *s = mo->snapshot;
	struct text first = text_in(s->caption[0], SNAP_LINE), second = text_in(s->caption[1], SNAP_LINE);
	const char *problem = timeline_problem(mo->timeline);

	text_put(&first, "The run has not ended: it was %s.", tr(*problem ? problem : N_("recorded up to here")));
	wait_tell_all(&second, mo);
}

/* The first time that a line speaks of a process it says which program that is: "make (pid 2) calls", "sh's (pid 3)
 * page tables". */
static void name_processes(const struct moment *mo, char line[SNAP_LINE])
{
	const struct chronicle *ch = &mo->cache->chronicle;
	char named[SNAP_LINE], name[SNAP_NAME];
	struct text t = text_in(named, sizeof named);
	uint32_t told[SNAP_CHAIN];
	size_t ntold = 0;

	for (const char *at = line; *at;) {
		unsigned pid;
		int length = 0;
		bool new = !strncmp(at, "pid ", 4) && (at == line || at[-1] == ' ') &&
		           sscanf(at, "pid %u%n", &pid, &length) == 1 && ntold < SNAP_CHAIN;
		long course = new ? chronicle_course(ch, pid, mo->snapshot->icount) : -1;

		for (size_t i = 0; i < ntold; i++)
			new = new &&told[i] != pid;
		if (!new || course < 0) {
			text_put(&t, "%c", *at++);
			continue;
		}
		told[ntold++] = pid;
		at += length;
		snapshot_name(ch, pid, mo->snapshot->icount, course_name(&ch->courses[course], mo->snapshot->icount),
		              name);
		text_put(&t, "%s%s (pid %u)", name, !strncmp(at, "'s", 2) ? "'s" : "", pid);
		at += strncmp(at, "'s", 2) ? 0 : 2;
	}
	if (t.used < sizeof named - 1) /* else there is no room for the names */
		strcpy(line, named);
}

static void tell(struct moment *mo)
{
	struct snapshot *s = mo->snapshot;
	const struct caption *captions = event_meaning(s->event.kind)->captions;

	if (s->event_seq < 0) {
		snprintf(s->caption[0], SNAP_LINE,
		         "The machine is switched on: the kernel begins at its first instruction.");
		return;
	}
	if (is_cut_off(mo)) {
		cut_off(mo);
		return;
	}
	for (size_t i = 0; i < EVENT_CAPTIONS && captions[i].what; i++)
		if (fits(mo, captions[i].when)) {
			fill_in(s->caption[0], mo, tr(captions[i].what));
			fill_in(s->caption[1], mo, tr(captions[i].why));
			break;
		}
	if (mo->hazard) {
		s->alarm = true;
		foresee(mo);
		return;
	}
	if (s->event.kind == EV_EXIT_BEGIN && (borrows(mo, LOAN_LENT) || borrows(mo, LOAN_SHARED)))
		s->alarm = caption_harms_library(mo);
	alarm(mo);
	if (!s->alarm && is_overlapping(mo))
		overlap(mo);
}

void captions_tell(struct moment *mo)
{
	tell(mo);
	for (int i = 0; i < 2 && mo->snapshot->played; i++)
		name_processes(mo, mo->snapshot->caption[i]);
}
