/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The picture shows what the snapshot holds: its texts, its colours where they belong, nothing cut off and nothing on
 * top of something else, at every size, in every theme.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/proc.h"
#include "machine/machine.h"
#include "visualizer/panel.h"
#include "visualizer/keys.h"
#include "visualizer/sheet.h"
#include "fixture.h"
#include "shot.h"

static struct sheet help = {.title = "Keys and mouse", .note = "Return does it; Esc closes", .prompt = "type"};

static void test_no_text_leaves_or_overlaps(void **state)
{
	(void)state;
	sheet_of_actions(&help, true);
	for (int f = 0; f < FIXTURE_COUNT; f++) {
		struct snapshot *s = fixture_new((enum fixture)f);

		for (size_t i = 0; i < SHOT_SIZES; i++) {
			struct view view = view_of(shot_sizes[i].w, shot_sizes[i].h, THEME_LIGHT);

			check_layout(s, view, fixture_names[f]);
			view.disassembly = true;
			view.overlay = PANEL_SHEET;
			view.sheet = &help;
			view.message = "a message that is rather long for the place it has between event and buttons";
			check_layout(s, view, fixture_names[f]);
		}
		fixture_free(s);
	}
}

static void assert_text(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("the picture does not say \"%s\"", part);
}

static void test_damage_is_told(void **state)
{
	(void)state;
	static const char *const parts[] = {
		"return",
		"on 4.3bsd",
		"event 23 of 41",
		"tty.write",
		"@ 18 442", /* header */
		"its frame lands on the one pid 4 still needs",
		"The return address 0000118c is now", /* caption */
		"return.c",
		"pid_t pid = vfork();",
		"pid 4 asleep",
		"pid 5 here", /* source */
		"at vfork",
		"comes back",
		"0000100a",
		"own", /* registers */
		"lender pid 4",
		"borrower pid 5",
		"SLOAD SNOVM",
		"P0BR",
		"80412000",
		"lent", /* spaces */
		"105 used of 1024 (4 MB) · 7 lent · 2 written",
		"written in the loan", /* page frames */
		"return address",
		"return to main+0x44", /* one of the borrower's own calls */
		"was 0000118c",
		"was 7fffffe8",
		"pid 5 has left it, pid 4 still needs it", /* stack */
		"3 words destroyed in frames that pid 4 still needs",
		"buffer[0]",
		"pid 4 lender",
		"pid 5 borrower",
		"asleep, memory lent",
		"vm.pass",
		"signal.deliver", /* time */
		"/bin/return",
		"1 2", /* console */
	};
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	struct view view = view_of(1600, 900, THEME_LIGHT);
	char *text = scene_text(s, &view);

	assert_non_null(text);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		assert_text(text, parts[i]);
	free(text);
	fixture_free(s);
}

/* As many pointers as there are point at one word: each has its badge, and they keep away from the address. */
static void test_badges_keep_clear_of_the_address(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof shot_sizes / sizeof shot_sizes[0]; i++) {
		struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
		uint32_t va = s->words[2].va;
		char address[16];

		for (int badges = 2; badges <= 4; badges++) {
			s->borrower_sp = s->borrower_fp = s->lender_sp = s->lender_fp = va;
			if (badges < 4)
				s->lender_fp = 0;
			if (badges < 3)
				s->lender_sp = 0;
			struct shot shot = shoot(s, view_of(shot_sizes[i].w, shot_sizes[i].h, THEME_LIGHT));
			double right = 0;
			int found = 0;

			snprintf(address, sizeof address, "%08x", va);
			const struct drawn_text *at = find(&shot, PANEL_STACK, address);
			for (size_t k = 0; at && k < shot.log.ntexts; k++) {
				const struct drawn_text *t = &shot.log.texts[k];

				if (t->part != PANEL_STACK || (strcmp(t->text, "sp") && strcmp(t->text, "fp")))
					continue;
				found++;
				right = fmax(right, t->ink.x + t->ink.w);
			}
			if (at && (found != badges || at->ink.x - right < 6))
				fail_msg("at %gx%g %d badges of %d end %g before the address", shot_sizes[i].w,
				         shot_sizes[i].h, found, badges, at->ink.x - right);
			drop(&shot);
		}
		fixture_free(s);
	}
}

