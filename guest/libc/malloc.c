/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * malloc: first fit. Free blocks form one list in the order of their addresses, and neighbours are joined.
 * The heap and the list are user memory, so what a borrower allocates and does not free stays with its lender.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "malloc_private.h"

#define GROW 4096 /* smallest piece asked of the system */

static struct block *free_list;

/* Puts a block in its place and joins it with the neighbours that it touches. */
static void give_back(struct block *b)
{
	struct block **link = &free_list, *before = NULL;

	while (*link != NULL && *link < b) {
		before = *link;
		link = &before->next;
	}
	b->next = *link;
	*link = b;
	if (b->next != NULL && (char *)b + b->size == (char *)b->next) {
		b->size += b->next->size;
		b->next = b->next->next;
	}
	if (before != NULL && (char *)before + before->size == (char *)b) {
		before->size += b->size;
		before->next = b->next;
	}
}

static int grow(size_t bytes)
{
	struct block *b;

	bytes = (bytes + GROW - 1) / GROW * GROW;
	b = sbrk(bytes);
	if (b == (void *)-1)
		return -1;
	b->size = bytes;
	give_back(b);
	return 0;
}

void *malloc(size_t bytes)
{
	if (bytes > INT32_MAX - GROW) {
		errno = ENOMEM;
		return NULL;
	}
	bytes = (bytes + sizeof(struct block) + GRAIN - 1) / GRAIN * GRAIN;
	do {
		for (struct block **link = &free_list; *link != NULL; link = &(*link)->next) {
			struct block *b = *link, *rest;

			if (b->size < bytes)
				continue;
			if (b->size == bytes) {
				*link = b->next;
			} else {
				rest = (struct block *)((char *)b + bytes);
				rest->size = b->size - bytes;
				rest->next = b->next;
				*link = rest;
				b->size = bytes;
			}
			return b + 1;
		}
	} while (grow(bytes) == 0);
	return NULL;
}

void free(void *block)
{
	if (block != NULL)
		give_back((struct block *)block - 1);
}

/* V7's way to free what came from calloc. */
void cfree(void *block)
{
	free(block);
}

void *calloc(size_t count, size_t bytes)
{
	void *block;

	if (bytes != 0 && count > SIZE_MAX / bytes) {
		errno = ENOMEM;
		return NULL;
	}
	block = malloc(count * bytes);
	return block != NULL ? memset(block, 0, count * bytes) : NULL;
}

void *realloc(void *block, size_t bytes)
{
	size_t had;
	void *moved;

	if (block == NULL)
		return malloc(bytes);
	had = ((struct block *)block - 1)->size - sizeof(struct block);
	if (bytes <= had)
		return block;
	moved = malloc(bytes);
	if (moved != NULL) {
		memcpy(moved, block, had);
		free(block);
	}
	return moved;
}
