/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run that leaves another one. See timeline.h. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "replay/timeline.h"
#include "replay/until.h"

COUNT_UNTIL(events_until, event)
COUNT_UNTIL(inputs_until, timeline_input)
COUNT_UNTIL(checkpoints_until, checkpoint)
COUNT_UNTIL(outputs_until, timeline_output)

static void *copy_list(const void *list, size_t n, size_t size)
{
	void *copy = alloc_new(n + 1, size);

	if (n)
		memcpy(copy, list, n * size);
	return copy;
}

/* What was recorded up to an instant. Inputs of the instant itself come after it. */
static void copy_recording(const struct recording *from, uint64_t icount, struct recording *to)
{
	size_t bytes;

	*to = (struct recording){.end = icount};
	to->nevents = events_until(from->events, from->nevents, icount);
	if (icount)
		to->ninputs = inputs_until(from->inputs, from->ninputs, icount - 1);
	to->ncheckpoints = checkpoints_until(from->checkpoints, from->ncheckpoints, icount);
	to->noutputs = outputs_until(from->outputs, from->noutputs, icount);
	to->events = copy_list(from->events, to->nevents, sizeof *to->events);
	to->inputs = copy_list(from->inputs, to->ninputs, sizeof *to->inputs);
	to->checkpoints = copy_list(from->checkpoints, to->ncheckpoints, sizeof *to->checkpoints);
	to->outputs = copy_list(from->outputs, to->noutputs, sizeof *to->outputs);
	for (size_t i = 0; i < to->ncheckpoints; i++) {
		struct checkpoint *c = &to->checkpoints[i];

		c->data = c->data ? copy_list(c->data, c->size, 1) : NULL;
		c->wrote = c->wrote ? copy_list(c->wrote, c->wrote_size, 1) : NULL;
	}
	bytes = to->noutputs ? to->outputs[to->noutputs - 1].end : 0;
	to->text = copy_list(from->text, bytes, 1);
}

static struct run_config copy_config(const struct run_config *from)
{
	struct run_config to = *from;

	to.images = NULL;
	to.nimages = 0;
	for (size_t i = 0; i < from->nimages; i++)
		run_config_add(&to, alloc_string(from->images[i].name),
		               copy_list(from->images[i].data, from->images[i].size, 1), from->images[i].size);
	return to;
}

/* The images of a config whose strings are somebody else's. */
static void free_images(struct run_config *config)
{
	for (size_t i = 0; i < config->nimages; i++) {
		free(config->images[i].name);
		free(config->images[i].data);
	}
	free(config->images);
}

struct timeline *timeline_branch(struct timeline *parent, uint64_t icount, const struct timeline_input *inputs,
                                 size_t n, char error[ERROR_MAX])
{
	struct run_config config = copy_config(timeline_config(parent));
	struct recording made;
	struct timeline *t;

	copy_recording(timeline_recording(parent), icount, &made);
	t = timeline_load(&config, &made, error);
	if (!t) {
		recording_free(&made);
		free_images(&config);
		return NULL;
	}
	if (timeline_extend(t, inputs, n, error))
		return t;
	timeline_free(t);
	return NULL;
}
