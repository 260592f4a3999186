/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports for people: text, and GitHub's commands. See report.h. */
#include "check/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/output.h"
#include "base/text.h"
#include "image/sources.h"

enum { COLUMNS = 100, MARGIN = 12 };

char *report_path(const struct examined *ex, const struct site *site)
{
	const char *slash = strrchr(ex->program, '/');
	size_t shipped = strlen(SOURCES_COMPILED "/");

	if (!*site->file)
		return alloc_string(ex->program);
	if (!strncmp(site->file, SOURCES_COMPILED "/", shipped))
		return alloc_string(site->file + shipped);
	if (*site->file == '/' || !slash)
		return alloc_string(site->file);
	return alloc_format("%.*s%s", (int)(slash - ex->program) + 1, ex->program, site->file);
}

const char *report_status(const struct examined *ex)
{
	return *ex->error ? "failed" : findings_open(&ex->found) ? "found" : "clean";
}

/* A place, what is wrong there, the line, and where in it. */
static void put_site(const struct examined *ex, const struct site *site, const char *kind, const char *text,
                     const char *name)
{
	char *path = report_path(ex, site);
	int column = site->column ? site->column : 1 + (int)strspn(site->text, " "), before = 0;

	if (site->line)
		output_line("%s:%d:%d: %s: %s%s", path, site->line, column, kind, text, name);
	else
		output_line("%s: %s: %s%s", path, kind, text, name);
	if (site->line && *site->text) {
		output_line("%5d | %s", site->line, site->text);
		for (int i = 0; i < column - site->first && site->text[i]; i++)
			before += (site->text[i] & 0xC0) != 0x80; /* the first byte of a character */
		output_line("      | %*s^", before, "");
	}
	free(path);
}

/* A paragraph behind a word. Nothing for an empty text. */
static void paragraph(const char *title, const char *text)
{
	char first[COLUMNS];

	snprintf(first, sizeof first, "  %-*s", MARGIN - 2, title);
	if (*text)
		output_paragraph(COLUMNS, first, text);
}

/* On which systems: the shorter one of the two lists. */
static void put_systems(const struct finding *f)
{
	char breaks[DETECTOR_SYSTEMS], others[DETECTOR_SYSTEMS], text[2 * DETECTOR_SYSTEMS];
	size_t n = detector_systems(f->detector, f->on_stack, true, breaks);
	size_t m = detector_systems(f->detector, f->on_stack, false, others);

	if (!m)
		snprintf(text, sizeof text, "all of them");
	else if (n <= m)
		snprintf(text, sizeof text, "%zu of %zu: %s", n, n + m, breaks);
	else
		snprintf(text, sizeof text, "%zu of %zu: all but %s", n, n + m, others);
	paragraph("breaks on", text);
}

/* A word as a shell takes it. */
static void put_quoted(struct text *t, const char *word)
{
	if (*word && !word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+-=,:@%")]) {
		text_put(t, " %s", word);
		return;
	}
	text_put(t, " '");
	for (; *word; word++)
		if (*word == '\'')
			text_put(t, "'\\''");
		else
			text_put(t, "%c", *word);
	text_put(t, "'");
}

/* The command that shows it: the program, compiled as it was, on the system and with the clock of the first time. */
static void put_look(const struct examine_how *how, const struct examined *ex, const struct finding *f)
{
	const char *level = ex->compiled ? how->levels[f->level] : NULL;
	char line[SNAP_LINE];
	struct text t = text_in(line, sizeof line);

	if (!f->number)
		return;
	text_put(&t, "vforkscope view --hazard %u", f->number);
	if (level && strcmp(level, "-O0") != 0)
		text_put(&t, " %s", level);
	if (strcmp(historic_systems[f->system].name, SYSTEM_DEFAULT) != 0)
		text_put(&t, " --system %s", historic_systems[f->system].name);
	if (f->skew)
		text_put(&t, " --skew %u", f->skew);
	for (const char *const *word = ex->words; *word; word++)
		put_quoted(&t, *word);
	output_line("  %-*s%s", MARGIN - 2, "look", line);
}

static void put_where(const struct examine_how *how, const struct examined *ex, const struct finding *f)
{
	char line[SNAP_LINE];
	struct text t = text_in(line, sizeof line);
	int n = 0;

	for (unsigned i = 0; ex->compiled && i < how->nlevels; i++)
		if (f->levels >> i & 1 && how->levels[i])
			text_put(&t, "%s%s", n++ ? ", " : "", how->levels[i]);
	n = 0;
	for (size_t i = 0; i < SYSTEMS_COUNT; i++)
		if (f->systems >> i & 1)
			text_put(&t, "%s%s", n++ ? " " : t.used ? " on " : "on ", historic_systems[i].name);
	if (f->borrower)
		text_put(&t, ": pid %u borrows from pid %u", f->borrower, f->lender);
	if (f->times > 1)
		text_put(&t, "; %zu times in %zu run%s", f->times, ex->nruns, ex->nruns > 1 ? "s" : "");
	paragraph("found", line);
	put_look(how, ex, f);
}

