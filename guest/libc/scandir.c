/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole directory at a time. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/dir.h>

int alphasort(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void give_back(struct dirent **list, int count)
{
	while (count > 0)
		free(list[--count]);
	free(list);
}

/* A copy of an entry is put at the list's end. 0 without memory: the list is as it was. */
static int add(struct dirent ***list, int count, const struct dirent *entry)
{
	struct dirent **longer = *list, *copy;

	if (count % 16 == 0) {
		longer = realloc(longer, (count + 16) * sizeof(*longer));
		if (longer == NULL)
			return 0;
		*list = longer;
	}
	copy = malloc(DIRSIZ(entry));
	if (copy == NULL)
		return 0;
	longer[count] = memcpy(copy, entry, DIRSIZ(entry));
	return 1;
}

int scandir(const char *path, struct dirent ***to, int (*wanted)(const struct dirent *),
            int (*compare)(const struct dirent **, const struct dirent **))
{
	struct dirent **list = malloc(16 * sizeof(*list)), *entry;
	DIR *d = list != NULL ? opendir(path) : NULL;
	int count = 0;

	if (d == NULL) {
		free(list);
		return -1;
	}
	while ((entry = readdir(d)) != NULL) {
		if (wanted != NULL && !wanted(entry))
			continue;
		if (!add(&list, count, entry)) {
			closedir(d);
			give_back(list, count);
			return -1;
		}
		count++;
	}
	closedir(d);
	if (compare != NULL)
		qsort(list, count, sizeof(*list), (int (*)(const void *, const void *))compare);
	*to = list;
	return count;
}
