/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTML as it is written into a file that is replaced whole. What comes from a guest or a stranger goes through
 * html_text: it can be no tag and no script, whatever it says. Errors are told by replace_commit. */
#ifndef EMU_HTML_H
#define EMU_HTML_H

#include "base/replace.h"

/* Text, escaped also for use within an attribute's quotation marks. Bytes that are no text and control characters
 * become U+FFFD. */
void html_text(struct replace *, const char *text);

/* HTML as it is, and as a format tells: for what we have written ourselves. */
void html_raw(struct replace *, const char *html);
void html_format(struct replace *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* An element with a text in it and a newline behind it; its tag with attributes: "p class=goal". */
void html_element(struct replace *, const char *tag, const char *text);

#endif
