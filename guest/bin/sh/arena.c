/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory that is given back all at once. A command's tree has an arena of its own; what its words become while it runs
 * is in `work`, from a mark to its release, so that a loop of a thousand rounds needs no more than one.
 *
 * A borrower never takes memory: the free list of malloc is the shell's, too, and what it took would stay taken.
 */
#include <stdlib.h>
#include <string.h>

#include "sh.h"

#define BLOCK 1024 /* smallest piece asked of malloc */
#define ALIGN 4

struct block {
	struct block *below;
	size_t used, size;
	char bytes[];
};

struct arena work;

void *need(void *from_malloc)
{
	if (from_malloc == NULL) {
		complain("no memory left");
		leave(MISTAKE);
	}
	return from_malloc;
}

/* What is in it the caller decides. */
static void *take_room(struct arena *a, size_t bytes)
{
	void *taken;

	bytes = (bytes + ALIGN - 1) / ALIGN * ALIGN;
	if (a->top == NULL || a->top->size - a->top->used < bytes) {
		size_t size = bytes > BLOCK ? bytes : BLOCK;
		struct block *b = need(malloc(sizeof(*b) + size));

		b->below = a->top;
		b->used = 0;
		b->size = size;
		a->top = b;
	}
	taken = a->top->bytes + a->top->used;
	a->top->used += bytes;
	return taken;
}

void *take(struct arena *a, size_t bytes)
{
	return memset(take_room(a, bytes), 0, bytes);
}

char *take_text(struct arena *a, const char *text, size_t bytes)
{
	char *taken = take_room(a, bytes + 1);

	taken[bytes] = '\0';
	return memcpy(taken, text, bytes);
}

static void cut(struct arena *a, const struct block *down_to)
{
	while (a->top != down_to) {
		struct block *b = a->top;

		a->top = b->below;
		free(b);
	}
}

struct mark mark(void)
{
	return (struct mark){work.top, work.top != NULL ? work.top->used : 0};
}

void release(struct mark to)
{
	cut(&work, to.block);
	if (work.top != NULL)
		work.top->used = to.used;
}

struct arena *arena_new(void)
{
	struct arena *a = need(calloc(1, sizeof(*a)));

	a->users = 1;
	return a;
}

void arena_drop(struct arena *a)
{
	if (--a->users > 0)
		return;
	cut(a, NULL);
	free(a);
}

/* Room for so many characters more, and the NUL. */
static void text_room(struct text *t, size_t more)
{
	char *moved;

	if (t->n + more < t->room)
		return;
	t->room = t->room > 0 ? 2 * t->room : 32;
	if (t->room <= t->n + more)
		t->room = t->n + more + 1;
	moved = take_room(t->arena, t->room);
	if (t->n > 0)
		memcpy(moved, t->s, t->n);
	t->s = moved;
}

void text_put(struct text *t, char c)
{
	if (t->n + 1 >= t->room)
		text_room(t, 1);
	t->s[t->n++] = c;
}

void text_puts(struct text *t, const char *s)
{
	size_t n = strlen(s);

	if (n == 0)
		return;
	text_room(t, n);
	memcpy(t->s + t->n, s, n);
	t->n += n;
}

char *text_end(struct text *t)
{
	text_put(t, '\0');
	t->n--;
	return t->s;
}

void words_add(struct words *w, char *word)
{
	if (w->n + 1 >= w->room) {
		char **more = take_room(&work, (w->room = 2 * w->room + 8) * sizeof(*more));

		if (w->n > 0)
			memcpy(more, w->v, w->n * sizeof(*more));
		w->v = more;
	}
	w->v[w->n++] = word;
	w->v[w->n] = NULL;
}
