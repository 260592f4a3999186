/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope step: goes through a run by instructions, lines or events, forward and back, and tells where that
 * leads. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/step.h"
#include "analysis/where.h"
#include "base/output.h"
#include "cli/command.h"
#include "cli/place.h"

/* Steps of one command line, and of one word of it. */
enum { WORDS_MAX = 64, COUNT_MAX = 1000000 };

struct word {
	enum step_unit unit;
	int64_t count;
};

struct words {
	struct word list[WORDS_MAX];
	size_t count;
};

static const char *const unit_names[] = {
#define UNIT(symbol, letter, name, what) name,
	STEP_UNITS(UNIT)
#undef UNIT
};

/* Reads "+3i", "-2l", "+notable". False if it does not begin so; *wrong is set if it does, and is no step. */
static bool read_word(const char *text, struct word *word, bool *wrong)
{
	size_t digits = strspn(text + 1, "0123456789");
	const char *unit = text + 1 + digits;

	*wrong = false;
	if ((*text != '+' && *text != '-') || text[1] == '-' || !text[1] || !strcmp(text, "-h")) /* help */
		return false;
	word->unit = step_unit(unit, strlen(unit));
	if (word->unit == STEP_COUNT) {
		*wrong = *text == '+' || digits;
		return false;
	}
	word->count = digits ? strtoll(text + 1, NULL, 10) : 1;
	*wrong = digits > 7 || !word->count || word->count > COUNT_MAX;
	if (*text == '-')
		word->count = -word->count;
	return !*wrong;
}

/* Takes the steps out of the words of the command line: "-2l" would be taken for options. False when a mistake was
 * told. */
static bool take_words(int *argc, const char **argv, struct words *steps)
{
	int kept = 1;

	for (int i = 1; i < *argc; i++) {
		struct word word;
		bool wrong, is = read_word(argv[i], &word, &wrong);

		if (wrong) {
			command_fail("%s: no step; write a sign, a number up to %d and a unit, as +3i, -2l or +notable",
			             argv[i], COUNT_MAX);
			return false;
		}
		if (!is) {
			argv[kept++] = argv[i];
			continue;
		}
		if (steps->count == WORDS_MAX) {
			command_fail("more than %d steps", WORDS_MAX);
			return false;
		}
		steps->list[steps->count++] = word;
	}
	argv[ *argc = kept] = NULL;
	return true;
}

/* The command --------------------------------------------------------------------------------- */

/* Goes from the mark step by step and tells of each. */
static int walk(struct session *session, struct timeline_mark *mark, const struct words *steps, bool json)
{
	char error[ERROR_MAX];

	if (json)
		output_text("[");
	else
		place_heading();
	if (!place_tell(session, mark, false, json, true))
		return EXIT_MISTAKE;
	for (size_t i = 0; i < steps->count; i++) {
		const struct word *word = &steps->list[i];
		int way = word->count > 0 ? 1 : -1;

		for (int64_t n = 0; n != word->count; n += way) {
			if (!step_move(session, mark, word->unit, way, error)) {
				if (json)
					output_lines(0, "\n]");
				return command_fail("step %" PRIi64 " of %+" PRIi64 "%s: %s", way * n + 1, word->count,
				                    unit_names[word->unit], error);
			}
			if (!place_tell(session, mark, word->unit == STEP_INSN, json, false))
				return EXIT_MISTAKE;
		}
	}
	if (json)
		output_lines(0, "\n]\n");
	return 0;
}

static int step(const struct command *command, int argc, const char **argv)
{
	static const char *where;
	const char **words;
	int json = 0;
	const struct poptOption options[] = {
		{"at", '\0', POPT_ARG_STRING, &where, 0,
	         "where to begin, without it where the program does: " WHERE_HELP, "WHERE"},
		{"json", '\0', POPT_ARG_NONE, &json, 0, "print a JSON array, one place per line", NULL},
		COMMAND_LAUNCH,
		POPT_AUTOHELP POPT_TABLEEND};
	struct words steps = {0};
	poptContext context;
	struct session *session = NULL;
	struct timeline_mark mark;
	int rc = EXIT_MISTAKE;

	if (!take_words(&argc, argv, &steps))
		return rc;
	context = command_parse(command, argc, argv, options, false);
	if (!context)
		return rc;
	words = command_words(command, context, 1, argc);
	if (words)
		session = command_session_at(
			words, &(struct seclusion){0},
			(const char *const[]){where ? where : "exec.done#2", where ? NULL : "@0", NULL}, &mark);
	poptFreeContext(context);
	if (session)
		rc = walk(session, &mark, &steps, json);
	session_free(session);
	return rc;
}

const struct command cmd_step = {
	"step",
	"PROG|TRACE [ARG...] [--at WHERE] [--json] [+-N]UNIT...",
	"goes through a run by instructions, lines, calls or events, forward and back",
	step,
	.about = "Each unit is written with a sign: +3i three instructions forward, -2l two source lines back, +over "
		 "over a call, +out out of the function, +1e the next event, +notable, +hazard, +switch.",
	.examples = "step return --at spawn +3l -1l # by source lines, forward and back",
};