/* A long line of the console goes on in the next row, to its last word. */
static void test_the_console_wraps(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	char joined[256] = "";

	free(s->console);
	s->console =
		strdup("first\n"
	               "a line of two hundred letters, or nearly so, which no panel of any screen in this room is wide "
	               "enough to show in one row without a loss of its end\n");
	struct shot shot = shoot(s, view_of(1280, 720, THEME_LIGHT));
	for (size_t i = 0; i < shot.log.ntexts; i++)
		if (shot.log.texts[i].part == PANEL_CONSOLE) {
			assert_false(shot.log.texts[i].ellipsized);
			strncat(joined, shot.log.texts[i].text, sizeof joined - strlen(joined) - 1);
		}
	assert_text(joined, "firsta line of two");
	assert_text(joined, "in one row without a loss of its end");
	drop(&shot);
	fixture_free(s);
}

/* The console scrolls: to its first line, and stays where it is. */
static void test_the_console_scrolls(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	struct view view = view_of(1280, 720, THEME_LIGHT);
	char text[4096] = "";

	for (int i = 1; i <= 60; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "line %d.\n", i);
	free(s->console);
	s->console = strdup(text);
	for (int i = 0; i < 3; i++) {
		static const char *const shown[] = {"line 60.", "line 57.", "line 1."};
		static const char *const hidden[] = {"line 1.", "line 60.", "line 60."};

		view.panel[PANEL_CONSOLE].scroll = i == 0 ? 0 : i == 1 ? -3 : -1000;
		struct shot shot = shoot(s, view);
		assert_non_null(find(&shot, PANEL_CONSOLE, shown[i]));
		assert_null(find(&shot, PANEL_CONSOLE, hidden[i]));
		drop(&shot);
	}
	fixture_free(s);
}

/* What matters is readable in full at the shot_sizes of projectors. */
static void test_damage_is_not_shortened(void **state)
{
	(void)state;
	static const struct {
		enum panel panel;
		const char *part;
	} whole[] = {
		{PANEL_CAPTION, "its frame lands"}, {PANEL_CAPTION, "The return address"},
		{PANEL_STACK, "return address"},    {PANEL_STACK, "was 0000118c"},
		{PANEL_STACK, "3 words destroyed"}, {PANEL_SOURCE, "pid_t pid = vfork();"},
		{PANEL_SPACES, "lender pid 4"},     {PANEL_SPACES, "80412000"},
		{PANEL_TIME, "pid 5 borrower"},
	};
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);

	for (size_t i = 0; i < 4; i++) {
		struct shot shot = shoot(s, view_of(shot_sizes[i].w, shot_sizes[i].h, THEME_LIGHT));

		for (size_t j = 0; j < sizeof whole / sizeof whole[0]; j++) {
			const struct drawn_text *t = find(&shot, whole[j].panel, whole[j].part);

			if (t == NULL || t->ellipsized)
				fail_msg("at %gx%g \"%s\" is %s", shot_sizes[i].w, shot_sizes[i].h, whole[j].part,
				         t ? "shortened" : "missing");
		}
		drop(&shot);
	}
	fixture_free(s);
}

