/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A snapshot as HTML. See page_machine.h. */
#include "lesson/page_machine.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/lending.h"
#include "analysis/snapshot_names.h"
#include "analysis/term.h"
#include "base/language.h"

enum { WORDS_SHOWN = 40, DATA_SHOWN = 24, LINES_AROUND = 5, LINES_ASIDE = 2, TAB = 4, TILES_SHOWN = 12 };

/* The class of a process's part, and the letter that says the same where there are no colours. */
static const struct {
	const char *class;
	char letter;
} roles[] = {
	[ROLE_NONE] = {"here", ' '},     [ROLE_KERNEL] = {"here", 'K'},       [ROLE_LENDER] = {"lender", 'L'},
	[ROLE_MIDDLE] = {"middle", 'M'}, [ROLE_BORROWER] = {"borrower", 'B'}, [ROLE_PARENT] = {"parent", 'P'},
	[ROLE_CHILD] = {"child", 'C'},   [ROLE_OTHER] = {"here", 'O'},
};

static void begin_part(struct replace *r, const char *title)
{
	html_raw(r, "<div class=part>");
	html_element(r, "h3", title);
}

static void end_part(struct replace *r)
{
	html_raw(r, "</div>\n");
}

/* Words of which each may be a term that has an explanation. */
static void put_terms(struct replace *r, const char *words)
{
	for (const char *p = words; *p;) {
		size_t length = strcspn(p, " "), blanks = strspn(p + length, " ");
		char word[SNAP_TEXT];

		snprintf(word, sizeof word, "%.*s", (int)length, p);
		const char *meaning = term_meaning(word);
		if (meaning) {
			html_raw(r, "<abbr title=\"");
			html_text(r, tr(meaning));
			html_raw(r, "\">");
		}
		html_text(r, word);
		html_raw(r, meaning ? "</abbr>" : "");
		html_raw(r, blanks ? " " : "");
		p += length + blanks;
	}
}

/* Source -------------------------------------------------------------------------------------------- */

static enum role role_of(const struct snapshot *s, uint32_t pid)
{
	const struct snap_process *p = snapshot_process(s, pid);

	return p ? p->role : ROLE_NONE;
}

/* Tabs are spread so that each line begins where it does in an editor. */
static void put_code(struct replace *r, const char *line)
{
	char piece[5] = "";
	size_t column = 0;

	for (; *line; line++) {
		if (*line == '\t') {
			do
				html_raw(r, " ");
			while (++column % TAB);
			continue;
		}
		/* a character of several bytes is one, and stands in one column */
		size_t length = 1;
		while (length < sizeof piece - 1 && ((unsigned char)line[length] & 0xc0) == 0x80)
			length++;
		memcpy(piece, line, length);
		piece[length] = '\0';
		html_text(r, piece);
		column++;
		line += length - 1;
	}
}

static void put_line(struct replace *r, const struct snapshot *s, int n)
{
	const struct snap_source *src = &s->source;
	bool lenders = n == src->lender_line, borrowers = n == src->borrower_line;
	uint32_t pid = borrowers ? s->borrower : lenders ? s->lender : n == src->current_line ? src->pid : 0;

	html_format(r, "<span class=\"line %s\">", pid ? roles[role_of(s, pid)].class : "");
	html_raw(r, pid ? "<b>" : "");
	if (lenders && borrowers)
		html_format(r, tr("pid %u and pid %u"), s->lender, s->borrower);
	else if (pid)
		html_format(r, "pid %u", pid);
	html_raw(r, pid ? "</b>" : "");
	html_format(r, "%4d  ", n);
	put_code(r, src->lines[n - 1]);
	html_raw(r, "</span>");
}

