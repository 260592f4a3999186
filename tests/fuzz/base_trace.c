/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A good trace in memory: see trace_mutations.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "image/disk.h"
#include "image/library.h"
#include "mutation.h"
#include "replay/trace.h"

enum { SPACING = 30000 };

static void give_up(const char *error)
{
	fprintf(stderr, "fuzz_traces: %s\n", error);
	exit(1);
}

/* The same disk with nothing on it but what the run needs. */
static void shrink_disk(struct run_image *disk, const char *program)
{
	char path[64], error[ERROR_MAX];
	const char *const files[] = {"/vmunix", "/etc/init", "/etc/rc", path};
	struct disk_builder *b = disk_new();
	const uint8_t *data;
	uint8_t *image;
	size_t length;

	snprintf(path, sizeof path, "/bin/%s", program);
	disk_add_nodes(b, error);
	for (size_t i = 0; i < COUNT(files); i++)
		if (!disk_find(disk->data, disk->size, files[i], &data, &length) ||
		    !disk_add(b, files[i], data, length, error))
			give_up(files[i]);
	image = disk_finish(b, &length, error);
	free(disk->data);
	disk->data = image;
	disk->size = length;
}

/* With a branch that leaves it in the middle. */
static void read_back(struct base *b)
{
	char error[ERROR_MAX], *path = alloc_format("%s/fuzz_traces.%d", P_tmpdir, (int)getpid());
	uint64_t start = timeline_end(b->timeline) / 2;
	struct timeline *branch;
	FILE *f;

	branch = timeline_branch(b->timeline, start, &(struct timeline_input){.kind = INPUT_KEY, .value = 'x'}, 1,
	                         error);
	if (!branch)
		give_up(error);
	timeline_complete(branch);
	if (!trace_save_branch(&(struct trace_branch){b->timeline, branch, start, NULL, "b"}, path, error))
		give_up(error);
	timeline_free(branch);
	f = fopen(path, "rb");
	if (!f || fseek(f, 0, SEEK_END) || (b->size = (size_t)ftell(f)) == 0)
		give_up(path);
	rewind(f);
	b->file = alloc_new(b->size, 1);
	if (fread(b->file, 1, b->size, f) != b->size)
		give_up(path);
	fclose(f);
	unlink(path);
	free(path);
}

struct base *base_new(const char *program, const char *system)
{
	const char *const argv[] = {program, NULL};
	struct base *b = alloc_new(1, sizeof *b);
	struct run_config config;
	struct symbols *kernel;
	char error[ERROR_MAX];

	snprintf(b->program, sizeof b->program, "%s", program);
	if (!library_prepare(&(struct launch){.system = system, .ram = 2, .swap = LAUNCH_SWAP_MIN}, argv, &config,
	                     error))
		give_up(error);
	for (size_t i = 0; i < config.nimages; i++)
		if (!strcmp(config.images[i].name, "disk"))
			shrink_disk(&config.images[i], program);
	config.spacing = SPACING;
	b->timeline = timeline_new(&config, error);
	run_config_free(&config);
	if (!b->timeline)
		give_up(error);
	if (timeline_complete(b->timeline) != DRIVE_HALT)
		give_up(timeline_problem(b->timeline));
	kernel = symbols_open(timeline_image(b->timeline, "kernel")->data, timeline_image(b->timeline, "kernel")->size,
	                      error);
	if (!kernel)
		give_up(error);
	kernel_names(&b->names, kernel);
	symbols_close(kernel);
	read_back(b);
	return b;
}

void base_free(struct base *b)
{
	timeline_free(b->timeline);
	free(b->file);
	free(b);
}
