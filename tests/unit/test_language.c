/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Catalogs of translations: found, bounded, and chosen as the environment wants it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/be.h"
#include "base/file.h"
#include "base/language.h"

enum { TEXTS = 3, HEADER = 28, SIZE = 256 };

static char error[ERROR_MAX];

/* A catalog of three texts, as msgfmt would write it. */
static size_t make(uint8_t bytes[SIZE])
{
	static const char *const texts[2][TEXTS] = {{"", "one", "two"}, {"Language: de\n", "eins", "zwei"}};
	uint32_t at = HEADER + 2 * TEXTS * 8;

	memset(bytes, 0, SIZE);
	be32_put(bytes, 0x950412de);
	be32_put(bytes + 8, TEXTS);
	be32_put(bytes + 12, HEADER);
	be32_put(bytes + 16, HEADER + TEXTS * 8);
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < TEXTS; i++) {
			uint8_t *entry = bytes + HEADER + (k * TEXTS + i) * 8;

			be32_put(entry, (uint32_t)strlen(texts[k][i]));
			be32_put(entry + 4, at);
			memcpy(bytes + at, texts[k][i], strlen(texts[k][i]) + 1);
			at += (uint32_t)strlen(texts[k][i]) + 1;
		}
	return at;
}

static bool take(const uint8_t *bytes, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1); /* no more, so that a sanitizer sees what is read behind it */

	assert_non_null(copy);
	memcpy(copy, bytes, size);
	return language_take(copy, size);
}

static void texts_are_found(void **state)
{
	uint8_t bytes[SIZE];
	size_t size = make(bytes);

	(void)state;
	assert_string_equal(tr("one"), "one");
	assert_true(take(bytes, size));
	assert_string_equal(tr("one"), "eins");
	assert_string_equal(tr("two"), "zwei");
	assert_string_equal(tr("three"), "three");
	assert_string_equal(tr(""), "");
	assert_true(language_take(NULL, 0));
	assert_string_equal(tr("one"), "one");
}

/* Whatever is cut off, or changed in a byte: nothing is read that is not there. */
static void damaged(void **state)
{
	uint8_t bytes[SIZE];
	size_t size = make(bytes);

	(void)state;
	for (size_t n = 0; n < size; n++)
		assert_false(take(bytes, n));
	for (size_t i = 0; i < size; i++)
		for (int bit = 0; bit < 8; bit++) {
			bytes[i] ^= (uint8_t)(1 << bit);
			if (take(bytes, size)) {
				assert_non_null(tr("one"));
				assert_in_range(strlen(tr("two")), 0, size);
			}
			bytes[i] ^= (uint8_t)(1 << bit);
		}
	language_take(NULL, 0);
}

/* What the environment says, and which language that is. */
static void chosen(void **state)
{
	static const struct {
		const char *language, *all, *messages, *lang, *chosen;
	} rows[] = {
		{NULL, NULL, NULL, NULL, "en"},
		{NULL, NULL, NULL, "de_DE.UTF-8", "de"},
		{NULL, NULL, "id_ID", "de_DE.UTF-8", "id"},
		{NULL, "de_AT@euro", "id_ID", "C", "de"},
		{"id:de", NULL, NULL, "de_DE.UTF-8", "id"},
		{"fr:xx:de", NULL, NULL, NULL, "de"},
		{"en:de", NULL, NULL, "de_DE", "en"},
		{"de", NULL, NULL, "C.UTF-8", "de"},
		{"de", "C", NULL, NULL, "en"},
		{"de", NULL, NULL, "POSIX", "en"},
		{"../de", NULL, NULL, NULL, "en"},
		{NULL, NULL, NULL, "fr_FR", "en"},
	};
	const char *guest = getenv("VFORKSCOPE_GUEST");
	char *directory = alloc_format("%s/lang", guest ? guest : "build/guest");

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *const set[][2] = {{"LANGUAGE", rows[i].language},
		                              {"LC_ALL", rows[i].all},
		                              {"LC_MESSAGES", rows[i].messages},
		                              {"LANG", rows[i].lang}};

		for (size_t k = 0; k < 4; k++)
			if (set[k][1])
				setenv(set[k][0], set[k][1], 1);
			else
				unsetenv(set[k][0]);
		assert_true(language_choose(directory, NULL, error));
		assert_string_equal(language_chosen(), rows[i].chosen);
		assert_string_equal(tr("Stack"), "Stack");
		assert_int_equal(!strcmp(tr("Source"), "Source"), !strcmp(rows[i].chosen, "en"));
	}
	assert_true(language_choose(directory, "de", error)); /* asked for, also in the locale C */
	assert_string_equal(language_chosen(), "de");
	assert_false(language_choose(directory, "xx", error));
	assert_string_equal(error, "--lang xx: there are en, de, id");
	assert_string_equal(language_chosen(), "en");
	free(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_found),
		cmocka_unit_test(damaged),
		cmocka_unit_test(chosen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
