/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lessons' programs are to do under each system. See outcomes.h. */
#include "image/outcomes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "image/sources.h"

static struct outcomes_part *begin_part(struct outcomes *o, const char *run, unsigned line)
{
	o->parts = alloc_room(o->parts, o->nparts, &o->room, sizeof *o->parts);
	o->parts[o->nparts] =
		(struct outcomes_part){.run = alloc_string(run), .status = -1, .text = alloc_string(""), .line = line};
	return &o->parts[o->nparts++];
}

/* A line of output, which may be longer than any other. */
static void add_line(struct outcomes_part *part, const char *text)
{
	char *longer = alloc_format("%s%s\n", part->text, text);

	free(part->text);
	part->text = longer;
}

/* Takes "SYSTEM..."; cuts it. */
static bool add_systems(struct outcomes_part *part, char *names, const char *place, char error[ERROR_MAX])
{
	char *rest = NULL;

	for (char *name = strtok_r(names, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
		const struct historic_system *system = historic_system(name);

		if (!strcmp(name, "others"))
			part->others = true;
		else if (system)
			part->under[system - historic_systems] = true;
		else
			return error_set(error, "%s: under: %.40s: no such system", place, name);
	}
	return true;
}

static bool set_end(struct outcomes_part *part, const char *text, const char *place, char error[ERROR_MAX])
{
	char *end;
	long status = strtol(text, &end, 10);

	part->deadlock = !strcmp(text, "deadlock");
	if (!part->deadlock && (end == text || *end || status < 0 || status > 255))
		return error_set(error, "%s: ends: a status from 0 to 255, or deadlock", place);
	part->status = part->deadlock ? OUTCOMES_DEADLOCK : (int)status;
	return true;
}

static bool take_line(struct outcomes *o, char *line, unsigned number, const char *name, char error[ERROR_MAX])
{
	struct outcomes_part *part = o->nparts ? &o->parts[o->nparts - 1] : NULL;
	char place[100];

	snprintf(place, sizeof place, "%.80s:%u", name, number);
	if (!*line || *line == '#')
		return true;
	if (!strncmp(line, "run: ", 5))
		return begin_part(o, line + 5, number) != NULL;
	if (!part)
		return error_set(error, "%s: run: has to come first", place);
	if (!strncmp(line, "under: ", 7))
		return add_systems(part, line + 7, place, error);
	if (!strncmp(line, "ends: ", 6))
		return set_end(part, line + 6, place, error);
	if (*line != '|' || (line[1] && line[1] != ' '))
		return error_set(error, "%s: neither run:, under:, ends: nor a line of output with | before it", place);
	add_line(part, line[1] ? line + 2 : "");
	return true;
}

/* The part that names the system for this run, but for one. */
static const struct outcomes_part *named(const struct outcomes *o, const char *run, int system,
                                         const struct outcomes_part *but)
{
	for (size_t i = 0; i < o->nparts; i++)
		if (&o->parts[i] != but && o->parts[i].under[system] && !strcmp(o->parts[i].run, run))
			return &o->parts[i];
	return NULL;
}

/* The part before this one that has all others of the same run. */
static const struct outcomes_part *others_before(const struct outcomes *o, const struct outcomes_part *part)
{
	for (const struct outcomes_part *p = o->parts; p < part; p++)
		if (p->others && !strcmp(p->run, part->run))
			return p;
	return NULL;
}

static bool complete(struct outcomes *o, const char *name, char error[ERROR_MAX])
{
	for (size_t i = 0; i < o->nparts; i++) {
		struct outcomes_part *part = &o->parts[i];
		bool any = part->others;

		if (part->others && others_before(o, part))
			return error_set(error, "%.80s:%u: %.60s: others, written twice", name, part->line, part->run);
		for (int k = 0; k < SYSTEMS_COUNT; k++) {
			any |= part->under[k];
			if (part->under[k] && named(o, part->run, k, part))
				return error_set(error, "%.80s:%u: %.60s under %s: written twice", name, part->line,
				                 part->run, historic_systems[k].name);
		}
		if (!any || part->status < 0)
			return error_set(error, "%.80s:%u: %.60s: without under: or ends:", name, part->line,
			                 part->run);
	}
	for (size_t i = 0; i < o->nparts; i++)
		for (int k = 0; k < SYSTEMS_COUNT; k++)
			if (o->parts[i].others && !named(o, o->parts[i].run, k, NULL))
				o->parts[i].under[k] = true;
	return true;
}

bool outcomes_parse(struct outcomes *o, const char *name, const char *text, char error[ERROR_MAX])
{
	char *copy = alloc_string(text), *next;
	unsigned number = 0;
	bool ok = true;

	*o = (struct outcomes){0};
	for (char *line = copy; ok && line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		ok = take_line(o, line, ++number, name, error);
	}
	free(copy);
	return ok && complete(o, name, error);
}

bool outcomes_read(struct outcomes *o, const char *lesson, char error[ERROR_MAX])
{
	const char *dash = strrchr(lesson, '-');
	char *name = alloc_format("%.*s" OUTCOMES_ENDING, dash ? (int)(dash - lesson) : -1, lesson);
	char *path = alloc_format(SOURCES_SHIPPED "demos/%s", name);
	uint8_t *text = NULL;
	size_t size;
	bool ok = true;

	*o = (struct outcomes){0};
	if (!strchr(lesson, '/') && sources_shipped(path, &text, &size))
		ok = outcomes_parse(o, name, (char *)text, error);
	free(text);
	free(path);
	free(name);
	return ok;
}

const struct outcomes_part *outcomes_of(const struct outcomes *o, const char *run, int system)
{
	return named(o, run, system, NULL);
}

void outcomes_free(struct outcomes *o)
{
	for (size_t i = 0; i < o->nparts; i++) {
		free(o->parts[i].run);
		free(o->parts[i].text);
	}
	free(o->parts);
	*o = (struct outcomes){0};
}
