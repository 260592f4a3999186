/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sorted tables of names, functions and lines: emu/debuginfo/symtab.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "debuginfo/symtab.h"

static const struct symbol symbols[] = {
	{"label", 0x180, 0x1000, true, true}, /* has no size: up to the section's end */
	{"late", 0x300, 0x340, true, true},     {"twice", 0x500, 0x504, false, false},
	{"early", 0x100, 0x140, true, false},   {"twice", 0x400, 0x404, false, true},
	{"alias", 0x300, 0x340, true, false},   {"inner", 0x310, 0x320, true, false},
	{"unsized", 0x100, 0x100, true, false},
};

static int set_up(void **state)
{
	struct names *n = calloc(1, sizeof *n);

	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
		names_add_symbol(n, &symbols[i]);
	names_add_row(n, 0x120, "b.c", 9, true);
	names_add_row(n, 0x140, NULL, 0, false); /* end of a sequence, where another begins */
	names_add_row(n, 0x140, "b.c", 20, true);
	names_add_row(n, 0x100, "a.c", 3, true);
	names_add_row(n, 0x100, "a.c", 4, true);
	names_add_row(n, 0x200, NULL, 0, false);
	names_sort(n);
	*state = n;
	return 0;
}

static int tear_down(void **state)
{
	names_free(*state);
	free(*state);
	return 0;
}

static void test_function_of_pc(void **state)
{
	static const struct {
		uint32_t pc;
		const char *name; /* NULL: none */
	} cases[] = {
		{0, NULL},        {0xff, NULL},     {0x100, "early"},   {0x13f, "early"}, {0x140, NULL},
		{0x180, "label"}, {0x2ff, "label"}, {0x300, "late"},    {0x30f, "late"},  {0x310, "inner"},
		{0x31f, "inner"}, {0x320, NULL},    {0xffffffff, NULL},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct symbol *f = names_function(*state, cases[i].pc);

		if (cases[i].name)
			assert_string_equal(f->name, cases[i].name);
		else
			assert_null(f);
	}
}

static void test_symbol_of_name(void **state)
{
	assert_int_equal(names_symbol(*state, "early")->address, 0x100);
	assert_int_equal(names_symbol(*state, "twice")->address, 0x400); /* the global one */
	assert_null(names_symbol(*state, "earl"));
	assert_null(names_symbol(*state, "zzz"));
}

static void test_line_of_pc(void **state)
{
	assert_null(names_row(*state, 0xff));
	assert_int_equal(names_row(*state, 0x100)->line, 4); /* the later of two */
	assert_string_equal(names_row(*state, 0x110)->file, "a.c");
	assert_int_equal(names_row(*state, 0x13f)->line, 9);
	assert_int_equal(names_row(*state, 0x140)->line, 20);
	assert_null(names_row(*state, 0x200));
}

static void test_line_starts(void **state)
{
	struct names *n = calloc(1, sizeof *n);

	assert_int_equal(names_line_start(*state, 0x100)->line, 4);
	assert_null(names_line_start(*state, 0x102));
	assert_int_equal(names_line_start(*state, 0x140)->line, 20);
	assert_null(names_line_start(*state, 0x200));
	assert_null(names_line_start(*state, 0xff));
	names_free(*state);
	free(*state);
	names_add_row(n, 0x10, "a.c", 7, true);
	names_add_row(n, 0x14, "a.c", 7, true); /* the line goes on */
	names_add_row(n, 0x18, "a.c", 8, false);
	names_add_row(n, 0x1c, "a.c", 7, true); /* and comes again */
	names_add_row(n, 0x20, NULL, 0, false);
	names_add_row(n, 0x20, "a.c", 7, true); /* another function */
	names_add_row(n, 0x24, NULL, 0, false);
	names_sort(n);
	*state = n;
	assert_int_equal(names_line_start(n, 0x10)->line, 7);
	assert_null(names_line_start(n, 0x14));
	assert_null(names_line_start(n, 0x18));
	assert_int_equal(names_line_start(n, 0x1c)->line, 7);
	assert_int_equal(names_line_start(n, 0x20)->line, 7);
}

static void test_text_kept_once(void **state)
{
	char text[] = "a text";
	const char *kept = names_keep(*state, text);

	assert_ptr_not_equal(kept, text);
	text[0] = 'b';
	assert_string_equal(kept, "a text");
	names_keep(*state, text);
	assert_ptr_equal(names_keep(*state, "a text"), kept);
}

static void test_empty(void **state)
{
	struct names n = {0};

	(void)state;
	names_sort(&n);
	assert_null(names_function(&n, 0));
	assert_null(names_symbol(&n, ""));
	assert_null(names_row(&n, 0));
	names_free(&n);
}

/* Paths that lead to one file are one path. */
static void test_paths(void **state)
{
	static const struct {
		const char *directory, *name, *path;
	} cases[] = {
		{"/a/b", "c.c", "/a/b/c.c"},
		{"/a/b", "/c.c", "/c.c"},
		{NULL, "c.c", "c.c"},
		{".", "c.c", "c.c"},
		{".", "./d/./c.c", "d/c.c"},
		{".", "d//c.c", "d/c.c"},
		{".", "d/../c.c", "c.c"},
		{".", "d/e/../../c.c", "c.c"},
		{".", "../c.c", "../c.c"},
		{".", "d/../../c.c", "../c.c"},
		{".", "../../c.c", "../../c.c"},
		{"..", "../d/../c.c", "../../c.c"},
		{"/a", "../../../c.c", "/c.c"},
		{"/", "..", "/"},
		{".", "d/..", ""},
		{".", ".hidden/..c.c", ".hidden/..c.c"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(names_path(*state, cases[i].directory, cases[i].name), cases[i].path);
	assert_ptr_equal(names_path(*state, ".", "d/../c.c"), names_path(*state, NULL, "c.c"));
}

static void test_files(void **state)
{
	const char **files = calloc(1, sizeof *files);
	size_t n;

	files[0] = "c.c";
	n = names_files(*state, &files, 1);
	assert_int_equal(n, 3);
	assert_string_equal(files[0], "a.c");
	assert_string_equal(files[1], "b.c");
	assert_string_equal(files[2], "c.c");
	free(files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_function_of_pc, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_symbol_of_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_line_of_pc, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_line_starts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_text_kept_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_paths, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_files, set_up, tear_down),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
