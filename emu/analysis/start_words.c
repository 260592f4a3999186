/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a program was started with: see start_words.h. */
#include "analysis/start_words.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/be.h"

enum { POINTERS_MAX = 1024, STRING_MAX = 4096, LAYOUT_MAX = 16 * 4096 /* bytes above the first frame, looked at */ };

static bool peek_long(const struct library_memory *m, uint32_t va, uint32_t *value)
{
	uint8_t bytes[4];

	if (!m->peek(m->arg, va, bytes, sizeof bytes))
		return false;
	*value = be32_get(bytes);
	return true;
}

static void add(struct start_words *s, struct start_word word)
{
	s->list = alloc_room(s->list, s->count, &s->room, sizeof *s->list);
	s->list[s->count++] = word;
}

/* The bytes of a string with its NUL; 0: it does not end. */
static uint32_t string_bytes(const struct library_memory *m, uint32_t va)
{
	uint8_t byte;

	for (uint32_t n = 0; n < STRING_MAX && m->peek(m->arg, va + n, &byte, 1); n++)
		if (!byte)
			return n + 1;
	return 0;
}

static void add_vector(struct start_words *s, const struct library_memory *m, uint32_t va, bool environment)
{
	uint32_t string;

	for (uint32_t n = 0; n < POINTERS_MAX && peek_long(m, va + 4 * n, &string); n++) {
		if (string || environment)
			add(s, (struct start_word){va + 4 * n, 4, n, environment, false});
		if (!string)
			return;
		uint32_t size = string_bytes(m, string);

		if (size)
			add(s, (struct start_word){string, size, n, environment, true});
	}
}

/* Where the null pointer of the vector at va is; 0: it has none below end. */
static uint32_t vector_end(const struct library_memory *m, uint32_t va, uint32_t end)
{
	uint32_t pointer;

	for (; va < end && peek_long(m, va, &pointer); va += 4)
		if (!pointer)
			return va;
	return 0;
}

/* Is this argc, with both vectors above it and, just behind them, the first string? */
static bool is_layout(const struct library_memory *m, uint32_t at, uint32_t end)
{
	uint32_t argc, first, between, behind;

	if (!peek_long(m, at, &argc) || !argc || argc > POINTERS_MAX || !peek_long(m, at + 4, &first) || first <= at ||
	    first >= end)
		return false;
	between = vector_end(m, at + 4, first);
	behind = between ? vector_end(m, between + 4, first) : 0;
	return between == at + 4 + 4 * argc && behind + 4 == first;
}

void start_words_find(struct start_words *s, const struct library_memory *m, struct symbols *symbols, uint32_t low,
                      uint32_t end)
{
	uint32_t variable, environment;

	*s = (struct start_words){0};
	for (uint32_t at = low & ~3u; at < end && at - low < LAYOUT_MAX; at += 4)
		if (is_layout(m, at, end)) {
			add_vector(s, m, at + 4, false);
			break;
		}
	if (symbols_address(symbols, "environ", &variable) && peek_long(m, variable, &environment) && environment)
		add_vector(s, m, environment, true);
}

void start_words_release(struct start_words *s)
{
	free(s->list);
	*s = (struct start_words){0};
}

const struct start_word *start_words_at(const struct start_words *s, uint32_t va, uint32_t size)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->list[i].va < va + size && va < s->list[i].va + s->list[i].size)
			return &s->list[i];
	return NULL;
}

void start_word_name(const struct start_word *w, char *name, size_t size)
{
	if (w->environment)
		snprintf(name, size, "the environment");
	else
		snprintf(name, size, "%sargv[%u]", w->string ? "the string of " : "", w->number);
}
