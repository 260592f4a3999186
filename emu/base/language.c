/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Catalogs of translations. See language.h; the format is that of GNU gettext's manual, "The Format of GNU MO
 * Files". */
#include "base/language.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/be.h"
#include "base/environment.h"
#include "base/file.h"

enum { MAGIC_AT = 0, COUNT_AT = 8, ENGLISH_AT = 12, OTHERS_AT = 16, HEADER = 20, ENTRY = 8, CATALOG_MAX = 4 << 20 };
#define MAGIC 0x950412de
#define ENDING ".mo"

static struct {
	uint8_t *bytes;
	uint32_t count, english, others; /* how many texts; offsets of their tables, which are sorted */
	char name[16];
} catalog;

/* The text of an entry; NULL if it is not in the file, or does not end there. */
static const char *entry(const uint8_t *bytes, size_t size, uint32_t table, uint32_t i)
{
	uint32_t length = be32_get(bytes + table + i * ENTRY), at = be32_get(bytes + table + i * ENTRY + 4);

	return at < size && length < size - at && !bytes[at + length] ? (const char *)bytes + at : NULL;
}

static bool is_catalog(const uint8_t *bytes, size_t size)
{
	uint64_t count, english, others;

	if (size < HEADER || size > CATALOG_MAX || be32_get(bytes + MAGIC_AT) != MAGIC)
		return false;
	count = be32_get(bytes + COUNT_AT);
	english = be32_get(bytes + ENGLISH_AT);
	others = be32_get(bytes + OTHERS_AT);
	if (english + count * ENTRY > size || others + count * ENTRY > size)
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (!entry(bytes, size, (uint32_t)english, i) || !entry(bytes, size, (uint32_t)others, i))
			return false;
	return true;
}

bool language_take(uint8_t *bytes, size_t size)
{
	bool ok = !bytes || is_catalog(bytes, size);

	free(catalog.bytes);
	memset(&catalog, 0, sizeof catalog);
	if (!ok || !bytes) {
		free(bytes);
		return ok;
	}
	catalog.bytes = bytes;
	catalog.count = be32_get(bytes + COUNT_AT);
	catalog.english = be32_get(bytes + ENGLISH_AT);
	catalog.others = be32_get(bytes + OTHERS_AT);
	return true;
}

static const char *text_at(uint32_t table, uint32_t i)
{
	return (const char *)catalog.bytes + be32_get(catalog.bytes + table + i * ENTRY + 4);
}

const char *tr(const char *english)
{
	uint32_t low = 0, high = catalog.count;

	if (!*english) /* the catalog's own entry */
		return english;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(english, text_at(catalog.english, middle));

		if (!order)
			return text_at(catalog.others, middle);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return english;
}

const char *language_chosen(void)
{
	return *catalog.name ? catalog.name : "en";
}

/* "de_DE.UTF-8" is de_DE, else de. 1: it is chosen, or English; 0: there is none; -1 and a line in error. */
static int choose(const char *directory, const char *name, size_t length, char *error)
{
	size_t part = strcspn(name, ".@:");
	uint8_t *bytes;
	size_t size;

	part = part < length ? part : length;
	if (part >= sizeof catalog.name || !part || memchr(name, '/', part))
		return 0;
	if (part >= 2 && !memcmp(name, "en", 2) && (part == 2 || name[2] == '_')) {
		language_take(NULL, 0);
		return 1;
	}
	for (; part; part = part > 2 && name[2] == '_' ? 2 : 0) {
		char *path = alloc_format("%s/%.*s" ENDING, directory, (int)part, name);
		bool there = file_read(path, CATALOG_MAX, &bytes, &size, error);

		if (there && !language_take(bytes, size)) {
			error_set(error, "%s: is no catalog", path);
			free(path);
			return -1;
		}
		free(path);
		if (!there)
			continue;
		snprintf(catalog.name, sizeof catalog.name, "%.*s", (int)part, name);
		return 1;
	}
	return 0;
}

/* Which there are: "de, en, id". The caller frees it. */
static char *all_languages(const char *directory)
{
	struct dirent **entries;
	char *all = alloc_string("en");
	int n = scandir(directory, &entries, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		size_t length = strlen(entries[i]->d_name), end = strlen(ENDING);

		if (length > end && !strcmp(entries[i]->d_name + length - end, ENDING)) {
			char *more = alloc_format("%s, %.*s", all, (int)(length - end), entries[i]->d_name);

			free(all);
			all = more;
		}
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return all;
}

bool language_choose(const char *directory, const char *asked, char error[ERROR_MAX])
{
	const enum environment locales[] = {ENV_LC_ALL, ENV_LC_MESSAGES, ENV_LANG};
	const char *locale = NULL, *list = environment_get(ENV_LANGUAGE);
	char *all;
	int chosen;

	language_take(NULL, 0);
	if (asked) {
		chosen = choose(directory, asked, strlen(asked), error);
		if (chosen)
			return chosen > 0;
		all = all_languages(directory);
		error_set(error, "--lang %.20s: there are %s", asked, all);
		free(all);
		return false;
	}
	for (size_t i = 0; !locale && i < sizeof locales / sizeof *locales; i++)
		locale = environment_get(locales[i]);
	/* As gettext does it: who wants the C locale gets no other language. */
	if (locale && (!strcmp(locale, "POSIX") || !strcmp(locale, "C")))
		return true;
	while (list && *list) {
		size_t length = strcspn(list, ":");

		chosen = choose(directory, list, length, error);
		if (chosen)
			return chosen > 0;
		list += length + (list[length] == ':');
	}
	return !locale || choose(directory, locale, strlen(locale), error) >= 0;
}