static void test_colours_stand_where_they_belong(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);

	for (int theme = 0; theme < THEME_COUNT; theme++) {
		struct shot shot = shoot(s, view_of(1600, 900, (enum theme)theme));
		const struct drawn_text *word = find(&shot, PANEL_STACK, "return address");
		const struct drawn_text *fine = find(&shot, PANEL_STACK, "return to start");
		const struct drawn_text *line = find(&shot, PANEL_SOURCE, "report(1, 2, 3)");
		assert_non_null(word);
		assert_non_null(fine);
		assert_non_null(line);
		struct rect panel = pixels(&shot, word->part_rect);

		/* the band behind the damaged word, and none behind one that is whole */
		struct rect band = pixels(&shot, word->ink), quiet = pixels(&shot, fine->ink);
		band.x = quiet.x = panel.x;
		band.w = quiet.w = panel.w;
		assert_true(count_pixels(&shot, band, role_pixel((enum theme)theme, DAMAGE_TINT)) > 2000);
		assert_int_equal(count_pixels(&shot, quiet, role_pixel((enum theme)theme, DAMAGE_TINT)), 0);
		assert_true(count_pixels(&shot, pixels(&shot, line->ink),
		                         role_pixel((enum theme)theme, BORROWER_TINT)) > 500);

		/* the lanes: solid blue and vermilion */
		struct rect time = pixels(&shot, find(&shot, PANEL_TIME, "pid 4")->part_rect);
		assert_true(count_pixels(&shot, time, role_pixel((enum theme)theme, LENDER)) > 3000);
		assert_true(count_pixels(&shot, time, role_pixel((enum theme)theme, BORROWER)) > 2000);
		drop(&shot);
	}
	fixture_free(s);
}

/* Memory that is not lent is not hatched and nothing is crimson when nothing is wrong. */
static void test_quiet_is_quiet(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_QUIET);

	s->nticks = 0; /* the axis marks deadly events in crimson */
	struct shot shot = shoot(s, view_of(1600, 900, THEME_LIGHT));
	struct rect all = {0, 0, 1600, 900};
	assert_int_equal(count_pixels(&shot, all, role_pixel(THEME_LIGHT, DAMAGE_TINT)), 0);
	assert_int_equal(count_pixels(&shot, all, role_pixel(THEME_LIGHT, DAMAGE)), 0);
	assert_null(find(&shot, PANEL_PAGES, "written"));
	assert_null(find(&shot, PANEL_STACK, "was "));
	assert_null(find(&shot, PANEL_REGISTERS, "borrower"));
	drop(&shot);
	fixture_free(s);
}

/* Where memory is copied or shared nothing is lent, and the picture does not say so. */
static void test_only_loans_are_called_lent(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	struct shot lent = shoot(s, view_of(1600, 900, THEME_LIGHT));
	assert_non_null(find(&lent, PANEL_SPACES, "the page tables changed hands"));
	assert_non_null(find(&lent, PANEL_SPACES, "all lent"));
	assert_non_null(find(&lent, PANEL_STACK, "one stack, two processes"));
	drop(&lent);

	s->processes[1].lends = false;
	s->processes[2].stat = SIDL;
	struct shot begins = shoot(s, view_of(1600, 900, THEME_LIGHT));
	assert_non_null(find(&begins, PANEL_SPACES, "the loan begins"));
	assert_non_null(find(&begins, PANEL_STACK, "the loan begins"));
	assert_null(find(&begins, PANEL_SPACES, "the loan is over"));
	drop(&begins);
	s->processes[2].stat = SRUN;

	s->processes[1].lends = s->one_stack = false;
	s->kind = LOAN_COPIED;
	struct shot copies = shoot(s, view_of(1600, 900, THEME_LIGHT));
	assert_non_null(find(&copies, PANEL_SPACES, "each has page tables of its own"));
	assert_null(find(&copies, PANEL_SPACES, "all lent"));
	assert_non_null(find(&copies, PANEL_STACK, "the child has a copy"));
	drop(&copies);

	s->kind = LOAN_FORKED;
	s->loan = false;
	struct shot fork = shoot(s, view_of(1600, 900, THEME_LIGHT));
	assert_non_null(find(&fork, PANEL_SPACES, "a fork: each has page tables of its own"));
	assert_non_null(find(&fork, PANEL_REGISTERS, "at fork"));
	assert_null(find(&fork, PANEL_STACK, "after the loan"));
	s->on = false;
	drop(&fork);
	fork = shoot(s, view_of(1600, 900, THEME_LIGHT));
	assert_non_null(find(&fork, PANEL_SPACES, "the child of the fork has ended"));
	assert_non_null(find(&fork, PANEL_STACK, "after the fork"));
	drop(&fork);
	s->loan = s->on = true;

	s->kind = LOAN_SHARED;
	s->processes[1].shares = true;
	struct shot data = shoot(s, view_of(1600, 900, THEME_LIGHT));
	assert_non_null(find(&data, PANEL_SPACES, "one page table for text and data"));
	assert_non_null(find(&data, PANEL_STACK, "the borrower has a copy"));
	drop(&data);

	s->one_stack = true;
	struct shot shared = shoot(s, view_of(1600, 900, THEME_LIGHT));
	assert_non_null(find(&shared, PANEL_SPACES, "two processes on one page table"));
	assert_null(find(&shared, PANEL_SPACES, "all lent"));
	assert_null(find(&shared, PANEL_SPACES, "changed hands"));
	assert_non_null(find(&shared, PANEL_STACK, "one stack, two processes"));
	drop(&shared);
	fixture_free(s);
}

