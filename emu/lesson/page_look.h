/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a page of page.h looks, and what it does: its style sheet and its script, which are written into it.
 *
 * The classes that the script and others rely on: section.step, of which one is `now`; in it .option (data-ok,
 * data-say), form (data-answer, data-say, data-otherwise), [data-find] with tr[data-word], and .say for what is said to
 * an answer. Colours are those of the window's palettes, light and dark, and stand once at the top as custom
 * properties; each is told by a word or a letter as well.
 */
#ifndef EMU_PAGE_LOOK_H
#define EMU_PAGE_LOOK_H

/* Lines, NULL behind the last one. */
extern const char *const page_style[], *const page_script[];

#endif
