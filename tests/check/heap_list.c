/* SPDX-License-Identifier: GPL-2.0-or-later */
/* heap, line 16. The child takes a list apart that its parent has still. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct node {
	struct node *next;
};

__attribute__((noipa)) static void free_list_of(struct node *list)
{
	while (list != NULL) {
		struct node *next = list->next;

		free(list);
		list = next;
	}
}

int main(void)
{
	struct node *list = NULL;

	for (int i = 0; i < 3; i++) {
		struct node *n = malloc(sizeof *n);

		if (n == NULL)
			return 1;
		n->next = list;
		list = n;
	}
	if (vfork() == 0) {
		free_list_of(list);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
