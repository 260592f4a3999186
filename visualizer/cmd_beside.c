/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What --beside names: a second run, to be shown beside the first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act_split.h"
#include "base/alloc.h"
#include "base/system_list.h"
#include "commands.h"
#include "image/library.h"
#include "replay/trace.h"

/* The words in one text; NULL when a mistake was told: command_sessions takes it apart at blanks. */
static char *join(const char *const *words)
{
	char *text = alloc_string(words[0]);

	for (size_t i = 0; words[i]; i++) {
		char *longer;

		if (!*words[i] || strpbrk(words[i], " \t")) {
			command_fail("--beside: no argument of %s may be empty or hold a blank: '%s'", words[0],
			             words[i]);
			free(text);
			return NULL;
		}
		if (!i)
			continue;
		longer = alloc_format("%s %s", text, words[i]);
		free(text);
		text = longer;
	}
	return text;
}

bool command_beside_system(const char *beside)
{
	return historic_system(beside) && access(beside, F_OK) != 0;
}

/* Does a program of that name ship? */
static bool ships(const char *name)
{
	char *nearest = library_nearest(name);
	bool does = nearest && !strcmp(nearest, name);

	free(nearest);
	return does;
}

/* What --beside says in full: a program, with its arguments, or a trace, with its branch. The caller frees it. */
static char *in_full(const char *const *words, const char *text, const char *beside)
{
	const char *branch;
	char *file, *full;

	if (strpbrk(beside, " \t@:./") || access(beside, F_OK) == 0)
		return alloc_string(beside);
	if (!trace_is(words[0]))
		return strcmp(beside, SPLIT_FORK) ? alloc_string(beside) : alloc_format("%s %s", text, SPLIT_FORK);
	if (ships(beside))
		return alloc_string(beside);
	file = trace_name(words[0], &branch);
	full = alloc_format("%s:%s", file, beside);
	free(file);
	return full;
}

bool command_beside(const char *const *words, const char *beside, const struct seclusion *seclusion,
                    struct session *sessions[2])
{
	char error[ERROR_MAX], *text = join(words), *full;
	struct timeline *t;
	bool ok;

	sessions[0] = sessions[1] = NULL;
	if (!text)
		return false;
	if (!command_beside_system(beside)) {
		full = in_full(words, text, beside);
		ok = command_sessions((const char *const[]){text, full}, seclusion, sessions);
		free(full);
		free(text);
		return ok;
	}
	free(text);
	sessions[0] = command_session(words, seclusion);
	t = sessions[0] ? timeline_under(session_timeline(sessions[0]), beside, error) : NULL;
	if (t) {
		struct retyper typist = retyper_from(session_timeline(sessions[0]), 0, false);

		timeline_console(t, &(struct console){.arg = &typist, .keys = retyper_keys});
		if (timeline_complete(t) != DRIVE_HALT)
			command_note("%s on %s: %s", words[0], beside, timeline_problem(t));
		timeline_console(t, NULL);
		sessions[1] = session_new(t);
		return true;
	}
	if (sessions[0])
		command_fail("%s", error);
	session_free(sessions[0]);
	sessions[0] = NULL;
	return false;
}

/* Is it the name of a trace, whatever follows it? */
static bool names_trace(const char *text)
{
	char *name = alloc_copy(text, strcspn(text, " \t"));
	bool is = trace_is(name);

	free(name);
	return is;
}

bool command_companion(const char *const *words, const char *beside, const struct seclusion *seclusion,
                       struct companion *companion, struct timeline **first)
{
	struct timeline *timelines[2];
	char *text, *at;

	*companion = (struct companion){.program = NULL};
	*first = NULL;
	if (command_beside_system(beside)) {
		companion->system = alloc_string(beside);
		return true;
	}
	text = join(words);
	if (!text)
		return false;
	companion->program = in_full(words, text, beside);
	if (trace_is(words[0]) || names_trace(companion->program)) {
		const char *const texts[] = {text, companion->program};

		if (command_timelines(texts, seclusion, true, timelines)) {
			*first = timelines[0];
			companion->begun = timelines[1];
		}
		free(companion->program);
		companion->program = NULL;
	} else if ((at = strchr(companion->program, '@')) && at < companion->program + strcspn(beside, " \t")) {
		size_t n = strcspn(at, " \t");

		companion->system = alloc_copy(at + 1, n - 1);
		memmove(at, at + n, strlen(at + n) + 1);
	}
	free(text);
	return companion->program || companion->begun;
}
