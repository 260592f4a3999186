/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds and prints pages. See explain.h. */
#include "analysis/explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "analysis/explain_systems.h"
#include "analysis/syscall_name.h"
#include "base/alloc.h"
#include "base/output.h"
#include "base/text.h"
#include "machine/event.h"

enum { COLUMNS = 100, MARGIN = 9, ERRORS_MAX = 128, NAMES_MAX = EV_ALL + 5 + ERRORS_MAX + 64 };

#define HAZARD "hazard."

/* Prints a paragraph behind a word, in lines of COLUMNS. Nothing for an empty text. */
static void paragraph(const char *title, const char *text)
{
	char first[COLUMNS];

	snprintf(first, sizeof first, "%-*s", MARGIN, title);
	if (*text)
		output_paragraph(COLUMNS, first, text);
}

void explain_page(const struct page *p)
{
	char command[64];

	paragraph("rule", p->rule);
	paragraph("source", *p->source ? p->source : "this machine's own");
	paragraph("instead", p->instead);
	snprintf(command, sizeof command, "vforkscope demo %s", p->lesson);
	paragraph("lesson", *p->lesson ? command : "none shows it");
}

static void put_event(uint32_t kind)
{
	char arguments[256], name[32];
	struct text t = text_in(arguments, sizeof arguments);

	output_line("%s: %s", event_name(kind), event_tells(kind));
	for (int i = 0; event_arg_name(kind, i, name, sizeof name); i++)
		text_put(&t, "%s%s", i ? ", " : "", name);
	paragraph("tells", arguments);
	explain_page(page_of_event(kind));
}

static void put_system(size_t system)
{
	const struct system_words *s = system_words(system);
	const char *title = "does";
	char limits[128];

	output_line("%s: %s", s->name, s->title);
	for (int i = 0; i < SYSTEM_WORDS; i++) {
		const char *sentence = system_sentence(s->words[i]);

		if (!sentence || !*sentence)
			continue;
		paragraph(title, sentence);
		title = "";
	}
	snprintf(limits, sizeof limits, "%u processes for a user, %u descriptors for a process", s->maxuprc, s->nofile);
	paragraph("limits", limits);
	explain_page(page_of_system(system));
}

/* The number of an error by its name or number; 0 if there is none. */
static uint32_t error_number(const char *name)
{
	uint32_t number = strspn(name, "0123456789") == strlen(name) && strlen(name) < 4 ? (uint32_t)atoi(name) : 0;

	for (uint32_t i = 1; i < ERRORS_MAX && !number; i++)
		if (syscall_error(i) && !strcasecmp(name, syscall_error(i)))
			number = i;
	return page_of_error(number) ? number : 0;
}

static bool no_page(const char *name, char *error)
{
	const char *names[NAMES_MAX] = {NULL}, *near;
	size_t n = 0;

	for (uint32_t kind = 0; kind < EV_ALL; kind++)
		names[n++] = event_name(kind);
	for (uint32_t kind = EV_COUNT; kind < EV_ALL; kind++)
		names[n++] = event_name(kind) + strlen(HAZARD);
	for (size_t i = 0; system_words(i) && n < NAMES_MAX - 1; i++)
		names[n++] = system_words(i)->name;
	for (uint32_t i = 1; i < ERRORS_MAX && n < NAMES_MAX - 1; i++)
		if (syscall_error(i))
			names[n++] = syscall_error(i);
	near = error_nearest(name, names);
	return error_set(error, "%.60s: no hazard, event, system or error is called so%s%s%s", name,
	                 near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

bool explain(const char *name, char error[ERROR_MAX])
{
	char hazard[64];
	uint32_t number = error_number(name);
	int kind = event_kind(name);

	snprintf(hazard, sizeof hazard, HAZARD "%.40s", name);
	if (kind < 0)
		kind = event_kind(hazard);
	if (kind >= 0) {
		put_event((uint32_t)kind);
		return true;
	}
	for (size_t i = 0; system_words(i); i++)
		if (!strcmp(system_words(i)->name, name)) {
			put_system(i);
			return true;
		}
	if (!number)
		return no_page(name, error);
	output_line("%s: error %u", syscall_error(number), number);
	explain_page(page_of_error(number));
	return true;
}

/* A row of a table, of a thing with its page; tells: what else is known of it. */
static void row(const char *name, const char *tells, const struct page *p)
{
	char lesson[64];

	snprintf(lesson, sizeof lesson, *p->lesson ? "`%s`" : "%s", p->lesson);
	output_line("| `%s` | %s | %s | %s | %s | %s |", name, tells, p->rule, p->source, p->instead, lesson);
}

static void event_rows(const char *title, uint32_t from, uint32_t to)
{
	output_line("## %s", title);
	output_break();
	output_line("| name | what it tells, and its arguments | rule | source | instead | lesson |");
	output_line("|---|---|---|---|---|---|");
	for (uint32_t kind = from; kind < to; kind++) {
		char tells[512], name[32];
		struct text t = text_in(tells, sizeof tells);

		text_put(&t, "%s", event_tells(kind));
		for (int i = 0; event_arg_name(kind, i, name, sizeof name); i++)
			text_put(&t, "%s`%s`", i ? " " : "; ", name);
		row(event_name(kind), tells, page_of_event(kind));
	}
	output_break();
}

void explain_tables(void)
{
	event_rows("Hazards", EV_COUNT, EV_ALL);
	event_rows("Events", 0, EV_COUNT);
	output_line("## Errors");
	output_break();
	output_line("| name | number | what it says | source | instead | lesson |");
	output_line("|---|---|---|---|---|---|");
	for (uint32_t i = 1; i < ERRORS_MAX; i++) {
		char number[16];

		snprintf(number, sizeof number, "%u", i);
		if (page_of_error(i))
			row(syscall_error(i), number, page_of_error(i));
	}
}
