/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text that grows by pieces. See text.h. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"

struct text text_in(char *buffer, size_t size)
{
	buffer[0] = '\0';
	return (struct text){buffer, size, 0};
}

void text_put(struct text *t, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(t->at + t->used, t->size - t->used, tr(format), ap);
	va_end(ap);
	if (n > 0)
		t->used = (size_t)n < t->size - t->used ? t->used + (size_t)n : t->size - 1;
}

void text_quote(struct text *t, const char *bytes, size_t size)
{
	text_put(t, "\"");
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c == '\n')
			text_put(t, "\\n");
		else if (c == '\t')
			text_put(t, "\\t");
		else if (c == '"' || c == '\\')
			text_put(t, "\\%c", c);
		else if (c >= ' ' && c <= '~')
			text_put(t, "%c", c);
		else
			text_put(t, "\\%03o", c);
	}
	text_put(t, "\"");
}

void text_trim(struct text *t)
{
	while (t->used && t->at[t->used - 1] == ' ')
		t->at[--t->used] = '\0';
}
