/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hazards in words. See hazard.h. */
#include <stdio.h>
#include <string.h>

#include "analysis/captions.h"
#include "analysis/hazard_parts.h"
#include "analysis/snapshot_names.h"
#include "base/language.h"
#include "base/text.h"

void hazard_word_text(const struct hazard *h, char out[SNAP_TEXT])
{
	if (h->word.kind == WORD_RETURN)
		snprintf(out, SNAP_TEXT, "%s", tr("return address"));
	else if (h->word.kind == WORD_LOCAL || h->word.kind == WORD_PARAMETER)
		snprintf(out, SNAP_TEXT, "%.*s", (int)strcspn(h->word.name, "[."), h->word.name);
	else
		snapshot_word_text(&h->word, out);
}

/* ", return.c:44" */
static void put_line(struct text *t, const struct hazard *h)
{
	if (h->line)
		text_put(t, ", %s:%d", h->file, h->line);
}

/* " in main(), return.c:61" */
static void put_place(struct text *t, const struct hazard *h)
{
	if (*h->function)
		text_put(t, " in %s()", h->function);
	put_line(t, h);
}

static void put_signal(struct text *t, uint32_t status)
{
	const char *name = captions_signal(status & 0x7f);

	if (name)
		text_put(t, "%s", name);
	else
		text_put(t, "signal %u", status & 0x7f);
}

/* How it left the function, of whoever it is. */
static void put_leaving(struct text *t, const struct hazard *h)
{
	switch (h->leaving) {
	case LEAVING_RETURN:
		text_put(t, "returned from %s()", h->of);
		put_line(t, h);
		break;
	case LEAVING_JUMP:
		text_put(t, "left %s() by longjmp()", h->of);
		break;
	case LEAVING_MOVE:
		text_put(t, "left %s() by a move of its stack pointer", h->of);
		put_place(t, h);
		break;
	}
}

static void tell_use(struct text *what, struct text *why, const struct hazard *h, const char *word)
{
	if (h->word.kind == WORD_RETURN) {
		text_put(what, "pid %u returns from %s() to %08x", h->lender, h->of, h->to);
		put_line(what, h);
		text_put(what, ".");
		text_put(why, "That is what pid %u has left there; its caller had been at %08x.", h->borrower,
		         h->word.was);
	} else if (snapshot_word_register(&h->word)) {
		text_put(what, "pid %u takes %08x for its caller's %s", h->lender, h->word.value,
		         snapshot_word_register(&h->word));
		put_place(what, h);
		text_put(what, ".");
		text_put(why, "It had been %08x when the loan began.", h->word.was);
	} else if (!*h->of) {
		text_put(what, "pid %u reads %s", h->lender, word);
		put_place(what, h);
		text_put(what, ": %08x.", h->word.value);
		text_put(why, "Its child, pid %u, has stored that. It had been %08x when the loan began.", h->borrower,
		         h->word.was);
	} else {
		text_put(what, "pid %u uses the %s of %s()", h->lender, word, h->of);
		put_line(what, h);
		text_put(what, ": %08x.", h->word.value);
		text_put(why, "It had been %08x when the loan began.", h->word.was);
	}
}

