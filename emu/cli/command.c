/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the commands have in common. */
#include "cli/command.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/lesson.h"
#include "image/library.h"
#include "base/alloc.h"
#include "base/date.h"
#include "base/output.h"
#include "base/system_list.h"
#include "image/put.h"
#include "cli/input.h"
#include "cli/options.h"
#include "cli/play.h"
#include "analysis/ending.h"
#include "analysis/where.h"
#include "replay/trace.h"
#include "script/script.h"
#include "lesson/tutorial.h"

enum { CARET_MAX = 100 /* columns of a text that is shown with a caret */ };

#define SWAP_USUAL INT_MIN /* no size that a user means */

static struct {
	const char *system;
	int ram;  /* megabytes */
	int swap; /* kilobytes; SWAP_USUAL: not told */
	const char *date;
	const char *sources;
	int typed;
	const char **put;
	const char *optimize;
	int skew; /* microseconds */
} launch = {NULL, LAUNCH_RAM, SWAP_USUAL, NULL, NULL, 0, NULL, NULL, 0};

/* The limits that the user asked for; NOT_ASKED is none that one can mean. */
#define NOT_ASKED LLONG_MIN
static struct {
#define LIMIT(member, ...) long long member;
	LIMITS(LIMIT)
#undef LIMIT
} asked = {
#define LIMIT(member, ...) .member = NOT_ASKED,
	LIMITS(LIMIT)
#undef LIMIT
};

struct poptOption command_launch_options[] = {
	{"system", '\0', POPT_ARG_STRING, &launch.system, 0, "historic system whose vfork the kernel has (4.3bsd)",
         "NAME"},
	{"ram", '\0', POPT_ARG_INT, &launch.ram, 0, "memory of the machine, 2 to 64 (8)", "MB"},
	{"swap", '\0', POPT_ARG_INT, &launch.swap, 0, "size of the swap area, 256 to 131072 (twice the memory)", "KB"},
	{"date", '\0', POPT_ARG_STRING, &launch.date, 0,
         "when the machine begins: 1986-06-05, or \"1986-06-05 12:30\" (when its system was new)", "DATE"},
	{"sources", '\0', POPT_ARG_STRING, &launch.sources, 0,
         "where a ready-made program was compiled: its sources below DIR are shown and kept in the trace", "DIR"},
	{"put", '\0', POPT_ARG_ARGV, &launch.put, 0,
         "a copy of the file is in the home directory, where the program begins; also more than once", "FILE"},
	{"typed", '\0', POPT_ARG_NONE, &launch.typed, 0,
         "what comes from a pipe or a file is typed at the machine's terminal: ^C, ^D and ^Z are keys; without it the "
         "program reads it byte for byte",
         NULL},
	{"skew", '\0', POPT_ARG_INT, &launch.skew, 0, "the clock's interrupts come so much later, up to 1000000 (0)",
         "MICROSECONDS"},
	POPT_TABLEEND};

struct poptOption command_level_options[] = {
	{"optimize", 'O', POPT_ARG_STRING, &launch.optimize, 0, "gcc's level: 0, 1, 2, 3, s (0)", "LEVEL"},
	POPT_TABLEEND};

#define TEXT_OF(number) #number
struct poptOption command_limit_options[] = {
#define LIMIT(member, option, usual, least, most, unit, traces, help)                                                  \
	{option, '\0', POPT_ARG_LONGLONG, &asked.member, 0, help " (" TEXT_OF(usual) ")", unit},
	LIMITS(LIMIT)
#undef LIMIT
		POPT_TABLEEND};

int command_fail(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	output_error("", format, args);
	va_end(args);
	return EXIT_MISTAKE;
}

int command_fail_in(const char *error, const char *const *texts)
{
	const char *text = NULL;
	long place = -1;

	for (; *texts; texts++)
		if (error_place(error, *texts) >= 0) {
			text = *texts;
			place = error_place(error, text);
		}
	command_fail("%s", error);
	if (text && strlen(text) <= CARET_MAX) {
		char *lines = alloc_format("  %s\n  %*s^\n", text, (int)place, "");

		output_diagnostics(lines, strlen(lines));
		free(lines);
	}
	return EXIT_MISTAKE;
}

void command_note(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	output_error("note: ", format, args);
	va_end(args);
}

