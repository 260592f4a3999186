/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Can everybody tell the colours from their grounds? The contrast of two colours, and how much of it text (4.5) and
 * what is large or no text (3) need at level AA, are those of the Web Content Accessibility Guidelines 2.1: "relative
 * luminance" and "contrast ratio" in its glossary, success criteria 1.4.3 and 1.4.11.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lesson/page_look.h"
#include "visualizer/theme.h"

static double linear(double c)
{
	return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(enum theme theme, enum colour colour)
{
	struct rgb c = theme_rgb(theme, colour);

	return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

static void has_contrast(enum theme theme, enum colour sign, enum colour ground, double least)
{
	double a = luminance(theme, sign), b = luminance(theme, ground);
	double ratio = (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);

	if (ratio < least)
		fail_msg("%s: colour %d on %d has a contrast of %.2f, and needs %.1f", theme_name(theme), sign, ground,
		         ratio, least);
}

/* A role's colour and, behind it in the table, its tint. */
static const enum colour roles[] = {LENDER, MIDDLE, BORROWER, PARENT, CHILD, KERNEL, OTHER, DAMAGE};
enum { ROLES = sizeof roles / sizeof *roles };

/* Black on white has the largest contrast that there is. */
static void test_measure(void **state)
{
	(void)state;
	assert_true(fabs((luminance(THEME_CONTRAST, PAPER) + 0.05) / (luminance(THEME_CONTRAST, INK) + 0.05) - 21) <
	            0.01);
}

static void test_text(void **state)
{
	static const enum colour inks[] = {CAPTION_INK, CAPTION_SECOND, CAPTION_ALARM};

	(void)state;
	for (int theme = 0; theme < THEME_COUNT; theme++) {
		for (int ground = PAPER; ground <= PANEL; ground++) {
			has_contrast(theme, INK, ground, 4.5);
			has_contrast(theme, SECONDARY, ground, 4.5);
		}
		for (size_t i = 0; i < ROLES; i++)
			has_contrast(theme, INK, roles[i] + 1, 4.5);
		has_contrast(theme, INK, SELECT_TINT, 4.5);
		for (size_t i = 0; i < 3; i++)
			has_contrast(theme, inks[i], CAPTION_GROUND, 4.5);
	}
}

/* What stands in a role's colour is large or bold, or beside a word that says the same; with high contrast it is as
 * good as text. */
static void test_roles(void **state)
{
	(void)state;
	for (int theme = 0; theme < THEME_COUNT; theme++) {
		double least = theme == THEME_CONTRAST ? 4.5 : 3;

		for (size_t i = 0; i < ROLES; i++) {
			has_contrast(theme, roles[i], PAPER, least);
			has_contrast(theme, roles[i], PANEL, least);
			has_contrast(theme, roles[i], roles[i] + 1, least);
			has_contrast(theme, ON_COLOUR, roles[i], least);
		}
	}
}

/* Around what is selected, and around boxes. */
static void test_edges(void **state)
{
	(void)state;
	for (int theme = 0; theme < THEME_COUNT; theme++)
		has_contrast(theme, SELECT, PANEL, 3);
	has_contrast(THEME_CONTRAST, RULE, PANEL, 4.5);
	has_contrast(THEME_CONTRAST, GHOST, PANEL, 3);
}

/* A colour of the theme in CIE L*a*b* under D65, in which equal distances look equal: 2.3 is one that is just seen. */
static void lab(enum theme theme, enum colour colour, double out[3])
{
	static const double to_xyz[3][3] = {
		{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}};
	static const double white[3] = {0.9505, 1, 1.089};
	struct rgb c = theme_rgb(theme, colour);
	double f[3];

	for (int i = 0; i < 3; i++) {
		double v = (to_xyz[i][0] * linear(c.r) + to_xyz[i][1] * linear(c.g) + to_xyz[i][2] * linear(c.b)) /
		           white[i];

		f[i] = v > 0.008856 ? cbrt(v) : 7.787 * v + 16.0 / 116;
	}
	out[0] = 116 * f[1] - 16;
	out[1] = 500 * (f[0] - f[1]);
	out[2] = 200 * (f[1] - f[2]);
}

/* The ring around what a lesson points at is seen on every ground, and taken for nobody's colour. */
static void test_ring(void **state)
{
	const double apart = 20;

	(void)state;
	for (int theme = 0; theme < THEME_COUNT; theme++) {
		has_contrast(theme, RING, PAPER, 3);
		has_contrast(theme, RING, PANEL, 3);
		for (size_t i = 0; i <= ROLES; i++) {
			enum colour other = i < ROLES ? roles[i] : SELECT;
			double a[3], b[3];

			lab(theme, RING, a);
			lab(theme, other, b);
			double distance = sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) +
			                       (a[2] - b[2]) * (a[2] - b[2]));
			if (distance < apart)
				fail_msg("%s: the ring and colour %d are %.1f apart", theme_name(theme), other,
				         distance);
			has_contrast(theme, RING, other + 1, 3); /* the tint */
		}
	}
}

/* Lender and borrower have the same colours on a page as in the window. */
static void test_page(void **state)
{
	static const struct {
		const char *name;
		enum colour colour;
	} same[] = {
		{"ink", INK},
		{"paper", PAPER},
		{"panel", PANEL},
		{"free", FREE},
		{"rule", RULE},
		{"lender", LENDER},
		{"lender-tint", LENDER_TINT},
		{"middle", MIDDLE},
		{"middle-tint", MIDDLE_TINT},
		{"borrower", BORROWER},
		{"borrower-tint", BORROWER_TINT},
		{"parent", PARENT},
		{"parent-tint", PARENT_TINT},
		{"child", CHILD},
		{"child-tint", CHILD_TINT},
		{"damage", DAMAGE},
		{"damage-tint", DAMAGE_TINT},
		{"machine", CAPTION_GROUND},
		{"machine-ink", CAPTION_INK},
		{"alarm", CAPTION_ALARM},
	};
	char style[1 << 14] = "", wanted[48];
	const char *place = style;

	(void)state;
	for (size_t i = 0; page_style[i]; i++)
		strncat(style, page_style[i], sizeof style - strlen(style) - 1);
	for (enum theme theme = THEME_LIGHT; theme <= THEME_DARK; theme++) {
		place = strstr(place, ":root{");
		assert_non_null(place);
		const char *end = strchr(place, '}');
		for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
			struct rgb c = theme_rgb(theme, same[i].colour);

			snprintf(wanted, sizeof wanted, "--%s:#%02x%02x%02x", same[i].name, (int)lround(c.r * 255),
			         (int)lround(c.g * 255), (int)lround(c.b * 255));
			const char *found = strstr(place, wanted);
			if (!found || found > end)
				fail_msg("%s: a page has not %s", theme_name(theme), wanted);
		}
		place = end;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_measure), cmocka_unit_test(test_text), cmocka_unit_test(test_roles),
		cmocka_unit_test(test_edges),   cmocka_unit_test(test_page), cmocka_unit_test(test_ring),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
