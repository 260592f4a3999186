/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why two runs differ, in a sentence for each. See contrast.h. */
#include <stdio.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/captions.h"
#include "analysis/consequence.h"
#include "analysis/contrast.h"
#include "analysis/explain_systems.h"
#include "analysis/hazard_parts.h"
#include "analysis/snapshot_names.h"
#include "base/language.h"
#include "base/text.h"

/* The words of a system by their places in a row of guest/abi/systems.h. */
enum { WORD_FORK, WORD_MEMORY, WORD_STACK, WORD_HOLD, WORD_SLEEP, WORD_REGISTERS };

/* Those besides memory, the more telling ones first: a difference in what programs do is rather the earlier one's. */
static const int telling[] = {WORD_REGISTERS, 6, 7, 10, WORD_STACK, 11, WORD_HOLD, WORD_SLEEP, 9, 12, 8, WORD_FORK};

/* One of the runs, with what its reason is made from. */
struct cause {
	struct session *session;
	const struct system_words *words; /* NULL: of no system that is known */
	const struct loan *loan;          /* the one that it is about; NULL: there is none */
	const struct hazard *hazard;      /* its most telling one, or NULL */
};

static const struct system_words *words_of(const char *system)
{
	const struct system_words *words;

	for (size_t i = 0; (words = system_words(i)); i++)
		if (!strcmp(words->name, system))
			return words;
	return NULL;
}

/* The loan, or fork, at a mark; before the first one of the program that. */
static const struct loan *loan_at(struct session *session, const struct timeline_mark *mark)
{
	const struct loans *loans = &session_cache(session)->loans;
	const struct loan *loan = loans_at(loans, mark->event);
	long beginning = session_beginning(session);

	if (loan && loan->first >= beginning && (beginning <= mark->event))
		return loan;
	for (size_t i = 0; i < loans->count; i++)
		if (loans->loan[i].first >= beginning)
			return &loans->loan[i];
	return NULL;
}

/* How much a hazard tells of what happens to the lender. */
static int weight_of(const struct hazard *h)
{
	if (h->event.kind == EV_HAZARD_FRAME)
		return h->word.kind == WORD_RETURN ? 5 : snapshot_word_links(&h->word) ? 4 : 3;
	if (h->event.kind == EV_HAZARD_DATA)
		return 3;
	return h->event.kind == EV_HAZARD_LEFT ? 2 : h->event.kind == EV_HAZARD_STDIO ? 1 : 0;
}

static const struct hazard *hazard_in(struct session *session, const struct loan *loan)
{
	const struct hazards *hs = session_hazards(session);
	const struct hazard *found = NULL;

	for (size_t i = 0; loan && i < hs->count; i++) {
		const struct hazard *h = &hs->list[i];

		if (h->lender == loan->lender && h->at >= loan->begin && h->at <= loan->gone &&
		    weight_of(h) > (found ? weight_of(found) : 0))
			found = h;
	}
	return found;
}

/* What the kernel did with the memory. */
static const char *does(const struct cause *c)
{
	bool cow = c->words && !strcmp(c->words->words[WORD_FORK], "FORK_COW");

	if (!c->loan)
		return "";
	switch (c->loan->kind) {
	case LOAN_LENT:
		return N_("lends");
	case LOAN_SHARED:
		return c->loan->own_stack ? N_("shares, but for the stack") : N_("shares");
	case LOAN_COPIED:
		break;
	case LOAN_FORKED:
		return cow ? N_("fork copies when written") : N_("fork copies");
	}
	return cow ? N_("copies when written") : N_("copies");
}

static bool copies(const struct cause *c)
{
	return c->loan && !loan_lends(c->loan);
}

/* "vfork lends: " */
static void put_deed(struct text *t, const struct cause *c)
{
	if (c->loan)
		text_put(t, "%s%s: ", c->loan->kind == LOAN_FORKED ? "" : "vfork ", tr(does(c)));
}