static void put_source(struct replace *r, const struct snapshot *s)
{
	const struct snap_source *src = &s->source;
	int at = src->borrower_line ? src->borrower_line : src->current_line ? src->current_line : src->lender_line;
	int other = src->lender_line ? src->lender_line : at;

	if (!at)
		return;
	begin_part(r, tr("Source"));
	html_raw(r, "<pre>");
	for (int n = 1, last = 0; (size_t)n <= src->nlines; n++) {
		if (abs(n - at) > LINES_AROUND && abs(n - other) > LINES_ASIDE)
			continue;
		if (last && n != last + 1)
			html_raw(r, "<span class=\"line fold\">   …</span>");
		put_line(r, s, n);
		last = n;
	}
	html_raw(r, "</pre>");
	end_part(r);
}

/* Address spaces ------------------------------------------------------------------------------------ */

static void put_tile(struct replace *r, const struct snap_page *page, bool lent)
{
	static const char letters[PAGE_PARTS] = {
		[PART_TEXT] = 't', [PART_DATA] = 'd', [PART_STACK] = 's', [PART_MAPPED] = 'm'};

	html_format(r, "<span class=\"tile%s\">%c</span>",
	            !page->present  ? " none"
	            : page->written ? " written"
	            : lent          ? " lent"
	                            : "",
	            !page->present  ? '-'
	            : page->written ? 'W'
	                            : letters[page->part]);
}

static void put_pages(struct replace *r, const struct snapshot *s, uint32_t pid, enum page_part part)
{
	size_t count = 0, written = 0;
	bool lent = s->on && snapshot_lending(s) == LENDING_LENT && pid == s->borrower;

	for (size_t i = 0; i < s->npages; i++)
		count += s->pages[i].pid == pid && s->pages[i].part == part;
	if (!count && part == PART_MAPPED)
		return;
	html_raw(r, "<tr><td>");
	html_text(r, tr(snapshot_part_name(part)));
	html_raw(r, "<td class=tiles>");
	for (size_t i = 0, shown = 0; i < s->npages; i++) {
		const struct snap_page *page = &s->pages[i];

		if (page->pid != pid || page->part != part)
			continue;
		written += page->written;
		if (shown++ < TILES_SHOWN)
			put_tile(r, page, lent);
	}
	if (count > TILES_SHOWN)
		html_format(r, " +%zu", count - TILES_SHOWN);
	html_raw(r, count ? "" : "–");
	html_raw(r, "<td>");
	if (written)
		html_format(r, "%zu %s", written, tr("written in the loan"));
	else if (lent && count)
		html_text(r, tr("lent"));
	html_raw(r, "</tr>\n");
}

static void put_space(struct replace *r, const struct snapshot *s, const struct snap_process *p)
{
	bool party = p->role != ROLE_OTHER && p->role != ROLE_NONE;

	html_format(r, "<div class=space><p class=\"who %s\">", roles[p->role].class);
	html_text(r, party ? tr(snapshot_role_name(p->role)) : p->name);
	html_format(r, " pid %u</p>\n<p>", p->pid);
	html_text(r, p->state);
	html_raw(r, "</p>\n<p><code>");
	put_terms(r, p->flags);
	html_raw(r, "</code></p>\n<p>");
	put_terms(r, "P0BR");
	html_format(r, " <code>%08" PRIx32 "</code> ", p->space.p0br);
	put_terms(r, "P1BR");
	html_format(r, " <code>%08" PRIx32 "</code></p>\n", p->space.p1br);
	if (p->lends && s->on) {
		html_element(r, "p",
		             tr(p->role == ROLE_MIDDLE ? N_("lent on: it owns no memory")
		                                       : N_("all lent: it owns no memory")));
	} else {
		html_raw(r, "<table>");
		for (int part = 0; part < PAGE_PARTS; part++)
			put_pages(r, s, p->pid, (enum page_part)part);
		html_raw(r, "</table>");
	}
	html_raw(r, "</div>\n");
}

