/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts of source files. See source_text.h. */
#include "analysis/source_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "image/sources.h"

static const struct run_image *kept(const struct timeline *t, const char *file)
{
	char *name = alloc_format("source:%s", file);
	const struct run_image *image = timeline_image(t, name);

	free(name);
	return image;
}

bool source_kept(const struct timeline *t, const char *file)
{
	return kept(t, file) != NULL;
}

bool source_text(const struct timeline *t, const char *file, char **text, size_t *size)
{
	const struct run_image *image = kept(t, file);
	uint8_t *data;

	if (image && image->size <= RUN_SOURCE_BYTES) {
		*text = alloc_copy(image->data, image->size);
		*size = image->size;
		return true;
	}
	if (!sources_shipped(file, &data, size))
		return false;
	*text = alloc_copy(data, *size);
	free(data);
	return true;
}

char *source_line(const struct timeline *t, const char *file, int line)
{
	char *text, *at, *copy;
	size_t size;

	if (!source_text(t, file, &text, &size))
		return alloc_string("");
	for (at = text; line > 1 && (at = memchr(at, '\n', size - (size_t)(at - text))); line--)
		at++;
	if (at)
		at += strspn(at, " \t");
	copy = at ? alloc_copy(at, strcspn(at, "\r\n")) : alloc_string("");
	for (char *c = copy; (c = strchr(c, '\t')); c++)
		*c = ' ';
	free(text);
	return copy;
}