static void tell_fate(struct text *what, struct text *why, const struct hazard *h)
{
	uint32_t status = h->event.arg[2];

	switch ((enum fate)h->event.arg[1]) {
	case FATE_DIES:
		text_put(what, "pid %u dies of ", h->lender);
		put_signal(what, status);
		text_put(what, ".");
		if (h->to)
			text_put(why, "It had gone astray to %08x.", h->to);
		else
			text_put(why, "It had used what pid %u has damaged.", h->borrower);
		break;
	case FATE_ASTRAY:
		text_put(what, "pid %u ends, but not where it was to go: ", h->lender);
		if (*h->event.text)
			text_put(what, "it executes %s.", h->event.text);
		else
			text_put(what, "exit status %u.", status >> 8 & 0xff);
		if (h->to)
			text_put(why, "It had gone astray to %08x.", h->to);
		break;
	case FATE_LOOPS:
		text_put(what, "pid %u never comes to an end.", h->lender);
		if (h->to)
			text_put(why, "It has gone astray to %08x.", h->to);
		break;
	case FATE_NOTHING:
		if (!h->ended)
			text_put(what, "The run ends before pid %u does.", h->lender);
		else if (*h->event.text)
			text_put(what, "pid %u executes %s: no harm came of it.", h->lender, h->event.text);
		else if (status & 0x7f)
			text_put(what, "pid %u is killed before any harm came of it.", h->lender);
		else
			text_put(what, "pid %u goes on to its end, exit status %u.", h->lender, status >> 8 & 0xff);
		text_put(why, h->used ? N_("It has used a damaged word, and was lucky.")
		                      : N_("It has used no damaged word, and was lucky."));
		break;
	}
}

void hazard_text(const struct hazard *h, char what[SNAP_LINE], char why[SNAP_LINE])
{
	struct text a = text_in(what, SNAP_LINE), b = text_in(why, SNAP_LINE);
	char word[SNAP_TEXT];

	hazard_word_text(h, word);
	switch (h->event.kind) {
	case EV_HAZARD_LEFT:
		text_put(&a,
		         h->leaving == LEAVING_RETURN ? N_("pid %u is about to return from %s()")
		         : h->leaving == LEAVING_JUMP ? N_("pid %u is about to leave %s() by longjmp()")
		                                      : N_("pid %u is about to move its stack pointer above %s()"),
		         h->event.pid, h->of);
		put_line(&a, h);
		text_put(&a, ".");
		text_put(&b, "pid %u sleeps inside and needs that frame; the next call will be put into its place.",
		         h->lender);
		break;
	case EV_HAZARD_FRAME:
		text_put(&a, "The %s of %s() was %08x, pid %u made it %08x",
		         h->word.kind == WORD_RETURN ? tr("return address") : word, h->of, h->word.was, h->event.pid,
		         h->word.value);
		put_place(&a, h);
		text_put(&a, ".");
		text_put(&b, "pid %u sleeps, and will need it.", h->lender);
		break;
	case EV_HAZARD_DATA:
		text_put(&a, "%s was %08x, pid %u made it %08x", word, h->word.was, h->event.pid, h->word.value);
		put_place(&a, h);
		text_put(&a, ".");
		text_put(&b, "pid %u will go by that, and die of it.", h->lender);
		break;
	case EV_HAZARD_STDIO:
		text_put(&a, "pid %u calls exit()", h->event.pid);
		put_place(&a, h);
		text_put(&a, ".");
		text_put(&b, "It runs pid %u's atexit functions, and flushes and closes its stdio; _exit() does not.",
		         h->lender);
		break;
	case EV_HAZARD_USE:
		tell_use(&a, &b, h, word);
		break;
	default:
		tell_fate(&a, &b, h);
		break;
	}
}

void hazard_summary(const struct hazard *h, char text[SNAP_LINE])
{
	struct text t = text_in(text, SNAP_LINE);
	char word[SNAP_TEXT], unused[SNAP_LINE];

	hazard_word_text(h, word);
	switch (h->event.kind) {
	case EV_HAZARD_LEFT:
		text_put(&t, "the child ");
		put_leaving(&t, h);
		break;
	case EV_HAZARD_FRAME:
		text_put(&t, "the child has written over the %s of %s()", word, h->of);
		put_place(&t, h);
		break;
	case EV_HAZARD_DATA:
		text_put(&t, "the child has stored into %s", word);
		put_place(&t, h);
		break;
	case EV_HAZARD_STDIO:
		text_put(&t, "the child called exit()");
		put_place(&t, h);
		break;
	default:
		hazard_text(h, text, unused);
		break;
	}
}
