/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Choices in text and JSON. See choose.h. */
#include "cli/choose.h"

#include <ctype.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/output.h"
#include "base/text.h"
#include "cli/command.h"

static const char *const outcomes[] = {
	[OUTCOME_LIVES] = "lives", [OUTCOME_DIES] = "dies", [OUTCOME_ASTRAY] = "astray",   [OUTCOME_STUCK] = "stuck",
	[OUTCOME_WAITS] = "waits", [OUTCOME_RUNS] = "runs", [OUTCOME_ALTERED] = "altered",
};

static void list_json(const struct choices *c)
{
	json_t *list = json_array();

	for (size_t i = 0; i < c->count; i++) {
		const struct choice *o = &c->list[i];
		const char key[] = {o->key, '\0'};

		json_array_append_new(list,
		                      json_pack("{s:s, s:o, s:o, s:s, s:b, s:s, s:o, s:I}", "key", key, "what",
		                                output_json_text(o->what), "detail", output_json_text(o->detail),
		                                "means", o->means, "possible", o->possible, "why", o->why, "action",
		                                output_json_text(o->action), "variants", (json_int_t)o->variants));
	}
	output_json(json_pack("{s:I, s:I, s:I, s:b, s:b, s:o, s:o}", "icount", (json_int_t)c->mark.icount, "pid",
	                      (json_int_t)c->pid, "parent", (json_int_t)c->parent, "woken", c->woken, "lent", c->lent,
	                      "function", output_json_text(c->function), "choices", list),
	            JSON_INDENT(2));
	output_break();
}

static void list_text(const struct choices *c)
{
	output_line("What does the %s do next? pid %" PRIu32 ", in %s(), at @%" PRIu64, c->woken ? "parent" : "child",
	            c->pid, *c->function ? c->function : "?", c->mark.icount);
	for (size_t i = 0; i < c->count; i++) {
		const struct choice *o = &c->list[i];

		if (o->possible)
			output_line("  %c  %-34s %-32s %s", o->key, o->what, o->detail, o->means);
		else
			output_line("  -  %-34s not here: %s", o->what, o->why);
	}
}

bool choose_list(struct session *session, const struct timeline_mark *mark, bool json)
{
	struct choices c;
	char error[ERROR_MAX];

	if (!choices_read(session, mark, NULL, &c, error)) {
		command_fail("%s", error);
		return false;
	}
	if (json)
		list_json(&c);
	else
		list_text(&c);
	return true;
}

/* The keys of what is possible, for who has named another one. */
static void wrong_key(const struct choices *c, const char *text)
{
	char keys[64];
	struct text list = text_in(keys, sizeof keys);

	for (size_t i = 0; i < c->count; i++)
		if (c->list[i].possible)
			text_put(&list, " %c", c->list[i].key);
	command_fail("--choose %.20s: there are%s, and #2 behind it for its second kind", text, keys);
}

bool choose_one(struct session *session, const struct timeline_mark *mark, const char *text, struct consequence *made)
{
	const struct written written = {session, *mark};
	size_t variant[CHOICE_KINDS], n = 1;
	const struct choice *o;
	struct choices c;
	char error[ERROR_MAX], *end = NULL;

	if (!choices_read(session, mark, NULL, &c, error)) {
		command_fail("%s", error);
		return false;
	}
	if (text[0] && text[1] == '#' && isdigit((unsigned char)text[2]))
		n = strtoul(text + 2, &end, 10);
	o = text[0] && (end ? !*end && n : !text[1]) ? choices_key(&c, text[0]) : NULL;
	if (!o) {
		wrong_key(&c, text);
		return false;
	}
	if (o->possible && n > o->variants) {
		command_fail("--choose %.20s: there are %zu of them", text, o->variants);
		return false;
	}
	for (int kind = 0; kind < CHOICE_KINDS; kind++)
		variant[kind] = n - 1;
	if (!choices_read(session, mark, variant, &c, error) ||
	    !consequence_make(session, &c, choices_key(&c, text[0]), &written, NULL, made, error)) {
		command_fail("%s", error);
		return false;
	}
	return true;
}

static void where(const struct timeline_mark *mark, char text[SNAP_NAME])
{
	struct text t = text_in(text, SNAP_NAME);

	text_put(&t, mark->hazard ? "%ld.%u" : "%ld", mark->event, mark->hazard);
}

void choose_tell(const struct consequence *c, bool json)
{
	char at[SNAP_NAME];

	where(&c->decisive, at);
	if (json) {
		output_json(json_pack("{s:o, s:s, s:s, s:o, s:I, s:I, s:s}", "name", output_json_text(c->name),
		                      "outcome", outcomes[c->outcome], "ending", c->ending, "hazard",
		                      c->has_hazard ? output_json_text(c->hazard) : json_null(), "hazards",
		                      (json_int_t)c->hazards, "icount", (json_int_t)c->decisive.icount, "event", at),
		            JSON_INDENT(2));
		output_break();
		return;
	}
	output_line("%s: %s", c->name, c->ending);
	output_line("  %s", c->has_hazard ? c->hazard : "no hazard");
	output_line("  decided at @%" PRIu64 ", event %s", c->decisive.icount, at);
}
