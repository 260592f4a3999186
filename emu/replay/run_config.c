/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run is made from: see run_config.h. */
#include "replay/run_config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void run_config_add(struct run_config *config, char *name, uint8_t *data, size_t size)
{
	size_t room = config->nimages;

	if (!config->sharers) {
		config->sharers = alloc_new(1, sizeof *config->sharers);
		*config->sharers = 1;
	}
	config->images = alloc_room(config->images, config->nimages, &room, sizeof *config->images);
	config->images[config->nimages++] = (struct run_image){name, data, size};
}

const struct run_image *run_config_image(const struct run_config *config, const char *name)
{
	for (size_t i = 0; i < config->nimages; i++)
		if (!strcmp(config->images[i].name, name))
			return &config->images[i];
	return NULL;
}

struct machine *run_config_machine(const struct run_config *config, char error[ERROR_MAX])
{
	return run_config_again(config, NULL, error);
}

struct machine *run_config_again(const struct run_config *config, struct machine *used, char error[ERROR_MAX])
{
	const struct run_image *kernel = run_config_image(config, "kernel"), *disk = run_config_image(config, "disk");

	if (!kernel || !disk) {
		error_set(error, "there is no %s image", kernel ? "disk" : "kernel");
		machine_free(used);
		return NULL;
	}
	return machine_again(used,
	                     &(struct machine_config){
				     .kernel = kernel->data,
				     .kernel_size = kernel->size,
				     .disk = disk->data,
				     .disk_size = disk->size,
				     .absent = config->absent,
				     .ram = config->ram,
				     .swap = config->swap,
				     .date = config->date,
				     .system = config->system,
				     .skew = config->skew,
			     },
	                     error);
}

struct run_config run_config_copy(const struct run_config *from)
{
	const struct run_image *disk = run_config_image(from, "disk");
	struct run_config to = *from;

	to.program = alloc_string(from->program);
	to.system = alloc_string(from->system);
	if (to.sharers)
		++*to.sharers;
	to.shipped = from->nshipped ? alloc_copy(from->shipped, from->nshipped * sizeof *from->shipped) : NULL;
	to.absent = from->absent && disk ? alloc_copy(from->absent, disk->size / NBPG * sizeof *from->absent) : NULL;
	return to;
}

void run_config_system(struct run_config *config, const char *system)
{
	free((char *)config->system);
	config->system = alloc_string(system);
}

/* They go with the last config that has them. */
static void free_images(struct run_config *config)
{
	if (!config->sharers || --*config->sharers)
		return;
	for (size_t i = 0; i < config->nimages; i++) {
		free(config->images[i].name);
		free(config->images[i].data);
	}
	free(config->images);
	free(config->sharers);
}

void run_config_free(struct run_config *config)
{
	free_images(config);
	free(config->shipped);
	free(config->absent);
	free((char *)config->program);
	free((char *)config->system);
	memset(config, 0, sizeof *config);
}
