/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTML. See html.h. */
#include "base/html.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PIECE = 4096 }; /* bytes of what html_format writes at once */

void html_text(struct replace *r, const char *text)
{
	for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
		char entity[8];

		if (*c == '<' || *c == '>' || *c == '&' || *c == '"' || *c == '\'')
			snprintf(entity, sizeof entity, "&#%u;", *c);
		else if ((*c < ' ' && *c != '\n' && *c != '\t') || *c == 0x7f)
			snprintf(entity, sizeof entity, "\xef\xbf\xbd");
		else
			snprintf(entity, sizeof entity, "%c", *c);
		html_raw(r, entity);
	}
}

void html_raw(struct replace *r, const char *html)
{
	replace_write(r, html, strlen(html));
}

void html_format(struct replace *r, const char *format, ...)
{
	char piece[PIECE];
	va_list ap;

	va_start(ap, format);
	vsnprintf(piece, sizeof piece, format, ap);
	va_end(ap);
	html_raw(r, piece);
}

void html_element(struct replace *r, const char *tag, const char *text)
{
	html_format(r, "<%s>", tag);
	html_text(r, text);
	html_format(r, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}
