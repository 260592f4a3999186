/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports for programs: JSON and SARIF. See report.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/output.h"
#include "check/report.h"

enum { SCHEMA = 1 };

static json_t *path_of(const struct examined *ex, const struct site *site)
{
	char *path = report_path(ex, site);
	json_t *text = output_json_text(path);

	free(path);
	return text;
}

static json_t *site_of(const struct examined *ex, const struct site *site)
{
	if (!site->line)
		return json_null();
	return json_pack("{s:o, s:i, s:i, s:o, s:o}", "file", path_of(ex, site), "line", site->line, "column",
	                 site->column, "function", output_json_text(site->function), "text",
	                 output_json_text(site->text));
}

static json_t *levels_of(const struct examine_how *how, const struct examined *ex, unsigned long long bits)
{
	json_t *list = json_array();

	for (size_t i = 0; ex->compiled && i < how->nlevels; i++)
		if (bits >> i & 1 && how->levels[i])
			json_array_append_new(list, json_string(how->levels[i]));
	return list;
}

static json_t *systems_of(unsigned long long bits)
{
	json_t *list = json_array();

	for (size_t i = 0; i < SYSTEMS_COUNT; i++)
		if (bits >> i & 1)
			json_array_append_new(list, json_string(historic_systems[i].name));
	return list;
}

static unsigned long long breaking(const struct finding *f)
{
	unsigned long long bits = 0;

	for (size_t i = 0; i < SYSTEMS_COUNT; i++)
		bits |= (unsigned long long)detector_breaks(f->detector, f->on_stack, i) << i;
	return bits;
}

static json_t *finding_of(const struct examine_how *how, const struct examined *ex, const struct finding *f)
{
	const struct page *page = detector_page(f->detector);
	json_t *notes = json_array(), *object;

	for (size_t i = 0; i < f->nnotes; i++)
		json_array_append_new(notes, json_pack("{s:o, s:o}", "text", output_json_text(f->notes[i].text),
		                                       "place", site_of(ex, &f->notes[i].site)));
	object =
		json_pack("{s:I, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "number", (json_int_t)f->number, "detector",
	                  detector(f->detector)->name, "severity", severity_name(f->severity), "place",
	                  site_of(ex, &f->site), "text", output_json_text(f->text), "notes", notes, "thing",
	                  output_json_text(f->thing), "was", output_json_text(f->was), "now", output_json_text(f->now));
	json_object_update_new(object,
	                       json_pack("{s:I, s:I, s:o, s:I, s:I, s:o, s:o, s:o}", "lender", (json_int_t)f->lender,
	                                 "borrower", (json_int_t)f->borrower, "where", output_json_text(f->where),
	                                 "icount", (json_int_t)f->icount, "times", (json_int_t)f->times, "levels",
	                                 levels_of(how, ex, f->levels), "systems", systems_of(f->systems), "breaks_on",
	                                 systems_of(breaking(f))));
	json_object_update_new(object, json_pack("{s:s, s:s, s:s, s:b, s:o}", "rule", page->rule, "source",
	                                         page->source, "instead", page->instead, "suppressed", f->suppressed,
	                                         "reason", output_json_text(f->reason)));
	return object;
}

static json_t *run_of(const struct examine_how *how, const struct examined *ex, const struct examined_run *r)
{
	json_t *names = json_array();

	for (int i = 0; i < DETECTOR_COUNT; i++)
		if (r->detectors >> i & 1)
			json_array_append_new(names, json_string(detector((enum detector_id)i)->name));
	return json_pack("{s:s?, s:s, s:I, s:s, s:o, s:o, s:I, s:I, s:b, s:o}", "level",
	                 ex->compiled ? how->levels[r->level] : NULL, "system", historic_systems[r->system].name,
	                 "skew", (json_int_t)r->skew, "outcome", r->outcome, "output", output_json_text(r->output),
	                 "limit", output_json_text(r->limit), "loans", (json_int_t)r->loans, "not_watched",
	                 (json_int_t)r->left_out, "contrast", r->contrast, "detectors", names);
}

void report_json(const struct examine_how *how, const struct examined *list, size_t n)
{
	json_t *programs = json_array();

	for (size_t i = 0; i < n; i++) {
		const struct examined *ex = &list[i];
		json_t *runs = json_array(), *found = json_array();

		for (size_t k = 0; k < ex->nruns; k++)
			json_array_append_new(runs, run_of(how, ex, &ex->runs[k]));
		for (size_t k = 0; k < ex->found.count; k++)
			json_array_append_new(found, finding_of(how, ex, &ex->found.list[k]));
		json_array_append_new(programs, json_pack("{s:o, s:s, s:o, s:b, s:o, s:o}", "program",
		                                          output_json_text(ex->program), "status", report_status(ex),
		                                          "error", output_json_text(ex->error), "output_differs",
		                                          ex->output_differs, "runs", runs, "findings", found));
	}
	output_json(json_pack("{s:i, s:o}", "schema", SCHEMA, "programs", programs), JSON_INDENT(1));
	output_break();
}

