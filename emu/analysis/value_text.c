/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values in words. See value_text.h. */
#include "analysis/value_text.h"

#include <string.h>

#include "base/be.h"

enum { STRING_MAX = 32 /* bytes shown of a text */ };

/* The type without what does not matter for its value. */
static const char *plain(const char *type)
{
	static const char *const qualifiers[] = {"const ", "volatile "};

	for (size_t i = 0; i < sizeof qualifiers / sizeof *qualifiers; i++)
		if (!strncmp(type, qualifiers[i], strlen(qualifiers[i])))
			return plain(type + strlen(qualifiers[i]));
	return type;
}

static bool is(const char *type, const char *name)
{
	return !strcmp(plain(type), name);
}

static bool begins(const char *type, const char *name)
{
	return !strncmp(plain(type), name, strlen(name));
}

bool value_string(struct text *t, const struct moment *mo, const struct address_space *space, uint32_t va, size_t max)
{
	char bytes[128] = "";
	size_t n = 0;

	max = max < sizeof bytes ? max : sizeof bytes;
	while (n < max && kernel_peek(&mo->view, space, va + (uint32_t)n, bytes + n, 1) && bytes[n]) {
		if ((unsigned char)bytes[n] < ' ' && bytes[n] != '\n' && bytes[n] != '\t')
			return false;
		n++;
	}
	if (n < max && !kernel_peek(&mo->view, space, va + (uint32_t)n, bytes + n, 1))
		return false;
	text_quote(t, bytes, n);
	if (n == max)
		text_put(t, "...");
	return true;
}

void value_function(struct text *t, struct symbols *sym, uint32_t pc)
{
	uint32_t start;
	const char *name = sym ? symbols_function(sym, pc, &start) : NULL;

	if (name && start == pc)
		text_put(t, "%s()", name);
	else if (name)
		text_put(t, "%s+0x%x", name, pc - start);
	else
		text_put(t, "%08x", pc);
}

static uint32_t number(const uint8_t *bytes, uint32_t size)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < size; i++)
		n = n << 8 | bytes[i];
	return n;
}

static void put_number(struct text *t, const char *type, const uint8_t *bytes, uint32_t size)
{
	bool is_unsigned = begins(type, "unsigned") || is(type, "_Bool") || begins(type, "uint") || is(type, "size_t");
	uint32_t n = number(bytes, size);

	if (is_unsigned)
		text_put(t, "%u", n);
	else
		text_put(t, "%d", size == 1 ? (int8_t)n : size == 2 ? (int16_t)n : (int32_t)n);
}

/* Types whose values are numbers, by their names' ends: "pid_t", "enum state", "long unsigned int". */
static bool is_number(const char *type)
{
	size_t length = strlen(type);

	return !strchr(type, '*') && !strchr(type, '[') && !strchr(type, '(') && !begins(type, "struct") &&
	       !begins(type, "union") && !is(type, "float") && !is(type, "double") && length && !is(type, "?");
}

bool value_text(struct text *t, const struct moment *mo, struct symbols *sym, const struct address_space *space,
                const char *type, const uint8_t *bytes, uint32_t size)
{
	const char *star = strchr(type, '*');

	if (size == 1 && (is(type, "char") || is(type, "signed char") || is(type, "unsigned char")) &&
	    bytes[0] >= ' ' && bytes[0] <= '~') {
		text_put(t, "'%c'", bytes[0]);
	} else if (size <= 4 && size && is_number(type)) {
		put_number(t, type, bytes, size);
	} else if (begins(type, "char [") && size) {
		size_t n = strnlen((const char *)bytes, size < STRING_MAX ? size : STRING_MAX);

		text_quote(t, (const char *)bytes, n);
	} else if (size == 4 && star && !number(bytes, 4)) {
		text_put(t, "NULL");
	} else if (size == 4 && is(type, "char *")) {
		return value_string(t, mo, space, number(bytes, 4), STRING_MAX);
	} else if (size == 4 && strstr(type, "(*")) {
		value_function(t, sym, number(bytes, 4));
	} else {
		return false;
	}
	return true;
}
