/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One line about an instant. See place.h. */
#include "cli/place.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/source_text.h"
#include "analysis/whereabouts.h"
#include "base/alloc.h"
#include "base/output.h"
#include "cli/command.h"

/* The last part of a path. */
static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void print_line(const struct whereabouts *w, const char *text)
{
	char place[SNAP_TEXT] = "", who[SNAP_TEXT] = "the end", event[40];

	if (w->there)
		snprintf(who, sizeof who, "pid %" PRIu32 " %s", w->next.pid,
		         w->next.user ? w->next.program : "(kernel)");
	if (w->file)
		snprintf(place, sizeof place, "%s:%d", base_name(w->file), w->line);
	snprintf(event, sizeof event, w->mark.hazard ? "%ld.%u" : "%ld", w->mark.event, w->mark.hazard);
	output_line("@%-10" PRIu64 " %6s  %-20s %-20s %-18s %s", w->mark.icount, event, who,
	            w->function ? w->function : "", place, text);
}

static void print_json(const struct whereabouts *w, const char *text, bool first)
{
	json_t *object = json_pack("{s:I, s:I, s:I, s:I, s:s?, s:o, s:o, s:o, s:I, s:s, s:o, s:I}", "icount",
	                           (json_int_t)w->mark.icount, "event", (json_int_t)w->mark.event, "hazard",
	                           (json_int_t)w->mark.hazard, "pid", (json_int_t)w->next.pid, "mode",
	                           !w->there      ? NULL
	                           : w->next.user ? "user"
	                                          : "kernel",
	                           "program", output_json_text(w->next.program), "function",
	                           w->function ? output_json_text(w->function) : json_null(), "file",
	                           w->file ? output_json_text(w->file) : json_null(), "line", (json_int_t)w->line,
	                           "insn", w->insn, "text", output_json_text(text), "pc", (json_int_t)w->next.pc);

	output_lines(0, first ? "\n" : ",\n");
	output_json(object, JSON_COMPACT);
}

void place_heading(void)
{
	output_line("%-11s %6s  %-20s %-20s %-18s %s", "icount", "event", "who", "function", "place", "what");
}

bool place_tell(struct session *session, const struct timeline_mark *mark, bool insn, bool json, bool first)
{
	struct whereabouts w;
	char error[ERROR_MAX], *text;

	if (!whereabouts(session, mark, &w, error)) {
		command_fail("%s", error);
		return false;
	}
	text = w.file ? source_line(session_timeline(session), w.file, w.line) : alloc_string("");
	if (json)
		print_json(&w, text, first);
	else
		print_line(&w, insn || !*text ? w.insn : text);
	free(text);
	return true;
}
