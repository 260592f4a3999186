/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of what was found. See finding.h. */
#include "check/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

const char *severity_name(enum severity s)
{
	static const char *const names[] = {"note", "warning", "error"};

	return names[s];
}

void finding_note(struct finding *f, const struct site *site, const char *format, ...)
{
	struct finding_note *n = &f->notes[f->nnotes];
	va_list args;

	if (f->nnotes == FINDING_NOTES)
		return;
	memset(n, 0, sizeof *n);
	va_start(args, format);
	vsnprintf(n->text, sizeof n->text, format, args);
	va_end(args);
	if (site)
		n->site = *site;
	f->nnotes++;
}

static bool same_cause(const struct finding *a, const struct finding *b)
{
	return a->detector == b->detector && a->site.line == b->site.line && !strcmp(a->site.file, b->site.file) &&
	       (a->site.line || !strcmp(a->text, b->text));
}

void findings_add(struct findings *fs, const struct finding *f)
{
	for (size_t i = 0; i < fs->count; i++) {
		struct finding *old = &fs->list[i];

		if (!same_cause(old, f))
			continue;
		old->levels |= f->levels;
		old->systems |= f->systems;
		old->times += f->times;
		if (f->severity > old->severity) { /* the worst of them tells most */
			struct finding worse = *f;

			worse.levels = old->levels;
			worse.systems = old->systems;
			worse.times = old->times;
			*old = worse;
		}
		return;
	}
	fs->list = alloc_room(fs->list, fs->count, &fs->room, sizeof *fs->list);
	fs->list[fs->count++] = *f;
}

/* Is it told by another finding of the same line, of which it is a part? Of a frame that is written over, too, more is
 * told than that its variables change. */
static bool is_part(const struct findings *fs, const struct finding *f)
{
	for (size_t i = 0; i < fs->count && f->detector == DETECTOR_DATA; i++) {
		const struct finding *o = &fs->list[i];

		if ((o->detector == DETECTOR_STDIO || o->detector == DETECTOR_HIDDEN ||
		     o->detector == DETECTOR_FRAME) &&
		    o->site.line == f->site.line && !strcmp(o->site.file, f->site.file))
			return true;
	}
	return false;
}

void findings_settle(struct findings *fs)
{
	size_t kept = 0;

	for (size_t i = 0; i < fs->count; i++)
		if (!is_part(fs, &fs->list[i]))
			fs->list[kept++] = fs->list[i];
	fs->count = kept;
}

static int by_place(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int order = strcmp(x->site.file, y->site.file);

	if (order)
		return order;
	if (x->site.line != y->site.line)
		return x->site.line < y->site.line ? -1 : 1;
	if (x->site.column != y->site.column)
		return x->site.column < y->site.column ? -1 : 1;
	if (x->detector != y->detector)
		return x->detector < y->detector ? -1 : 1;
	return strcmp(x->text, y->text);
}

void findings_sort(struct findings *fs)
{
	if (fs->count)
		qsort(fs->list, fs->count, sizeof *fs->list, by_place);
}

void findings_number(struct findings *fs)
{
	unsigned number = 0;

	findings_sort(fs);
	for (int level = 0; level < LEVELS; level++)
		for (size_t i = 0; i < fs->count; i++)
			if (detector(fs->list[i].detector)->level == (enum check_level)level)
				fs->list[i].number = ++number;
}

void findings_release(struct findings *fs)
{
	free(fs->list);
	memset(fs, 0, sizeof *fs);
}

size_t findings_open(const struct findings *fs)
{
	size_t n = 0;

	for (size_t i = 0; i < fs->count; i++)
		n += !fs->list[i].suppressed;
	return n;
}