/* To whom command_parse shows the options instead. */
static struct {
	void (*visit)(const struct poptOption *, void *arg);
	void *arg;
} describing;

void command_describe(const struct command *command, void (*visit)(const struct poptOption *, void *arg), void *arg)
{
	const char *words[] = {command->name, NULL};

	if (command->foreign)
		return;
	describing.visit = visit;
	describing.arg = arg;
	command->run(command, 1, words);
	describing.visit = NULL;
}

poptContext command_parse(const struct command *command, int argc, const char **argv, const struct poptOption *options,
                          bool posix)
{
	static char name[64], about[512];
	struct poptAlias help = {.shortName = 'h'};
	char error[ERROR_MAX];
	poptContext context;
	int rc;

	if (describing.visit) {
		options_each(options, describing.visit, describing.arg);
		return NULL;
	}
	snprintf(name, sizeof name, "vforkscope %s", command->name);
	argv[0] = name; /* as popt's usage message shows it */
	argv = options_arrange(argc, argv, options, posix, &argc, error);
	if (!argv) {
		command_fail("%s: %s", command->name, error);
		return NULL;
	}
	context = poptGetContext(NULL, argc, argv, options, 0);
	snprintf(about, sizeof about, "%s\n%s\n", command->synopsis, command->help);
	poptSetOtherOptionHelp(context, about);
	if (poptParseArgvString("--help", &help.argc, &help.argv) == 0)
		poptAddAlias(context, help, 0); /* which takes argv */
	rc = poptGetNextOpt(context);
	if (rc < -1) {
		command_fail("%s: %s: %s%s", command->name, poptBadOption(context, POPT_BADOPTION_NOALIAS),
		             poptStrerror(rc),
		             rc == POPT_ERROR_BADOPT && !posix && strstr(command->synopsis, "[ARG...]")
		                     ? "; the program's own options go after --"
		                     : "");
		poptFreeContext(context);
		return NULL;
	}
	return context;
}

const char **command_words(const struct command *command, poptContext context, int min, int max)
{
	const char **words = poptGetArgs(context);
	int n = 0;

	while (words && words[n])
		n++;
	if (n >= min && n <= max)
		return words;
	command_fail("usage: vforkscope %s %s", command->name, command->synopsis);
	return NULL;
}

static bool at_terminal;

void command_at_terminal(void)
{
	at_terminal = true;
}

/* One limit: what was asked for, where it goes. False when a mistake was told. */
static bool get_limit(const char *option, long long value, uint64_t least, uint64_t most, uint64_t *limit)
{
	if (value == NOT_ASKED)
		return true;
	if (value < 1 || (uint64_t)value < least || (uint64_t)value > most) {
		command_fail("--%s %lld: takes %llu to %llu", option, value, (unsigned long long)least,
		             (unsigned long long)most);
		return false;
	}
	*limit = (uint64_t)value;
	return true;
}

bool command_limits(struct limits *limits)
{
	*limits = limits_default;
#define LIMIT(member, option, usual, least, most, ...)                                                                 \
	if (!get_limit(option, asked.member, least, most, &limits->member))                                            \
		return false;
	LIMITS(LIMIT)
#undef LIMIT
	limits_hold_memory(limits->memory);
	return true;
}

const char *command_launch_option(void)
{
	if (launch.system)
		return "system";
	if (launch.ram != LAUNCH_RAM)
		return "ram";
	if (launch.swap != SWAP_USUAL)
		return "swap";
	if (launch.date)
		return "date";
	if (launch.sources)
		return "sources";
	if (launch.typed)
		return "typed";
	if (launch.put)
		return "put";
	if (launch.optimize)
		return "optimize";
	if (launch.skew)
		return "skew";
#define LIMIT(member, option, usual, least, most, unit, traces, help)                                                  \
	if (!(traces) && asked.member != NOT_ASKED)                                                                    \
		return option;
	LIMITS(LIMIT)
#undef LIMIT
	return NULL;
}

const char *command_level(char level)
{
	static const char *const options[] = {"-O0", "-O1", "-O2", "-O3", "-Os", "-Og", "-Oz"};

	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		if (options[i][2] == level)
			return options[i];
	return NULL;
}

