/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is told of a thing. */
#include "card.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "abi/arch.h"
#include "analysis/captions.h"
#include "analysis/explain.h"
#include "analysis/lending.h"
#include "analysis/snapshot_names.h"
#include "analysis/term.h"
#include "base/language.h"
#include "draw.h"
#include "keys.h"
#include "panel.h"
#include "selection.h"

#define SMALL 0x1000 /* values below are no pointers */

static struct card_row *row(struct card *c, const char *label, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static struct card_row *row(struct card *c, const char *label, const char *format, ...)
{
	static struct card_row none;
	struct card_row *r = c->count < CARD_ROWS ? &c->rows[c->count++] : &none;
	va_list ap;

	*r = (struct card_row){.label = label, .colour = INK};
	va_start(ap, format);
	if (*format)
		vsnprintf(r->text, sizeof r->text, tr(format), ap);
	va_end(ap);
	return r;
}

static void title(struct card *c, enum colour colour, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void title(struct card *c, enum colour colour, const char *format, ...)
{
	va_list ap;

	c->colour = colour;
	va_start(ap, format);
	vsnprintf(c->title, sizeof c->title, tr(format), ap);
	va_end(ap);
}

/* Where a pointer leads to; false if the value is none. */
static bool pointed(const struct snapshot *s, uint32_t pid, uint32_t value, struct symbols *symbols,
                    char out[SNAP_TEXT])
{
	static const char *const parts[] = {[PART_TEXT] = N_("points into text"),
	                                    [PART_DATA] = N_("points into data"),
	                                    [PART_STACK] = N_("points into the stack"),
	                                    [PART_MAPPED] = N_("points into what is mapped")};
	uint32_t holder = snapshot_holder(s, pid), start = 0;
	const char *function;

	if (value < SMALL && value != 0)
		return false;
	if (value >= S0BASE) {
		snprintf(out, SNAP_TEXT, "%s", tr("points into the kernel"));
		return value < S0BASE + 0x1000000;
	}
	for (size_t i = 0; i < s->npages; i++) {
		const struct snap_page *p = &s->pages[i];

		if (p->pid != holder || p->va / NBPG != value / NBPG)
			continue;
		function = p->part == PART_TEXT && symbols ? symbols_function(symbols, value, &start) : NULL;
		if (function)
			snprintf(out, SNAP_TEXT, tr("points to %.63s+0x%x"), function, value - start);
		else
			snprintf(out, SNAP_TEXT, "%s", tr(parts[p->part]));
		return value != 0;
	}
	snprintf(out, SNAP_TEXT, "%s", tr("points nowhere"));
	return value >= SMALL;
}

/* A value in every reading: hexadecimal, decimal, text, and where it leads to as a pointer. */
static void value_row(struct card *c, const char *label, const struct snapshot *s, uint32_t pid, uint32_t value,
                      struct symbols *symbols)
{
	char decimal[32], text[16] = "", where[SNAP_TEXT];
	unsigned char bytes[4] = {(unsigned char)(value >> 24), (unsigned char)(value >> 16),
	                          (unsigned char)(value >> 8), (unsigned char)value};
	bool printable = true;

	for (int i = 0; i < 4; i++)
		printable &= isprint(bytes[i]) != 0;
	if (printable)
		snprintf(text, sizeof text, "   \"%.4s\"", (const char *)bytes);
	draw_number(decimal, value);
	if (value > INT32_MAX)
		snprintf(decimal, sizeof decimal, "-%" PRIu32, ~value + 1);
	bool pointer = pointed(s, pid, value, symbols, where);
	row(c, label, "%08x   %s%s%s%s", value, decimal, text, pointer ? "   " : "", pointer ? where : "")->code = true;
}

void card_deed(const struct story_deed *deed, char out[CARD_TEXT])
{
	char who[64], place[SNAP_LINE] = "";

	if (deed->hand)
		snprintf(who, sizeof who, tr("by hand, for pid %u, before"), deed->pid);
	else if (deed->kernel && deed->signal)
		snprintf(who, sizeof who, tr("the kernel for pid %u, for a handler of %s"), deed->pid,
		         captions_signal(deed->signal) ? captions_signal(deed->signal) : tr("a signal"));
	else if (deed->kernel && deed->call)
		snprintf(who, sizeof who, tr("the kernel for pid %u, in %.20s"), deed->pid, deed->call);
	else if (deed->kernel)
		snprintf(who, sizeof who, tr("the kernel for pid %u"), deed->pid);
	else
		snprintf(who, sizeof who, "pid %u", deed->pid);
	if (*deed->function && *deed->file)
		snprintf(place, sizeof place, tr(" in %s(), %.95s:%d"), deed->function, deed->file, deed->line);
	else if (*deed->function)
		snprintf(place, sizeof place, tr(" in %s()"), deed->function);
	snprintf(out, CARD_TEXT, "%s%.180s", who, place);
}

static void deed_rows(struct card *c, const char *label, const struct story_deed *deed, const char *none, uint32_t size,
                      bool write)
{
	char text[CARD_TEXT], value[24] = "", number[32];

	if (!deed->known && !deed->there)
		return;
	if (!deed->there) {
		row(c, label, "%s", tr(none))->colour = SECONDARY;
		return;
	}
	card_deed(deed, text);
	if (write)
		datum_hex(size, deed->now, value);
	row(c, label, write ? N_("%s by %.220s") : N_("%sby %.220s"), value, text);
	struct card_row *r = row(c, "", "%.60s   @ %s", deed->insn, draw_number(number, deed->mark.icount));
	r->code = true;
	r->colour = SECONDARY;
}

/* What a lesson's question asks for is covered here, too. */
static void covered_row(struct card *c, const char *label)
{
	row(c, *label ? label : PANEL_COVERED, "%s%s", *label ? PANEL_COVERED "   " : "",
	    tr(term_meaning(PANEL_COVERED)))
		->colour = SECONDARY;
}

/* The story of a value; without it, what the snapshot knows of the last writer. */
static void story_rows(struct card *c, const struct story *st, const struct snap_word *w)
{
	char number[32];

	c->with_keys = true;
	c->waits = st == NULL || st->part < STORY_PARTS;
	if (st && st->deeds[STORY_LAST].known) {
		uint32_t size = st->datum.size;

		deed_rows(c, N_("last writer"), &st->deeds[STORY_LAST], N_("nobody since the run began"), size, true);
		deed_rows(c, N_("before"), &st->deeds[STORY_BEFORE], N_("nobody"), size, true);
		if (c->covers)
			return;
		deed_rows(c, N_("written next"), &st->deeds[STORY_NEXT], N_("never again"), size, true);
		if (st->datum.reg < 0)
			deed_rows(c, N_("read next"), &st->deeds[STORY_READ],
			          st->deeds[STORY_NEXT].there ? N_("by nobody before it is written") : N_("by nobody"),
			          size, false);
	} else if (w && w->written_at) {
		row(c, N_("last writer"), "pid %u @ %s", w->writer, draw_number(number, w->written_at));
	}
	if (c->waits)
		row(c, "", "looking …")->colour = SECONDARY;
}

static const struct snap_stack_frame *call_of(const struct snapshot *s, const struct snap_word *w)
{
	size_t at = (size_t)(w - s->words);

	if (w < s->words || at >= s->nwords)
		return NULL;
	for (size_t i = 0; i < s->ncalls; i++)
		if (at >= s->calls[i].first && at < (size_t)s->calls[i].first + s->calls[i].count)
			return &s->calls[i];
	return NULL;
}

static void of_word(struct card *c, const struct snapshot *s, const struct thing *t, const struct story *st,
                    struct symbols *symbols)
{
	const struct snap_word *w = selection_word(s, t);
	const struct snap_stack_frame *call = w ? call_of(s, w) : NULL;
	char what[SNAP_TEXT];

	if (!w) {
		title(c, INK, "%08x of pid %u", t->address, t->pid);
		row(c, "", "not in the stack now");
		story_rows(c, st, NULL);
		return;
	}
	snapshot_word_text(w, what);
	if (c->unnamed) {
		title(c, INK, call ? N_("%08x   a word of %s()'s frame") : "%08x", w->va, call ? call->function : "");
		row(c, N_("value"), "%08x", w->value)->code = true;
		covered_row(c, "");
		return;
	}
	if (w->kind == WORD_RETURN && call)
		title(c, w->damaged && !c->covers ? DAMAGE : INK, "%08x   return address of %s()", w->va,
		      call->function);
	else
		title(c, w->damaged && !c->covers ? DAMAGE : INK, "%08x   %s%s%s%s", w->va,
		      *what ? what : tr("a temporary"), call ? ", " : "", call ? call->function : "", call ? "()" : "");
	value_row(c, N_("value"), s, t->pid, w->value, symbols);
	if (*w->told && strcmp(w->told, what) != 0)
		row(c, "", "%s", w->told);
	else if (w->kind == WORD_RETURN && *what)
		row(c, "", "%s", what);
	if (w->changed && w->was != w->value)
		row(c, N_("at vfork"), "%08x%s%s", w->was, *w->told_was ? " = " : "", w->told_was)->code = true;
	story_rows(c, st, w);
}

static void of_variable(struct card *c, const struct snapshot *s, const struct thing *t, const struct story *st)
{
	const char *const labels[DATA_TIMES] = {s->kind == LOAN_FORKED ? N_("at fork") : N_("at vfork"), N_("now"),
	                                        panel_later(s)};

	for (size_t i = 0; i < s->ndata; i++) {
		const struct snap_datum *d = &s->data[i];

		if (strcmp(d->name, t->name) != 0 || d->va != t->address)
			continue;
		title(c, d->changed && d->comes_back && !c->covers ? DAMAGE : INK, "%s%s%s%s", d->name,
		      *d->type ? " (" : "", d->type, *d->type ? ")" : "");
		if (d->va)
			row(c, N_("address"), "%08x, %u bytes", d->va, d->size)->code = true;
		int covered = c->covers ? snapshot_given_back(s) : DATA_TIMES;
		for (int k = 0; k < DATA_TIMES; k++)
			if (*d->value[k] && k == covered)
				covered_row(c, labels[k]);
			else if (*d->value[k])
				row(c, labels[k], "%s", d->value[k]);
		if (d->va)
			story_rows(c, st, NULL);
		return;
	}
	title(c, INK, "%s", t->name);
}

static void of_register(struct card *c, const struct snapshot *s, const struct thing *t, const struct story *st,
                        struct symbols *symbols)
{
	const char *meaning = term_meaning(t->name);

	for (size_t i = 0; i < s->nregisters; i++) {
		const struct snap_register *r = &s->registers[i];

		if (strcmp(r->name, t->name) != 0)
			continue;
		title(c, r->inherited && !c->covers ? DAMAGE : INK, "%s of pid %u%s%s", r->name, t->pid,
		      *r->variable ? ": " : "", r->variable);
		value_row(c, s->lender ? N_("at vfork") : N_("value"), s, s->lender ? s->lender : t->pid, r->at_vfork,
		          symbols);
		if (r->has_borrower)
			value_row(c, r->has_now ? N_("borrower") : N_("now"), s, t->pid, r->borrower, symbols);
		if (c->covers && (r->has_now || r->has_after))
			covered_row(c, panel_later(s));
		if (r->has_now && !c->covers)
			value_row(c, N_("now"), s, s->lender ? s->lender : t->pid, r->now, symbols);
		if (r->has_after && !c->covers)
			row(c, panel_later(s), "%08x, %s", r->after,
			    r->inherited ? tr("as the borrower left it") : tr("the lender's own"))
				->code = true;
		if (meaning)
			row(c, "", "%s", tr(meaning))->colour = SECONDARY;
		story_rows(c, st, NULL);
		return;
	}
	title(c, INK, "%s of pid %u", t->name, t->pid);
}

static void of_frame(struct card *c, const struct snapshot *s, uint64_t pfn)
{
	const struct snap_frame *f;
	size_t n = 0;

	if (pfn >= s->nframes)
		return;
	f = &s->frames[pfn];
	title(c, f->written ? DAMAGE : INK, "page frame %x: %s", (unsigned)pfn, tr(snapshot_use_name(f->type)));
	if (f->pid)
		row(c, N_("owner"), f->lent ? N_("pid %u, who has lent it") : "pid %u", f->pid);
	if (f->written)
		row(c, "", "written by the borrower in the loan");
	for (size_t i = 0; i < s->npages && n < 4; i++)
		if (s->pages[i].present && s->pages[i].pfn == pfn) {
			row(c, n ? "" : N_("pages"), "%08x of pid %u", s->pages[i].va, s->pages[i].pid)->code = true;
			n++;
		}
	row(c, N_("address"), "physical %08x", (unsigned)(pfn * NBPG))->code = true;
}

static void of_page(struct card *c, const struct snapshot *s, const struct thing *t)
{
	uint32_t holder = snapshot_holder(s, t->pid);

	for (size_t i = 0; i < s->npages; i++) {
		const struct snap_page *p = &s->pages[i];

		if (p->pid != holder || p->va != t->address)
			continue;
		title(c, p->written ? DAMAGE : INK, "page %08x: %s", p->va, tr(snapshot_part_name(p->part)));
		if (holder != t->pid)
			row(c, "", "of pid %u, lent to pid %u", t->pid, holder);
		else
			row(c, "", "of pid %u", holder);
		if (p->present)
			row(c, N_("page frame"), "%x", p->pfn)->code = true;
		else
			row(c, N_("page frame"), "none yet: the page is made when it is touched");
		row(c, N_("PTE"), "%08x", p->pte)->code = true;
		if (p->written)
			row(c, "", "written by the borrower in the loan");
		return;
	}
	title(c, INK, "page %08x", t->address);
}

static void of_process(struct card *c, const struct snapshot *s, uint32_t pid)
{
	const struct snap_process *p = snapshot_process(s, pid);
	enum role role = panel_role(s, pid);

	if (panel_is_party(role))
		title(c, role_colour(role), "pid %u, the %s", pid, tr(snapshot_role_name(role)));
	else
		title(c, role_colour(role), "pid %u", pid);
	if (!p) {
		row(c, "", "it is not there now");
		return;
	}
	row(c, N_("program"), "%s", p->name);
	row(c, N_("parent"), "pid %u", p->ppid);
	row(c, N_("state"), *p->pending ? N_("%s, pending %s") : "%s", p->state, p->pending);
	row(c, N_("flags"), "%s", p->flags)->code = true;
	row(c, N_("pages"), "text %u, data %u, stack %u; %u in memory", p->tsize, p->dsize, p->ssize, p->rssize);
}

static void of_call(struct card *c, const struct snapshot *s, const struct thing *t)
{
	for (size_t i = 0; i < s->ncalls; i++) {
		const struct snap_stack_frame *f = &s->calls[i];

		if (f->fp != t->address || strcmp(f->function, t->name) != 0)
			continue;
		title(c, role_colour(f->role), "stack frame of %s()", f->function);
		row(c, N_("called by"), "pid %u", f->pid);
		if (f->needed)
			row(c, "", "pid %u sleeps, and will return through it", f->pid);
		if (f->left)
			row(c, "", "pid %u has returned from it: whatever it calls now writes here", f->leaver);
		row(c, N_("frame pointer"), "%08x, %u words", f->fp, f->count)->code = true;
	}
}

static void of_event(struct card *c, const struct snapshot *s, const struct thing *t)
{
	for (size_t i = 0; i < s->nticks; i++) {
		const struct snap_tick *tick = &s->ticks[i];
		char number[32];

		if (tick->seq != (long)t->number)
			continue;
		const struct page *page = page_of_event(tick->kind);
		title(c, INK, "%s   event %ld", event_name(tick->kind), tick->seq);
		row(c, "", "pid %u @ %s", tick->pid, draw_number(number, tick->icount));
		if (page)
			row(c, "", "%s", tr(page->rule));
	}
}

/* Its name is that of its kind. */
static void of_hazard(struct card *c, const struct thing *t)
{
	int kind = event_kind(t->name);
	const struct page *page = kind < 0 ? NULL : page_of_event((uint32_t)kind);

	title(c, DAMAGE, "%s", t->name);
	if (page) {
		row(c, "", "%s", tr(page->rule));
		if (*page->instead)
			row(c, N_("instead"), "%s", tr(page->instead));
	}
}

static void of_line(struct card *c, const struct snapshot *s, const struct thing *t)
{
	const struct snap_source *src = &s->source;
	const char *slash = strrchr(t->name, '/');

	title(c, INK, "%s:%u", slash ? slash + 1 : t->name, (unsigned)t->number);
	if (t->number && t->number <= src->nlines)
		row(c, "", "%s", src->lines[t->number - 1] + strspn(src->lines[t->number - 1], " \t"))->code = true;
	if ((int)t->number == src->lender_line)
		row(c, "", "pid %u is here", s->lender);
	if ((int)t->number == src->borrower_line)
		row(c, "", "pid %u is here", s->borrower);
	row(c, "", "W: when it was executed last · X: next · C: first")->colour = SECONDARY;
}

static void of_insn(struct card *c, const struct snapshot *s, const struct thing *t)
{
	for (size_t i = 0; i < s->ninsns; i++)
		if (s->insns[i].va == t->address) {
			title(c, INK, "%08x   %s", t->address, s->insns[i].text);
			row(c, "", "W: when it was executed last · X: next · C: first")->colour = SECONDARY;
		}
}

static void of_action(struct card *c, const struct action *action)
{
	if (!action)
		return;
	title(c, INK, "%s", tr(action->help));
	if (*action->shown)
		row(c, N_("key"), "%s", action->shown);
}

void card_of_choice(struct card *c, const struct choice *o)
{
	*c = (struct card){.colour = INK};
	title(c, INK, "%c: %s", o->key, o->what);
	if (*o->detail)
		row(c, N_("with"), "%s", o->detail)->code = true;
	row(c, "", "%s", tr(o->means));
	if (!o->possible)
		row(c, N_("not now"), "%s", o->why);
	else if (o->variants > 1)
		row(c, "", "Shift+%c or a click on ▾: the next of %zu", o->key, o->variants)->colour = SECONDARY;
}

bool card_possible(const struct thing *t)
{
	return thing_selectable(t) || t->kind == THING_BUTTON || t->kind == THING_CHOICE ||
	       (t->kind == THING_TERM && term_meaning(t->name) != NULL);
}

void card_make(struct card *c, const struct snapshot *s, const struct view *view, const struct thing *t,
               const struct story *st, struct symbols *symbols)
{
	const struct snap_word *w = selection_word(s, t);

	*c = (struct card){.colour = INK, .covers = view->covers, .unnamed = w && panel_covers_word(s, view, w)};
	switch (t->kind) {
	case THING_WORD:
		of_word(c, s, t, st, symbols);
		break;
	case THING_VARIABLE:
		of_variable(c, s, t, st);
		break;
	case THING_REGISTER:
		of_register(c, s, t, st, symbols);
		break;
	case THING_PAGE:
		of_page(c, s, t);
		break;
	case THING_PAGE_FRAME:
		of_frame(c, s, t->number);
		break;
	case THING_PROCESS:
	case THING_LANE:
		of_process(c, s, t->pid);
		break;
	case THING_CALL:
		of_call(c, s, t);
		break;
	case THING_EVENT:
		of_event(c, s, t);
		break;
	case THING_HAZARD:
		of_hazard(c, t);
		break;
	case THING_LINE:
		of_line(c, s, t);
		break;
	case THING_INSN:
		of_insn(c, s, t);
		break;
	case THING_BUTTON:
		of_action(c, action_named(t->name));
		break;
	case THING_TERM:
		title(c, INK, "%s", tr(t->name));
		row(c, "", "%s", term_meaning(t->name) ? tr(term_meaning(t->name)) : "");
		break;
	default:
		break;
	}
}
