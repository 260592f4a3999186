/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Symbols, loans and chronicle of a timeline, worked out once. See analysis_cache.h. */
#include "analysis/analysis_cache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "debuginfo/symbols_pool.h"
#include "image/disk.h"
#include "image/library.h"
#include "base/alloc.h"

/* Programs that are kept: those asked for last. A snapshot asks for three at most. */
enum { PROGRAMS_MAX = 16 };

static void free_programs(struct program *p)
{
	for (struct program *next; p; p = next) {
		next = p->next;
		if (p->symbols)
			symbols_close(p->symbols);
		free(p);
	}
}

/* Keeps the first program's reason why not all of it could be read. */
static void note(struct analysis_cache *st, const char *name, const struct symbols *symbols)
{
	const char *why = symbols ? symbols_note(symbols) : NULL;

	if (why && !st->note[0])
		snprintf(st->note, sizeof st->note, "%s: its debugging information is not all read: %s", name, why);
}

/* The symbols of a file, with what its debugging information tells even where that was left out of it. */
static struct symbols *open_whole(struct symbols *(*open)(const void *, size_t, char *), const char *name,
                                  const uint8_t *data, size_t size)
{
	uint8_t *whole = library_whole(name, data, size);
	char error[ERROR_MAX];
	struct symbols *symbols = open(whole ? whole : data, size, error);

	free(whole);
	return symbols;
}

void analysis_cache_images(struct analysis_cache *st, const struct run_image *kernel, const struct run_image *disk)
{
	*st = (struct analysis_cache){.disk = disk};
	if (kernel)
		st->kernel = open_whole(symbols_pool_take, "kernel", kernel->data, kernel->size);
	note(st, "the kernel", st->kernel);
	kernel_names(&st->names, st->kernel);
	if (st->kernel) {
		st->nvariables = symbols_globals(st->kernel, NULL, 0);
		st->variables = alloc_new(st->nvariables, sizeof *st->variables);
		symbols_globals(st->kernel, st->variables, st->nvariables);
	}
}

/* What happens in a run. */
static void read_run(struct analysis_cache *st, const struct timeline *t)
{
	loans_find(&st->loans, t);
	chronicle_write(&st->chronicle, t);
	st->writes = write_index_new(t);
}

static void release_run(struct analysis_cache *st)
{
	loans_release(&st->loans);
	hazards_release(&st->hazards);
	chronicle_release(&st->chronicle);
	write_index_free(st->writes);
}

void analysis_cache_begin(struct analysis_cache *st, const struct timeline *t)
{
	analysis_cache_images(st, timeline_image(t, "kernel"), timeline_image(t, "disk"));
	read_run(st, t);
}

void analysis_cache_again(struct analysis_cache *st, const struct timeline *t)
{
	release_run(st);
	st->disk = timeline_image(t, "disk");
	read_run(st, t);
}

void analysis_cache_grow(struct analysis_cache *st, const struct timeline *t)
{
	loans_grow(&st->loans, t);
	hazards_grow(&st->hazards);
	chronicle_release(&st->chronicle);
	chronicle_write(&st->chronicle, t);
	write_index_grow(st->writes, t);
}

void analysis_cache_release(struct analysis_cache *st)
{
	free_programs(st->programs);
	if (st->kernel)
		symbols_pool_give_back(st->kernel);
	free(st->variables);
	release_run(st);
}

/* Opens a program that is on the disk. */
static struct program *open_program(struct analysis_cache *st, const char *name, uint32_t base)
{
	static const char *const places[] = {"/bin", "/etc"};
	const struct run_image *disk = st->disk;
	struct program *p = alloc_new(1, sizeof *p);

	snprintf(p->name, sizeof p->name, "%s", name);
	p->base = base;
	for (size_t i = 0; disk && !p->symbols && i < sizeof places / sizeof places[0]; i++) {
		char path[MAXCOMLEN + 8];
		const uint8_t *elf;
		size_t size;

		snprintf(path, sizeof path, "%s/%s", places[i], p->name);
		if (!p->name[0] || !disk_find(disk->data, disk->size, path, &elf, &size))
			continue;
		p->symbols = open_whole(symbols_open, p->name, elf, size);
	}
	note(st, p->name, p->symbols);
	if (p->symbols)
		symbols_move(p->symbols, base);
	return p;
}

struct symbols *analysis_cache_symbols(struct analysis_cache *st, const char *name, uint32_t base)
{
	struct program **at = &st->programs, *p;
	int n = 0;

	while ((p = *at) && (strcmp(p->name, name) != 0 || p->base != base)) {
		if (++n == PROGRAMS_MAX - 1 && !st->held) { /* one more is about to come */
			free_programs(p->next);
			p->next = NULL;
		}
		at = &p->next;
	}
	if (p)
		*at = p->next;
	else
		p = open_program(st, name, base);
	p->next = st->programs;
	st->programs = p;
	return p->symbols;
}

void analysis_cache_hold(struct analysis_cache *st, bool on)
{
	st->held = on;
}

const char *analysis_cache_variable(const struct analysis_cache *st, uint32_t address)
{
	for (size_t i = 0; i < st->nvariables; i++) {
		const struct variable *v = &st->variables[i];

		if (v->place == VAR_MEMORY && address - (uint32_t)v->where < v->size)
			return v->name;
	}
	return NULL;
}
