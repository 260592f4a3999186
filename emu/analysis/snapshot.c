/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes a snapshot: goes to the instant, decides which loan and process are looked at, lets each part be filled, and
 * fills the processes itself. */
#include "analysis/snapshot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/actor.h"
#include "base/alloc.h"
#include "base/language.h"
#include "analysis/snapshot_parts.h"
#include "analysis/captions.h"
#include "analysis/changes.h"
#include "analysis/event_meaning.h"
#include "image/disk.h"

/* Text of p_flag, in the order in which it is shown. */
static const struct {
	uint32_t bit;
	const char *name;
} flag_names[] = {
	{SLOAD, "SLOAD"},     {SSYS, "SSYS"},   {SKEEP, "SKEEP"},     {SWEXIT, "SWEXIT"},   {SVFORK, "SVFORK"},
	{SVFDONE, "SVFDONE"}, {SNOVM, "SNOVM"}, {SVFPRNT, "SVFPRNT"}, {SPPWAIT, "SPPWAIT"}, {STRC, "STRC"},
};

enum role snapshot_role(const struct moment *mo, uint32_t pid)
{
	bool copied = mo->loan && (mo->loan->kind == LOAN_COPIED || mo->loan->kind == LOAN_FORKED);

	if (pid == 0)
		return ROLE_KERNEL;
	if (mo->loan && pid == mo->loan->borrower)
		return copied ? ROLE_CHILD : ROLE_BORROWER;
	for (size_t i = 0; i < mo->nlevels && mo->levels[i].on; i++)
		if (pid == mo->levels[i].loan->lender)
			return i ? ROLE_MIDDLE : copied ? ROLE_PARENT : ROLE_LENDER;
	if (mo->loan && pid == mo->loan->lender)
		return copied ? ROLE_PARENT : ROLE_LENDER;
	return ROLE_OTHER;
}

static void party_find(const struct kernel_view *v, uint32_t pid, struct party *p)
{
	memset(p, 0, sizeof *p);
	p->there = kernel_find(v, pid, &p->proc) >= 0;
	if (!p->there)
		return;
	if (p->proc.p_stat != SZOMB && kernel_user(v, &p->proc, &p->user))
		p->has_regs = kernel_registers(v, &p->proc, &p->regs);
}

/* True while the borrower runs on the lender's memory, lent or shared: between vm.pass and vm.return of the loan shown,
 * or vm.share and vm.part. SNOVM tells the same, but the kernel sets it a little later. */
static bool memory_is_used(const struct moment *mo)
{
	uint64_t now = mo->snapshot->icount;

	return mo->loan && mo->loan->pass != LOAN_NEVER && now >= mo->loan->pass && now < mo->loan->back;
}

/* The process that holds the lender's memory: itself, or the last in a chain of borrowers. */
static bool memory_holder(const struct moment *mo, struct party *holder)
{
	*holder = mo->lender;
	if (memory_is_used(mo) && mo->loan->kind == LOAN_LENT)
		*holder = mo->borrower;
	for (int depth = 0; depth < NPROC && holder->there && holder->proc.p_flag & SNOVM; depth++) {
		struct proc next;

		if (!kernel_proc(&mo->view, kernel_slot(&mo->view, holder->proc.p_xlink), &next))
			return false;
		party_find(&mo->view, next.p_pid, holder);
	}
	return holder->there && holder->proc.p_stat != SZOMB;
}

/* When nobody runs and no party of the loan is left: the last process that ran and is still there, as a shell is that
 * waits for its next line. */
static void last_runner(struct moment *mo)
{
	const struct chronicle *c = &mo->cache->chronicle;
	uint64_t last = 0, ran;
	struct party found;
	struct proc p;

	for (int i = 0; i < NPROC; i++) {
		if (!kernel_proc(&mo->view, i, &p) || p.p_pid <= 1)
			continue;
		ran = chronicle_ran(c, p.p_pid, mo->snapshot->icount);
		if (ran <= last)
			continue;
		party_find(&mo->view, p.p_pid, &found);
		if (found.has_regs) {
			mo->focus = found;
			last = ran;
		}
	}
}