/* Of the loan's processes those that live; without any loan, of the one that runs. */
static void put_spaces(struct replace *r, const struct snapshot *s)
{
	const struct snap_process *shown[SNAP_CHAIN];
	size_t n = 0;

	for (size_t i = 0; i < s->nchain; i++) {
		shown[n] = snapshot_process(s, s->chain[i]);
		n += shown[n] != NULL;
	}
	if (!n && (shown[0] = snapshot_running(s)) != NULL)
		n = shown[0]->pid != 0; /* pid 0 has no address space of its own */
	if (!n)
		return;
	begin_part(r, tr("Address spaces"));
	html_raw(r, "<div class=spaces>");
	for (size_t i = 0; i < n; i++)
		put_space(r, s, shown[i]);
	html_raw(r, "</div>");
	end_part(r);
}

/* Stack --------------------------------------------------------------------------------------------- */

static void put_call(struct replace *r, const struct snap_stack_frame *call)
{
	html_format(r, "<tr><th colspan=5 class=\"%s\">", roles[call->role].class);
	html_text(r, call->function);
	html_raw(r, " <span class=quiet>");
	if (call->left && call->needed)
		html_format(r, tr("pid %u has left it, pid %u still needs it"), call->leaver, call->pid);
	else if (call->needed && call->also)
		html_format(r, tr("pid %u and pid %u need it"), call->pid, call->also);
	else if (call->needed)
		html_format(r, tr("pid %u needs it"), call->pid);
	else if (call->left)
		html_format(r, tr("pid %u has left it"), call->leaver);
	else if (call->pid)
		html_format(r, "pid %u", call->pid);
	html_raw(r, "</span></th></tr>\n");
}

/* "sp BL": the stack pointers of borrower and lender point here; without a loan "sp". */
static void put_pointers(struct replace *r, const struct snapshot *s, uint32_t va)
{
	const char borrower = roles[role_of(s, s->borrower)].letter, lender = roles[role_of(s, s->lender)].letter;
	const struct {
		const char *name;
		uint32_t borrower, lender;
	} pointers[] = {{"sp", s->borrower_sp, s->lender_sp}, {"fp", s->borrower_fp, s->lender_fp}};

	for (size_t i = 0; i < sizeof pointers / sizeof pointers[0]; i++) {
		bool one = pointers[i].borrower == va, other = pointers[i].lender == va;

		if (!one && !other)
			continue;
		html_format(r, "%s ", pointers[i].name);
		if (one && borrower != ' ')
			html_format(r, "%c", borrower);
		if (other && lender != ' ' && s->lender)
			html_format(r, "%c", lender);
		html_raw(r, " ");
	}
}

static void put_word(struct replace *r, const struct snapshot *s, const struct snap_word *w, bool covered, bool unnamed)
{
	bool damaged = w->damaged && !covered;
	char what[SNAP_TEXT];

	snapshot_word_text(w, what);
	html_format(r, "<tr data-word=\"%08" PRIx32 "\"%s><td>", w->va,
	            damaged      ? " class=damaged"
	            : w->changed ? " class=changed"
	                         : "");
	put_pointers(r, s, w->va);
	html_format(r, "<td>%08" PRIx32 "<td>%08" PRIx32 "<td>", w->va, w->value);
	if (unnamed)
		put_terms(r, "?");
	else
		html_text(r, *w->told ? w->told : what);
	html_raw(r, "<td>");
	if (w->changed && *w->told_was) {
		html_format(r, "%s ", damaged ? tr("ruined, was") : tr("was"));
		html_text(r, w->told_was);
	} else if (w->changed) {
		html_format(r, "%s %08" PRIx32, damaged ? tr("ruined, was") : tr("was"), w->was);
	}
	html_raw(r, "</tr>\n");
}

static void put_stack(struct replace *r, const struct snapshot *s, bool covered, uint32_t asked)
{
	bool links = snapshot_links_at(s, asked);

	if (!s->nwords)
		return;
	begin_part(r, tr("Stack"));
	html_raw(r, "<table class=stack>");
	for (size_t i = 0; i < s->ncalls; i++) {
		const struct snap_stack_frame *c = &s->calls[i];

		put_call(r, c);
		for (size_t k = c->first; k < (size_t)c->first + c->count && k < s->nwords && k < WORDS_SHOWN; k++)
			put_word(r, s, &s->words[k], covered, links && snapshot_word_links(&s->words[k]));
	}
	html_raw(r, "</table>");
	end_part(r);
}

