/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Manual pages: see manual.h. */
#include "cli/manual.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "analysis/where.h"
#include "base/environment.h"
#include "base/output.h"
#include "base/system_list.h"
#include "base/version.h"
#include "cli/options.h"

/* Text as roff wants it: a backslash starts an escape, and "-" alone would be a hyphen, which cannot be pasted. */
static void put(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (text[i] == '\\')
			output_text("\\e");
		else if (text[i] == '-')
			output_text("\\-");
		else
			output_text("%c", text[i]);
}

/* The same at the beginning of a line, where a dot and an apostrophe start a request. */
static void put_line(const char *text, size_t size)
{
	if (size && strchr(".'", *text))
		output_text("\\&");
	put(text, size);
	output_break();
}

static void put_string(const char *text)
{
	put_line(text, strlen(text));
}

static void heading(const char *title)
{
	output_text(".SH ");
	for (; *title; title++)
		output_text("%c", toupper((unsigned char)*title));
	output_break();
}

static void title(const char *command, const char *help)
{
	output_text(".TH VFORKSCOPE%s", command ? "\\-" : "");
	for (const char *c = command ? command : ""; *c; c++)
		output_text("%s%c", *c == '-' ? "\\" : "", toupper((unsigned char)*c));
	output_line(" 1 \"%s\" \"vforkscope %s\" \"vforkscope\"", version_date, version_number);
	heading("name");
	output_text("vforkscope%s", command ? "\\-" : "");
	put(command ? command : "", command ? strlen(command) : 0);
	output_text(" \\- ");
	put_string(help);
}

/* Paragraphs that newlines separate. */
static void paragraphs(const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		put_line(text, n);
		text += n;
		if (*text)
			text++;
		if (*text)
			output_line(".PP");
	}
}

/* An item of a list: its tag in bold, and what follows in the same line in italics. */
static void item(const char *tag, const char *rest, const char *text)
{
	output_line(".TP");
	output_text("\\fB");
	put(tag, strlen(tag));
	output_text("\\fR");
	if (rest) {
		output_text("\\fI");
		put(rest, strlen(rest));
		output_text("\\fR");
	}
	output_break();
	put_string(text);
}

static void option(const struct poptOption *o, void *arg)
{
	bool *any = arg;

	if (!o->longName && !o->shortName) {
		output_text(".SS ");
		put_line(o->descrip, strcspn(o->descrip, ":"));
		return;
	}
	if (!*any)
		heading("options");
	*any = true;
	output_line(".TP");
	if (o->shortName)
		output_text("\\fB\\-%c\\fR, ", o->shortName);
	output_text("\\fB\\-\\-");
	put(o->longName, strlen(o->longName));
	output_text("\\fR");
	if (o->argDescrip) {
		output_text("=\\fI");
		put(o->argDescrip, strlen(o->argDescrip));
		output_text("\\fR");
	}
	output_break();
	put_string(o->descrip);
}

/* Lines "ARGUMENTS # WHAT". */
static void examples(const char *text)
{
	heading("examples");
	while (*text) {
		size_t n = strcspn(text, "\n"), command = (size_t)(strstr(text, " # ") - text);

		output_line(".TP");
		output_text("\\fBvforkscope ");
		put(text, command);
		output_line("\\fR");
		put_line(text + command + 3, n - command - 3);
		text += n + (text[n] == '\n');
	}
}

void manual_command(const struct command *command)
{
	bool any = false;

	title(command->name, command->help);
	heading("synopsis");
	output_text("\\fBvforkscope ");
	put(command->name, strlen(command->name));
	output_text("\\fR ");
	put_string(command->synopsis);
	if (command->about) {
		heading("description");
		paragraphs(command->about);
	}
	command_describe(command, option, &any);
	if (command->examples)
		examples(command->examples);
	heading("see also");
	output_line("\\fBvforkscope\\fR(1): programs, instants, systems, the environment, the exit status");
}

/* What vforkscope(1) has of its own. */
static const char about[] =
	"vforkscope emulates a machine like a VAX under 4.3BSD, whose kernel's vfork(2) copies nothing: the child "
	"borrows the memory and the thread of control of its parent, until it executes a program or exits. A run can "
	"be looked at in a window or by commands, at any of its instants, forward and back: who owns which page, whose "
	"registers come back, what happens to the stack frames while the loan lasts, who wrote a word, and what would "
	"have become of another choice.\n"
	"The kernel is real code behind real page tables, and everything that is shown is read from that machine. The "
	"historic systems differ in what vfork does; --system chooses one.\n"
	"Without a command, and with a display, it begins with the menu of lessons.";

static const char programs[] =
	"The path of a program for the machine, of a C or assembly file (.c, .S), which is compiled when it is run, or "
	"of a process script (.vps); or the name of a shipped program. A name with a slash is always a path.";

void manual_page(const struct command *const *commands)
{
	char number[16];

	title(NULL, "watch what historic vfork does to a process and its memory");
	heading("synopsis");
	output_line("\\fBvforkscope\\fR [\\fICOMMAND\\fR [\\fIARGUMENT\\fR...]]");
	heading("description");
	paragraphs(about);
	heading("commands");
	for (; *commands; commands++)
		item((*commands)->name, NULL, (*commands)->help);
	heading("programs and instants");
	item("PROG", NULL, programs);
	item("TRACE", NULL, "A file that run --record wrote (.vft). It holds all that is needed to run it again.");
	item("WHERE", NULL, WHERE_HELP ".");
	heading("systems");
	for (size_t i = 0; i < SYSTEMS_COUNT; i++)
		item(historic_systems[i].name, NULL, historic_systems[i].title);
	heading("environment");
#define VARIABLE(name, tells) item(#name, NULL, tells);
	ENVIRONMENT(VARIABLE)
#undef VARIABLE
	heading("exit status");
	output_line("run ends with the status of the program that it ran. Otherwise it is 0, or");
#define STATUS(name, number_, when)                                                                                    \
	snprintf(number, sizeof number, "%d", number_);                                                                \
	item(number, NULL, when);
	EXIT_STATUSES(STATUS)
#undef STATUS
	heading("see also");
	output_line("\\fBvforkscope\\-process\\-script\\fR(5), \\fBvforkscope\\-trace\\fR(5), \\fBvfork\\fR(2), "
	            "\\fBstrace\\fR(1)");
}