/* The lender's and the borrower's lanes are there among ever so many. */
static void test_lanes_of_the_loan_first(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_EXTREME);

	for (size_t i = 0; i < s->nlanes; i++)
		s->lanes[i].role = i + 2 == s->nlanes ? ROLE_LENDER : i + 1 == s->nlanes ? ROLE_BORROWER : ROLE_OTHER;
	struct shot shot = shoot(s, view_of(1024, 640, THEME_LIGHT));
	assert_non_null(find(&shot, PANEL_TIME, "pid 41 lender"));
	assert_non_null(find(&shot, PANEL_TIME, "pid 42 borrower"));
	assert_non_null(find(&shot, PANEL_TIME, "more"));
	drop(&shot);
	fixture_free(s);
}

/* Alone, Time tells what its signs mean; beside other panels it has no room for that. */
static void test_lanes_legend(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	struct view view = view_of(1440, 810, THEME_LIGHT);
	struct shot shot = shoot(s, view);

	assert_null(find(&shot, PANEL_TIME, "ended, not collected"));
	drop(&shot);
	view.maximised = PANEL_TIME;
	shot = shoot(s, view);
	assert_non_null(find(&shot, PANEL_TIME, "has the processor"));
	assert_non_null(find(&shot, PANEL_TIME, "ended, not collected"));
	assert_non_null(find(&shot, PANEL_TIME, "a loan"));
	drop(&shot);
	fixture_free(s);
}

/* Written page frames are solid: exactly as many cells as there are. */
static void test_page_cells(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	struct shot with = shoot(s, view_of(1600, 900, THEME_LIGHT));
	struct rect panel = pixels(&with, find(&with, PANEL_PAGES, "used of")->part_rect);
	size_t two = count_pixels(&with, panel, role_pixel(THEME_LIGHT, BORROWER));

	s->frames[134].written = false;
	struct shot one_less = shoot(s, view_of(1600, 900, THEME_LIGHT));
	size_t one = count_pixels(&one_less, panel, role_pixel(THEME_LIGHT, BORROWER));
	assert_true(two > one + 150);
	assert_non_null(find(&one_less, PANEL_PAGES, "1 written"));
	drop(&with);
	drop(&one_less);

	/* the end of memory is on the map when something is there */
	struct shot before = shoot(s, view_of(1600, 900, THEME_LIGHT));
	assert_non_null(find(&before, PANEL_PAGES, "100 to 3ff: all free"));
	drop(&before);
	s->frames[1023].type = 3;
	struct shot after = shoot(s, view_of(1600, 900, THEME_LIGHT));
	assert_null(find(&after, PANEL_PAGES, "all free"));
	drop(&after);
	fixture_free(s);
}

