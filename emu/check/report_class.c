/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A page about a class: a row for each program, and below it what was found. See report.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/replace.h"
#include "check/report.h"

static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>vfork: what was found</title>\n"
	"<style>body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1d22;"
	"background:#fff}"
	"table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.3rem .6rem;"
	"text-align:left;vertical-align:top}pre{background:#f4f4f4;padding:.5rem;overflow-x:auto}"
	".error{color:#b00020}.warning{color:#8a5a00}.note{color:#555}section{margin-top:2rem}</style></head><body>\n"
	"<h1>vfork: what was found</h1>\n";

/* Text with what HTML takes for its own. */
static void put(struct replace *out, const char *text)
{
	for (; *text; text++) {
		const char *name = *text == '<'   ? "&lt;"
		                   : *text == '>' ? "&gt;"
		                   : *text == '&' ? "&amp;"
		                   : *text == '"' ? "&quot;"
		                                  : NULL;

		if (name)
			replace_write(out, name, strlen(name));
		else if ((unsigned char)*text >= ' ' || *text == '\n')
			replace_write(out, text, 1);
	}
}

static void put_raw(struct replace *out, const char *text)
{
	replace_write(out, text, strlen(text));
}

static void put_number(struct replace *out, const char *before, size_t n, const char *behind)
{
	char *text = alloc_format("%s%zu%s", before, n, behind);

	put_raw(out, text);
	free(text);
}

static void put_row(struct replace *out, const struct examined *ex, size_t number)
{
	put_raw(out, "<tr><td>");
	put_number(out, "<a href=\"#p", number, "\">");
	put(out, ex->program);
	put_raw(out, "</a></td><td>");
	put_raw(out, report_status(ex));
	put_raw(out, "</td><td>");
	put(out, ex->nruns ? ex->runs[0].outcome : "");
	put_raw(out, "</td><td>");
	for (size_t i = 0; i < ex->found.count; i++) {
		if (ex->found.list[i].suppressed)
			continue;
		put_raw(out, i ? ", " : "");
		put_raw(out, detector(ex->found.list[i].detector)->name);
		put_number(out, " (line ", (size_t)ex->found.list[i].site.line, ")");
	}
	put_raw(out, "</td></tr>\n");
}

static void put_place(struct replace *out, const struct examined *ex, const struct site *site)
{
	char *path = report_path(ex, site), *place = alloc_format("%s:%d", path, site->line);

	if (site->line) {
		put(out, place);
		if (*site->text) {
			put_raw(out, "<pre>");
			put(out, site->text);
			put_raw(out, "</pre>");
		}
	}
	free(place);
	free(path);
}

/* known: the rule of this detector has been told. */
static void put_finding(struct replace *out, const struct examined *ex, const struct finding *f, bool known)
{
	const struct page *page = detector_page(f->detector);

	put_raw(out, "<h3 class=\"");
	put_raw(out, severity_name(f->severity));
	put_raw(out, "\">");
	put_raw(out, severity_name(f->severity));
	put_raw(out, ": ");
	put_raw(out, detector(f->detector)->name);
	put_raw(out, ": ");
	put(out, f->text);
	put_raw(out, "</h3>\n");
	put_place(out, ex, &f->site);
	put_raw(out, "<ul>");
	for (size_t i = 0; i < f->nnotes; i++) {
		put_raw(out, "<li>");
		put(out, f->notes[i].text);
		put_raw(out, " ");
		put_place(out, ex, &f->notes[i].site);
		put_raw(out, "</li>\n");
	}
	put_raw(out, "</ul>\n");
	if (known)
		return;
	put_raw(out, "<p>");
	put(out, page->rule);
	put_raw(out, " <i>");
	put(out, page->source);
	put_raw(out, "</i></p><p>Instead: ");
	put(out, page->instead);
	put_raw(out, "</p>\n");
}

static void put_limits(struct replace *out, const struct examined *ex)
{
	for (size_t i = 0; i < ex->nruns; i++)
		if (*ex->runs[i].limit) {
			put_raw(out, "<p class=\"note\">Limit: ");
			put(out, ex->runs[i].limit);
			put_raw(out, ".</p>\n");
			return;
		}
}

static void put_program(struct replace *out, const struct examined *ex, size_t number)
{
	uint32_t told = 0;

	put_number(out, "<section id=\"p", number, "\"><h2>");
	put(out, ex->program);
	put_raw(out, "</h2>\n");
	if (*ex->error) {
		put_raw(out, "<p class=\"error\">error: ");
		put(out, ex->error);
		put_raw(out, "</p>\n<pre>");
		put(out, ex->said ? ex->said : "");
		put_raw(out, "</pre>\n");
	} else if (!findings_open(&ex->found)) {
		put_raw(out, "<p>Nothing was found.</p>");
	}
	for (size_t i = 0; i < ex->found.count; i++) {
		const struct finding *f = &ex->found.list[i];

		if (f->suppressed)
			continue;
		put_finding(out, ex, f, told >> f->detector & 1);
		told |= 1u << f->detector;
	}
	put_limits(out, ex);
	put_raw(out, "</section>\n");
}

bool report_class(const struct examine_how *how, const struct examined *list, size_t n, const char *path,
                  char error[ERROR_MAX])
{
	struct replace *out = replace_open(path, REPLACE_ANY, error);
	size_t found = 0, failed = 0;

	if (!out)
		return false;
	for (size_t i = 0; i < n; i++) {
		failed += *list[i].error != '\0';
		found += findings_open(&list[i].found) != 0;
	}
	put_raw(out, head);
	put_raw(out, "<p>System: ");
	put(out, historic_systems[how->systems[0]].name);
	put_number(out, ". Programs: ", n, "");
	put_number(out, ", with findings: ", found, "");
	put_number(out, ", not to be checked: ", failed, ".</p>\n");
	put_raw(out, "<table><tr><th>program</th><th>status</th><th>outcome</th><th>found</th></tr>\n");
	for (size_t i = 0; i < n; i++)
		put_row(out, &list[i], i + 1);
	put_raw(out, "</table>\n");
	for (size_t i = 0; i < n; i++)
		put_program(out, &list[i], i + 1);
	put_raw(out, "</body></html>\n");
	return replace_commit(out, error);
}
