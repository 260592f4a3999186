/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each colour stands for, and the three palettes. A colour is always named by its role, never by its value. */
#ifndef VISUALIZER_THEME_H
#define VISUALIZER_THEME_H

#include "analysis/snapshot.h"

enum theme { THEME_LIGHT, THEME_DARK, THEME_CONTRAST, THEME_COUNT };

enum colour {
	INK,       /* text */
	PAPER,     /* behind the panels */
	PANEL,     /* a panel's ground */
	SECONDARY, /* labels and notes */
	RULE,      /* outlines and thin lines */
	LENDER,    /* the parent whose memory is lent */
	LENDER_TINT,
	MIDDLE, /* who has borrowed it and lent it on */
	MIDDLE_TINT,
	BORROWER, /* the child that runs on it */
	BORROWER_TINT,
	PARENT, /* of a fork, or of a vfork that copies */
	PARENT_TINT,
	CHILD,
	CHILD_TINT,
	KERNEL,
	KERNEL_TINT,
	OTHER, /* processes outside the loan */
	OTHER_TINT,
	DAMAGE, /* destroyed words, deadly events */
	DAMAGE_TINT,
	FREE,      /* page frames that nobody owns */
	GHOST,     /* what is no longer there */
	ON_COLOUR, /* text on a solid role colour */
	SELECT,    /* around what is selected; used for nothing else */
	SELECT_TINT,
	RING, /* around what a lesson's step points at; no role's colour, nor like one */
	CAPTION_GROUND,
	CAPTION_INK,
	CAPTION_SECOND, /* second sentence when all is well */
	CAPTION_ALARM,  /* second sentence that tells of damage */
	COLOUR_COUNT
};

struct rgb {
	double r, g, b;
};

struct rgb theme_rgb(enum theme, enum colour);

/* "light", "dark", "contrast". */
const char *theme_name(enum theme);

/* The colour, tint and letter that stand for a role in every panel. */
enum colour role_colour(enum role);
enum colour role_tint(enum role);
char role_letter(enum role);

#endif
