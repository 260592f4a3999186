/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From lesson to lesson. See act_lessons.h. */
#include "act_lessons.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act_edit.h"
#include "act_lesson.h"
#include "act_sheet.h"
#include "base/alloc.h"
#include "base/language.h"
#include "viewer.h"

char *lessons_next(const char *name)
{
	char error[ERROR_MAX], *next = NULL;
	struct tutorial *all;
	size_t n = tutorial_list(&all, error), i = pupil_next(all, n, name);

	if (i == n)
		i = pupil_next(all, n, NULL);
	if (i < n && strcmp(all[i].name, name))
		next = alloc_string(all[i].name);
	tutorial_list_free(all, n);
	return next;
}

char *lessons_score(const struct pupil *p)
{
	char *right = alloc_format(tr("%u of %u right"), p->right, p->asked + p->left), *all;

	if (!p->left)
		return right;
	all = alloc_format(tr("%s, %u left out"), right, p->left);
	free(right);
	return all;
}

/* What stands at the end of a lesson's row. */
static void tell_state(const struct tutorial *t, const struct pupil *p, char tail[SHEET_TAIL])
{
	char *score = p->done && p->asked + p->left ? lessons_score(p) : NULL;

	if (p->done)
		snprintf(tail, SHEET_TAIL, "✓ %s", score ? score : tr("done"));
	else
		snprintf(tail, SHEET_TAIL, tr(p->seen ? N_("… begun, %s minutes") : N_("%s minutes")), t->minutes.text);
	free(score);
}

static void fill_lessons(struct viewer *v, struct sheet *s)
{
	char error[ERROR_MAX];
	struct tutorial *all;
	size_t n = tutorial_list(&all, error), next = pupil_next(all, n, NULL);
	size_t at = SIZE_MAX;

	(void)v;
	sheet_clear(s);
	sheet_head(s, tr("The course: Enter or a click begins a lesson"));
	for (size_t i = 0; i < n; i++) {
		struct pupil p = pupil_of(all[i].name);

		if (i && !all[i].number && all[i - 1].number)
			sheet_head(s, tr("More, in a few steps each"));
		if (!sheet_fits(s, all[i].name) && !sheet_fits(s, all[i].title.text))
			continue;
		struct sheet_row *r = sheet_add(s, all[i].name, all[i].title.text, (long)i);
		if (r)
			tell_state(&all[i], &p, r->tail);
		if (r && i == next)
			at = (size_t)(r - s->rows);
	}
	tutorial_list_free(all, n);
	sheet_done(s);
	if (at < s->nrows && !*s->typed) /* who looks for one wants that */
		s->chosen = at;
}

void lessons_begin(struct viewer *v, const char *name)
{
	char file[TUTORIAL_NAME + sizeof TUTORIAL_ENDING];
	const char *words[] = {file, NULL};

	snprintf(file, sizeof file, "%s" TUTORIAL_ENDING, name);
	viewer_open(v, NULL);
	lessoning_end(v);
	edit_run(v, words);
}

static void pick_lesson(struct viewer *v, const struct sheet *s)
{
	char name[SHEET_KEY];

	if (s->chosen >= s->nrows)
		return;
	snprintf(name, sizeof name, "%s", s->rows[s->chosen].key); /* the sheet goes */
	lessons_begin(v, name);
}

void act_lessons(struct viewer *v)
{
	if (!v->live) {
		viewer_say(v, "no lesson can be opened here");
		return;
	}
	listing_open(v, &(struct listing){.sheet = {.title = tr("Lessons"),
	                                            .note = tr("✓ done, … begun; Esc closes"),
	                                            .prompt = tr("type to look for something"),
	                                            .tails = true},
	                                  .fill = fill_lessons,
	                                  .pick = pick_lesson});
}
