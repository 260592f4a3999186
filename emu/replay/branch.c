/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run that leaves another one. See timeline.h. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "replay/timeline_private.h"
#include "replay/until.h"

COUNT_UNTIL(events_until, event)
COUNT_UNTIL(inputs_until, timeline_input)
COUNT_UNTIL(checkpoints_until, checkpoint)
COUNT_UNTIL(outputs_until, timeline_output)
COUNT_UNTIL(uses_until, disk_use)

static void *copy_list(const void *list, size_t n, size_t size)
{
	void *copy = alloc_new(n + 1, size);

	if (n)
		memcpy(copy, list, n * size);
	return copy;
}

/* How much of a recording lies before an instant: inputs of it come after it. */
struct count {
	size_t events, inputs, checkpoints, outputs, uses, bytes;
};

static struct count count_until(const struct recording *r, uint64_t icount)
{
	struct count n = {
		.events = events_until(r->events, r->nevents, icount),
		.inputs = icount ? inputs_until(r->inputs, r->ninputs, icount - 1) : 0,
		.checkpoints = checkpoints_until(r->checkpoints, r->ncheckpoints, icount),
		.outputs = outputs_until(r->outputs, r->noutputs, icount),
		.uses = uses_until(r->uses, r->nuses, icount),
	};

	n.bytes = n.outputs ? r->outputs[n.outputs - 1].end : 0;
	return n;
}

/* A part of a recording, as a copy. */
static struct recording copy_part(const struct recording *r, const struct count *from, const struct count *to)
{
	struct recording part = {0};

#define PART(member, count, counted)                                                                                   \
	part.count = to->counted - from->counted;                                                                      \
	part.member = copy_list(r->member + from->counted, part.count, sizeof *part.member)
	PART(events, nevents, events);
	PART(inputs, ninputs, inputs);
	PART(checkpoints, ncheckpoints, checkpoints);
	PART(outputs, noutputs, outputs);
	PART(uses, nuses, uses);
#undef PART
	for (size_t i = 0; i < part.ncheckpoints; i++) {
		struct checkpoint *c = &part.checkpoints[i];

		c->data = c->data ? copy_list(c->data, c->size, 1) : NULL;
		c->wrote = c->wrote ? copy_list(c->wrote, c->wrote_size, 1) : NULL;
	}
	for (size_t i = 0; i < part.noutputs; i++)
		part.outputs[i].end -= from->bytes;
	part.text = copy_list(r->text + from->bytes, to->bytes - from->bytes, 1);
	return part;
}

struct recording recording_until(const struct recording *r, uint64_t icount)
{
	struct count to = count_until(r, icount);
	struct recording part = copy_part(r, &(struct count){0}, &to);

	part.end = icount;
	return part;
}

struct recording recording_behind(const struct recording *r, uint64_t icount)
{
	struct count from = icount ? count_until(r, icount) : (struct count){0}, to = count_until(r, UINT64_MAX);
	struct recording part;

	/* its own of that instant, if it is not the parent's: recording_join finds out */
	from.checkpoints = icount ? checkpoints_until(r->checkpoints, r->ncheckpoints, icount - 1) : 0;
	part = copy_part(r, &from, &to);
	part.end = r->end;
	return part;
}

/* Puts one list behind another; both are freed. */
static void *join(void *first, size_t n, void *second, size_t m, size_t size)
{
	uint8_t *both = alloc_new(n + m + 1, size);

	if (n)
		memcpy(both, first, n * size);
	if (m)
		memcpy(both + n * size, second, m * size);
	free(first);
	free(second);
	return both;
}

void recording_join(struct recording *to, struct recording *behind)
{
	size_t before = to->noutputs ? to->outputs[to->noutputs - 1].end : 0;
	size_t bytes = behind->noutputs ? behind->outputs[behind->noutputs - 1].end : 0;

	for (size_t i = 0; i < behind->noutputs; i++)
		behind->outputs[i].end += before;
	if (to->ncheckpoints && behind->ncheckpoints &&
	    to->checkpoints[to->ncheckpoints - 1].icount == behind->checkpoints[0].icount)
		checkpoint_free(&to->checkpoints[--to->ncheckpoints]);
	to->text = join(to->text, before, behind->text, bytes, 1);
#define JOIN(list, count)                                                                                              \
	to->list = join(to->list, to->count, behind->list, behind->count, sizeof *to->list);                           \
	to->count += behind->count
	JOIN(events, nevents);
	JOIN(inputs, ninputs);
	JOIN(checkpoints, ncheckpoints);
	JOIN(outputs, noutputs);
	JOIN(uses, nuses);
#undef JOIN
	to->end = behind->end;
	memset(behind, 0, sizeof *behind);
}

struct timeline *timeline_branch_instead(struct timeline *parent, uint64_t icount, const struct timeline_input *inputs,
                                         size_t n, struct timeline *used, char error[ERROR_MAX])
{
	struct run_config config = used ? timeline_take_config(used) : run_config_copy(timeline_config(parent));
	struct recording made;
	struct timeline *t;

	config.limits = timeline_config(parent)->limits;
	made = recording_until(timeline_recording(parent), icount);
	t = timeline_load_instead(&config, &made, NULL, used, error);
	run_config_free(&config);
	if (!t) {
		recording_free(&made);
		return NULL;
	}
	timeline_keep_too(t, parent, icount);
	if (timeline_extend(t, inputs, n, error))
		return t;
	timeline_free(t);
	return NULL;
}

struct timeline *timeline_branch(struct timeline *parent, uint64_t icount, const struct timeline_input *inputs,
                                 size_t n, char error[ERROR_MAX])
{
	return timeline_branch_instead(parent, icount, inputs, n, NULL, error);
}

struct timeline *timeline_under(const struct timeline *t, const char *system, char error[ERROR_MAX])
{
	struct run_config config = run_config_copy(timeline_config(t));
	struct timeline *other;

	run_config_system(&config, system);
	other = timeline_new(&config, error);
	run_config_free(&config);
	return other;
}

struct retyper retyper_from(const struct timeline *t, uint64_t icount, bool stops)
{
	struct retyper r = {.from = timeline_recording(t), .stops = stops};

	while (r.next < r.from->ninputs && r.from->inputs[r.next].icount < icount)
		r.next++;
	return r;
}

size_t retyper_keys(void *retyper, uint8_t *buf, size_t size, bool wait, bool *quit)
{
	struct retyper *r = retyper;
	size_t n = 0;

	while (wait && n < size && r->next < r->from->ninputs) {
		const struct timeline_input *in = &r->from->inputs[r->next++];

		if (in->kind == INPUT_KEY && in->value <= UINT8_MAX) /* its end comes by itself */
			buf[n++] = (uint8_t)in->value;
	}
	if (wait && !n && r->stops)
		*quit = r->stopped = true;
	return n;
}
