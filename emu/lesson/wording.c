/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The texts of a lesson that people read, in their language. See tutorial.h. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/language.h"
#include "lesson/tutorial.h"

typedef void text_visitor(void *arg, struct tutorial_field *);

static void visit_option(struct tutorial_option *o, text_visitor *visit, void *arg)
{
	visit(arg, &o->text);
	visit(arg, &o->say);
}

static void visit_step(struct tutorial_step *s, text_visitor *visit, void *arg)
{
	visit(arg, &s->caption);
	for (size_t i = 0; i < s->texts.count; i++)
		visit(arg, &s->texts.list[i]);
	visit(arg, &s->question);
	for (size_t i = 0; i < s->noptions; i++)
		visit_option(&s->options[i], visit, arg);
	visit(arg, &s->say);
	visit(arg, &s->otherwise);
	visit(arg, &s->task);
	visit(arg, &s->hint);
}

void tutorial_texts(struct tutorial *t, text_visitor *visit, void *arg)
{
	struct tutorial_field *const head[] = {&t->title, &t->goal, &t->needs, &t->reading, &t->wrong, &t->then};

	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		visit(arg, head[i]);
	for (size_t i = 0; i < t->nsteps; i++)
		visit_step(&t->steps[i], visit, arg);
}

static void translate(void *arg, struct tutorial_field *f)
{
	const char *other = f->text ? tr(f->text) : NULL;

	(void)arg;
	if (other == f->text)
		return;
	free(f->text);
	f->text = alloc_string(other);
}

void tutorial_translate(struct tutorial *t)
{
	tutorial_texts(t, translate, NULL);
}