/* Decides whose code and whose stack are looked at. */
static void choose_focus(struct moment *mo)
{
	struct snapshot *s = mo->snapshot;
	struct party holder;
	struct proc current;

	if (mo->loan) {
		party_find(&mo->view, mo->loan->lender, &mo->lender);
		party_find(&mo->view, mo->loan->borrower, &mo->borrower);
	}
	for (size_t i = 0; i < mo->nlevels; i++)
		party_find(&mo->view, mo->levels[i].loan->lender, &mo->levels[i].lender);
	if (s->loan && s->icount < mo->loan->back && mo->borrower.has_regs)
		mo->focus = mo->borrower;
	else if (s->loan && mo->lender.has_regs)
		mo->focus = mo->lender;
	else if (kernel_proc(&mo->view, kernel_current(&mo->view), &current) && current.p_pid > 0)
		party_find(&mo->view, current.p_pid, &mo->focus);
	if (!mo->focus.has_regs && mo->lender.has_regs)
		mo->focus = mo->lender;
	if (!mo->focus.has_regs)
		last_runner(mo);

	if (mo->loan && s->icount < mo->loan->gone) {
		mo->has_memory = memory_holder(mo, &holder);
		mo->memory = holder.user.space;
		mo->region = mo->survey ? mo->survey->region : kernel_stack(&holder.proc);
	} else {
		mo->has_memory = mo->focus.has_regs;
		mo->memory = mo->focus.user.space;
		mo->region = kernel_stack(&mo->focus.proc);
	}
	/* A borrower's old program is the lender's, which is still there. */
	mo->between = mo->focus.has_regs &&
	              chronicle_between_programs(&mo->cache->chronicle, mo->focus.proc.p_pid, s->event_seq) &&
	              !(mo->loan && mo->focus.proc.p_pid == mo->loan->borrower && s->icount < mo->loan->back);
	if (mo->focus.has_regs && !mo->between)
		mo->running = analysis_cache_symbols(mo->cache, mo->focus.user.comm, mo->focus.proc.p_base);
	mo->symbols = mo->running;
	if (mo->survey)
		mo->lenders = analysis_cache_symbols(mo->cache, mo->survey->program, mo->survey->base);
	if (mo->survey && s->icount < mo->loan->gone) {
		mo->symbols = mo->lenders;
		/* exec names its new program before the old memory goes back */
		if (mo->focus.there && mo->focus.proc.p_pid == mo->loan->borrower && s->icount < mo->loan->back)
			mo->running = mo->symbols;
	}
}

/* What a sleeper waits for, in words. */
static void sleep_text(const struct moment *mo, const struct proc *p, char *out, size_t size)
{
	int slot = kernel_slot(&mo->view, p->p_wchan);
	const char *variable;
	struct proc on;

	if (slot >= 0 && kernel_proc(&mo->view, slot, &on)) {
		if (on.p_pid != p->p_pid)
			snprintf(out, size, tr("asleep on proc %u"), on.p_pid);
		else if (p->p_pri < PZERO)
			snprintf(out, size, "%s", tr("asleep, giving back"));
		else
			snprintf(out, size, "%s", tr("asleep, waits for a child"));
		return;
	}
	variable = analysis_cache_variable(mo->cache, p->p_wchan);
	if (p->p_wchan == UADDR) /* sigpause */
		snprintf(out, size, "%s", tr("asleep, waits for a signal"));
	else if (variable && !strcmp(variable, "seltime")) /* sleep() */
		snprintf(out, size, "%s", tr("asleep until its time"));
	else if (variable)
		snprintf(out, size, tr("asleep on %s"), variable);
	else
		snprintf(out, size, tr("asleep on %08x"), p->p_wchan);
}

