/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs the branch that a choice makes, and tells what comes of it. See consequence.h. */
#include "analysis/consequence.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/captions.h"
#include "base/language.h"
#include "base/text.h"

/* The outcome ------------------------------------------------------------------------------------ */

const struct event *outcome_event(const struct timeline *t, uint32_t pid, size_t first)
{
	const struct event *e;

	for (size_t i = first; (e = timeline_event(t, i)); i++)
		if (e->pid == pid && (e->kind == EV_EXIT_BEGIN || e->kind == EV_EXEC_COMMIT))
			return e;
	return NULL;
}

/* Has the process used, or been led astray by, what a borrower has damaged? */
static const struct hazard *fate_of(struct session *session, uint32_t pid, const struct timeline_mark *mark)
{
	const struct hazards *hs = session_hazards(session);

	for (size_t i = 0; i < hs->count; i++)
		if (hs->list[i].event.kind == EV_HAZARD_FATE && hs->list[i].lender == pid &&
		    hs->list[i].event.icount >= mark->icount)
			return &hs->list[i];
	return NULL;
}

static enum ending outcome(struct session *session, const struct timeline_mark *mark, uint32_t pid, const char *who,
                           bool waits, char text[SNAP_TEXT])
{
	const struct timeline *t = session_timeline(session);
	const struct event *end = outcome_event(t, pid, (size_t)(mark->event + 1));
	const struct hazard *fate = fate_of(session, pid, mark);
	struct text out = text_in(text, SNAP_TEXT);

	text_put(&out, "%s ", who);
	if (end && end->kind == EV_EXIT_BEGIN && end->arg[0] & 0x7f) {
		text_put(&out, "dies of ");
		captions_put_signal(&out, end->arg[0] & 0x7f);
		return OUTCOME_DIES;
	}
	if (fate && fate->event.arg[1] == FATE_LOOPS) {
		text_put(&out, "never comes to an end: it has gone astray");
		return OUTCOME_ASTRAY;
	}
	if (!end && waits) {
		text_put(&out, "sleeps until somebody types");
		return OUTCOME_WAITS;
	}
	if (!end && !*timeline_problem(t)) {
		text_put(&out, "sleeps for ever: deadlock");
		return OUTCOME_STUCK;
	}
	if (!end) {
		text_put(&out, "still runs");
		return OUTCOME_RUNS;
	}
	if (end->kind == EV_EXEC_COMMIT)
		text_put(&out, "lives, executes %.40s", end->text);
	else
		text_put(&out, "lives, exit %u", (unsigned)(end->arg[0] >> 8 & 0xff));
	if (!fate || (!fate->used && fate->event.arg[1] != FATE_ASTRAY))
		return OUTCOME_LIVES;
	text_put(&out, fate->event.arg[1] == FATE_ASTRAY ? N_(", but astray") : N_(", by luck"));
	return fate->event.arg[1] == FATE_ASTRAY ? OUTCOME_ASTRAY : OUTCOME_LIVES;
}

enum ending outcome_of(struct session *session, const struct timeline_mark *mark, uint32_t pid, char text[SNAP_TEXT])
{
	return outcome(session, mark, pid, tr("the parent"), false, text);
}

/* How bad it is. */
static int weight(enum ending o)
{
	static const int weights[] = {
		[OUTCOME_LIVES] = 0, [OUTCOME_RUNS] = 1,   [OUTCOME_WAITS] = 2,
		[OUTCOME_STUCK] = 3, [OUTCOME_ASTRAY] = 4, [OUTCOME_DIES] = 5,
	};

	return weights[o];
}

/* The worst of what becomes of those who have lent, one to the other. */
static void judge(struct consequence *c, uint32_t pid, bool waits)
{
	const struct loans *ls = &session_cache(c->session)->loans;
	const struct loan *chain[LOANS_DEEP], *l = loans_at(ls, c->start.event);
	size_t n = l && l->borrower == pid ? loans_chain(ls, l, c->start.event, chain) : 0;
	char who[SNAP_TEXT], text[SNAP_TEXT];

	snprintf(who, sizeof who, "%s", tr("the parent"));
	for (size_t i = n; i-- > 0;) {
		enum ending o;

		if (n > 1)
			snprintf(who, sizeof who, "pid %" PRIu32, chain[i]->lender);
		o = outcome(c->session, &c->start, chain[i]->lender, who, waits, text);
		if (i + 1 < n && weight(o) <= weight(c->outcome))
			continue;
		c->outcome = o;
		memcpy(c->ending, text, sizeof text);
	}
	if (!n)
		c->outcome = outcome(c->session, &c->start, pid, who, waits, c->ending);
}

/* The instant to look at ------------------------------------------------------------------------- */

/* How much a hazard tells of what happens to the lender. */
static int tells(const struct hazard *h)
{
	if (h->event.kind == EV_HAZARD_FRAME)
		return h->word.kind == WORD_RETURN ? 4 : 3;
	if (h->event.kind == EV_HAZARD_DATA)
		return 3;
	return h->event.kind == EV_HAZARD_LEFT ? 2 : h->event.kind == EV_HAZARD_STDIO ? 1 : 0;
}

static const struct hazard *worst(struct consequence *c)
{
	const struct hazards *hs = session_hazards(c->session);
	const struct hazard *found = NULL;

	for (size_t i = 0; i < hs->count; i++) {
		if (hs->list[i].event.icount < c->start.icount)
			continue;
		c->hazards++;
		if (tells(&hs->list[i]) > (found ? tells(found) : 0))
			found = &hs->list[i];
	}
	return found;
}

