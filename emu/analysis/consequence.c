/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs the branch that a choice makes, and tells what comes of it. See consequence.h. */
#include "analysis/consequence.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/captions.h"
#include "base/alloc.h"
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

/* Otherwise than as written ---------------------------------------------------------------------- */

/* What has been printed on the console: by one process, or 0: by anybody. To be freed. */
static char *printed(struct timeline *t, uint32_t pid)
{
	const char *text;
	size_t all = timeline_output(t, UINT64_MAX, &text), n = 0;
	char *own = alloc_new(all + 1, 1);
	const struct event *e;
	uint64_t since = 0; /* the process has called the kernel */

	for (size_t i = 0; pid && (e = timeline_event(t, i)); i++) {
		size_t from, to;

		if (e->pid != pid)
			continue;
		if (e->kind == EV_SYSCALL_ENTER)
			since = e->icount;
		if (e->kind != EV_TTY_WRITE)
			continue;
		from = timeline_output(t, since, &text);
		to = timeline_output(t, e->icount, &text);
		since = e->icount;
		if (to > from && n + to - from <= all) {
			memcpy(own + n, text + from, to - from);
			n += to - from;
		}
	}
	if (!pid) {
		memcpy(own, text, all);
		n = all;
	}
	own[n] = '\0';
	return own;
}

/* Are all words of one text in the other one, in their order? */
static bool has_words(const char *text, const char *words)
{
	static const char blanks[] = " \t\r\n";

	for (words += strspn(words, blanks); *words; words += strspn(words, blanks)) {
		size_t n = strcspn(words, blanks), length = 0;

		for (text += strspn(text, blanks); *text; text += length + strspn(text + length, blanks)) {
			length = strcspn(text, blanks);
			if (length == n && !memcmp(text, words, n))
				break;
		}
		if (!*text)
			return false;
		text += n;
		words += n;
	}
	return true;
}

/* Does a process print in one run what it prints in the other? What it has left in a buffer another one may print for
 * it. */
static bool prints_alike(struct timeline *t, struct timeline *other, uint32_t pid)
{
	char *own = printed(t, pid), *others = printed(other, pid), *all = printed(t, 0),
	     *all_other = printed(other, 0);
	bool alike = has_words(all, others) && has_words(all_other, own);

	free(own);
	free(others);
	free(all);
	free(all_other);
	return alike;
}

/* What becomes of a process that has lent. Where it lives, its end is held against the one that is written. */
static enum ending end_of(const struct consequence *c, const struct written *w, uint32_t pid, const char *who,
                          bool waits, char text[SNAP_TEXT])
{
	struct timeline *t = session_timeline(c->session), *written = session_timeline(w->session);
	enum ending o = outcome(c->session, &c->start, pid, who, waits, text);
	struct text out = text_in(text + strlen(text), SNAP_TEXT - strlen(text));
	const struct event *end, *other;
	char unused[SNAP_TEXT];

	if (o != OUTCOME_LIVES || outcome_of(w->session, &w->mark, pid, unused) != OUTCOME_LIVES)
		return o;
	end = outcome_event(t, pid, (size_t)(c->start.event + 1));
	other = outcome_event(written, pid, (size_t)(w->mark.event + 1));
	if (end->kind != other->kind || strcmp(end->text, other->text) != 0)
		text_put(&out, ", not as written");
	else if (end->kind == EV_EXIT_BEGIN && end->arg[0] != other->arg[0])
		text_put(&out, ", not %u as written", (unsigned)(other->arg[0] >> 8 & 0xff));
	else if (!prints_alike(t, written, pid))
		text_put(&out, ", prints otherwise");
	else
		return OUTCOME_LIVES;
	return OUTCOME_ALTERED;
}

/* Does the run that is left end for the process in the same way? */
static bool came_before(const struct consequence *c, struct session *from, uint32_t pid)
{
	const struct hazard *fate = fate_of(c->session, pid, &c->start), *was = fate_of(from, pid, &c->start);
	char text[SNAP_TEXT], before[SNAP_TEXT];
	enum ending o = outcome_of(c->session, &c->start, pid, text);

	if (c->outcome == OUTCOME_LIVES || c->outcome == OUTCOME_WAITS || c->outcome == OUTCOME_RUNS)
		return false;
	return o == outcome_of(from, &c->start, pid, before) && !strcmp(text, before) &&
	       (fate ? fate->to : 0) == (was ? was->to : 0) &&
	       (c->outcome != OUTCOME_ALTERED ||
	        prints_alike(session_timeline(c->session), session_timeline(from), pid));
}

/* How bad it is. */
static int weight(enum ending o)
{
	static const int weights[] = {
		[OUTCOME_LIVES] = 0, [OUTCOME_RUNS] = 1,   [OUTCOME_WAITS] = 2, [OUTCOME_ALTERED] = 3,
		[OUTCOME_STUCK] = 4, [OUTCOME_ASTRAY] = 5, [OUTCOME_DIES] = 6,
	};

	return weights[o];
}

/* The worst of what becomes of those who have lent, one to the other. from: the run that is left. */
static void judge(struct consequence *c, struct session *from, const struct written *written, uint32_t pid, bool waits)
{
	const struct loans *ls = &session_cache(c->session)->loans;
	const struct loan *chain[LOANS_DEEP], *l = loans_at(ls, c->start.event);
	size_t n = l && l->borrower == pid ? loans_chain(ls, l, c->start.event, chain) : 0;
	char who[SNAP_TEXT], text[SNAP_TEXT];
	uint32_t whose = pid;

	snprintf(who, sizeof who, "%s", tr("the parent"));
	for (size_t i = n; i-- > 0;) {
		enum ending o;

		if (n > 1)
			snprintf(who, sizeof who, "pid %" PRIu32, chain[i]->lender);
		o = end_of(c, written, chain[i]->lender, who, waits, text);
		if (i + 1 < n && weight(o) <= weight(c->outcome))
			continue;
		whose = chain[i]->lender;
		c->outcome = o;
		memcpy(c->ending, text, sizeof text);
	}
	if (!n)
		c->outcome = end_of(c, written, pid, who, waits, c->ending);
	c->before = came_before(c, from, whose);
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
		if (hs->list[i].at < c->start.icount)
			continue; /* done before, even if it is told at the start only */
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
                      const struct written *written, struct session *rehearsed, struct consequence *c,
                      char error[ERROR_MAX])
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
	judge(c, from, written, choices->pid, waits);
	return true;
}

void consequence_free(struct consequence *c)
{
	session_free(c->session);
	*c = (struct consequence){0};
}