bool command_launch(struct launch *out)
{
	uint32_t date = 0;

	if (launch.ram < 2 || launch.ram > 64) {
		command_fail("--ram %d: the machine takes 2 to 64 MB", launch.ram);
		return false;
	}
	if (launch.swap != SWAP_USUAL && (launch.swap < LAUNCH_SWAP_MIN ||
	                                  launch.swap > (int)(MACHINE_SWAP_MAX >> 10) || launch.swap % (NBPG >> 10))) {
		command_fail("--swap %d: the swap area takes %d to %u KB, a multiple of %d", launch.swap,
		             LAUNCH_SWAP_MIN, MACHINE_SWAP_MAX >> 10, NBPG >> 10);
		return false;
	}
	if (launch.date && (!date_read(launch.date, &date) || !date)) {
		command_fail("--date %s: a day between 1970 and 2037, as 1986-06-05, perhaps with a time behind it: "
		             "\"1986-06-05 12:30\"",
		             launch.date);
		return false;
	}
	if (launch.optimize && (strlen(launch.optimize) != 1 || !command_level(*launch.optimize))) {
		command_fail("--optimize %s: takes a level of gcc: 0, 1, 2, 3 or s", launch.optimize);
		return false;
	}
	if (launch.skew < 0 || launch.skew > MACHINE_SKEW_MAX) {
		command_fail("--skew %d: takes 0 to %d microseconds", launch.skew, MACHINE_SKEW_MAX);
		return false;
	}
	*out = (struct launch){
		.system = launch.system,
		.ram = (unsigned)launch.ram,
		.swap = launch.swap == SWAP_USUAL ? 0 : (unsigned)launch.swap,
		.date = date,
		.sources = launch.sources,
		.input = at_terminal    ? LAUNCH_TERMINAL
	                 : launch.typed ? LAUNCH_TYPED
	                                : LAUNCH_DATA,
		.put = launch.put,
		.optimize = launch.optimize ? command_level(*launch.optimize) : NULL,
		.skew = (uint32_t)launch.skew,
	};
	return command_limits(&out->limits);
}

bool command_asked_instructions(void)
{
	return asked.instructions != NOT_ASKED;
}

bool command_program(const char *name)
{
	if (trace_is(name)) {
		command_fail("%s: is a trace; replay, view, demo, events, state and shot take traces", name);
		return false;
	}
	if (library_hides(name))
		command_note("%s: the shipped program runs; ./%s is the file here", name, name);
	return true;
}

/* Tells what is called otherwise in the machine. */
static void note_put(const char *const *put)
{
	for (; put && *put; put++) {
		const char *base = strrchr(*put, '/');
		char *name = put_name(*put);

		if (strcmp(name, base ? base + 1 : *put) != 0)
			command_note("--put %s: is called %s in the machine", *put, name);
		free(name);
	}
}

void command_note_launch(const char *const *words)
{
	const char *own = launch.system ? NULL : lesson_system(words[0]);

	note_put(launch.put);
	if (own)
		command_note("%s is about %s and runs under it; --system NAME takes another", words[0], own);
}

bool command_lesson(const char *const *words)
{
	struct stat st;

	return !words[1] &&
	       (tutorial_names(words[0]) || (!library_ships(words[0]) && stat(words[0], &st) && tutorial_is(words[0])));
}

/* The same for a lesson: its program, with the arguments and under the system that it has, unless another is named. */
static bool prepare_lesson(struct launch *how, const char *name, struct run_config *config, char *error)
{
	struct tutorial t;
	bool ok;

	if (!tutorial_load(&t, name, error))
		return false;
	if (!how->system)
		how->system = t.system.text ? historic_system(t.system.text)->name : lesson_system(t.words[0]);
	ok = library_prepare(how, t.words, config, error);
	if (ok)
		command_note("%s is a lesson; its program is %s, under %s", name, t.run.text,
		             how->system ? how->system : SYSTEM_DEFAULT);
	tutorial_free(&t);
	return ok;
}

