/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The core's books: decoded blocks, translations. emu/core/tb_cache.h, translations.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/tb_cache.h"
#include "core/tlb_shadow.h"
#include "abi/arch.h"

enum { USER = 0x1000, KERNEL = (int)0x80004000, SIZE = 10, INSNS = 4 };
enum { FRAMES = 4 };

static int set_up_blocks(void **state)
{
	struct tb_cache *b = calloc(1, sizeof *b);

	assert_true(tb_cache_init(b, FRAMES));
	tb_cache_fetch(b, USER, 1);
	tb_cache_fetch(b, USER + NBPG, 2);
	tb_cache_fetch(b, (uint32_t)KERNEL, 3);
	*state = b;
	return 0;
}

static int tear_down_blocks(void **state)
{
	tb_cache_free(*state);
	free(*state);
	return 0;
}

static void test_noted_is_found(void **state)
{
	struct tb_cache *b = *state;

	assert_null(tb_cache_find(b, USER, SIZE));
	assert_int_equal(tb_cache_note(b, USER, SIZE, INSNS)->insns, INSNS);
	assert_int_equal(tb_cache_find(b, USER, SIZE)->insns, INSNS);
	assert_null(tb_cache_find(b, USER, SIZE + 2)); /* the engine has cut it differently */
	assert_null(tb_cache_find(b, USER + 2, SIZE));
}

/* Every page has a number of its own. */
static void test_numbers_of_pages(void **state)
{
	bool *taken = calloc(2 * TB_CACHE_PAGES, sizeof *taken);

	(void)state;
	for (uint32_t i = 0; i < 2 * TB_CACHE_PAGES; i++) {
		uint32_t page =
			tb_cache_page((i & (TB_CACHE_PAGES - 1)) << PGSHIFT | (i < TB_CACHE_PAGES ? 0 : S0BASE));

		assert_false(taken[page]);
		taken[page] = true;
	}
	free(taken);
}

/* The next address with the same slot. */
static uint32_t next_in_slot(uint32_t pc)
{
	const uint32_t slot = tb_cache_slot(pc);

	do
		pc += 2;
	while (tb_cache_slot(pc) != slot);
	return pc;
}

static void test_two_share_slot(void **state)
{
	struct tb_cache *b = *state;
	const uint32_t far = next_in_slot(USER), farther = next_in_slot(far);

	assert_int_not_equal(tb_cache_slot((uint32_t)KERNEL), tb_cache_slot((uint32_t)KERNEL & ~S0BASE));
	tb_cache_fetch(b, far, 3);
	tb_cache_fetch(b, farther, 3);
	tb_cache_note(b, USER, SIZE, INSNS);
	tb_cache_note(b, far, SIZE, INSNS + 1);
	for (int again = 0; again < 2; again++) {
		assert_int_equal(tb_cache_find(b, USER, SIZE)->insns, INSNS);
		assert_int_equal(tb_cache_find(b, far, SIZE)->insns, INSNS + 1);
	}
	tb_cache_note(b, farther, SIZE, INSNS + 2); /* takes that of the one that was found less lately */
	assert_null(tb_cache_find(b, USER, SIZE));
	assert_int_equal(tb_cache_find(b, far, SIZE)->insns, INSNS + 1);
	assert_int_equal(tb_cache_find(b, farther, SIZE)->insns, INSNS + 2);
}

/* Two programs have a block at the same address. */
static void test_two_programs(void **state)
{
	struct tb_cache *b = *state;

	tb_cache_note(b, USER, SIZE, INSNS);
	tb_cache_fetch(b, USER, 3);
	tb_cache_note(b, USER, SIZE, INSNS + 1);
	for (int again = 0; again < 2; again++) {
		tb_cache_fetch(b, USER, 1);
		assert_int_equal(tb_cache_find(b, USER, SIZE)->insns, INSNS);
		tb_cache_fetch(b, USER, 3);
		assert_int_equal(tb_cache_find(b, USER, SIZE)->insns, INSNS + 1);
	}
}

