/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fences that keep the engine from instructions that it cannot bear; and that the manual names all of these. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/be.h"
#include "core/decode_guard.h"
#include "core/insn_length.h"
#include "abi/arch.h"

enum { FRAMES = 8, USER = 0x10000, FLOAT = 0xf200, CRASHES = 0xf2ff };

struct yard {
	struct decode_guard fences;
	uint8_t ram[FRAMES * NBPG];
};

static int set_up(void **state)
{
	struct yard *y = calloc(1, sizeof *y);

	assert_true(decode_guard_init(&y->fences, y->ram, sizeof y->ram, NULL, 0));
	*state = y;
	return 0;
}

static int tear_down(void **state)
{
	struct yard *y = *state;

	decode_guard_free(&y->fences);
	free(y);
	return 0;
}

static void pages_are_fenced(void **state)
{
	struct yard *y = *state;

	be16_put(y->ram + NBPG + 0x30, CRASHES);
	be16_put(y->ram + NBPG + 0x40, 0xf100); /* line F, but no floating point */
	be16_put(y->ram + NBPG + 0x50, 0x4e72); /* harmless to the decoder */
	be16_put(y->ram + NBPG + 0x60, FLOAT);  /* the same, with this second word */
	y->ram[NBPG + 0x71] = 0xf2;             /* for who jumps to an odd address */
	y->ram[NBPG + 0x72] = 0xe0;
	y->ram[2 * NBPG - 1] = 0xf2; /* begins here, goes on in the next page */
	assert_int_equal(decode_guard_page(&y->fences, USER, NBPG), DECODE_GUARD_CHANGED);
	assert_int_equal(y->fences.count, 3);
	assert_true(decode_guard_at(&y->fences, USER + 0x30));
	assert_true(decode_guard_at(&y->fences, USER + 0x71));
	assert_true(decode_guard_at(&y->fences, USER + NBPG - 1));
	assert_int_equal(decode_guard_page(&y->fences, USER, NBPG), DECODE_GUARD_SAME);
	assert_true(decode_guard_clear(&y->fences));
	assert_false(decode_guard_at(&y->fences, USER + 0x30));
	assert_false(decode_guard_clear(&y->fences));
}

/* Only what crashes the decoder: conditions from 32 on, and a data register with an operand that it does not hold. */
static void fences_only_where_needed(void **state)
{
	static const struct {
		uint16_t words[2];
		bool fenced;
	} rows[] = {
		{{0xf29f, 0xffff}, false}, /* fbcc.w */
		{{0xf2a0, 0x0000}, true},  {{0xf2bf, 0x0000}, true},
		{{0xf2df, 0xffff}, false},                            /* fbcc.l */
		{{0xf2e0, 0x0000}, true},  {{0xf240, 0xffdf}, false}, /* fscc d0 */
		{{0xf240, 0x0020}, true},  {{0xf27f, 0x003f}, true},
		{{0xf240, 0xa000}, true},  /* may be shown as a NOP, 4e71 */
		{{0xf200, 0x4400}, false}, /* fmove.s d0, fp0 */
		{{0xf200, 0x4800}, true},  /* .x */
		{{0xf207, 0x6c00}, true},  /* fmove.p fp0, d7 */
		{{0xf200, 0x5400}, true},  /* .d */
		{{0xf200, 0x5c00}, false}, /* fmovecr */
		{{0xf200, 0x0800}, false}, /* fmove.x fp2, fp0 */
		{{0xf200, 0xc800}, false}, /* fmovem */
		{{0xf200, 0xaaaa}, true},  /* may be shown as a NOP */
		{{0xf210, 0x4800}, false}, /* fmove.x (a0), fp0 */
		{{0xf210, 0xaaaa}, false},
	};
	struct yard *y = *state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		be16_put(y->ram + NBPG + 0x20, rows[i].words[0]);
		be16_put(y->ram + NBPG + 0x22, rows[i].words[1]);
		be16_put(y->ram + 2 * NBPG - 2, rows[i].words[0]); /* its second word is in another page */
		decode_guard_stored(&y->fences, NBPG);
		decode_guard_page(&y->fences, USER, NBPG);
		if (decode_guard_at(&y->fences, USER + 0x20) != rows[i].fenced)
			fail_msg("%04x %04x", rows[i].words[0], rows[i].words[1]);
		if (rows[i].fenced)
			assert_true(decode_guard_at(&y->fences, USER + NBPG - 2));
	}
}

static void frame_is_looked_at_once(void **state)
{
	struct yard *y = *state;

	assert_int_equal(decode_guard_page(&y->fences, USER, NBPG), DECODE_GUARD_SAME);
	be16_put(y->ram + NBPG, CRASHES);
	assert_int_equal(decode_guard_page(&y->fences, USER, NBPG), DECODE_GUARD_SAME); /* nobody told */
	decode_guard_stored(&y->fences, NBPG);
	assert_int_equal(decode_guard_page(&y->fences, USER, NBPG), DECODE_GUARD_CHANGED);
	be16_put(y->ram + NBPG, 0);
	decode_guard_stored(&y->fences, NBPG);
	decode_guard_clear(&y->fences);
	assert_int_equal(decode_guard_page(&y->fences, USER, NBPG), DECODE_GUARD_SAME);
}