/* Makes what words[0..] are run from. */
static bool prepare(struct launch *how, const char *const *words, struct run_config *config, char *error)
{
	if (how->optimize && !library_compiles(words[0]))
		return error_set(error, "%s: is not compiled here; --optimize is for C files", words[0]);
	if (!library_hides(words[0]) && script_is(words[0])) {
		/* a long script may take more than is usual */
		how->limits.instructions = asked.instructions == NOT_ASKED ? 0 : how->limits.instructions;
		how->limits.events = asked.events == NOT_ASKED ? 0 : how->limits.events;
		return play_prepare(how, launch.ram != LAUNCH_RAM, words, config, error);
	}
	if (command_lesson(words))
		return prepare_lesson(how, words[0], config, error);
	if (!how->system)
		how->system = lesson_system(words[0]);
	return library_prepare(how, words, config, error);
}

bool command_prepare(const char *const *words, struct run_config *config)
{
	char error[ERROR_MAX];
	struct launch how;

	if (!command_launch(&how) || !command_program(words[0]))
		return false;
	if (!prepare(&how, words, config, error)) {
		command_fail("%s", error);
		return false;
	}
	command_note_launch(words);
	return true;
}

struct timeline *command_begin(const char *const *words, bool person, char error[ERROR_MAX])
{
	struct run_config config;
	struct timeline *t;
	struct launch how;

	if (!command_launch(&how)) {
		*error = '\0';
		return NULL;
	}
	if (person)
		how.input = LAUNCH_TERMINAL;
	if (!prepare(&how, words, &config, error))
		return NULL;
	if (asked.events == NOT_ASKED)
		config.limits.events = LIMITS_LOOK_EVENTS;
	t = timeline_new(&config, error);
	run_config_free(&config);
	return t;
}

struct timeline *command_begin_under(const char *system, const char *const *words, bool person, char error[ERROR_MAX])
{
	const char *const usual = launch.system;
	struct timeline *t;

	if (system)
		launch.system = system;
	t = command_begin(words, person, error);
	launch.system = usual;
	return t;
}

struct timeline *command_load(const char *path, const struct seclusion *seclusion, char error[ERROR_MAX])
{
	struct limits limits;
	const char *branch;
	char *file;

	if (command_launch_option()) {
		error_set(error, "%s: is a trace; --%s is for programs", path, command_launch_option());
		return NULL;
	}
	if (!command_limits(&limits)) {
		*error = '\0';
		return NULL;
	}
	file = trace_name(path, &branch);
	seclude(seclusion, file);
	free(file);
	return trace_load(path, &limits, error);
}

struct timeline *command_trace(const char *path, const struct seclusion *seclusion)
{
	char error[ERROR_MAX];
	struct timeline *t = command_load(path, seclusion, error);

	if (!t && *error)
		command_fail("%s", error);
	else if (t && *timeline_problem(t))
		command_note("%s: %s", path, timeline_problem(t));
	return t;
}

/* again: how far the run is that gets its input with others; NULL: it has the input alone. begun: a program is left at
 * its beginning. */
static struct timeline *get_timeline(const char *const *words, const struct seclusion *seclusion, size_t *again,
                                     bool begun)
{
	char error[ERROR_MAX];
	struct run_config config;
	enum drive_end ended;
	struct timeline *t;

	if (trace_is(words[0])) {
		if (!words[1])
			return command_trace(words[0], seclusion);
		command_fail("%s: is a trace and takes no arguments: %s", words[0], words[1]);
		return NULL;
	}
	if (!command_prepare(words, &config))
		return NULL;
	if (asked.instructions == NOT_ASKED && !begun)
		config.limits.instructions = LIMITS_LOOK_INSTRUCTIONS;
	if (asked.events == NOT_ASKED)
		config.limits.events = LIMITS_LOOK_EVENTS;
	t = timeline_new(&config, error);
	run_config_free(&config);
	if (!t) {
		command_fail("%s", error);
		return NULL;
	}
	if (begun)
		return t;
	if (input_there())
		timeline_console(t, &(struct console){.arg = again, .keys = again ? input_keys_again : input_keys});
	ended = timeline_complete(t);
	timeline_console(t, NULL);
	if (ended != DRIVE_HALT) {
		command_fail("%s: %s", words[0], timeline_problem(t));
		command_note_ending(timeline_image(t, "kernel"), timeline_image(t, "disk"), timeline_machine(t));
	}
	return t;
}

struct timeline *command_timeline(const char *const *words, const struct seclusion *seclusion)
{
	return get_timeline(words, seclusion, NULL, false);
}