static void test_page_leads_elsewhere_and_back(void **state)
{
	struct tb_cache *b = *state;

	tb_cache_note(b, USER, SIZE, INSNS);
	tb_cache_note(b, (uint32_t)KERNEL, SIZE, INSNS);
	tb_cache_fetch(b, USER, 2);
	assert_null(tb_cache_find(b, USER, SIZE));
	assert_non_null(tb_cache_find(b, (uint32_t)KERNEL, SIZE));
	tb_cache_fetch(b, USER, 1);
	assert_non_null(tb_cache_find(b, USER, SIZE));
}

static void test_stored_frame(void **state)
{
	struct tb_cache *b = *state;

	tb_cache_note(b, USER, SIZE, INSNS);
	tb_cache_stored(b, 1);
	tb_cache_fetch(b, USER, 1);
	assert_null(tb_cache_find(b, USER, SIZE));
	tb_cache_note(b, USER, SIZE, INSNS + 1);
	assert_int_equal(tb_cache_find(b, USER, SIZE)->insns, INSNS + 1);
}

static void test_page_of_either_end(void **state)
{
	struct tb_cache *b = *state;
	const uint32_t across = USER + NBPG - 4;

	tb_cache_note(b, across, SIZE, INSNS);
	tb_cache_fetch(b, USER, 3);
	assert_null(tb_cache_find(b, across, SIZE));
	tb_cache_fetch(b, USER, 1);
	assert_non_null(tb_cache_find(b, across, SIZE));
	tb_cache_fetch(b, USER + NBPG, 3);
	assert_null(tb_cache_find(b, across, SIZE));
}

/* One in two pages and one in a single page take turns. */
static void test_two_pages_share_slot(void **state)
{
	struct tb_cache *b = *state;
	const uint32_t across = USER + NBPG - 4, far = next_in_slot(across + 2 * NBPG);

	tb_cache_fetch(b, far, 3);
	tb_cache_fetch(b, far + SIZE - 1, 3);
	tb_cache_note(b, far, SIZE, INSNS + 1);
	tb_cache_note(b, across, SIZE, INSNS);
	for (int again = 0; again < 2; again++) {
		assert_int_equal(tb_cache_find(b, across, SIZE)->insns, INSNS);
		assert_null(tb_cache_find_again(b, across, SIZE)); /* that looks at one page only */
		assert_int_equal(tb_cache_find(b, far, SIZE)->insns, INSNS + 1);
		assert_non_null(tb_cache_find_again(b, far, SIZE));
	}
}

static void test_not_noted(void **state)
{
	struct tb_cache *b = *state;
	const uint32_t stack = P1BASE + USER, high = (uint32_t)TB_CACHE_PAGES << PGSHIFT;

	tb_cache_fetch(b, stack, 1);
	assert_null(tb_cache_note(b, stack, SIZE, INSNS));
	tb_cache_fetch(b, high, 1);
	assert_null(tb_cache_note(b, high, SIZE, INSNS));
	assert_null(tb_cache_note(b, high - 2, SIZE, INSNS));
	assert_null(tb_cache_find(b, high, SIZE));
}

static void test_tlb_shadow(void **state)
{
	struct tlb_shadow *t = calloc(1, sizeof *t);

	(void)state;
	tlb_shadow_note(t, USER + 0x123, true, (struct translation){NBPG, TRANSLATION_FIXED});
	tlb_shadow_note(t, USER, false, (struct translation){NBPG, 0});
	tlb_shadow_note(t, (uint32_t)KERNEL, false, (struct translation){4 * NBPG, TRANSLATION_STORES});
	assert_int_equal(t->count, 3);
	assert_int_equal(t->low, 1); /* the kernel's use of the user's page */
	assert_int_equal(t->users, 1);
	assert_int_equal(tlb_shadow_next(t, 0, true), tlb_shadow_find(t, USER, true));
	assert_int_equal(tlb_shadow_next(t, tlb_shadow_find(t, USER, true) + 1, true), t->count);

	/* what the engine may do adds up while the page leads to the same place */
	tlb_shadow_note(t, USER, true, (struct translation){NBPG, TRANSLATION_STORES});
	assert_int_equal(t->list[tlb_shadow_find(t, USER, true)].uses, TRANSLATION_FIXED | TRANSLATION_STORES);
	tlb_shadow_note(t, USER, true, (struct translation){2 * NBPG, TRANSLATION_STORES});
	assert_int_equal(t->list[tlb_shadow_find(t, USER, true)].uses, TRANSLATION_STORES);

	tlb_shadow_forget_page(t, USER + 8);
	assert_int_equal(t->count, 1);
	assert_int_equal(t->low, 0);
	assert_int_equal(t->users, 0);
	assert_int_equal(tlb_shadow_find(t, (uint32_t)KERNEL, false), 0);
	tlb_shadow_forget(t);
	assert_int_equal(t->count, 0);
	free(t);
}