/* A page frame is found by its number: rows of the map begin at round ones. */
static void test_page_rows_are_round(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);

	for (size_t i = 0; i < SHOT_SIZES; i++) {
		struct shot shot = shoot(s, view_of(shot_sizes[i].w, shot_sizes[i].h, THEME_LIGHT));
		size_t rows = 0;

		for (size_t k = 0; k < shot.log.ntexts; k++) {
			const char *text = shot.log.texts[k].text;

			if (shot.log.texts[k].part != PANEL_PAGES || strlen(text) < 2 ||
			    text[strspn(text, "0123456789abcdef")])
				continue;
			rows++;
			if (text[strlen(text) - 1] != '0')
				fail_msg("at %gx%g a row begins at %s", shot_sizes[i].w, shot_sizes[i].h, text);
		}
		assert_true(rows > 1 || !find(&shot, PANEL_PAGES, "written"));
		drop(&shot);
	}
	fixture_free(s);
}

/* The damage is in view though the stack is deep, and the marked lines though the source is long. */
static void test_scrolls_to_what_matters(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_EXTREME);
	struct shot shot = shoot(s, view_of(1024, 640, THEME_LIGHT));

	for (size_t i = 0; i < s->nwords; i++) {
		char address[16];

		snprintf(address, sizeof address, "%08x", s->words[i].va);
		if (s->words[i].damaged)
			assert_non_null(find(&shot, PANEL_STACK, address));
	}
	for (size_t i = 0; i < s->ncalls; i++)
		if (s->calls[i].needed)
			assert_non_null(find(&shot, PANEL_STACK, s->calls[i].function));
	assert_non_null(find(&shot, PANEL_STACK, "⋯")); /* what lies between */
	drop(&shot);
	fixture_free(s);

	s = fixture_new(FIXTURE_OVER);
	shot = shoot(s, view_of(1024, 640, THEME_LIGHT));
	assert_non_null(find(&shot, PANEL_SOURCE, "child %d"));
	assert_non_null(find(&shot, PANEL_SOURCE, "static void report"));
	assert_non_null(find(&shot, PANEL_SOURCE, "⋯"));
	drop(&shot);
	fixture_free(s);
}

/* However many calls there are, the one in which something goes on is seen with its words, beside its caller and the
 * outermost one; what lies between is one row, and no row is left empty for it. */
