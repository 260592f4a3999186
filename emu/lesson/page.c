/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages of HTML. See page.h. */
#include "lesson/page.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/hazard.h"
#include "base/alloc.h"
#include "base/language.h"
#include "lesson/page_look.h"
#include "lesson/page_machine.h"

static bool put_machine(struct replace *r, struct session *session, const struct timeline_mark *mark,
                        enum page_tells tells, uint32_t asked, char *error)
{
	struct snapshot *s = snapshot_at(session, mark);

	if (!s)
		return error_set(error, "%s", timeline_failure(session_timeline(session)));
	page_machine(r, s, tells, asked);
	snapshot_free(s);
	return true;
}

/* ` NAME="text"` with values filled in; nothing where the field is not there. */
static bool put_attribute(struct replace *r, struct tutor *t, size_t step, const char *name,
                          const struct tutorial_field *f, char *error)
{
	char *text = f->text ? tutor_fill(t, step, f->text, error) : alloc_string("");

	if (!text)
		return false;
	html_format(r, " %s=\"", name);
	html_text(r, text);
	html_raw(r, "\"");
	free(text);
	return true;
}

static bool put_field(struct replace *r, struct tutor *t, size_t step, const char *tag, const struct tutorial_field *f,
                      char *error)
{
	char *text = f->text ? tutor_fill(t, step, f->text, error) : NULL;

	if (text)
		html_element(r, tag, text);
	free(text);
	return text || !f->text;
}

static bool put_question(struct replace *r, struct tutor *t, size_t step, char *error)
{
	const struct tutorial_step *s = &t->tutorial->steps[step];
	struct pointing p;
	struct verdict v;
	char *answer;
	bool ok;

	html_raw(r, "<div class=ask>\n");
	ok = put_field(r, t, step, "p class=question", s->task.text ? &s->task : &s->question, error);

	for (size_t place = 0; ok && place < s->noptions; place++) {
		size_t i = tutor_option(t, step, place);

		ok = tutor_choice(t, step, i, &v, error);
		html_format(r, "<button class=option data-ok=\"%d\"", ok && v.right);
		ok = ok && put_attribute(r, t, step, "data-say", &s->options[i].say, error);
		html_format(r, ">%zu. ", place + 1);
		ok = ok && put_field(r, t, step, "span", &s->options[i].text, error);
		html_raw(r, "</button>\n");
	}
	if (ok && s->kind == QUESTION_VALUE) {
		answer = tutor_solution(t, step, error);
		ok = answer != NULL;
		html_format(r, "<form data-answer=\"%s\"", ok ? answer : "");
		free(answer);
	} else if (ok && s->kind == QUESTION_THING) {
		ok = tutor_point(t, step, s->answer.text, &p, error);
		html_format(r, "<p data-find=\"%08" PRIx32 "\"", p.address);
	}
	if (ok && s->kind > QUESTION_CHOICE)
		ok = put_attribute(r, t, step, "data-say", &s->say, error) &&
		     put_attribute(r, t, step, "data-otherwise", &s->otherwise, error);
	if (s->kind == QUESTION_VALUE)
		html_format(r, "><input aria-label=\"%s\"> <button>%s</button></form>\n", tr("a number"), tr("Answer"));
	else if (s->kind == QUESTION_THING)
		html_format(r, ">%s</p>\n", tr("Click on its row below."));
	if (s->task.text)
		html_format(r, "<p>%s <code>vforkscope demo %s</code></p>\n", tr("In the explorer:"),
		            t->tutorial->name);
	html_raw(r, "<p class=say hidden role=status></p></div>\n");
	return ok;
}

static void put_lines(struct replace *r, const char *const *lines)
{
	for (; *lines; lines++)
		html_format(r, "%s\n", *lines);
}

static void begin_page(struct replace *r, const char *title)
{
	html_format(r, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">", language_chosen());
	html_raw(r, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
	html_element(r, "title", title);
	html_raw(r, "<style>\n");
	put_lines(r, page_style);
	/* without a script all steps are there, one below the other */
	html_raw(r, "</style><noscript><style>.step{display:block}nav{display:none}</style></noscript>\n");
	html_format(r, "</head><body data-right=\"%s\" data-wrong=\"%s\">\n<header>", tr("Right."), tr("Not so."));
	html_element(r, "h1", title);
	html_format(r,
	            "<nav><button id=back>&#9664; %s</button> <span id=at role=status></span> "
	            "<button id=next>%s &#9654;</button></nav></header>\n<main>\n",
	            tr("Back"), tr("Next"));
}

static bool end_page(struct replace *r, bool ok, char *error)
{
	if (!ok) {
		replace_abort(r);
		return false;
	}
	html_raw(r, "</main>\n<script>\n");
	put_lines(r, page_script);
	html_raw(r, "</script>\n</body></html>\n");
	return replace_commit(r, error);
}

bool page_of_lesson(struct tutor *t, const char *path, char error[ERROR_MAX])
{
	struct replace *r = replace_open(path, REPLACE_ANY, error);
	struct timeline_mark mark;
	bool ok = r != NULL;

	if (!r)
		return false;
	begin_page(r, t->tutorial->title.text);
	html_element(r, "p class=goal", t->tutorial->goal.text);
	for (size_t i = 0; ok && i < t->tutorial->nsteps; i++) {
		const struct tutorial_step *s = &t->tutorial->steps[i];

		html_raw(r, "<section class=step>\n");
		ok = tutor_mark(t, i, &mark, error) && put_field(r, t, i, "h2", &s->caption, error);
		for (size_t k = 0; ok && k < s->texts.count; k++)
			ok = put_field(r, t, i, "p", &s->texts.list[k], error);
		enum page_tells tells = s->question.text ? PAGE_COVERED : s->task.text ? PAGE_NO_WORD : PAGE_ALL;
		if (tells != PAGE_ALL)
			ok = ok && put_question(r, t, i, error);
		struct pointing asked = {0};
		if (s->kind == QUESTION_THING)
			ok = ok && tutor_point(t, i, s->answer.text, &asked, error);
		ok = ok && put_machine(r, t->session, &mark, tells, asked.address, error);
		html_raw(r, "</section>\n");
	}
	return end_page(r, ok, error);
}

bool page_of_run(struct session *session, const char *title, const char *path, char error[ERROR_MAX])
{
	struct replace *r = replace_open(path, REPLACE_ANY, error);
	long before = session_beginning(session);
	const struct event *e = timeline_event(session_timeline(session), (size_t)before);
	struct timeline_mark mark = {e ? e->icount : 0, before, 0};
	bool ok = r != NULL;

	if (!r)
		return false;
	hazards_if_soon(session);
	begin_page(r, title);
	for (size_t n = 0; ok && n < PAGE_STEPS; n++) {
		html_raw(r, "<section class=step>\n");
		ok = put_machine(r, session, &mark, PAGE_ALL, 0, error);
		html_raw(r, "</section>\n");
		if (!session_notable(session, &mark, 1))
			break;
	}
	return end_page(r, ok, error);
}