/* Without a hazard: where the parent wakes; where it sleeps for ever, the end. */
static void look_at_wake(struct consequence *c, uint32_t pid)
{
	struct timeline *t = session_timeline(c->session);
	const struct loan *l = loans_at(&session_cache(c->session)->loans, c->start.event);
	uint64_t at = l && l->borrower != pid ? LOAN_NEVER : !l ? LOAN_NEVER : l->end;

	if (l && l->kind == LOAN_FORKED) {
		const struct event *end = outcome_event(t, l->lender, (size_t)(c->start.event + 1));

		at = l->parted;
		if (end &&
		    (at == LOAN_NEVER || end->icount < at)) { /* it does not wait: what becomes of it may come first */
			c->decisive = (struct timeline_mark){end->icount, (long)end->seq, 0};
			return;
		}
	}
	if (at == LOAN_NEVER || at < c->start.icount)
		at = timeline_end(t);
	c->decisive = (struct timeline_mark){at, (long)timeline_events_until(t, at) - 1, 0};
}

/* Instructions that a branch may begin before its start. */
#define BEFORE 2000000
/* Instructions behind it that are rehearsed in detail. */
#define REHEARSED 100000

/* Keeps the state that branches begin with. */
static void keep(struct session *session, const struct choices *choices)
{
	const struct loan *l = loans_at(&session_cache(session)->loans, choices->mark.event);
	uint64_t at = choices->mark.icount;

	if (l && at - l->begin <= BEFORE)
		at = l->begin; /* from where on the loan is watched */
	timeline_keep(session_timeline(session), at);
}

/* Runs a branch to its end, or as far as one does. True: it ended because the guest wanted more to be typed. */
static bool go_on(struct timeline *t, const struct timeline *parent, uint64_t icount)
{
	struct retyper rest = retyper_from(parent, icount, true);

	timeline_bound(t, BRANCH_WORK);
	timeline_console(t, &(struct console){.arg = &rest, .keys = retyper_keys});
	timeline_complete(t);
	timeline_console(t, NULL);
	return rest.stopped;
}

struct session *consequence_rehearse(struct session *from, const struct choices *choices)
{
	struct timeline *parent = session_timeline(from), *t;
	struct session *session;
	char error[ERROR_MAX];

	keep(from, choices);
	t = timeline_branch(parent, choices->mark.icount, NULL, 0, error);
	if (!t)
		return NULL;
	go_on(t, parent, choices->mark.icount);
	session = session_new(t);
	hazards_if_soon(session);
	timeline_detail(t, choices->mark.icount, choices->mark.icount + REHEARSED, NULL, NULL, NULL, NULL);
	snapshot_free(snapshot_at(session, &choices->mark));
	return session;
}

/* The branch of an action, in place of the one that was rehearsed, whose session is left if there is a branch. */
static struct timeline *leave(struct session *from, const struct choices *choices, const char *action,
                              struct session *rehearsed, char error[ERROR_MAX])
{
	struct action_changes changes = {0};
	struct timeline *t;

	if (!actions_read(from, &choices->mark, choices->pid, &action, *action ? 1 : 0, &changes, error)) {
		session_free(rehearsed);
		return NULL;
	}
	keep(from, choices);
	t = timeline_branch_instead(session_timeline(from), choices->mark.icount, changes.list, changes.count,
	                            rehearsed ? session_timeline(rehearsed) : NULL, error);
	free(changes.list);
	if (!t && rehearsed)
		session_leave(rehearsed); /* its timeline is gone */
	return t;
}

bool consequence_make(struct session *from, const struct choices *choices, const struct choice *choice,
                      struct session *rehearsed, struct consequence *c, char error[ERROR_MAX])
{
	struct timeline *t;
	const struct machine_halt *halt;
	const struct hazard *h;
	char summary[SNAP_LINE];
	bool waits;

	*c = (struct consequence){.start = choices->mark};
	c->start.hazard = 0;
	if (!choice->possible) {
		session_free(rehearsed);
		return error_set(error, "%s: %s", choice->what, choice->why);
	}
	t = leave(from, choices, choice->action, rehearsed, error);
	if (!t)
		return false;
	waits = go_on(t, session_timeline(from), choices->mark.icount);
	c->session = session_instead(rehearsed, t);
	snprintf(c->name, sizeof c->name, "%s %s", choices->woken ? "parent" : "child", choice_name(choice->kind));
	halt = machine_halt(timeline_machine(t));
	if (halt->check) { /* it reads what a trace does not hold: nobody knows how it would have ended */
		error_set(error, "%s: %.*s", c->name, (int)strcspn(halt->report, "\n"), halt->report);
		consequence_free(c);
		return false;
	}
	h = worst(c);
	if (h) {
		hazard_summary(h, summary);
		snprintf(c->hazard, sizeof c->hazard, "%s: %.200s", event_name(h->event.kind), summary);
		c->decisive = hazard_mark(h);
		c->has_hazard = true;
	} else {
		look_at_wake(c, choices->pid);
	}
	judge(c, choices->pid, waits);
	return true;
}

void consequence_free(struct consequence *c)
{
	session_free(c->session);
	*c = (struct consequence){0};
}