/* SARIF ------------------------------------------------------------------------------------------- */

static json_t *rules(void)
{
	json_t *list = json_array();

	for (int i = 0; i < DETECTOR_COUNT; i++) {
		const struct page *page = detector_page((enum detector_id)i);

		json_array_append_new(list, json_pack("{s:s, s:{s:s}, s:{s:s}, s:{s:s}}", "id",
		                                      detector((enum detector_id)i)->name, "shortDescription", "text",
		                                      detector((enum detector_id)i)->tells, "fullDescription", "text",
		                                      page->rule, "help", "text", page->instead));
	}
	return list;
}

/* The path of a site as a relative reference of RFC 3986: what is no character of a path there is escaped; so is the
 * colon, before which a scheme would stand. */
static json_t *uri_of(const struct examined *ex, const struct site *site)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=@/";
	char *path = report_path(ex, site), *uri = alloc_new(3 * strlen(path) + 1, 1), *to = uri;
	json_t *text;

	for (const char *c = path; *c; c++)
		to += sprintf(to, strchr(plain, *c) ? "%c" : "%%%02X", (unsigned char)*c);
	text = json_string(uri);
	free(uri);
	free(path);
	return text;
}

static json_t *location_of(const struct examined *ex, const struct site *site, const char *message)
{
	json_t *physical = json_pack("{s:{s:o}}", "artifactLocation", "uri", uri_of(ex, site)), *location;

	if (site->line)
		json_object_set_new(physical, "region",
		                    json_pack("{s:i, s:i}", "startLine", site->line, "startColumn",
		                              site->column ? site->column : 1));
	location = json_pack("{s:o}", "physicalLocation", physical);
	if (message)
		json_object_set_new(location, "message", json_pack("{s:o}", "text", output_json_text(message)));
	return location;
}

static json_t *result_of(const struct examined *ex, const struct finding *f)
{
	json_t *related = json_array(), *object;

	for (size_t i = 0; i < f->nnotes; i++)
		if (f->notes[i].site.line)
			json_array_append_new(related, location_of(ex, &f->notes[i].site, f->notes[i].text));
	object = json_pack("{s:s, s:i, s:s, s:{s:o}, s:[o], s:o}", "ruleId", detector(f->detector)->name, "ruleIndex",
	                   (int)f->detector, "level", severity_name(f->severity), "message", "text",
	                   output_json_text(f->text), "locations", location_of(ex, &f->site, NULL), "relatedLocations",
	                   related);
	if (f->suppressed)
		json_object_set_new(object, "suppressions",
		                    json_pack("[{s:s, s:o}]", "kind", f->in_source ? "inSource" : "external",
		                              "justification", output_json_text(f->reason)));
	return object;
}

static void add_notification(json_t *list, const char *level, const char *program, const char *text)
{
	char *line = alloc_format("%s: %s", program, text);

	json_array_append_new(list,
	                      json_pack("{s:s, s:{s:o}}", "level", level, "message", "text", output_json_text(line)));
	free(line);
}

/* What could not be checked, or not all of it. */
static json_t *invocation(const struct examined *list, size_t n)
{
	json_t *told = json_array();
	bool good = true;

	for (size_t i = 0; i < n; i++) {
		const struct examined *ex = &list[i];

		good &= !*ex->error;
		if (*ex->error)
			add_notification(told, "error", ex->program, ex->error);
		for (size_t k = 0; k < ex->nruns; k++)
			if (*ex->runs[k].limit)
				add_notification(told, "warning", ex->program, ex->runs[k].limit);
	}
	return json_pack("{s:b, s:o}", "executionSuccessful", good, "toolExecutionNotifications", told);
}

void report_sarif(const struct examined *list, size_t n)
{
	json_t *results = json_array(), *driver;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < list[i].found.count; k++)
			json_array_append_new(results, result_of(&list[i], &list[i].found.list[k]));
	driver = json_pack("{s:s, s:o}", "name", "vforkscope", "rules", rules());
	output_json(json_pack("{s:s, s:s, s:[{s:{s:o}, s:[o], s:s, s:o}]}", "$schema",
	                      "https://json.schemastore.org/sarif-2.1.0.json", "version", "2.1.0", "runs", "tool",
	                      "driver", driver, "invocations", invocation(list, n), "columnKind", "unicodeCodePoints",
	                      "results", results),
	            JSON_INDENT(1));
	output_break();
}
