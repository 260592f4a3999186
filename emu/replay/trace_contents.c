/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a trace holds: runs that leave each other. Any of them can be made a timeline, and one can be added. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/arch.h"
#include "base/alloc.h"
#include "base/error.h"
#include "replay/trace.h"
#include "replay/trace_private.h"

/* Is there nothing in it? So debugging information is left out, most of the kernel's file. */
static bool empty(const uint8_t *data, size_t size)
{
	return !*data && !memcmp(data, data + 1, size - 1);
}

static void add_packing(struct packing *p, const uint8_t *data, size_t size)
{
	uint8_t *like = realloc(p->like, p->size + size + 1);

	if (!like)
		alloc_failed();
	p->like = like;
	for (size_t at = 0; at < size; at += NBPG) {
		size_t n = size - at < NBPG ? size - at : NBPG;

		if (empty(data + at, n))
			continue;
		memcpy(like + p->size, data + at, n);
		p->size += n;
	}
}

void packing_kernel(struct packing *p, const void *data, size_t size)
{
	add_packing(p, data, size);
}

void packing_file(struct packing *p, const void *data, size_t size)
{
	if (!p->has_file)
		add_packing(p, data, size);
	p->has_file = true;
}

void trace_contents_free(struct trace_contents *c)
{
	for (size_t i = 0; i < c->nruns; i++) {
		free(c->runs[i].name);
		recording_free(&c->runs[i].own);
	}
	free(c->runs);
	run_config_free(&c->config);
	memset(c, 0, sizeof *c);
}

long trace_contents_find(const struct trace_contents *c, const char *name, char error[ERROR_MAX])
{
	char list[ERROR_MAX - 80] = "";
	size_t n = 0;

	for (size_t i = 0; i < c->nruns; i++)
		if (!strcmp(c->runs[i].name, name))
			return (long)i;
	for (size_t i = 0; i < c->nruns && n < sizeof list; i++)
		n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", i ? ", " : "", c->runs[i].name);
	error_set(error, "it has no branch %.40s; there are %s", name, list);
	return -1;
}

/* Files of the disk that the trace has and this recording does not know of: another run read them first. */
static void add_uses(const struct trace_contents *c, struct recording *r)
{
	struct recording known = {0}, rest;
	size_t room = 0;

	for (size_t i = 0; i < c->nruns; i++)
		for (size_t k = 0; k < c->runs[i].own.nuses; k++) {
			struct disk_use use = c->runs[i].own.uses[k];
			bool there = false;

			for (size_t n = 0; n < r->nuses && !there; n++)
				there = r->uses[n].inode == use.inode && r->uses[n].whole == use.whole;
			if (there)
				continue;
			use.icount = 0;
			known.uses = alloc_room(known.uses, known.nuses, &room, sizeof use);
			known.uses[known.nuses++] = use;
		}
	rest = *r;
	recording_join(&known, &rest);
	*r = known;
}

static struct recording compose(const struct trace_contents *c, size_t run)
{
	struct recording own = recording_behind(&c->runs[run].own, 0), whole, before;

	if (!run)
		return own;
	whole = compose(c, c->runs[run].parent);
	before = recording_until(&whole, c->runs[run].start);
	recording_free(&whole);
	recording_join(&before, &own);
	return before;
}

struct recording trace_contents_recording(const struct trace_contents *c, size_t run)
{
	struct recording r = compose(c, run);

	if (run)
		add_uses(c, &r);
	return r;
}

/* Blocks of the disk that the trace does not have. */
static bool *absent(const struct trace_contents *c)
{
	const struct run_image *disk = run_config_image(&c->config, "disk");
	struct recording all = {0};
	bool *blocks;

	add_uses(c, &all);
	blocks = disk ? disk_parts_absent(disk, all.uses, all.nuses) : NULL;
	recording_free(&all);
	return blocks;
}

struct timeline *trace_load(const char *name, const struct limits *limits, char error[ERROR_MAX])
{
	struct trace_contents c;
	struct timeline *t = NULL;
	struct recording made;
	char why[ERROR_MAX], problem[ERROR_MAX];
	long run;

	if (!trace_contents_read(name, limits, &c, &run, error))
		return NULL;
	made = trace_contents_recording(&c, (size_t)run);
	c.config.absent = absent(&c);
	error_set(problem, "its recording was cut off at @%" PRIu64, made.end);
	t = timeline_load(&c.config, &made, c.runs[run].complete ? NULL : problem, why);
	recording_free(&made);
	trace_contents_free(&c);
	if (!t)
		error_set(error, "%s: cannot be read: %.160s", name, why);
	return t;
}

/* Branches ------------------------------------------------------------------------------------- */

/* Is it a name that can stand behind a colon, and in a line? */
static bool good_name(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+");

	return n && n <= TRACE_NAME && !name[n];
}

/* Puts a branch behind the runs that are there; which of them it leaves. */
static void add_run(struct trace_contents *c, size_t parent, const struct timeline *branch, uint64_t start,
                    const char *name)
{
	const struct recording *whole = timeline_recording(branch);
	size_t room = c->nruns;

	c->runs = alloc_room(c->runs, c->nruns, &room, sizeof *c->runs);
	c->runs[c->nruns++] = (struct trace_run){
		.name = alloc_string(name),
		.parent = (uint32_t)parent,
		.start = start,
		.complete = true,
		.own = recording_behind(whole, start),
	};
}

/* What a trace of a timeline alone would hold; images and the like stay the timeline's. */
static void borrow_contents(struct trace_contents *c, const struct timeline *t)
{
	*c = (struct trace_contents){.config = *timeline_config(t)};
	c->runs = alloc_new(1, sizeof *c->runs);
	c->nruns = 1;
	c->runs[0] = (struct trace_run){
		.name = alloc_string(TRACE_MAIN),
		.complete = true,
		.own = recording_behind(timeline_recording(t), 0),
	};
}

/* May the next branch have that name? */
static bool check_name(const struct trace_contents *c, const char *name, char *error)
{
	if (!good_name(name))
		return error_set(error, "%.40s: a branch's name has up to %d letters, digits and -_.+", name,
		                 TRACE_NAME);
	if (trace_contents_find(c, name, error) >= 0 || !strcmp(name, TRACE_MAIN))
		return error_set(error, "%s: there is a branch of that name already", name);
	return c->nruns < TRACE_RUNS_MAX || error_set(error, "a trace has at most %d branches", TRACE_RUNS_MAX - 1);
}

bool trace_branch_name(const char *trace, const struct limits *limits, const char *name, char error[ERROR_MAX])
{
	struct trace_contents c = {0};
	long run;
	bool ok;

	if (trace && !trace_contents_read(trace, limits, &c, &run, error))
		return false;
	ok = check_name(&c, name, error);
	trace_contents_free(&c);
	return ok;
}

bool trace_save_branch(const struct trace_branch *b, const char *path, char error[ERROR_MAX])
{
	struct trace_contents c;
	long parent = 0;
	bool ok = true;

	if (b->trace)
		ok = trace_contents_read(b->trace, &timeline_config(b->parent)->limits, &c, &parent, error);
	else
		borrow_contents(&c, b->parent);
	if (!ok)
		return false;
	ok = check_name(&c, b->name, error);
	if (ok) {
		add_run(&c, (size_t)parent, b->branch, b->start, b->name);
		ok = trace_contents_save(&c, path, error);
	}
	if (!b->trace)
		memset(&c.config, 0, sizeof c.config);
	trace_contents_free(&c);
	return ok;
}
