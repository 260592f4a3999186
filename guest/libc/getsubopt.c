/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

int getsubopt(char **list, char *const *names, char **value)
{
	char *word = *list, *end = word + strcspn(word, ","), *equals;

	*list = end + (*end == ',');
	*end = '\0';
	equals = strchr(word, '=');
	for (int i = 0; names[i] != NULL; i++) {
		size_t length = equals != NULL ? (size_t)(equals - word) : strlen(word);

		if (strlen(names[i]) != length || memcmp(names[i], word, length) != 0)
			continue;
		*value = equals != NULL ? equals + 1 : NULL;
		return i;
	}
	*value = word;
	return -1;
}