/* Registers and data -------------------------------------------------------------------------------- */

static void put_given_back(struct replace *r, const struct snap_register *g)
{
	if (g->has_after)
		html_format(r, "<td%s>%08" PRIx32, g->inherited ? " class=inherited" : "", g->after);
	else
		html_raw(r, "<td>");
	html_format(r, "<td>%s",
	            g->result                 ? tr("result")
	            : g->inherited            ? tr("B: comes back as the borrower left it")
	            : !g->has_after           ? ""
	            : g->after == g->at_vfork ? tr("own")
	                                      : tr("changed"));
}

static void put_registers(struct replace *r, const struct snapshot *s, bool covered)
{
	if (!s->nregisters || !s->lender)
		return;
	begin_part(r, tr("Registers"));
	html_format(
		r, "<table><thead><tr><th><th>%s<th>%s", s->kind == LOAN_FORKED ? tr("at fork") : tr("at vfork"),
		tr(snapshot_role_name(s->kind == LOAN_COPIED || s->kind == LOAN_FORKED ? ROLE_CHILD : ROLE_BORROWER)));
	if (!covered)
		html_format(r, "<th>%s<th>", tr("comes back"));
	html_raw(r, "</tr></thead>\n");
	for (size_t i = 0; i < s->nregisters; i++) {
		const struct snap_register *g = &s->registers[i];

		html_raw(r, "<tr><th>");
		put_terms(r, g->name);
		html_raw(r, " ");
		html_text(r, g->variable);
		html_format(r, "<td>%08" PRIx32, g->at_vfork);
		if (g->has_borrower)
			html_format(r, "<td%s>%08" PRIx32 "%s", g->differs ? " class=differs" : "", g->borrower,
			            g->differs ? " ≠" : "");
		else
			html_raw(r, "<td>");
		if (!covered)
			put_given_back(r, g);
		html_raw(r, "</tr>\n");
	}
	html_raw(r, "</table>");
	end_part(r);
}

static void put_data(struct replace *r, const struct snapshot *s, bool covered)
{
	bool asked = covered && snapshot_given_back(s) == DATA_NOW;
	size_t shown = 0;

	begin_part(r, tr("Data"));
	html_raw(r, "<table>");
	for (size_t i = 0; i < s->ndata && shown < DATA_SHOWN; i++) {
		const struct snap_datum *one = &s->data[i];

		if (one->kind > DATA_STREAM && (!one->changed || asked))
			continue;
		shown++;
		html_format(r, "<tr%s><td>", one->changed && !asked ? " class=changed" : "");
		html_text(r, one->name);
		html_raw(r, "<td>");
		if (asked)
			put_terms(r, "?");
		else
			html_text(r, one->value[DATA_NOW]);
		html_raw(r, "<td>");
		if (one->changed && !asked) {
			html_format(r, "%s ", tr("was"));
			html_text(r, one->value[DATA_AT_VFORK]);
		}
		html_raw(r, "</tr>\n");
	}
	html_raw(r, "</table>");
	end_part(r);
}

void page_machine(struct replace *r, const struct snapshot *s, enum page_tells tells, uint32_t asked)
{
	bool covered = tells == PAGE_COVERED;

	if (tells == PAGE_ALL) {
		html_raw(r, "<p class=machine>");
		html_text(r, s->caption[0]);
		html_raw(r, s->alarm ? "<br><span class=alarm>⚠ " : "<br><span>");
		html_text(r, s->caption[1]);
		html_raw(r, "</span></p>\n");
	}
	html_raw(r, "<div class=parts>\n");
	put_source(r, s);
	put_stack(r, s, covered, asked);
	put_spaces(r, s);
	put_registers(r, s, covered);
	put_data(r, s, covered);
	if (*s->console) {
		begin_part(r, tr("Console"));
		html_element(r, "pre", s->console);
		end_part(r);
	}
	html_raw(r, "</div>\n");
}
