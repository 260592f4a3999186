/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What --beside names: a second run, to be shown beside the first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/system_list.h"
#include "commands.h"

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

bool command_beside(const char *const *words, const char *beside, const struct seclusion *seclusion,
                    struct session *sessions[2])
{
	char error[ERROR_MAX], *text = join(words);
	struct timeline *t;
	bool ok;

	sessions[0] = sessions[1] = NULL;
	if (!text)
		return false;
	if (!command_beside_system(beside)) {
		ok = command_sessions((const char *const[]){text, beside}, seclusion, sessions);
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