void snapshot_processes(struct moment *mo)
{
	struct snapshot *s = mo->snapshot;
	int current = kernel_current(&mo->view);
	size_t room = 0;

	for (int slot = 0; slot < NPROC; slot++) {
		struct snap_process *sp;
		struct kernel_user u;
		struct proc p;

		if (!kernel_proc(&mo->view, slot, &p))
			continue;
		s->processes = alloc_room(s->processes, s->nprocesses, &room, sizeof *s->processes);
		sp = &s->processes[s->nprocesses++];
		memset(sp, 0, sizeof *sp);
		sp->pid = p.p_pid;
		sp->ppid = p.p_ppid;
		sp->role = snapshot_role(mo, p.p_pid);
		sp->stat = p.p_stat;
		sp->flag = p.p_flag;
		sp->pri = p.p_pri;
		sp->wchan = p.p_wchan;
		sp->xstat = p.p_xstat;
		sp->base = p.p_base;
		sp->tsize = p.p_tsize;
		sp->dsize = p.p_dsize;
		sp->ssize = p.p_ssize;
		sp->mapped = p.p_mapped;
		sp->rssize = p.p_rssize;
		sp->current = slot == current;
		sp->shares = p.p_vmlink != 0;
		sp->lends = p.p_flag & SNOVM;
		if (memory_is_used(mo) && mo->loan->kind == LOAN_LENT && p.p_pid == mo->loan->lender)
			sp->lends = true;
		if (p.p_stat != SZOMB && kernel_user(&mo->view, &p, &u)) {
			snapshot_name(&mo->cache->chronicle, p.p_pid, s->icount, u.comm, sp->name);
			sp->space = u.space;
		}
		for (uint32_t sig = 1; sig < SIGNALS && p.p_stat != SZOMB; sig++) {
			size_t used = strlen(sp->pending);
			const char *name = captions_signal(sig);

			if (name && (p.p_sig & 1u << (sig - 1)))
				snprintf(sp->pending + used, sizeof sp->pending - used, "%s%s", used ? " " : "", name);
		}
		for (size_t i = 0; i < sizeof flag_names / sizeof flag_names[0]; i++) {
			size_t used = strlen(sp->flags);

			if (p.p_flag & flag_names[i].bit)
				snprintf(sp->flags + used, sizeof sp->flags - used, "%s%s", used ? " " : "",
				         flag_names[i].name);
		}
		if (p.p_stat == SSLEEP || p.p_stat == SWAIT)
			sleep_text(mo, &p, sp->state, sizeof sp->state);
		else
			snprintf(sp->state, sizeof sp->state, "%s",
			         p.p_stat == SZOMB   ? tr("zombie")
			         : p.p_stat == SIDL  ? tr("being made")
			         : p.p_stat == SSTOP ? tr("stopped")
			         : sp->current       ? tr("running")
			                             : tr("runnable"));
		if (!(p.p_flag & SLOAD) && p.p_stat != SZOMB) {
			size_t used = strlen(sp->state);

			snprintf(sp->state + used, sizeof sp->state - used, "%s", tr(", on swap"));
		}
	}
}

/* What the screen shows: behind a backspace what comes next takes the place of what was there. */
static void console(struct moment *mo)
{
	struct snapshot *s = mo->snapshot;
	const char *text;
	size_t n = timeline_output(mo->timeline, s->icount, &text), at = 0, end = 0;

	s->console = n ? alloc_copy(text, n) : alloc_copy("", 0);
	for (size_t i = 0; i < n; i++) {
		char c = text[i] ? text[i] : ' ';

		if (c == '\b') {
			at -= at > 0 && s->console[at - 1] != '\n';
			continue;
		}
		at = c == '\n' ? end : at;
		s->console[at++] = c;
		end = at > end ? at : end;
	}
	s->console[end] = '\0';
}

/* The loans that the one shown lies in, each with what is known of it. False if the run cannot be followed. */
static bool find_levels(struct moment *mo, struct timeline *t)
{
	const struct loan *chain[LOANS_DEEP], *over;
	struct snapshot *s = mo->snapshot;
	struct loans *loans = &mo->cache->loans;

	mo->nlevels = loans_chain(loans, mo->loan, s->event_seq, chain);
	for (size_t i = 0; i < mo->nlevels; i++)
		mo->levels[i] = (struct level){.loan = chain[i], .on = loan_goes_on(chain[i], s->event_seq)};
	over = mo->levels[0].on ? loans_lent_on(loans, mo->loan, s->event_seq) : NULL;
	if (over && s->icount < over->gone)
		mo->levels[mo->nlevels++] = (struct level){.loan = over};
	for (size_t i = 0; i < mo->nlevels; i++) {
		struct level *level = &mo->levels[i];

		level->walk = alloc_new(1, sizeof *level->walk);
		level->survey = loans_survey(loans, level->loan, t, &mo->cache->names, s->icount);
		if (!level->survey)
			return false;
		if (level->loan == mo->loan)
			mo->survey = level->survey;
	}
	return true;
}

/* Whom the loans shown are between, from the first lender to the last borrower. */
static void name_chain(struct moment *mo)
{
	struct snapshot *s = mo->snapshot;

	for (size_t i = 0; i < mo->nlevels && (mo->levels[i].on || !i); i++)
		s->chain[s->nchain++] = mo->levels[i].loan->lender;
	s->chain[s->nchain++] = mo->loan->borrower;
}