/* known: the rule of this detector has been told. */
static void put_finding(const struct examine_how *how, const struct examined *ex, const struct finding *f, bool known)
{
	const struct page *page = detector_page(f->detector);
	char name[40];

	snprintf(name, sizeof name, " [%s]", detector(f->detector)->name);
	put_site(ex, &f->site, severity_name(f->severity), f->text, name);
	for (size_t i = 0; i < f->nnotes; i++)
		put_site(ex, &f->notes[i].site, "note", f->notes[i].text, "");
	if (!known) {
		paragraph("rule", page->rule);
		paragraph("says", page->source);
		paragraph("instead", page->instead);
		put_systems(f);
	}
	put_where(how, ex, f);
	output_break();
}

/* A row for each system: how the program ends there, and what was found. */
static void put_table(const struct examined *ex)
{
	const char *usual = ex->runs[0].output;

	output_line("  %-14s %-14s %s", "system", "outcome", "found");
	for (size_t i = 0; i < ex->nruns; i++) {
		const struct examined_run *r = &ex->runs[i];
		char names[SNAP_LINE];
		struct text t = text_in(names, sizeof names);

		if (r->level || r->skew != ex->runs[0].skew)
			continue;
		for (int k = 0; k < DETECTOR_COUNT; k++)
			if (r->detectors >> k & 1)
				text_put(&t, "%s%s", t.used ? " " : "", detector((enum detector_id)k)->name);
		if (strcmp(r->output, usual) != 0)
			text_put(&t, "%sother output", t.used ? "; " : "");
		output_line("  %-14s %-14s %s", historic_systems[r->system].name, r->outcome, names);
	}
	output_break();
}

static void put_limits(const struct examined *ex)
{
	for (size_t i = 0; i < ex->nruns; i++) {
		const struct examined_run *r = &ex->runs[i];

		if (*r->limit)
			output_line("%s: limit: on %s %s", ex->program, historic_systems[r->system].name, r->limit);
		if (r->left_out)
			output_line("%s: limit: on %s %zu of %zu loans were not watched", ex->program,
			            historic_systems[r->system].name, r->left_out, r->loans);
	}
}

void report_text(const struct examine_how *how, const struct examined *ex, bool quiet)
{
	size_t open = findings_open(&ex->found), known = ex->found.count - open, loans = 0;
	uint32_t told = 0;

	if (*ex->error)
		return;
	for (size_t i = 0; i < ex->found.count; i++) {
		const struct finding *f = &ex->found.list[i];

		if (f->suppressed)
			continue;
		put_finding(how, ex, f, told >> f->detector & 1);
		told |= 1u << f->detector;
	}
	if (how->nsystems > 1)
		put_table(ex);
	put_limits(ex);
	for (size_t i = 0; i < ex->nruns; i++)
		loans += ex->runs[i].loans;
	if (quiet && !open)
		return;
	output_text("%s: ", ex->program);
	if (open)
		output_text("%zu finding%s", open, open == 1 ? "" : "s");
	else if (loans)
		output_text("clean");
	else
		output_text("clean, but it has not called vfork");
	output_line("%s%.0zu%s", known ? "; " : "", known, known ? " suppressed" : "");
}

/* GitHub's workflow commands: a message ends at the line's end, and some characters have other names. */
static void put_escaped(const char *text, bool property)
{
	for (; *text; text++)
		if (*text == '%' || *text == '\r' || *text == '\n' || (property && (*text == ':' || *text == ',')))
			output_text("%%%02X", (unsigned char)*text);
		else
			output_text("%c", *text);
}

void report_github(const struct examined *ex)
{
	static const char *const commands[] = {"notice", "warning", "error"};

	for (size_t i = 0; i < ex->found.count; i++) {
		const struct finding *f = &ex->found.list[i];
		char *path = report_path(ex, &f->site);

		if (!f->suppressed) {
			output_text("::%s file=", commands[f->severity]);
			put_escaped(path, true);
			if (f->site.line)
				output_text(",line=%d,col=%d", f->site.line, f->site.column ? f->site.column : 1);
			output_text(",title=vfork %s::", detector(f->detector)->name);
			put_escaped(f->text, false);
			output_break();
		}
		free(path);
	}
}