static void test_deep_stack(void **state)
{
	enum { CALLS = 40, WORDS = 4 };
	static const struct shot_size sizes[] = {{640, 400}, {1024, 768}, {1920, 1080}, {3840, 2160}};
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);

	(void)state;
	free(s->words);
	free(s->calls);
	s->ncalls = CALLS;
	s->nwords = CALLS * WORDS;
	s->calls = calloc(s->ncalls, sizeof *s->calls);
	s->words = calloc(s->nwords, sizeof *s->words);
	for (uint32_t i = 0; i < CALLS; i++) {
		struct snap_stack_frame *call = &s->calls[i];

		*call = (struct snap_stack_frame){.role = ROLE_LENDER, .needed = true, .pid = 4, .count = WORDS};
		call->first = i * WORDS;
		snprintf(call->function, sizeof call->function, "call_%02u_with_a_name_as_long_as_names_can_be_in_c",
		         i);
	}
	for (uint32_t i = 0; i < CALLS * WORDS; i++)
		s->words[i] = (struct snap_word){.va = 0x7ffffff0 - i * 4, .kind = WORD_LOCAL, .name = "local"};
	s->words[s->nwords - 2].changed = s->words[s->nwords - 2].damaged = true;
	s->words[s->nwords - 2].was = 1;
	s->lender_fp = s->borrower_fp = 0;
	s->lender_sp = s->borrower_sp = s->words[s->nwords - 1].va;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct view view = view_of(sizes[i].w, sizes[i].h, THEME_LIGHT);
		struct shot shot = shoot(s, view);
		char last[16], first[16];

		snprintf(last, sizeof last, "%08x", s->words[s->nwords - 1].va);
		snprintf(first, sizeof first, "%08x", s->words[0].va);
		assert_non_null(find(&shot, PANEL_STACK, last));
		assert_non_null(find(&shot, PANEL_STACK, "call_39_with_a_name_as_long_as_names_can_be_in_c"));
		assert_non_null(find(&shot, PANEL_STACK, " frames, "));
		if (sizes[i].h > 400) {
			assert_non_null(find(&shot, PANEL_STACK, "call_00_"));
			assert_non_null(find(&shot, PANEL_STACK, "call_38_"));
			assert_non_null(find(&shot, PANEL_STACK, "words that nobody touched"));
		}
		assert_null(find(&shot, PANEL_STACK, first));
		assert_null(find(&shot, PANEL_STACK, "more rows"));
		drop(&shot);
		/* who scrolls sees what was folded */
		view.panel[PANEL_STACK].scroll = -1000;
		shot = shoot(s, view);
		assert_non_null(find(&shot, PANEL_STACK, first));
		drop(&shot);
		check_layout(s, view_of(sizes[i].w, sizes[i].h, THEME_LIGHT), "deep stack");
	}
	fixture_free(s);
}

/* Where the source has few rows they are those that matter. */
static void test_low_source(void **state)
{
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	struct view view = view_of(1280, 720, THEME_LIGHT);

	(void)state;
	s->source.lender_line = 2;
	s->source.borrower_line = (int)s->source.nlines;
	view.explore.open = true;
	struct shot shot = shoot(s, view);
	assert_non_null(find(&shot, PANEL_SOURCE, "pid 4"));
	assert_non_null(find(&shot, PANEL_SOURCE, "pid 5"));
	drop(&shot);
	fixture_free(s);
}

/* The variables of the lender's frames stand among the data, also those that are as they were. */
static void test_locals_among_the_data(void **state)
{
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	struct view view = view_of(1600, 900, THEME_LIGHT);
	size_t other = 0;

	(void)state;
	view.panel[PANEL_DATA].opened = 1;
	for (size_t c = 0; c < s->ncalls; c++)
		for (size_t i = s->calls[c].first; i < (size_t)s->calls[c].first + s->calls[c].count; i++)
			if (s->calls[c].needed && s->words[i].kind == WORD_LOCAL && !s->words[i].changed)
				other = i;
	assert_int_not_equal(other, 0);
	snprintf(s->words[other].name, sizeof s->words[other].name, "untouched");
	snprintf(s->words[other].told, sizeof s->words[other].told, "untouched = 42");
	struct shot shot = shoot(s, view);
	assert_non_null(find(&shot, PANEL_DATA, "untouched"));
	assert_non_null(find(&shot, PANEL_DATA, "42"));
	drop(&shot);
	fixture_free(s);
}

static void test_inherited_register(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_OVER);
	struct shot shot = shoot(s, view_of(1600, 900, THEME_LIGHT));
	const struct drawn_text *taken = find(&shot, PANEL_REGISTERS, "d2"), *own = find(&shot, PANEL_REGISTERS, "d1");

	assert_non_null(taken);
	assert_non_null(own);
	assert_non_null(find(&shot, PANEL_REGISTERS, "comes back as the borrower left it"));
	struct rect row = pixels(&shot, taken->ink), panel = pixels(&shot, taken->part_rect);
	row.x = panel.x;
	row.w = panel.w;
	assert_true(count_pixels(&shot, row, role_pixel(THEME_LIGHT, DAMAGE_TINT)) > 150);
	row.y = pixels(&shot, own->ink).y;
	assert_int_equal(count_pixels(&shot, row, role_pixel(THEME_LIGHT, DAMAGE_TINT)), 0);
	drop(&shot);
	fixture_free(s);
}