static void put_hazard(struct text *t, const struct hazard *h)
{
	char word[SNAP_TEXT];

	hazard_word_text(h, word);
	switch (h->event.kind) {
	case EV_HAZARD_FRAME:
		if (snapshot_word_links(&h->word) && strcmp(h->function, h->of) != 0 && *h->function)
			text_put(t, "the child, in %s(), stores on the frame of %s() that the parent needs.",
			         h->function, h->of);
		else if (snapshot_word_links(&h->word))
			text_put(t, "the child stores over the %s of %s(), which the parent needs.", word, h->of);
		else
			text_put(t, "the child stores into %s of %s(), which the parent reads later.", word, h->of);
		break;
	case EV_HAZARD_DATA:
		text_put(t, "the child stores into %s, by which the parent dies.", word);
		break;
	case EV_HAZARD_LEFT:
		text_put(t, "the child leaves %s(), in which the parent is still.", h->of);
		break;
	default:
		text_put(t, "the child's exit() flushes and closes the parent's stdio.");
		break;
	}
}

/* The other side of that, where nothing is lent. */
static void put_no_harm(struct text *t, const struct hazard *h)
{
	switch (h->event.kind) {
	case EV_HAZARD_FRAME:
		text_put(t, "the same stores go to the child's own page. The parent's frame is whole.");
		break;
	case EV_HAZARD_DATA:
		text_put(t, "the same store goes to the child's own page. The parent's is as it was.");
		break;
	case EV_HAZARD_LEFT:
		text_put(t, "the child leaves a frame of its own stack. The parent's is whole.");
		break;
	default:
		text_put(t, "exit() flushes what the child has of its own. The parent's stdio is as it was.");
		break;
	}
}

/* The first of the telling words that the two systems do not share; -1 if there is none. */
static int other_word(const struct cause c[2])
{
	for (size_t i = 0; c[0].words && c[1].words && i < sizeof telling / sizeof *telling; i++) {
		const char *a = c[0].words->words[telling[i]], *b = c[1].words->words[telling[i]];

		if (strcmp(a, b) != 0 && (*system_sentence(a) || *system_sentence(b)))
			return telling[i];
	}
	return -1;
}

/* " `global` is 7." */
static void put_value(struct text *t, const struct comparison *c, int side)
{
	if (c->values.found)
		text_put(t, " At %s:%d %s is %s.", c->values.place[side].file, c->values.place[side].line,
		         c->value[0].name, c->value[0].value[side]);
}

static void put_reason(struct text *t, const struct alignment *a, const struct cause c[2], int side)
{
	const struct comparison *made = &a->comparison;
	const struct cause *mine = &c[side], *other = &c[!side];
	bool differ = made->step.found || made->values.found || made->output;
	int word;

	if (mine->hazard && (!other->hazard || !differ)) {
		put_deed(t, mine);
		put_hazard(t, mine->hazard);
		return;
	}
	if (other->hazard && !mine->hazard && copies(mine)) {
		put_deed(t, mine);
		put_no_harm(t, other->hazard);
		return;
	}
	if (differ && c[0].loan && c[1].loan && copies(&c[0]) != copies(&c[1])) {
		put_deed(t, mine);
		text_put(t, copies(mine) ? N_("what the child writes stays with it.")
		                         : N_("what the child writes is its parent's, too."));
		put_value(t, made, side);
		return;
	}
	word = differ ? other_word(c) : -1;
	if (word >= 0) {
		const char *sentence = system_sentence(mine->words->words[word]);

		if (!strncmp(sentence, "it ", 3)) /* in the table, "it" is the parent; in translations, too */
			text_put(t, "the parent %s.", tr(sentence) + strlen(tr("it ")));
		else
			text_put(t, "%s.", tr(*sentence ? sentence : N_("nothing special is done")));
		put_value(t, made, side);
		return;
	}
	if (made->step.found) {
		const struct comparison_place *p = &made->step.place[side];

		if (!p->there)
			text_put(t, "pid %u does nothing more.", (unsigned)p->pid);
		else if (p->line)
			text_put(t, "pid %u goes on in %s(), %s:%d.", (unsigned)p->pid, p->function, p->file, p->line);
		else
			text_put(t, "%s", p->what);
		return;
	}
	if (made->event.found && strcmp(made->event.place[0].what, made->event.place[1].what) != 0) {
		put_deed(t, mine);
		text_put(t, "its program sees nothing of that.");
		return;
	}
	text_put(t, "the program does the same as the other.");
}