static void page_changes_frame(void **state)
{
	struct yard *y = *state;

	be16_put(y->ram + NBPG, CRASHES);
	be16_put(y->ram + 2 * NBPG + 8, CRASHES);
	be16_put(y->ram + 4 * NBPG, CRASHES);
	decode_guard_page(&y->fences, USER, NBPG);
	decode_guard_page(&y->fences, USER + NBPG, NBPG); /* the same page frame at two addresses */
	assert_int_equal(y->fences.count, 2);
	decode_guard_page(&y->fences, USER, 2 * NBPG);
	assert_false(decode_guard_at(&y->fences, USER));
	assert_true(decode_guard_at(&y->fences, USER + 8));
	assert_true(decode_guard_at(&y->fences, USER + NBPG));
	assert_int_equal(decode_guard_page(&y->fences, USER, 3 * NBPG), DECODE_GUARD_CHANGED); /* its fence has gone */
	assert_int_equal(y->fences.count, 1);
	assert_int_equal(decode_guard_page(&y->fences, USER + NBPG, 4 * NBPG),
	                 DECODE_GUARD_SAME); /* the very same fences */
}

/* So pages that show now this program, now that need no other list each time. */
static void fences_at_odd_addresses_stay(void **state)
{
	struct yard *y = *state;

	be16_put(y->ram + NBPG + 0x21, CRASHES);
	be16_put(y->ram + NBPG + 0x30, CRASHES);
	be16_put(y->ram + 2 * NBPG + 0x41, CRASHES);
	assert_int_equal(decode_guard_page(&y->fences, USER, NBPG), DECODE_GUARD_CHANGED);
	assert_int_equal(decode_guard_page(&y->fences, USER, 2 * NBPG), DECODE_GUARD_CHANGED);
	assert_int_equal(y->fences.count, 2);
	assert_true(decode_guard_at(&y->fences, USER + 0x21));
	assert_false(decode_guard_at(&y->fences, USER + 0x30)); /* here something might go on */
	assert_true(decode_guard_at(&y->fences, USER + 0x41));
	assert_int_equal(decode_guard_page(&y->fences, USER, NBPG), DECODE_GUARD_CHANGED);
	assert_int_equal(y->fences.count, 3);
	be16_put(y->ram + NBPG + 0x30, 0);
	decode_guard_stored(&y->fences, NBPG);
	assert_int_equal(decode_guard_page(&y->fences, USER, NBPG), DECODE_GUARD_CHANGED);
	assert_int_equal(y->fences.count, 2);
	for (int again = 0; again < 2; again++) {
		assert_int_equal(decode_guard_page(&y->fences, USER, 2 * NBPG), DECODE_GUARD_SAME);
		assert_int_equal(decode_guard_page(&y->fences, USER, NBPG), DECODE_GUARD_SAME);
	}
	for (uint32_t i = 1; i + 2 < NBPG; i += 2) /* many do not */
		be16_put(y->ram + 3 * NBPG + i, CRASHES);
	decode_guard_page(&y->fences, USER, 3 * NBPG);
	assert_int_equal(decode_guard_page(&y->fences, USER, NBPG), DECODE_GUARD_CHANGED);
	assert_int_equal(y->fences.count, 1);
}

static void full(void **state)
{
	struct yard *y = *state;
	const uint32_t fit = DECODE_GUARD_MAX / NBPG;

	memset(y->ram, 0xf2, sizeof y->ram);
	for (uint32_t page = 0; page < fit; page++)
		assert_int_equal(decode_guard_page(&y->fences, page * NBPG, page * NBPG), DECODE_GUARD_CHANGED);
	assert_int_equal(decode_guard_page(&y->fences, USER, 0), DECODE_GUARD_FULL);
	assert_true(y->fences.room > y->fences.count); /* for the address to stop at */
	decode_guard_clear(&y->fences);
	assert_int_equal(decode_guard_page(&y->fences, USER, 0), DECODE_GUARD_CHANGED);
}

/* Is a row of fences, one at every address and as long as an instruction, in these bytes? */
static bool cut_between(const struct yard *y, uint32_t from, uint32_t to)
{
	uint32_t row = 0;

	for (uint32_t va = from; va < to && row < INSN_MAX; va++)
		row = decode_guard_at(&y->fences, va) ? row + 1 : 0;
	return row >= INSN_MAX;
}