static void test_help_has_every_key(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_EMPTY);
	struct view view = view_of(1600, 900, THEME_DARK);
	char *without = scene_text(s, &view);

	sheet_of_actions(&help, true);
	view.overlay = PANEL_SHEET;
	view.sheet = &help;
	char *with = scene_text(s, &view);
	for (size_t i = 0; i < nactions; i++) {
		assert_text(with, actions[i].help);
		assert_null(strstr(without, actions[i].help));
	}
	free(with);
	free(without);
	fixture_free(s);
}

static void test_message(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	struct view view = view_of(1280, 720, THEME_LIGHT);

	view.message = "this is the end of the run";
	char *text = scene_text(s, &view);
	assert_text(text, "this is the end of the run");
	free(text);
	fixture_free(s);
}

static void test_disassembly(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	struct view view = view_of(1600, 900, THEME_LIGHT);

	view.disassembly = true;
	struct shot shot = shoot(s, view);
	const struct drawn_text *insn = find(&shot, PANEL_SOURCE, "pea.l");
	assert_non_null(insn);
	assert_non_null(find(&shot, PANEL_SOURCE, "spawn"));
	assert_non_null(find(&shot, PANEL_SOURCE, "pid 5 here"));
	assert_null(find(&shot, PANEL_SOURCE, "pid_t"));
	assert_true(count_pixels(&shot, pixels(&shot, insn->ink), role_pixel(THEME_LIGHT, BORROWER_TINT)) > 100);
	drop(&shot);
	fixture_free(s);
}

/* What has no room goes as a whole: no rest of a number or a name stands in the header, and a panel's names of rows
 * take what they need. */
static void test_nothing_is_half(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);

	for (size_t i = 0; i < SHOT_SIZES; i++) {
		struct view view = view_of(shot_sizes[i].w, shot_sizes[i].h, THEME_LIGHT);

		view.panel[PANEL_PROCESS].opened = 1;
		struct shot shot = shoot(s, view);
		assert_non_null(find(&shot, PANEL_HEADER, "tty.write"));
		for (size_t k = 0; k < shot.log.ntexts; k++) {
			const struct drawn_text *t = &shot.log.texts[k];

			if (t->ellipsized && (t->part == PANEL_HEADER || t->part == PANEL_PROCESS))
				fail_msg("at %gx%g \"%s\" is shortened", shot_sizes[i].w, shot_sizes[i].h, t->text);
		}
		drop(&shot);
	}
	fixture_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_text_leaves_or_overlaps),
		cmocka_unit_test(test_damage_is_told),
		cmocka_unit_test(test_badges_keep_clear_of_the_address),
		cmocka_unit_test(test_the_console_wraps),
		cmocka_unit_test(test_the_console_scrolls),
		cmocka_unit_test(test_damage_is_not_shortened),
		cmocka_unit_test(test_colours_stand_where_they_belong),
		cmocka_unit_test(test_quiet_is_quiet),
		cmocka_unit_test(test_page_cells),
		cmocka_unit_test(test_page_rows_are_round),
		cmocka_unit_test(test_only_loans_are_called_lent),
		cmocka_unit_test(test_lanes_of_the_loan_first),
		cmocka_unit_test(test_lanes_legend),
		cmocka_unit_test(test_scrolls_to_what_matters),
		cmocka_unit_test(test_deep_stack),
		cmocka_unit_test(test_low_source),
		cmocka_unit_test(test_locals_among_the_data),
		cmocka_unit_test(test_inherited_register),
		cmocka_unit_test(test_help_has_every_key),
		cmocka_unit_test(test_message),
		cmocka_unit_test(test_disassembly),
		cmocka_unit_test(test_nothing_is_half),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
