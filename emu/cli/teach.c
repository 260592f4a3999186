/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lessons in steps as text. See teach.h. */
#include "cli/teach.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/language.h"
#include "base/output.h"
#include "cli/command.h"
#include "image/library.h"
#include "lesson/tutor.h"

enum { WIDTH = 80 };

static int seed;
static const char *language;

struct poptOption teach_options[] = {
	{"seed", '\0', POPT_ARG_INT, &seed, 0, "other values and another order of answers for each N", "N"},
	{"lang", '\0', POPT_ARG_STRING, &language, 0, "in another language than the locale's: de, en, id", "LANGUAGE"},
	POPT_TABLEEND,
};

bool teach_chosen(void)
{
	char error[ERROR_MAX], *directory;
	const char *guest = library_directory(error);
	bool ok;

	if (seed < 0)
		return command_fail("--seed %d: a number from 0", seed), false;
	if (!guest)
		return command_fail("%s", error), false;
	directory = alloc_format("%s/lang", guest);
	ok = language_choose(directory, language, error);
	free(directory);
	if (!ok)
		return command_fail("%s", error), false;
	tutorial_seed((unsigned)seed);
	return true;
}

bool teach_begin(struct tutor *tutor, const struct tutorial *t, const char *output)
{
	const struct seclusion keep = {.output = output, .pictures = true};

	*tutor = (struct tutor){.tutorial = t, .session = command_session_under(t->system.text, t->words, &keep)};
	return tutor->session != NULL;
}

/* A field with its values; false when a mistake was told. */
static bool tell(struct tutor *tutor, size_t step, const char *first, const struct tutorial_field *f)
{
	char error[ERROR_MAX], line[ERROR_MAX], *text;

	if (!f->text)
		return true;
	text = tutor_fill(tutor, step, f->text, error);
	if (!text) {
		tutorial_wrong(tutor->tutorial, f, line, "%s", error);
		command_fail("%s", line);
		return false;
	}
	output_paragraph(WIDTH, first, text);
	free(text);
	return true;
}

static bool tell_options(struct tutor *tutor, size_t step, bool sheet)
{
	const struct tutorial_step *s = &tutor->tutorial->steps[step];
	bool ok = true;

	for (size_t place = 0; ok && place < s->noptions; place++) {
		size_t i = tutor_option(tutor, step, place);
		const char first[] = {' ', ' ', ' ', ' ', ' ', ' ', (char)('a' + place), ')', ' ', '\0'};

		ok = tell(tutor, step, first, &s->options[i].text);
		if (ok && !sheet && s->options[i].say.text) {
			struct verdict v;
			char error[ERROR_MAX];

			ok = tutor_choice(tutor, step, i, &v, error) || (command_fail("%s", error), false);
			ok = ok && tell(tutor, step, v.right ? tr("           right: ") : tr("           no: "),
			                &s->options[i].say);
		}
	}
	return ok;
}

/* The answer to a step's question or experiment, behind `first`; false when a mistake was told. */
static bool tell_answer(struct tutor *tutor, size_t step, const char *first)
{
	char error[ERROR_MAX], *text = tutor_solution(tutor, step, error);

	if (!text) {
		command_fail("%s", error);
		return false;
	}
	output_paragraph(WIDTH, first, text);
	free(text);
	return true;
}

static bool tell_step(struct tutor *tutor, size_t step, bool sheet)
{
	const struct tutorial_step *s = &tutor->tutorial->steps[step];
	char first[24];
	bool ok;

	output_break();
	snprintf(first, sizeof first, "%2zu. ", step + 1);
	ok = tell(tutor, step, first, &s->caption);
	for (size_t i = 0; ok && i < s->texts.count; i++)
		ok = tell(tutor, step, "    ", &s->texts.list[i]);
	ok = ok && tell(tutor, step, tr("    Question: "), &s->question) && tell_options(tutor, step, sheet);
	ok = ok && tell(tutor, step, tr("    Experiment: "), &s->task);
	if (ok && sheet && (s->question.text || s->task.text))
		output_line("%s",
		            tr("      Your answer: ____________________________________________________________"));
	else if (ok && s->kind > QUESTION_CHOICE)
		ok = tell_answer(tutor, step, tr("      answer: ")) && tell(tutor, step, "      ", &s->say);
	else if (ok && s->task.text)
		ok = tell_answer(tutor, step, tr("      one that does it: "));
	return ok;
}

bool teach_print(struct tutor *tutor, bool sheet)
{
	const struct tutorial *t = tutor->tutorial;
	const struct {
		const char *first;
		const struct tutorial_field *field;
	} head[] = {
		{N_("Goal: "), &t->goal},
		{N_("Before it: "), &t->needs},
		{N_("More of it: "), &t->further},
		{N_("To read: "), &t->reading},
	};
	bool ok = true;

	output_line("%s: %s", t->name, t->title.text);
	output_break();
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		if (head[i].field->text)
			output_paragraph(WIDTH, tr(head[i].first), head[i].field->text);
	output_line(tr("%s minutes; the program is %s, under %s"), t->minutes.text, t->run.text,
	            t->system.text ? t->system.text : "4.3bsd");
	for (size_t i = 0; ok && i < t->nsteps; i++)
		ok = tell_step(tutor, i, sheet);
	if (!ok || !sheet)
		return ok;
	output_break();
	output_line("%s", tr("Answers"));
	for (size_t i = 0; ok && i < t->nsteps; i++) {
		char first[24];

		snprintf(first, sizeof first, "%2zu. ", i + 1);
		if (t->steps[i].question.text || t->steps[i].task.text)
			ok = tell_answer(tutor, i, first);
	}
	return ok;
}

void teach_list(void)
{
	char error[ERROR_MAX];
	struct tutorial *all;
	size_t n = tutorial_list(&all, error);

	if (!n) {
		command_note("%s", error);
		return;
	}
	output_line("%s", tr("Lessons, in their order"));
	for (size_t i = 0; i < n && all[i].number; i++) /* the others are below, as programs */
		output_line(tr("  %-14s %s; %s minutes"), all[i].name, all[i].title.text, all[i].minutes.text);
	tutorial_list_free(all, n);
}