/* Ends ---------------------------------------------------------------------------------------- */

static const struct {
	const char *will, *has;
	bool harm;
} fates[] = {
	[OUTCOME_LIVES] = {N_("will be fine"), N_("is fine"), false},
	[OUTCOME_DIES] = {N_("will die"), N_("has died"), true},
	[OUTCOME_ASTRAY] = {N_("will go astray"), N_("has gone astray"), true},
	[OUTCOME_STUCK] = {N_("will sleep for ever"), N_("sleeps for ever"), true},
	[OUTCOME_WAITS] = {N_("will wait for the terminal"), N_("waits for the terminal"), false},
	[OUTCOME_RUNS] = {N_("will run on"), N_("runs on"), false},
};

/* How it ends for the parent, or the program's first process. */
static void tell_end(const struct cause *c, struct contrast_side *side)
{
	const struct timeline *t = session_timeline(c->session);
	long beginning = session_beginning(c->session);
	const struct event *first = beginning >= 0 ? timeline_event(t, (size_t)beginning) : NULL, *end;
	struct text will = text_in(side->will, SNAP_TEXT);
	struct timeline_mark from;
	enum ending outcome;
	char unused[SNAP_TEXT];
	uint32_t status;

	if (!first)
		return;
	from = c->loan ? (struct timeline_mark){c->loan->begin, c->loan->first, 0}
	               : (struct timeline_mark){first->icount, beginning, 0};
	side->pid = c->loan ? c->loan->lender : first->pid;
	outcome = outcome_of(c->session, &from, side->pid, unused);
	end = outcome_event(t, side->pid, (size_t)(from.event + 1));
	status = end && end->kind == EV_EXIT_BEGIN ? end->arg[0] : 0;
	side->harm = fates[outcome].harm || (status >> 8 & 0xff);
	text_put(&will, "pid %u ", (unsigned)side->pid);
	if (outcome == OUTCOME_LIVES && status >> 8 & 0xff)
		text_put(&will,
		         side->mark.icount < end->icount ? N_("will exit with status %u")
		                                         : N_("has exited with status %u"),
		         (unsigned)(status >> 8 & 0xff));
	else
		text_put(&will, "%s",
		         tr(side->mark.icount < (end ? end->icount : timeline_end(t)) ? fates[outcome].will
		                                                                      : fates[outcome].has));
	if (outcome == OUTCOME_DIES && captions_signal(status & 0x7f))
		text_put(&will, " of %s", captions_signal(status & 0x7f));
}

void contrast_reason(struct alignment *a, const struct timeline_mark mark[2], struct contrast *c)
{
	struct cause cause[2];

	for (int i = 0; i < 2; i++) {
		cause[i] = (struct cause){.session = a->session[i], .words = words_of(c->side[i].system)};
		cause[i].loan = loan_at(a->session[i], &mark[i]);
		cause[i].hazard = hazard_in(a->session[i], cause[i].loan);
		c->side[i].does = does(&cause[i]);
		tell_end(&cause[i], &c->side[i]);
	}
	for (int i = 0; i < 2; i++) {
		struct text t = text_in(c->side[i].reason, SNAP_LINE);

		put_reason(&t, a, cause, i);
	}
}