static void long_blocks_are_cut(void **state)
{
	struct yard *y = *state;

	for (uint32_t i = 0; i < NBPG; i += 2)
		be16_put(y->ram + NBPG + i, 0x4646); /* not.w d6 */
	assert_int_equal(decode_guard_page(&y->fences, USER, NBPG), DECODE_GUARD_CHANGED);
	for (uint32_t i = 0; i + 2 * DECODE_GUARD_CUT + 2 * INSN_MAX <= NBPG; i++)
		assert_true(cut_between(y, USER + i, USER + i + 2 * DECODE_GUARD_CUT + 2 * INSN_MAX));
	assert_int_equal(decode_guard_page(&y->fences, USER, NBPG), DECODE_GUARD_SAME);
	for (uint32_t i = 0; i < NBPG; i += 4)
		be32_put(y->ram + NBPG + i, 0xf2000038); /* fcmp */
	decode_guard_stored(&y->fences, NBPG);
	assert_int_equal(decode_guard_page(&y->fences, USER, NBPG), DECODE_GUARD_CHANGED);
	for (uint32_t i = 0; i + 2 * DECODE_GUARD_CUT + 2 * INSN_MAX <= NBPG; i++)
		assert_true(cut_between(y, USER + i, USER + i + 2 * DECODE_GUARD_CUT + 2 * INSN_MAX));
	memset(y->ram + 2 * NBPG, 0x46, DECODE_GUARD_LITTER - 1); /* not enough of them for any harm */
	assert_int_equal(decode_guard_page(&y->fences, USER, 2 * NBPG), DECODE_GUARD_CHANGED);
	for (uint32_t i = 0; i < NBPG; i += 2)
		assert_false(decode_guard_at(&y->fences, USER + i));
}

static void every_word_of_the_table(void **state)
{
	const struct yard *y = *state;
	uint8_t code[4] = {0, 0, 0x08, 0};

	for (uint32_t word = 0; word < 0x10000; word++) {
		bool one = false;

		for (const struct decode_guard_kind *kind = decode_guard_kinds; kind->name; kind++)
			one |= (word & kind->mask) == kind->word;
		be16_put(code, (uint16_t)word);
		assert_int_equal(decode_guard_suspect(&y->fences, code, sizeof code), one);
		assert_int_equal(decode_guard_suspect(&y->fences, code, 2), one); /* what follows is not known */
	}
	be32_put(code, 0x00c00000); /* cmp2: illegal, and the engine knows that */
	assert_false(decode_guard_suspect(&y->fences, code, sizeof code));
}

static void blocks_are_looked_at(void **state)
{
	struct yard *y = *state;
	static const uint8_t harmless[] = {0x70, 0x01, 0x4e, 0x71}, suspect[] = {0x30, 0x3c, 0x48, 0x48, 0x4e, 0x71};

	assert_false(decode_guard_block(&y->fences, USER, harmless, sizeof harmless));
	assert_true(decode_guard_block(&y->fences, USER, suspect, sizeof suspect));
	decode_guard_pass(&y->fences, USER, suspect, sizeof suspect);
	assert_false(decode_guard_block(&y->fences, USER, suspect, sizeof suspect));
	assert_true(decode_guard_block(&y->fences, USER + 2, suspect, sizeof suspect));
	assert_true(decode_guard_block(&y->fences, USER, suspect, sizeof suspect - 2));
	assert_true(decode_guard_block(&y->fences, USER + 2 * DECODE_GUARD_PASSED, suspect, sizeof suspect));
}

/* The table of docs/machine.md is made from this one: each line is here, and no other. */
static void manual_names_them(void **state)
{
	char line[512], want[512], title[] = "| first words | what | why |\n";
	FILE *f = fopen("docs/machine.md", "r");
	const struct decode_guard_kind *kind = decode_guard_kinds;

	(void)state;
	if (!f)
		fail_msg("docs/machine.md: not here; run from the top of the tree");
	while (fgets(line, sizeof line, f) && strcmp(line, title) != 0)
		;
	assert_non_null(fgets(line, sizeof line, f)); /* the rule below it */
	while (fgets(line, sizeof line, f) && line[0] == '|') {
		assert_non_null(kind->name);
		snprintf(want, sizeof want, "| %04X, mask %04X | %s | the engine %s |\n", kind->word, kind->mask,
		         kind->name, kind->why);
		assert_string_equal(line, want);
		kind++;
	}
	assert_null(kind->name);
	fclose(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(pages_are_fenced, set_up, tear_down),
		cmocka_unit_test_setup_teardown(fences_only_where_needed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(frame_is_looked_at_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(page_changes_frame, set_up, tear_down),
		cmocka_unit_test_setup_teardown(fences_at_odd_addresses_stay, set_up, tear_down),
		cmocka_unit_test_setup_teardown(full, set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_blocks_are_cut, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_word_of_the_table, set_up, tear_down),
		cmocka_unit_test_setup_teardown(blocks_are_looked_at, set_up, tear_down),
		cmocka_unit_test(manual_names_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
