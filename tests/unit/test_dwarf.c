/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Forms of DWARF 5 that the machine's own compiler does not write: texts, addresses and lists by number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/machine.h"
#include "debuginfo/symbols.h"
#include "elf_maker.h"

enum { BASE_TYPE = 0x24, HALF = TEXT_AT + TEXT_BYTES / 2 };

/* An abbreviation of up to 8 attributes; ends where the first one is 0. */
static void declare(struct out *o, uint32_t code, uint32_t tag, uint32_t children, const uint32_t attributes[][2])
{
	put_leb(o, code);
	put_leb(o, tag);
	put1(o, children);
	for (size_t i = 0; attributes[i][0]; i++)
		put_spec(o, attributes[i][0], attributes[i][1]);
	put2(o, 0);
}

static void put_tables(struct image *m)
{
	static const char *const texts[] = {"n.c", "/n", "main", "early", "late", "int"};
	struct out *strings = &section(m, ".debug_str", SHT_PROGBITS, 0)->data;
	struct out *o = &section(m, ".debug_str_offsets", SHT_PROGBITS, 0)->data;

	put_many(o, 0, 8);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		put4(o, (uint32_t)strings->size);
		put_text(strings, texts[i]);
	}
	o = &section(m, ".debug_addr", SHT_PROGBITS, 0)->data;
	put_many(o, 0, 8);
	put4(o, TEXT_AT);
	put4(o, HALF);

	/* Both kinds of lists: a header, the table of one offset from behind the header, the list. */
	o = &section(m, ".debug_rnglists", SHT_PROGBITS, 0)->data;
	put_many(o, 0, 12);
	put4(o, 4);
	put1(o, DW_RLE_startx_length);
	put_leb(o, 1);
	put_leb(o, TEXT_BYTES / 2);
	put1(o, DW_RLE_end_of_list);
	o = &section(m, ".debug_loclists", SHT_PROGBITS, 0)->data;
	put_many(o, 0, 12);
	put4(o, 4);
	put1(o, DW_RLE_base_addressx);
	put_leb(o, 0);
	put1(o, DW_RLE_offset_pair);
	put_leb(o, 0);
	put_leb(o, TEXT_BYTES / 2);
	put_leb(o, 1);
	put1(o, DW_OP_reg0 + 2);
	put1(o, DW_LLE_GNU_view_pair);
	put_leb(o, 1);
	put_leb(o, 2);
	put1(o, DW_LLE_start_end);
	put4(o, HALF);
	put4(o, TEXT_AT + TEXT_BYTES);
	put_leb(o, 1);
	put1(o, DW_OP_reg0 + 9);
	put1(o, DW_RLE_end_of_list);
}

static struct symbols *make(void)
{
	static const uint32_t unit[][2] = {{DW_AT_name, DW_FORM_strx1},
	                                   {DW_AT_comp_dir, DW_FORM_strx},
	                                   {DW_AT_str_offsets_base, DW_FORM_sec_offset},
	                                   {DW_AT_addr_base, DW_FORM_sec_offset},
	                                   {DW_AT_rnglists_base, DW_FORM_sec_offset},
	                                   {DW_AT_loclists_base, DW_FORM_sec_offset},
	                                   {DW_AT_low_pc, DW_FORM_addrx},
	                                   {0}};
	static const uint32_t function[][2] = {
		{DW_AT_name, DW_FORM_strx2}, {DW_AT_low_pc, DW_FORM_addrx1}, {DW_AT_high_pc, DW_FORM_udata}, {0}};
	static const uint32_t block[][2] = {{DW_AT_ranges, DW_FORM_rnglistx}, {0}};
	static const uint32_t variable[][2] = {
		{DW_AT_name, DW_FORM_strx4}, {DW_AT_type, DW_FORM_ref_udata}, {DW_AT_location, DW_FORM_loclistx}, {0}};
	static const uint32_t type[][2] = {{DW_AT_name, DW_FORM_strx3}, {DW_AT_byte_size, DW_FORM_sdata}, {0}};
	char error[ERROR_MAX] = "";
	struct image m;
	struct symbols *s;
	struct out o, *a;
	size_t start, at;

	begin(&m);
	a = m.abbrev;
	a->size = 0;
	declare(a, 3, DW_TAG_variable, 0, variable); /* in any order, with any number */
	declare(a, 200, DW_TAG_lexical_block, 1, block);
	declare(a, 1, DW_TAG_compile_unit, 1, unit);
	declare(a, 2, DW_TAG_subprogram, 1, function);
	declare(a, 4, BASE_TYPE, 0, type);
	put1(a, 0);
	put_tables(&m);

	start = begin_unit(m.info, 5);
	put_leb(m.info, 1);
	put1(m.info, 0);
	put_leb(m.info, 1);
	put4(m.info, 8);
	put4(m.info, 8);
	put4(m.info, 12);
	put4(m.info, 12);
	put_leb(m.info, 0);
	at = m.info->size - start;
	put_leb(m.info, 4);
	put_many(m.info, 0, 2);
	put1(m.info, 5);
	put_leb(m.info, 4);
	put_leb(m.info, 2);
	put2(m.info, 2);
	put1(m.info, 0);
	put_leb(m.info, TEXT_BYTES);
	for (uint32_t name = 3; name <= 4; name++) {
		put_leb(m.info, 3);
		put4(m.info, name);
		put_leb(m.info, (uint32_t)at);
		put_leb(m.info, 0);
		if (name == 3) { /* the second one is inside of a block */
			put_leb(m.info, 200);
			put_leb(m.info, 0);
		}
	}
	put_many(m.info, 0, 3);
	end_unit(m.info, start);
	o = finish(&m);
	s = symbols_open(o.data, o.size, error);
	if (!s)
		fail_msg("%s", error);
	free(o.data);
	return s;
}

static void what_is_numbered_is_found(void **state)
{
	struct symbols *s = make();
	const char *const *files;
	struct variable v[4];

	(void)state;
	assert_null(symbols_note(s));
	assert_int_equal(symbols_files(s, &files), 1);
	assert_string_equal(files[0], "/n/n.c");
	assert_int_equal(symbols_locals(s, TEXT_AT + 4, v, 4), 1);
	assert_string_equal(v[0].name, "early");
	assert_string_equal(v[0].type, "int");
	assert_int_equal(v[0].size, 4);
	assert_int_equal(v[0].place, VAR_REGISTER);
	assert_int_equal(v[0].where, 2);
	assert_int_equal(symbols_locals(s, HALF, v, 4), 2);
	assert_int_equal(v[0].where, 9);
	assert_string_equal(v[1].name, "late");
	assert_int_equal(symbols_locals(s, TEXT_AT + TEXT_BYTES, v, 4), 0);
	symbols_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_numbered_is_found),
	};

	return cmocka_run_group_tests_name("dwarf", tests, NULL, NULL);
}
