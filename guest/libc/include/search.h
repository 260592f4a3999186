/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables and lists: a hash table, a binary tree, a table without order, a list with both directions. */
#ifndef _SEARCH_H
#define _SEARCH_H

#include <stddef.h>

typedef struct entry {
	char *key;
	void *data;
} ENTRY;
typedef enum { FIND, ENTER } ACTION;

int hcreate(size_t most); /* one table for the program, for so many; 0: no memory */
void hdestroy(void);
ENTRY *hsearch(ENTRY item, ACTION action); /* null: not found, or no room */

typedef enum { preorder, postorder, endorder, leaf } VISIT;
typedef int (*_compare_t)(const void *, const void *);

/* The root is a null pointer to begin with. What they return points to a pointer to the key. */
void *tsearch(const void *key, void **root, _compare_t compare); /* put in if it is not there; null: no memory */
void *tfind(const void *key, void *const *root, _compare_t compare);
void *tdelete(const void *key, void **root, _compare_t compare); /* its parent; null: not found */
void twalk(const void *root, void (*action)(const void *node, VISIT when, int depth));

void *lfind(const void *key, const void *base, size_t *count, size_t bytes, _compare_t compare);
void *lsearch(const void *key, void *base, size_t *count, size_t bytes, _compare_t compare); /* put at the end */

void insque(void *element, void *before); /* elements begin with two pointers, to the next and to the one before */
void remque(void *element);

#endif