/* Pages come and go; each is found where it is, and none that has gone. */
static void test_pages_come_and_go(void **state)
{
	enum { PAGES = 200, STEPS = 20000 };
	struct tlb_shadow *t = calloc(1, sizeof *t);
	uint32_t frames[2][PAGES] = {{0}}, seed = 1;

	(void)state;
	for (int i = 0; i < STEPS; i++) {
		seed = seed * 1664525 + 1013904223;
		uint32_t page = seed >> 8 & 0xff, va = (page & 1 ? S0BASE : 0) + page * page * NBPG;
		bool user = seed >> 20 & 1, forget = seed >> 21 & 1, all = seed >> 22 == 7;

		if (page >= PAGES)
			continue;
		if (all) {
			tlb_shadow_forget(t);
			memset(frames, 0, sizeof frames);
		} else if (forget) {
			tlb_shadow_forget_page(t, va);
			frames[0][page] = frames[1][page] = 0;
		} else if (t->count < TRANSLATIONS_MAX) {
			frames[user][page] = (uint32_t)(i + 1) << PGSHIFT;
			tlb_shadow_note(t, va, user, (struct translation){frames[user][page], 0});
		}
		for (uint32_t k = 0, n = 0; k < 2 * PAGES; k++) {
			uint32_t pa = frames[k & 1][k / 2],
				 at = tlb_shadow_find(t, (k & 2 ? S0BASE : 0) + k / 2 * (k / 2) * NBPG, k & 1);

			n += pa != 0;
			assert_true(at <= t->count && (pa ? at < t->count && t->list[at].pa == pa : at == t->count));
			if (k == 2 * PAGES - 1)
				assert_int_equal(n, t->count);
		}
	}
	free(t);
}

static void test_translations_overflow(void **state)
{
	struct tlb_shadow *t = calloc(1, sizeof *t);

	(void)state;
	for (uint32_t i = 0; i < TRANSLATIONS_MAX; i++)
		tlb_shadow_note(t, i * NBPG, true, (struct translation){0, 0});
	assert_false(t->overflow);
	tlb_shadow_note(t, 0, true, (struct translation){NBPG, 0}); /* known already */
	assert_false(t->overflow);
	tlb_shadow_note(t, 0, false, (struct translation){0, 0});
	assert_true(t->overflow);
	tlb_shadow_forget(t);
	assert_false(t->overflow);
	free(t);
}

#define TB_CACHE_TEST(f) cmocka_unit_test_setup_teardown(f, set_up_blocks, tear_down_blocks)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TB_CACHE_TEST(test_noted_is_found),       TB_CACHE_TEST(test_two_share_slot),
		TB_CACHE_TEST(test_two_programs),         TB_CACHE_TEST(test_page_leads_elsewhere_and_back),
		TB_CACHE_TEST(test_stored_frame),         TB_CACHE_TEST(test_page_of_either_end),
		TB_CACHE_TEST(test_two_pages_share_slot), TB_CACHE_TEST(test_not_noted),
		cmocka_unit_test(test_numbers_of_pages),  cmocka_unit_test(test_tlb_shadow),
		cmocka_unit_test(test_pages_come_and_go), cmocka_unit_test(test_translations_overflow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
