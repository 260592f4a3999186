/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages of emu/analysis/explain*.c: there is one for everything that has a name, and what it names is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/explain.h"
#include "analysis/explain_systems.h"
#include "analysis/syscall_name.h"
#include "image/lesson.h"
#include "machine/event.h"

static struct lesson *lessons;
static size_t nlessons;

static int begin(void **state)
{
	const char *guest = getenv("VFORKSCOPE_GUEST");
	char error[ERROR_MAX];

	(void)state;
	assert_non_null(guest);
	setenv("VFORKSCOPE_DATA", guest, 1);
	nlessons = lesson_list(&lessons, error);
	return nlessons ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	lesson_list_free(lessons, nlessons);
	return 0;
}

static void check_page(const char *name, const struct page *p, bool rule)
{
	bool there = p && !*p->lesson;

	if (!p || (rule && !p->rule[0]) || !p->source || !p->instead)
		fail_msg("%s: the page is not whole", name);
	for (size_t i = 0; i < nlessons && !there; i++)
		there = !strcmp(lessons[i].name, p->lesson);
	if (!there)
		fail_msg("%s: there is no lesson %s", name, p->lesson);
}

static void every_event_has_a_page(void **state)
{
	(void)state;
	for (uint32_t kind = 0; kind < EV_ALL; kind++)
		check_page(event_name(kind), page_of_event(kind), true);
	for (uint32_t kind = EV_COUNT; kind < EV_ALL; kind++) {
		assert_true(*page_of_event(kind)->instead);
		assert_true(*page_of_event(kind)->lesson);
	}
	assert_null(page_of_event(EV_ALL));
}

static void every_system_has_a_page_and_every_word_a_sentence(void **state)
{
	size_t n = 0;

	(void)state;
	for (const struct system_words *s; (s = system_words(n)); n++) {
		check_page(s->name, page_of_system(n), false);
		assert_true(*page_of_system(n)->lesson);
		for (int i = 0; i < SYSTEM_WORDS; i++)
			if (!system_sentence(s->words[i]))
				fail_msg("%s: %s has no sentence", s->name, s->words[i]);
	}
	assert_int_equal(n, 23);
	assert_null(page_of_system(n));
}

static void every_error_has_a_page(void **state)
{
	(void)state;
	for (uint32_t number = 1; number < 200; number++)
		if (syscall_error(number)) {
			const struct page *p = page_of_error(number);

			check_page(syscall_error(number), p, true);
			assert_int_equal(strncmp(p->rule, syscall_error(number), strlen(syscall_error(number))), 0);
		} else {
			assert_null(page_of_error(number));
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_event_has_a_page),
		cmocka_unit_test(every_system_has_a_page_and_every_word_a_sentence),
		cmocka_unit_test(every_error_has_a_page),
	};

	return cmocka_run_group_tests_name("explain", tests, begin, end);
}
