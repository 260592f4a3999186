/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A page about a class: a row for each program, and below it what was found. See report.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/html.h"
#include "check/report.h"

static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>vfork: what was found</title>\n"
	"<style>body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1d22;"
	"background:#fff}"
	"table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.3rem .6rem;"
	"text-align:left;vertical-align:top}pre{background:#f4f4f4;padding:.5rem;overflow-x:auto}"
	".error{color:#b00020}.warning{color:#8a5a00}.note{color:#555}section{margin-top:2rem}</style></head><body>\n"
	"<h1>vfork: what was found</h1>\n";

static void put_row(struct replace *out, const struct examined *ex, size_t number)
{
	html_raw(out, "<tr><td>");
	html_format(out, "<a href=\"#p%zu\">", number);
	html_text(out, ex->program);
	html_raw(out, "</a></td><td>");
	html_raw(out, report_status(ex));
	html_raw(out, "</td><td>");
	html_text(out, ex->nruns ? ex->runs[0].outcome : "");
	html_raw(out, "</td><td>");
	for (size_t i = 0; i < ex->found.count; i++) {
		if (ex->found.list[i].suppressed)
			continue;
		html_raw(out, i ? ", " : "");
		html_raw(out, detector(ex->found.list[i].detector)->name);
		html_format(out, " (line %zu)", (size_t)ex->found.list[i].site.line);
	}
	html_raw(out, "</td></tr>\n");
}

static void put_place(struct replace *out, const struct examined *ex, const struct site *site)
{
	char *path = report_path(ex, site), *place = alloc_format("%s:%d", path, site->line);

	if (site->line) {
		html_text(out, place);
		if (*site->text) {
			html_raw(out, "<pre>");
			html_text(out, site->text);
			html_raw(out, "</pre>");
		}
	}
	free(place);
	free(path);
}

/* known: the rule of this detector has been told. */
static void put_finding(struct replace *out, const struct examined *ex, const struct finding *f, bool known)
{
	const struct page *page = detector_page(f->detector);

	html_raw(out, "<h3 class=\"");
	html_raw(out, severity_name(f->severity));
	html_raw(out, "\">");
	html_raw(out, severity_name(f->severity));
	html_raw(out, ": ");
	html_raw(out, detector(f->detector)->name);
	html_raw(out, ": ");
	html_text(out, f->text);
	html_raw(out, "</h3>\n");
	put_place(out, ex, &f->site);
	html_raw(out, "<ul>");
	for (size_t i = 0; i < f->nnotes; i++) {
		html_raw(out, "<li>");
		html_text(out, f->notes[i].text);
		html_raw(out, " ");
		put_place(out, ex, &f->notes[i].site);
		html_raw(out, "</li>\n");
	}
	html_raw(out, "</ul>\n");
	if (known)
		return;
	html_raw(out, "<p>");
	html_text(out, page->rule);
	html_raw(out, " <i>");
	html_text(out, page->source);
	html_raw(out, "</i></p><p>Instead: ");
	html_text(out, page->instead);
	html_raw(out, "</p>\n");
}

static void put_limits(struct replace *out, const struct examined *ex)
{
	for (size_t i = 0; i < ex->nruns; i++)
		if (*ex->runs[i].limit) {
			html_raw(out, "<p class=\"note\">Limit: ");
			html_text(out, ex->runs[i].limit);
			html_raw(out, ".</p>\n");
			return;
		}
}

static void put_program(struct replace *out, const struct examined *ex, size_t number)
{
	uint32_t told = 0;

	html_format(out, "<section id=\"p%zu\"><h2>", number);
	html_text(out, ex->program);
	html_raw(out, "</h2>\n");
	if (*ex->error) {
		html_raw(out, "<p class=\"error\">error: ");
		html_text(out, ex->error);
		html_raw(out, "</p>\n<pre>");
		html_text(out, ex->said ? ex->said : "");
		html_raw(out, "</pre>\n");
	} else if (!findings_open(&ex->found)) {
		html_raw(out, "<p>Nothing was found.</p>");
	}
	for (size_t i = 0; i < ex->found.count; i++) {
		const struct finding *f = &ex->found.list[i];

		if (f->suppressed)
			continue;
		put_finding(out, ex, f, told >> f->detector & 1);
		told |= 1u << f->detector;
	}
	put_limits(out, ex);
	html_raw(out, "</section>\n");
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
	html_raw(out, head);
	html_raw(out, "<p>System: ");
	html_text(out, historic_systems[how->systems[0]].name);
	html_format(out, ". Programs: %zu", n);
	html_format(out, ", with findings: %zu", found);
	html_format(out, ", not to be checked: %zu.</p>\n", failed);
	html_raw(out, "<table><tr><th>program</th><th>status</th><th>outcome</th><th>found</th></tr>\n");
	for (size_t i = 0; i < n; i++)
		put_row(out, &list[i], i + 1);
	html_raw(out, "</table>\n");
	for (size_t i = 0; i < n; i++)
		put_program(out, &list[i], i + 1);
	html_raw(out, "</body></html>\n");
	return replace_commit(out, error);
}