static void free_moment(struct moment *mo)
{
	for (size_t i = 0; i < mo->nlevels; i++)
		free(mo->levels[i].walk);
	for (size_t i = 0; i < mo->nwalks; i++)
		free(mo->walks[i]);
	free(mo);
}

/* Is it a process script that is played? Then the actors' score is on the disk. */
static bool is_played(const struct timeline *t)
{
	const struct run_image *disk = timeline_image(t, "disk");
	const uint8_t *data;
	size_t size;

	return disk && disk_find(disk->data, disk->size, SCORE_PATH, &data, &size);
}

/* whole: else only what captions are made from. */
static struct snapshot *make(struct session *session, const struct timeline_mark *mark, bool whole)
{
	struct timeline *t = session_timeline(session);
	const struct run_config *config = timeline_config(t);
	struct snapshot *s = alloc_new(1, sizeof *s);
	struct moment *mo = alloc_new(1, sizeof *mo);

	mo->timeline = t;
	mo->cache = session_cache(session);
	mo->snapshot = s;
	snprintf(s->program, sizeof s->program, "%s", config->program ? config->program : "");
	snprintf(s->system, sizeof s->system, "%s", config->system ? config->system : "");
	s->played = is_played(t);
	s->icount = mark->icount;
	s->end = timeline_end(t);
	s->nevents = timeline_nevents(t);
	s->beginning = session_beginning(session);
	s->event_seq = mark->event < (long)s->nevents ? mark->event : (long)s->nevents - 1;
	if (s->event_seq >= 0)
		s->event = *timeline_event(t, (size_t)s->event_seq);
	else
		s->event_seq = -1;
	mo->hazard = hazard_of(session, mark);
	if (mo->hazard) {
		s->event = mo->hazard->event;
		s->hazard = mo->hazard->number;
	}

	mo->loan = loans_at(&mo->cache->loans, s->event_seq);
	if (mo->loan) {
		s->lender = mo->loan->lender;
		s->borrower = mo->loan->borrower;
		s->loan = mo->loan->kind != LOAN_FORKED && loan_goes_on(mo->loan, s->event_seq);
		s->on = loan_goes_on(mo->loan, s->event_seq);
		if (mo->loan->kind == LOAN_COPIED && s->icount < mo->loan->gone)
			s->on |= s->icount < mo->loan->parted; /* the parent did not wait for it */
		s->loan_begin = mo->loan->begin;
		s->kind = mo->loan->kind;
		s->one_stack = loan_one_stack(mo->loan);
	}

	if ((mo->loan && !find_levels(mo, t)) || !timeline_seek(t, s->icount)) {
		snapshot_free(s);
		free_moment(mo);
		return NULL;
	}
	if (mo->loan)
		name_chain(mo);
	s->usec = machine_usec(timeline_machine(t));
	kernel_view(&mo->view, timeline_machine(t), &mo->cache->names);
	choose_focus(mo);

	if (whole || event_counts_pages(s->event.kind)) {
		snapshot_processes(mo);
		snapshot_memory(mo);
	}
	snapshot_registers(mo);
	snapshot_stack(mo);
	if (whole) {
		snapshot_code(mo);
		snapshot_time(mo);
		snapshot_data(mo);
		changes_of_locals(mo);
		console(mo);
	}
	captions_tell(mo);
	snprintf(s->note, sizeof s->note, "%s", mo->cache->note);
	free_moment(mo);
	return s;
}

struct snapshot *snapshot_at(struct session *session, const struct timeline_mark *mark)
{
	return make(session, mark, true);
}

struct snapshot *snapshot_caption(struct session *session, const struct timeline_mark *mark)
{
	return make(session, mark, false);
}

void snapshot_free(struct snapshot *s)
{
	if (!s)
		return;
	free(s->processes);
	free(s->pages);
	free(s->frames);
	free(s->registers);
	free(s->calls);
	free(s->words);
	free(s->copy.calls);
	free(s->copy.words);
	for (size_t i = 0; i < s->source.nlines; i++)
		free(s->source.lines[i]);
	free(s->source.lines);
	free(s->insns);
	free(s->data);
	free(s->locals);
	free(s->console);
	for (size_t i = 0; i < s->nlanes; i++)
		free(s->lanes[i].spans);
	free(s->lanes);
	free(s->ticks);
	free(s->syscalls);
	free(s->loans);
	free(s->hazards);
	free(s);
}
