/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Binary search, held against looking at one after the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/search.h"

enum { COUNT_MAX = 40 };

static size_t asked;

/* How many of the numbers are less than the bound, or (until) not greater. */
static size_t searched(const int *numbers, size_t count, int bound, bool until)
{
	struct search in = search_among(count);

	asked = 0;
	while (search_goes_on(&in)) {
		assert_true(in.at < count);
		assert_true(++asked <= COUNT_MAX);
		search_tell(&in, until ? numbers[in.at] <= bound : numbers[in.at] < bound);
	}
	return in.found;
}

static size_t counted(const int *numbers, size_t count, int bound, bool until)
{
	size_t n = 0;

	while (n < count && (numbers[n] < bound || (until && numbers[n] == bound)))
		n++;
	return n;
}

static void empty(void **state)
{
	static const int number = 5;

	(void)state;
	assert_int_equal(searched(&number, 0, 7, false), 0);
	assert_int_equal(asked, 0);
}

static void ends(void **state)
{
	static const int numbers[] = {10, 20, 30};

	(void)state;
	assert_int_equal(searched(numbers, 3, 9, true), 0);
	assert_int_equal(searched(numbers, 3, 10, false), 0);
	assert_int_equal(searched(numbers, 3, 10, true), 1);
	assert_int_equal(searched(numbers, 3, 25, true), 2);
	assert_int_equal(searched(numbers, 3, 30, false), 2);
	assert_int_equal(searched(numbers, 3, 30, true), 3);
	assert_int_equal(searched(numbers, 3, 31, false), 3);
}

static void equal_ones(void **state)
{
	static const int numbers[] = {1, 5, 5, 5, 5, 9, 9};

	(void)state;
	assert_int_equal(searched(numbers, 7, 5, false), 1);
	assert_int_equal(searched(numbers, 7, 5, true), 5);
	assert_int_equal(searched(numbers, 7, 9, false), 5);
	assert_int_equal(searched(numbers, 7, 9, true), 7);
}

/* Every length up to COUNT_MAX, with runs of one, two and three equal numbers, and every bound. */
static void all_lengths(void **state)
{
	int numbers[COUNT_MAX];

	(void)state;
	for (int run = 1; run <= 3; run++) {
		for (int i = 0; i < COUNT_MAX; i++)
			numbers[i] = i / run * 2;
		for (size_t count = 0; count <= COUNT_MAX; count++)
			for (int bound = -1; bound <= 2 * COUNT_MAX + 1; bound++)
				for (int until = 0; until <= 1; until++) {
					assert_int_equal(searched(numbers, count, bound, until),
					                 counted(numbers, count, bound, until));
					assert_true((size_t)1 << asked <= 2 * count + 1); /* halves */
				}
	}
}

/* Indices whose sum has no room in a size_t. */
static void as_many_as_there_can_be(void **state)
{
	struct search in = search_among(SIZE_MAX);
	int times = 0;

	(void)state;
	while (search_goes_on(&in)) {
		search_tell(&in, in.at < SIZE_MAX - 3);
		assert_true(++times <= 64);
	}
	assert_true(in.found == SIZE_MAX - 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty),
		cmocka_unit_test(ends),
		cmocka_unit_test(equal_ones),
		cmocka_unit_test(all_lengths),
		cmocka_unit_test(as_many_as_there_can_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
