/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A script on the machine: see stage.h. */
#include "script/stage.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/proc.h"
#include "abi/actor.h"
#include "base/alloc.h"
#include "base/file.h"

enum {
	RAM_LEAST = 8, /* megabytes */
	RAM_MOST = 64,
	SLOTS_OURS = 3, /* of the process table: the swapper, init, who starts several families */
	/* What a process takes at most, beside what it does by itself: one that executes the largest program. */
	PROCESS_INSTRUCTIONS = 1000000,
	PROCESS_EVENTS = 2000,
};

/* An actor of each size, read once. */
struct actors {
	uint8_t *data[8];
	size_t size[8];
	const struct score *score;
};

static bool load(struct actors *actors, uint32_t size, unsigned *which, char *error)
{
	const char *guest = library_directory(error);
	bool ok = guest != NULL;
	char *path;

	*which = 0;
	while (SCORE_IMAGE_LEAST << *which < (int)size)
		++*which;
	if (!ok || actors->data[*which])
		return ok;
	path = alloc_format("%s/play/actor-%" PRIu32, guest, size >> 10);
	ok = file_read(path, RUN_FILE_BYTES, &actors->data[*which], &actors->size[*which], error);
	free(path);
	return ok;
}

static bool fill(void *arg, struct disk_builder *disk, char *error)
{
	struct actors *actors = arg;
	const struct score *score = actors->score;

	for (size_t i = 0; i < score->nprograms; i++) {
		unsigned which;

		if (!load(actors, score->programs[i].size, &which, error) ||
		    !disk_add(disk, score->programs[i].path, actors->data[which], actors->size[which], error))
			return false;
	}
	return disk_add(disk, SCORE_PATH, score->data, score->size, error) &&
	       disk_permit(disk, SCORE_PATH, 0644, error);
}

/* A long script's run is long by right: what nobody has limited may be as much as its processes can need. */
static void allow(struct limits *limits, const struct script *script)
{
	uint64_t instructions = (uint64_t)script->nprocesses * PROCESS_INSTRUCTIONS,
		 events = (uint64_t)script->nprocesses * PROCESS_EVENTS;

	for (uint32_t i = 0; i < script->nactions; i++)
		if (script->actions[i].verb == SCRIPT_WORK)
			instructions += script->actions[i].size;
	if (!limits->instructions)
		limits->instructions =
			instructions > limits_default.instructions ? instructions : limits_default.instructions;
	if (!limits->events)
		limits->events = events > limits_default.events ? events : limits_default.events;
}

bool stage_prepare(const struct launch *asked, bool ram_told, const char *path, const struct script *script,
                   enum score_how how, struct run_config *config, struct score **wanted, char error[ERROR_MAX])
{
	struct launch launch = *asked;
	struct actors actors = {.score = NULL};
	const char *title = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	struct score *score;
	char part[16];
	bool ok;

	memset(config, 0, sizeof *config);
	score = score_new(script, how, (uint64_t)(ram_told ? launch.ram : RAM_MOST) << 20);
	if (score->alive > NPROC - SLOTS_OURS) {
		error_set(error, "%.120s:%" PRIu32 ": %" PRIu32 " processes at once; the machine's table holds %d",
		          path, score->alive_line, score->alive, NPROC - SLOTS_OURS);
		score_free(score);
		return false;
	}
	for (launch.ram = ram_told ? launch.ram : RAM_LEAST;
	     !ram_told && launch.ram < RAM_MOST && (uint64_t)launch.ram << 20 < 2 * score->memory + (4 << 20);)
		launch.ram *= 2;
	allow(&launch.limits, script);
	actors.score = score;
	snprintf(part, sizeof part, "%" PRIu32, score->part);
	ok = library_fill_disk(&launch, title, (const char *const[]){score->first->path, part, "0", NULL}, fill,
	                       &actors, config, error);
	for (size_t i = 0; i < sizeof actors.data / sizeof *actors.data; i++)
		free(actors.data[i]);
	if (ok && wanted)
		*wanted = score;
	else
		score_free(score);
	return ok;
}
