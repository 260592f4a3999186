/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Binary trees, which are not balanced. The key is first in a node, so a pointer to a node points to it. */
#include <search.h>
#include <stdlib.h>

struct node {
	const void *key;
	struct node *left, *right;
};

/* The pointer to the node with that key, or the null pointer where it would be. *parent is above it. */
static struct node **place(const void *key, struct node **at, _compare_t compare, struct node **parent)
{
	*parent = NULL;
	while (*at != NULL) {
		int order = compare(key, (*at)->key);

		if (order == 0)
			break;
		*parent = *at;
		at = order < 0 ? &(*at)->left : &(*at)->right;
	}
	return at;
}

void *tfind(const void *key, void *const *root, _compare_t compare)
{
	struct node *parent;

	return root != NULL ? *place(key, (struct node **)root, compare, &parent) : NULL;
}

void *tsearch(const void *key, void **root, _compare_t compare)
{
	struct node *parent, **at;

	if (root == NULL)
		return NULL;
	at = place(key, (struct node **)root, compare, &parent);
	if (*at == NULL && (*at = malloc(sizeof(**at))) != NULL)
		**at = (struct node){key, NULL, NULL};
	return *at;
}

/* A node with two below it gives its place to the next larger one. */
void *tdelete(const void *key, void **root, _compare_t compare)
{
	struct node *parent, *gone, **at;

	if (root == NULL)
		return NULL;
	at = place(key, (struct node **)root, compare, &parent);
	gone = *at;
	if (gone == NULL)
		return NULL;
	if (gone->left == NULL) {
		*at = gone->right;
	} else if (gone->right == NULL) {
		*at = gone->left;
	} else {
		struct node **next = &gone->right, *up;

		while ((*next)->left != NULL)
			next = &(*next)->left;
		up = *next;
		*next = up->right;
		up->left = gone->left;
		up->right = gone->right;
		*at = up;
	}
	free(gone);
	return parent != NULL ? parent : *root != NULL ? *root : (void *)root;
}

static void walk(const struct node *n, void (*action)(const void *, VISIT, int), int depth)
{
	if (n == NULL)
		return;
	if (n->left == NULL && n->right == NULL) {
		action(n, leaf, depth);
		return;
	}
	action(n, preorder, depth);
	walk(n->left, action, depth + 1);
	action(n, postorder, depth);
	walk(n->right, action, depth + 1);
	action(n, endorder, depth);
}

void twalk(const void *root, void (*action)(const void *node, VISIT when, int depth))
{
	walk(root, action, 0);
}
