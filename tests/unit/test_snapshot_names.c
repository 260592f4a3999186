/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kinds in a snapshot are called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/proc.h"
#include "analysis/snapshot_names.h"

static void words_have_texts(void **state)
{
	static const struct {
		struct snap_word word;
		const char *kind, *text, *reg;
		bool links;
	} cases[] = {
		/* clang-format off */
		{{.kind = WORD_UNKNOWN}, "unknown", "", NULL, false},
		{{.kind = WORD_RETURN, .name = "main", .number = 0x22}, "return", "return to main+0x22", NULL, true},
		{{.kind = WORD_RETURN, .name = "main", .number = 0x22, .changed = true, .was = 1},
	         "return",
	         "return to main+0x22",
	         NULL,
	         true},
		{{.kind = WORD_RETURN, .name = "main", .number = 0x22, .astray = true},
	         "return",
	         "return address",
	         NULL,
	         true},
		{{.kind = WORD_RETURN}, "return", "return address", NULL, true},
		{{.kind = WORD_SAVED_FP}, "saved-fp", "saved fp", "fp", true},
		{{.kind = WORD_SAVED_REGISTER, .number = 3}, "saved-register", "saved d3", "d3", true},
		{{.kind = WORD_SAVED_REGISTER, .number = 10}, "saved-register", "saved a2", "a2", true},
		{{.kind = WORD_SAVED_REGISTER, .number = 15}, "saved-register", "saved sp", "sp", true},
		{{.kind = WORD_LOCAL, .name = "return_code"}, "local", "return_code", NULL, false},
		{{.kind = WORD_LOCAL, .name = "saved fp"}, "local", "saved fp", NULL, false},
		{{.kind = WORD_PARAMETER, .name = "pid"}, "parameter", "pid", NULL, false},
		{{.kind = WORD_MASK}, "mask-psw", "mask, PSW", NULL, true},
		{{.kind = WORD_SAVED_AP}, "saved-ap", "saved ap", "ap", true},
		{{.kind = WORD_ARGUMENT, .number = 2}, "argument", "argument 2", NULL, false},
		{{.kind = WORD_SAVED_PC}, "saved-pc", "saved pc", "pc", true},
		/* clang-format on */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct snap_word *w = &cases[i].word;
		const char *reg = snapshot_word_register(w);
		char text[SNAP_TEXT];

		snapshot_word_text(w, text);
		assert_string_equal(text, cases[i].text);
		assert_string_equal(snapshot_kind_name(w->kind), cases[i].kind);
		assert_int_equal(snapshot_word_links(w), cases[i].links);
		assert_string_equal(reg ? reg : "", cases[i].reg ? cases[i].reg : "");
	}
}

/* The longest names that there can be, and the highest numbers: cut, never beyond the end. */
static void long_names_are_cut(void **state)
{
	struct snap_word w = {.number = UINT32_MAX};

	(void)state;
	memset(w.name, 'n', sizeof w.name - 1);
	for (int kind = 0; kind < WORD_KINDS; kind++) {
		char text[SNAP_TEXT];

		w.kind = (enum word_kind)kind;
		snapshot_word_text(&w, text);
		assert_non_null(memchr(text, '\0', sizeof text));
		if (kind == WORD_RETURN)
			assert_non_null(strstr(text, "+0xffffffff"));
	}
}

static void every_kind_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (int kind = 0; kind < WORD_KINDS; kind++) {
		assert_non_null(snapshot_kind_name((enum word_kind)kind));
		for (int other = 0; other < kind; other++)
			assert_string_not_equal(snapshot_kind_name((enum word_kind)kind),
			                        snapshot_kind_name((enum word_kind)other));
	}
}

static void roles_uses_and_calls(void **state)
{
	(void)state;
	assert_string_equal(snapshot_role_name(ROLE_NONE), "");
	assert_string_equal(snapshot_role_name(ROLE_LENDER), "lender");
	assert_string_equal(snapshot_role_name(ROLE_OTHER), "other");
	assert_string_equal(snapshot_use_name(CFREE), "free");
	assert_string_equal(snapshot_use_name(CPTABLE), "page table");
	assert_string_equal(snapshot_use_name(CM_TYPES), "?");
	assert_string_equal(snapshot_use_name(UINT32_MAX), "?");
	assert_string_equal(snapshot_call_name(CALL_FUNCTION), "function");
	assert_string_equal(snapshot_call_name(CALL_SIGNAL), "signal frame");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_have_texts),
		cmocka_unit_test(long_names_are_cut),
		cmocka_unit_test(every_kind_has_a_name_of_its_own),
		cmocka_unit_test(roles_uses_and_calls),
	};

	return cmocka_run_group_tests_name("snapshot names", tests, NULL, NULL);
}
