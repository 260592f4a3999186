/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GDB's monitor commands: see monitor.h. */
#include "gdb/monitor.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/condition.h"
#include "analysis/step.h"
#include "analysis/where.h"
#include "base/alloc.h"
#include "base/output.h"
#include "cli/answer.h"
#include "cli/command.h"
#include "cli/place.h"

enum { ACTIONS = 16 };

/* Who is asked about: the process that GDB has selected; 0: the one that runs. */
static uint32_t pid_of(const struct target *t)
{
	return t->selected == TARGET_KERNEL ? 0 : t->selected;
}

static struct timeline_mark mark_of(const struct target *t)
{
	struct timeline_mark mark;

	step_to(session_timeline(t->session), &mark, t->now);
	return mark;
}

static void where(struct target *t, char *text)
{
	struct timeline_mark mark = mark_of(t);

	(void)text;
	place_heading();
	place_tell(t->session, &mark, false, false, true);
	if (t->jumps)
		output_line("the next motion leads to @%" PRIu64, t->jump);
}

/* "DATUM", "DATUM all" */
static void who(struct target *t, char *text)
{
	struct timeline_mark mark = mark_of(t);
	char *last = strrchr(text, ' ');
	bool all = last && !strcmp(last + 1, "all");

	if (all)
		*last = '\0';
	answer_who(t->session, &mark, pid_of(t), text, all);
}

static void loan(struct target *t, char *text)
{
	struct timeline_mark mark = mark_of(t);

	(void)text;
	answer_loan(t->session, &mark);
}

static void what_if(struct target *t, char *text)
{
	struct timeline_mark mark = mark_of(t);
	const char *actions[ACTIONS + 1] = {NULL};
	size_t n = 0;

	for (char *rest = text, *word; (word = strtok_r(rest, ";", &rest)) && n < ACTIONS;)
		actions[n++] = word + strspn(word, " ");
	answer_what_if(t->session, &mark, pid_of(t), actions, n);
}

/* The motion itself is GDB's: what it keeps of an instant would else be wrong. */
static void jump_to(struct target *t, const struct timeline_mark *mark)
{
	t->jumps = true;
	t->jump = mark->icount;
	output_line("stepi leads there");
}

/* A WHERE that begins with a step: from here. */
static void go(struct target *t, char *text)
{
	struct timeline_mark mark;
	char error[ERROR_MAX], here[MONITOR_LINE + 32] = "";

	if (*text == '+' || *text == '-')
		snprintf(here, sizeof here, "@%" PRIu64, t->now);
	strncat(here, text, MONITOR_LINE);
	if (!where_mark(t->session, here, &mark, error)) {
		command_fail_in(error, (const char *[]){here, NULL});
		return;
	}
	place_heading();
	if (place_tell(t->session, &mark, false, false, true))
		jump_to(t, &mark);
}

static void find_way(struct target *t, const char *condition, bool back)
{
	struct timeline_mark mark = mark_of(t);

	if (!answer_find(t->session, &mark, condition, back))
		jump_to(t, &mark);
}

static void find(struct target *t, char *text)
{
	find_way(t, text, false);
}

static void find_back(struct target *t, char *text)
{
	find_way(t, text, true);
}

static const char *const sides[] = {
	[PROCESS_NOW] = "now",
	[PROCESS_PROGRAM] = "program",
	[PROCESS_KERNEL] = "kernel",
};

static void side(struct target *t, char *text)
{
	for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
		if (!strcmp(sides[i], text)) {
			t->side = (enum process_side)i;
			t->jumps = true; /* GDB has the other registers still */
			t->jump = t->now;
			output_line("stepi shows them, and moves nothing");
			return;
		}
	command_fail("side %s: now, program or kernel", text);
}

static void program(struct target *t, char *text)
{
	if (*text)
		snprintf(t->program, sizeof t->program, "%.*s", MAXCOMLEN, strcmp(text, "*") != 0 ? text : "");
	output_line("user addresses of breakpoints are those of %s", *t->program ? t->program : "every program");
}

static void help(struct target *, char *text);

static const struct monitor {
	const char *name, *synopsis, *help;
	void (*run)(struct target *, char *text);
	bool wants; /* something behind its name */
} commands[] = {
	{"where", "", "the instant, who runs, and what comes next", where, false},
	{"who", "DATUM [all]", "who gave a variable, an address or a register its value, and who changes it next", who,
         true},
	{"loan", "", "who lends what to whom, and all processes", loan, false},
	{"what-if", "ACTION[; ACTION...]", "how the run ends if the process does something else here", what_if, true},
	{"go", "WHERE", "to any instant: an event, @N, FILE:LINE#K, FUNCTION.return, or steps from here as -1l +2e", go,
         true},
	{"find", "CONDITION", "to the next time that it holds: write X = 3 and in spawn, return spawn, hazard.frame",
         find, true},
	{"back", "CONDITION", "to the last time before", find_back, true},
	{"side", "now|program|kernel",
         "whose registers a process in the kernel has: the processor's, its program's, the "
         "kernel's",
         side, true},
	{"program", "[NAME|*]", "the program that user addresses of breakpoints are of", program, false},
	{"help", "", "this list", help, false},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

bool monitor_command(size_t i, const char **name, const char **synopsis, const char **told)
{
	if (i >= COMMANDS)
		return false;
	*name = commands[i].name;
	*synopsis = commands[i].synopsis;
	*told = commands[i].help;
	return true;
}

static void help(struct target *t, char *text)
{
	(void)t;
	(void)text;
	for (int i = 0; i < COMMANDS; i++) {
		output_line("monitor %s%s%s", commands[i].name, *commands[i].synopsis ? " " : "", commands[i].synopsis);
		output_line("    %s", commands[i].help);
	}
}

static void obey(struct target *t, char *line)
{
	const char *names[COMMANDS + 1] = {NULL}, *near;
	size_t length = strcspn(line, " \t");
	char *rest = line + length;

	rest += strspn(rest, " \t");
	for (char *end = rest + strlen(rest); end > rest && isspace((unsigned char)end[-1]); end--)
		end[-1] = '\0';
	line[length] = '\0';
	for (int i = 0; i < COMMANDS; i++) {
		names[i] = commands[i].name;
		if (strcmp(commands[i].name, *line ? line : "help") != 0)
			continue;
		if (commands[i].wants && !*rest)
			command_fail("%s %s: what is to stand there?", line, commands[i].synopsis);
		else
			commands[i].run(t, rest);
		return;
	}
	near = error_nearest(line, names);
	if (near)
		command_fail("monitor %s: no such command; did you mean %s?", line, near);
	else
		command_fail("monitor %s: no such command; monitor help lists them", line);
}

void monitor_do(struct target *t, const char *line, void (*print)(void *arg, const char *text, size_t size), void *arg)
{
	char *copy = alloc_string(line + strspn(line, " \t")), *told = NULL;
	size_t size;
	FILE *f = open_memstream(&told, &size);

	output_to(f);
	if (f)
		obey(t, copy);
	output_to(NULL);
	if (!f || fclose(f))
		alloc_failed();
	print(arg, told, size);
	free(told);
	free(copy);
}
