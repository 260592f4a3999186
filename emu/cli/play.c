/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A process script in place of PROG: see play.h. */
#include "cli/play.h"

#include <inttypes.h>

#include "base/exit_status.h"
#include "base/output.h"
#include "script/stage.h"
#include "script/verdict.h"

enum { TOLD = 10 /* differences */ };

/* What was prepared last; it lives until the program ends. */
static struct {
	struct script *script;
	struct score *score;
	struct verdict *verdict;
} played;

static void forget(void)
{
	verdict_free(played.verdict);
	score_free(played.score);
	script_free(played.script);
	played.verdict = NULL;
	played.score = NULL;
	played.script = NULL;
}

bool play_prepare(const struct launch *launch, bool ram_told, const char *const *words, struct run_config *config,
                  char error[ERROR_MAX])
{
	struct launch how = *launch;

	forget();
	if (words[1])
		return error_set(error, "%s: is a process script and takes no arguments: %.80s", words[0], words[1]);
	if (how.put || how.sources)
		return error_set(error, "%s: is a process script; --%s is for programs", words[0],
		                 how.put ? "put" : "sources");
	played.script = script_load(words[0], error);
	if (!played.script)
		return false;
	if (!stage_prepare(&how, ram_told, words[0], played.script, SCORE_AS_RECORDED, config, &played.score, error)) {
		played.score = NULL;
		forget();
		return false;
	}
	played.verdict = verdict_new(played.script, played.score);
	return true;
}

bool play_there(void)
{
	return played.verdict != NULL;
}

void play_hear(const struct event *e)
{
	verdict_hear(played.verdict, e);
}

static void tell(void *arg, const char *line)
{
	(void)arg;
	output_note("not as recorded: %s", line);
}

int play_tell(void)
{
	const struct score *score = played.score;
	bool ok = verdict_tell(played.verdict, TOLD, tell, NULL);

	for (unsigned i = 0; i < SCORE_NOTE_COUNT; i++)
		if (score->notes[i].count)
			output_note("played otherwise: %" PRIu32 " times %s, first in line %" PRIu32,
			            score->notes[i].count, score_note_text((enum score_note)i), score->notes[i].line);
	if (score->shift)
		output_note("all memory is divided by %d, so that it fits into the machine", 1 << score->shift);
	output_note("%" PRIu32 " of %" PRIu32 " processes were made; tree, ends and their order %s",
	            verdict_processes(played.verdict), played.script->nprocesses,
	            ok ? "are as recorded" : "are not as recorded");
	return ok ? 0 : EXIT_FOUND;
}
