/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Root causes among the hazards of a run. What follows from a mistake (a damaged word, its use, the lender's end) is
 * told with the mistake. See causes.h. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "check/causes.h"

/* Findings of one loan while its hazards are gone through. */
struct thread {
	const struct borrowing *b;
	struct finding left;   /* the first time that the borrower left, */
	struct finding damage; /* words damaged from below, */
	struct finding stdio;  /* a call of exit */
	bool has_left, has_damage, has_stdio;
};

struct finding causes_begin(const struct causes *c, enum detector_id detector, enum severity severity,
                            const struct site *site, const struct loan *l, uint64_t icount)
{
	struct finding f = {
		.detector = detector,
		.severity = severity,
		.icount = icount,
		.level = c->level,
		.system = c->system,
		.skew = c->skew,
		.levels = 1ull << c->level,
		.systems = 1ull << c->system,
		.times = 1,
	};

	if (site)
		f.site = *site;
	if (l) {
		f.lender = l->lender;
		f.borrower = l->borrower;
	}
	snprintf(f.where, sizeof f.where, "@%" PRIu64, icount);
	return f;
}

bool causes_site(const struct borrowing *b, uint32_t pc, uint64_t icount, struct site *site)
{
	struct sites *sites = (struct sites *)&b->sites; /* which only learns */

	return sites_at(sites, pc, site) || sites_at(sites, borrowing_call_at(b, icount), site);
}

/* The loan that a hazard is of. */
static const struct borrowing *borrowing_of(const struct causes *c, const struct hazard *h)
{
	for (size_t i = c->nborrowings; i-- > 0;) {
		const struct borrowing *b = &c->borrowings[i];

		if (b->loan->lender == h->lender && b->loan->borrower == h->borrower && b->loan->begin <= h->at)
			return b;
	}
	return NULL;
}

static void set_where(struct finding *f, const struct hazard *h)
{
	snprintf(f->where, sizeof f->where, "%" PRIu64 ".%u", h->event.seq, h->number);
	f->icount = h->event.icount;
}

static void set_word(struct finding *f, const struct hazard *h, const char *word)
{
	if (*f->thing)
		return;
	snprintf(f->thing, sizeof f->thing, "%.58s of %.30s()", word, h->of);
	snprintf(f->was, sizeof f->was, "%08x", h->word.was);
	snprintf(f->now, sizeof f->now, "%08x", h->word.value);
}

/* "main(), return.c:60", where a return address leads. */
static void put_target(const struct borrowing *b, uint32_t pc, char out[SNAP_TEXT])
{
	struct site site;

	if (sites_at((struct sites *)&b->sites, pc - 2, &site))
		snprintf(out, SNAP_TEXT, "%.31s() at line %d", site.function, site.line);
	else
		snprintf(out, SNAP_TEXT, "its caller");
}

static void left(struct causes *c, struct thread *t, const struct hazard *h, const struct site *site)
{
	bool jump = h->leaving == LEAVING_JUMP;

	if (t->has_left) {
		finding_note(&t->left, site, "then it leaves %s(), too", h->of);
		return;
	}
	t->has_left = true;
	t->left = causes_begin(c, jump ? DETECTOR_LONGJMP : DETECTOR_LEFT, SEVERITY_WARNING, site, t->b->loan,
	                       h->event.icount);
	set_where(&t->left, h);
	if (jump)
		snprintf(t->left.text, sizeof t->left.text,
		         "the child of vfork leaves %s() by longjmp, and its parent sleeps inside it", h->of);
	else if (h->leaving == LEAVING_RETURN)
		snprintf(t->left.text, sizeof t->left.text,
		         "the child of vfork returns from %s(), and its parent sleeps inside it", h->of);
	else
		snprintf(t->left.text, sizeof t->left.text,
		         "the child of vfork moves its stack pointer above %s(), and its parent sleeps inside it",
		         h->of);
}

static void frame(struct causes *c, struct thread *t, const struct hazard *h, const struct site *site)
{
	char word[SNAP_TEXT], target[SNAP_TEXT];
	struct finding *f = &t->left;

	hazard_word_text(h, word);
	if (!t->has_left) {
		f = &t->damage;
		if (!t->has_damage) {
			t->damage =
				causes_begin(c, DETECTOR_FRAME, SEVERITY_WARNING, site, t->b->loan, h->event.icount);
			set_where(f, h);
			snprintf(f->text, sizeof f->text,
			         "the child of vfork writes over the %s of %s(): %08x, was %08x; its parent needs it",
			         word, h->of, h->word.value, h->word.was);
		}
		t->has_damage = true;
	}
	if (h->word.kind == WORD_RETURN) { /* tells more than any other word */
		f->thing[0] = '\0';
		put_target(t->b, h->word.was, target);
		finding_note(f, site,
		             "the child writes over the return address of %s(): it led to %s (%08x), now it is %08x",
		             h->of, target, h->word.was, h->word.value);
	} else {
		finding_note(f, site, "the child writes over the %s of %s(): it was %08x, now it is %08x", word, h->of,
		             h->word.was, h->word.value);
	}
	set_word(f, h, word);
}

static void use(struct finding *f, const struct hazard *h, const struct site *site)
{
	char word[SNAP_TEXT];

	hazard_word_text(h, word);
	f->severity = SEVERITY_ERROR;
	if (h->word.kind == WORD_RETURN)
		finding_note(f, site, "the parent (pid %u) returns from %s() to %08x; its caller was at %08x",
		             h->lender, h->of, h->to, h->word.was);
	else
		finding_note(f, site, "the parent (pid %u) takes the %s of %s() as it is now: %08x", h->lender, word,
		             h->of, h->word.value);
}

static void fate(const struct causes *c, struct finding *f, const struct hazard *h)
{
	char what[SNAP_LINE], why[SNAP_LINE];

	hazard_text(h, what, why);
	if (c->restarts && !h->ended)
		snprintf(what, sizeof what, "pid %u begins the program again and again, its stack lower each time.",
		         h->lender);
	if (h->event.arg[1] != FATE_NOTHING)
		f->severity = SEVERITY_ERROR;
	finding_note(f, NULL, "%s%s%s", what, *why ? " " : "", why);
}

/* Are the parent's FILEs not as they were when it goes on? */
static bool finds_it(const struct borrowing *b)
{
	for (size_t i = 0; i < b->nwords; i++)
		if (b->streams_at && b->words[i].va >= b->streams_at &&
		    b->words[i].va < b->streams_at + STREAMS * STREAM_BYTES)
			return true;
	return false;
}

/* Is a stream closed when the parent goes on? */
static bool is_closed(const struct borrowing *b, int stream)
{
	return b->over && b->streams_at && !(b->streams[stream].flag & (STREAM_READ | STREAM_WRITE));
}

static void exits(struct causes *c, struct thread *t, const struct hazard *h, const struct site *site)
{
	if (t->has_left) { /* main's caller does that, and who returned to it is to blame */
		finding_note(&t->left, site, "then exit() flushes and closes the parent's stdio");
		return;
	}
	t->has_stdio = true;
	t->stdio = causes_begin(c, DETECTOR_STDIO, finds_it(t->b) ? SEVERITY_ERROR : SEVERITY_WARNING, site, t->b->loan,
	                        h->event.icount);
	set_where(&t->stdio, h);
	snprintf(t->stdio.text, sizeof t->stdio.text,
	         "the child of vfork calls exit(), which flushes and closes its parent's stdio");
	if (is_closed(t->b, 1))
		finding_note(&t->stdio, NULL,
		             "stdout is closed as the parent (pid %u) goes on: what it prints afterwards is lost",
		             t->b->loan->lender);
}

static struct finding *cause(struct thread *t)
{
	return t->has_left ? &t->left : t->has_damage ? &t->damage : NULL;
}

static void take(struct causes *c, struct thread *t, const struct hazard *h)
{
	struct site site;

	causes_site(t->b, h->pc, h->at, &site);
	switch (h->event.kind) {
	case EV_HAZARD_LEFT:
		left(c, t, h, &site);
		break;
	case EV_HAZARD_FRAME:
		frame(c, t, h, &site);
		break;
	case EV_HAZARD_STDIO:
		exits(c, t, h, &site);
		break;
	case EV_HAZARD_DATA:
		break; /* data_causes.c tells it, with its bytes */
	case EV_HAZARD_USE:
		if (!sites_at((struct sites *)&t->b->sites, h->pc, &site))
			memset(&site, 0, sizeof site);
		if (cause(t))
			use(cause(t), h, &site);
		break;
	default:
		if (cause(t))
			fate(c, cause(t), h);
		break;
	}
}

void causes_of_hazards(struct causes *c)
{
	const struct hazards *hs = session_hazards(c->session);

	for (size_t i = 0; i < c->nborrowings; i++) {
		struct thread t = {.b = &c->borrowings[i]};

		if (!t.b->own)
			continue;
		for (size_t k = 0; k < hs->count; k++)
			if (borrowing_of(c, &hs->list[k]) == t.b)
				take(c, &t, &hs->list[k]);
		if (t.has_left)
			findings_add(c->found, &t.left);
		if (t.has_damage)
			findings_add(c->found, &t.damage);
		if (t.has_stdio && !t.has_left)
			findings_add(c->found, &t.stdio);
	}
}
