/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope step: goes through a run by instructions, lines or events, forward and back, and tells where that
 * leads. */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/source_text.h"
#include "analysis/step.h"
#include "analysis/where.h"
#include "analysis/whereabouts.h"
#include "base/alloc.h"
#include "base/output.h"
#include "cli/command.h"

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
	if ((*text != '+' && *text != '-') || text[1] == '-' || !text[1])
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

/* Telling ------------------------------------------------------------------------------------- */

/* The last part of a path. */
static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void print_line(const struct whereabouts *w, const char *text)
{
	char place[SNAP_TEXT] = "", who[SNAP_TEXT] = "the end";

	if (w->there)
		snprintf(who, sizeof who, "pid %" PRIu32 " %s", w->next.pid,
		         w->next.user ? w->next.program : "(kernel)");
	if (w->file)
		snprintf(place, sizeof place, "%s:%d", base_name(w->file), w->line);
	output_line("@%-10" PRIu64 " %6ld  %-20s %-20s %-18s %s", w->mark.icount, w->mark.event, who,
	            w->function ? w->function : "", place, text);
}

static void print_json(const struct whereabouts *w, const char *text, bool first)
{
	json_t *object = json_pack("{s:I, s:I, s:I, s:s?, s:o, s:o, s:o, s:I, s:s, s:o, s:I}", "icount",
	                           (json_int_t)w->mark.icount, "event", (json_int_t)w->mark.event, "pid",
	                           (json_int_t)w->next.pid, "mode",
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

/* Tells where the run is at the mark. False when a mistake was told. */
static bool tell(struct session *session, const struct timeline_mark *mark, bool insn, bool json, bool first)
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

/* The command --------------------------------------------------------------------------------- */

/* Goes from the mark step by step and tells of each. */
static int walk(struct session *session, struct timeline_mark *mark, const struct words *steps, bool json)
{
	char error[ERROR_MAX];

	if (json)
		output_text("[");
	else
		output_line("%-11s %6s  %-20s %-20s %-18s %s", "icount", "event", "who", "function", "place", "what");
	if (!tell(session, mark, false, json, true))
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
			if (!tell(session, mark, word->unit == STEP_INSN, json, false))
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
	char error[ERROR_MAX];
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
		session = command_session(words, &(struct seclusion){0});
	poptFreeContext(context);
	if (session && (where_mark(session, where ? where : "exec.done#2", &mark, error) ||
	                (!where && where_mark(session, "@0", &mark, error))))
		rc = walk(session, &mark, &steps, json);
	else if (session)
		command_fail("%s", error);
	session_free(session);
	return rc;
}

const struct command cmd_step = {
	"step",
	"PROG|TRACE [ARG...] [--at WHERE] [--json] [+-N]UNIT...",
	"goes through a run by instructions, lines or events, forward and back",
	step,
};