void command_note_ending(const struct run_image *kernel, const struct run_image *disk, struct machine *m)
{
	char text[ENDING_MAX];

	ending_tell(kernel, disk, m, text);
	if (*text)
		command_note("%s", text);
}

struct session *command_session(const char *const *words, const struct seclusion *seclusion)
{
	struct timeline *t = command_timeline(words, seclusion);

	return t ? session_new(t) : NULL;
}

struct session *command_session_under(const char *system, const char *const *words, const struct seclusion *seclusion)
{
	const char *const usual = launch.system;
	struct session *session;

	if (system)
		launch.system = system;
	session = command_session(words, seclusion);
	launch.system = usual;
	return session;
}

struct session *command_session_at(const char *const *words, const struct seclusion *seclusion,
                                   const char *const *wheres, struct timeline_mark *mark)
{
	struct session *session = command_session(words, seclusion);
	char error[ERROR_MAX];

	if (!session)
		return NULL;
	for (const char *const *where = wheres; *where; where++)
		if (where_mark(session, *where, mark, error))
			return session;
	command_fail_in(error, wheres);
	session_free(session);
	return NULL;
}

enum { SIDE_WORDS = 64 };

/* A text's words; and the system that the first of them names, which is cut off, or NULL. */
struct side {
	char *text;
	const char *words[SIDE_WORDS + 1];
	const char *system;
};

/* Cuts a system off from a name, unless there is a file of that name. */
static const char *cut_system(char *name)
{
	char *at = access(name, F_OK) == 0 ? NULL : strrchr(name, '@');

	if (!at)
		return NULL;
	*at = '\0';
	return at + 1;
}

/* What is a file as it stands there, spaces and all, is one; else words are a program and its arguments. */
static bool read_side(const char *text, struct side *side)
{
	char *rest = side->text = alloc_string(text), *first;
	size_t n = 1;

	side->words[0] = rest;
	side->system = cut_system(rest);
	if (access(rest, F_OK) == 0)
		return true;
	if (side->system)
		rest[strlen(rest)] = '@';
	first = strtok_r(rest, " \t", &rest);
	if (!first) {
		command_fail("%s: no program and no trace", text);
		return false;
	}
	side->words[0] = first;
	for (char *word; n < SIDE_WORDS && (word = strtok_r(rest, " \t", &rest)); n++)
		side->words[n] = word;
	side->system = cut_system(first);
	return true;
}

bool command_timelines(const char *const texts[2], const struct seclusion *keep, bool begun,
                       struct timeline *timelines[2])
{
	const char *const usual = launch.system;
	struct side side[2] = {{.text = NULL}, {.text = NULL}};
	bool trace[2], ok;

	timelines[0] = timelines[1] = NULL;
	ok = read_side(texts[0], &side[0]) && read_side(texts[1], &side[1]);
	for (int i = 0; ok && i < 2; i++)
		trace[i] = trace_is(side[i].words[0]);
	/* programs first: who reads a trace sees little of the host from then on */
	for (int turn = 0; ok && turn < 4; turn++) {
		int i = turn % 2;
		const char *branch;
		char *also = trace[!i] ? trace_name(side[!i].words[0], &branch) : NULL;
		struct seclusion seclusion = *keep;
		size_t input = 0;

		seclusion.also = also;
		if (trace[i] == turn / 2 && trace[i] && side[i].system) {
			ok = false;
			command_fail("%s: is a trace, and has its system", side[i].words[0]);
		} else if (trace[i] == turn / 2) {
			launch.system = side[i].system ? side[i].system : usual;
			timelines[i] = get_timeline(side[i].words, &seclusion, &input, begun);
			ok = timelines[i] != NULL;
		}
		free(also);
	}
	launch.system = usual;
	for (int i = 0; i < 2; i++) {
		free(side[i].text);
		if (!ok) {
			timeline_free(timelines[i]);
			timelines[i] = NULL;
		}
	}
	return ok;
}

bool command_sessions(const char *const texts[2], const struct seclusion *keep, struct session *sessions[2])
{
	struct timeline *timelines[2];
	bool ok = command_timelines(texts, keep, false, timelines);

	for (int i = 0; i < 2; i++)
		sessions[i] = ok ? session_new(timelines[i]) : NULL;
	return ok;
}
