/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Programs whose ELF file and debugging information are made by hand to be as much work as can be: shapes that go round
 * in circles, that claim more than they hold, that are a quarter of a million of the same. Each is read by a process of
 * its own, which must be done within seconds of processor time and a bounded memory, and must find the program's
 * function all the same.
 * Not in make check.
 */
#include <elf.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/be.h"
#include "machine/machine.h"
#include "debuginfo/symbols.h"
#include "elf_maker.h"

enum {
	IMAGE_MAX = 16 << 20, /* as a program's file */
	SECONDS_MAX = 5,
	MEGABYTES_MAX = 512,
};

/* The shapes ------------------------------------------------------------------------------------------------- */

/* Each block's sibling lies inside of it: to follow siblings and children is to go twice through all that comes
 * behind. */
static void overlapping_siblings(struct image *m)
{
	size_t start = begin_unit(m->info, 4);

	put_unit(m->info);
	put_function(m->info);
	for (uint32_t i = 0; i < 2000; i++) {
		put_leb(m->info, BLOCK);
		put4(m->info, (uint32_t)(m->info->size - start) + 12);
		put_code(m->info);
	}
	put_many(m->info, 0, 2002);
	end_unit(m->info, start);
}

static void deep_nesting(struct image *m)
{
	size_t start = begin_unit(m->info, 4);

	put_unit(m->info);
	put_function(m->info);
	for (uint32_t i = 0; i < 1000000; i++) {
		put_leb(m->info, BLOCK);
		put4(m->info, 0);
		put_code(m->info);
	}
	end_unit(m->info, start);
}

/* Types that are made of themselves, in every way. */
static void types_in_circles(struct image *m)
{
	static const enum abbreviation kinds[] = {CONST, POINTER, TYPEDEF, ARRAY, STRUCT, INSTANCE};
	size_t start = begin_unit(m->info, 4);

	put_unit(m->info);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		uint32_t at = (uint32_t)(m->info->size - start);

		put_leb(m->info, kinds[i]);
		if (kinds[i] == TYPEDEF || kinds[i] == STRUCT)
			put_text(m->info, "itself");
		if (kinds[i] != STRUCT)
			put4(m->info, at);
		if (kinds[i] == ARRAY || kinds[i] == STRUCT) {
			put_variable(m->info, "inside", at, TEXT_AT);
			put1(m->info, 0);
		}
		put_variable(m->info, "v", at, 0x2000 + at);
	}
	put_leb(m->info, DEFINITION);
	put4(m->info, (uint32_t)(m->info->size - start) - 1);
	put_code(m->info);
	put2(m->info, 0);
	end_unit(m->info, start);
}

/* Two that lead to each other, many times over, asked for by many variables. */
static void types_two_by_two(struct image *m)
{
	size_t start = begin_unit(m->info, 4);
	uint32_t at;

	put_unit(m->info);
	at = (uint32_t)(m->info->size - start);
	put_leb(m->info, ARRAY);
	put4(m->info, at + 6 + 1000 * 5);
	for (int i = 0; i < 1000; i++) {
		put_leb(m->info, DIMENSION);
		put4(m->info, 0xFFFFFFFE);
	}
	put1(m->info, 0);
	put_leb(m->info, CONST);
	put4(m->info, at);
	for (uint32_t i = 0; i < 300000; i++)
		put_variable(m->info, "v", at, i);
	put1(m->info, 0);
	end_unit(m->info, start);
}

static void many_units(struct image *m)
{
	for (uint32_t i = 0; i < 600000; i++) {
		size_t start = begin_unit(m->info, 4);
		char name[16];

		snprintf(name, sizeof name, "%x.c", i);
		put_leb(m->info, EMPTY);
		put_text(m->info, name);
		end_unit(m->info, start);
	}
}

static void many_functions(struct image *m)
{
	size_t start = begin_unit(m->info, 4);

	put_unit(m->info);
	for (uint32_t i = 0; i < 800000; i++) {
		put_leb(m->info, FUNCTION);
		put_text(m->info, "f");
		put4(m->info, TEXT_AT + i % TEXT_BYTES);
		put4(m->info, TEXT_BYTES);
		put1(m->info, 0);
	}
	end_unit(m->info, start);
}

/* One abbreviation with very many attributes that take no room, and entries of a byte each. */
static void attributes_of_no_bytes(struct image *m)
{
	size_t start = begin_unit(m->info, 5);

	m->abbrev->size = 0;
	put_leb(m->abbrev, 1);
	put_leb(m->abbrev, DW_TAG_compile_unit);
	put1(m->abbrev, 1);
	put2(m->abbrev, 0);
	put_leb(m->abbrev, 2);
	put_leb(m->abbrev, DW_TAG_variable);
	put1(m->abbrev, 0);
	for (uint32_t i = 0; i < 900000; i++) {
		put_leb(m->abbrev, 0x70);
		put_leb(m->abbrev, DW_FORM_flag_present);
	}
	put2(m->abbrev, 0);
	put1(m->abbrev, 0);
	put1(m->info, 1);
	put_many(m->info, 2, 2000000);
	end_unit(m->info, start);
}

/* Units that all begin their abbreviations at another place of one long table. */
static void overlapping_abbreviations(struct image *m)
{
	for (uint32_t i = 0; i < 400000; i++) {
		put_leb(m->abbrev, 100 + i);
		put1(m->abbrev, DW_TAG_variable);
		put_many(m->abbrev, 0, 3);
	}
	for (uint32_t i = 0; i < 4000; i++) {
		size_t start = begin_unit(m->info, 4);

		be32_put(m->info->data + start + 6, i * 7);
		put_leb(m->info, EMPTY);
		put_text(m->info, "u.c");
		end_unit(m->info, start);
	}
}

static void long_line_table(struct image *m)
{
	one_unit(m);
	put_line_header(m->line, IMAGE_MAX);
	put_many(m->line, DW_LNS_copy, 15 << 20);
	be32_put(m->line->data, (uint32_t)m->line->size - 4);
}

/* All units have a line table that begins a little later in the same bytes, each a header too. */
static void overlapping_line_tables(struct image *m)
{
	for (uint32_t i = 0; i < 4000; i++) {
		size_t start = begin_unit(m->info, 4);

		put_unit(m->info);
		be32_put(m->info->data + m->info->size - 4, i * 38);
		put1(m->info, 0);
		end_unit(m->info, start);
		put_line_header(m->line, 4 << 20);
	}
	put_many(m->line, 0xFF, 4 << 20);
}

/* Very many files in a directory of a very long name. */
static void files_times_directory(struct image *m)
{
	one_unit(m);
	put_line_header(m->line, 0);
	m->line->size -= 9; /* before the directories */
	put_many(m->line, 'd', 4000);
	put2(m->line, 0);
	for (uint32_t i = 0; i < 1000000; i++) {
		char name[12];

		snprintf(name, sizeof name, "%x", i);
		put_text(m->line, name);
		put1(m->line, 1);
		put2(m->line, 0);
	}
	put1(m->line, 0);
	be32_put(m->line->data + 6, (uint32_t)m->line->size - 10);
	for (uint32_t i = 1; i < 300000; i++) {
		put1(m->line, DW_LNS_set_file);
		put_leb(m->line, i);
		put1(m->line, DW_LNS_copy);
	}
	be32_put(m->line->data, (uint32_t)m->line->size - 4);
}

/* A list of locations of which none holds for pc, and very many variables with it. */
static void long_location_list(struct image *m)
{
	struct out *list = &section(m, ".debug_loc", SHT_PROGBITS, 0)->data;
	size_t start = begin_unit(m->info, 4);

	for (uint32_t i = 0; i < 500000; i++) {
		put4(list, 1);
		put4(list, 1);
		put2(list, 0);
	}
	put_unit(m->info);
	put_function(m->info);
	for (uint32_t i = 0; i < 300000; i++) {
		put_leb(m->info, LISTED);
		put_text(m->info, "v");
		put4(m->info, 0);
		put4(m->info, 0);
	}
	put2(m->info, 0);
	end_unit(m->info, start);
}

static void long_range_list(struct image *m)
{
	struct out *list = &section(m, ".debug_ranges", SHT_PROGBITS, 0)->data;
	size_t start = begin_unit(m->info, 4);

	for (uint32_t i = 0; i < 500000; i++) {
		put4(list, 1);
		put4(list, 1);
	}
	put_unit(m->info);
	put_function(m->info);
	for (uint32_t i = 0; i < 300000; i++) {
		put_leb(m->info, RANGED);
		put4(m->info, 0);
		put1(m->info, 0);
	}
	put2(m->info, 0);
	end_unit(m->info, start);
}

/* Begins the call frame information of main; returns where the length of its entry is. */
static size_t begin_frame(struct out *frame)
{
	size_t start;

	put4(frame, 10);
	put4(frame, UINT32_MAX);
	put1(frame, 1);
	put_many(frame, 0, 1);
	put1(frame, 2);
	put1(frame, 0x7C);
	put1(frame, 24);
	put1(frame, DW_CFA_nop);
	start = frame->size;
	put4(frame, 0);
	put4(frame, 0);
	put4(frame, TEXT_AT);
	put4(frame, TEXT_BYTES);
	return start;
}

/* Call frames: states remembered without end, registers of enormous numbers, and very many functions. */
static void call_frames(struct image *m)
{
	struct out *frame = &section(m, ".debug_frame", SHT_PROGBITS, 0)->data;
	size_t start;

	one_unit(m);
	start = begin_frame(frame);
	for (int i = 0; i < 100000; i++) {
		put1(frame, DW_CFA_offset_extended);
		put_leb(frame, 0x7FFFFFFF);
		put1(frame, 0);
	}
	put_many(frame, DW_CFA_remember_state, 4 << 20);
	be32_put(frame->data + start, (uint32_t)(frame->size - start - 4));
	for (uint32_t i = 0; i < 500000; i++) {
		put4(frame, 12);
		put4(frame, 0);
		put4(frame, i % 64);
		put4(frame, 1 + i % 7);
	}
}

/* One function whose frame is told of in millions of operations, over and over. */
static void long_call_frame(struct image *m)
{
	struct out *frame = &section(m, ".debug_frame", SHT_PROGBITS, 0)->data;
	size_t start;

	one_unit(m);
	start = begin_frame(frame);
	for (int i = 0; i < 4 << 20; i++) {
		put1(frame, i % 2 ? DW_CFA_restore_state : DW_CFA_remember_state);
		put1(frame, DW_CFA_restore + 3);
	}
	be32_put(frame->data + start, (uint32_t)(frame->size - start - 4));
}

/* A name of megabytes that very many variables have, or that ends nowhere. */
static void long_names(struct image *m)
{
	struct out *texts = &section(m, ".debug_str", SHT_PROGBITS, 0)->data;
	size_t start = begin_unit(m->info, 4);

	put_many(texts, 'n', 8 << 20);
	put_unit(m->info);
	put_function(m->info);
	for (uint32_t i = 0; i < 400000; i++) {
		put_leb(m->info, NAMED);
		put4(m->info, i);
		put4(m->info, 0);
		put_leb(m->info, 5);
		put1(m->info, DW_OP_addr);
		put4(m->info, i);
	}
	put2(m->info, 0);
	end_unit(m->info, start);
}

/* Symbols without number, whose names are the ends of one long name. */
static void many_symbols(struct image *m)
{
	one_unit(m);
	put_many(m->texts, 's', 500);
	put1(m->texts, 0);
	for (uint32_t i = 0; i < 900000; i++)
		put_symbol(m, 6 + i % 8, 0x10000 + i, 1);
}

/* Names of symbols that begin in a text without an end, and behind it. */
static void symbols_without_names(struct image *m)
{
	one_unit(m);
	put_many(m->texts, 's', 100);
	for (uint32_t i = 0; i < 300; i++)
		put_symbol(m, i * 0x7654321, 0x10000 + i, UINT32_MAX);
}

static const struct shape {
	const char *name;
	void (*make)(struct image *);
	const char *note; /* what the user is told; NULL nothing */
} shapes[] = {
	{"overlapping siblings", overlapping_siblings, NULL},
	{"deep nesting", deep_nesting, NULL},
	{"types in circles", types_in_circles, NULL},
	{"types two by two", types_two_by_two, NULL},
	{"many units", many_units, "too many compilation units"},
	{"many functions", many_functions, "too many functions"},
	{"attributes of no bytes", attributes_of_no_bytes, "too many attributes"},
	{"overlapping abbreviations", overlapping_abbreviations, "too many abbreviations"},
	{"long line table", long_line_table, "too many lines"},
	{"overlapping line tables", overlapping_line_tables, "too many lines"},
	{"files times directory", files_times_directory, "too many files"},
	{"long location list", long_location_list, NULL},
	{"long range list", long_range_list, NULL},
	{"call frames", call_frames, "too many call frames"},
	{"long call frame", long_call_frame, NULL},
	{"long names", long_names, NULL},
	{"many symbols", many_symbols, "too many symbols"},
	{"symbols without names", symbols_without_names, NULL},
};

/* Reading ---------------------------------------------------------------------------------------------------- */

/* Says what is wrong and ends the process that reads. */
static void expect(bool right, const char *shape, const char *what)
{
	if (!right) {
		fprintf(stderr, "%s: %s\n", shape, what);
		_exit(1);
	}
}

/* Asks everything of a program, often, as the panels of a picture do. */
static void ask(const struct shape *shape, const struct out *o)
{
	enum { VARIABLES = 64, TIMES = 256 };
	char error[ERROR_MAX] = "";
	struct symbols *s = symbols_open(o->data, o->size, error);
	struct variable v[VARIABLES];
	struct unwind u;
	const char *const *files, *name, *file;
	uint32_t address;
	int line;

	expect(s, shape->name, error);
	name = symbols_function(s, TEXT_AT + 8, &address);
	expect(name && !strcmp(name, "main") && address == TEXT_AT, shape->name, "main is not found");
	name = symbols_note(s);
	expect(shape->note ? name && !strcmp(name, shape->note) : !name, shape->name, name ? name : "no note");
	symbols_files(s, &files);
	symbols_globals(s, v, VARIABLES);
	symbols_address(s, "main", &address);
	for (uint32_t i = 0; i < TIMES; i++) {
		symbols_line(s, TEXT_AT + i % TEXT_BYTES, &file, &line);
		symbols_locals(s, TEXT_AT + i % TEXT_BYTES, v, VARIABLES);
		symbols_unwind(s, TEXT_AT + i % TEXT_BYTES, &u);
	}
	symbols_close(s);
}

/* Reads a program in a process of its own, and tells what it took. */
static void in_a_process(const struct shape *shape)
{
	const struct rlimit seconds = {SECONDS_MAX, SECONDS_MAX};
	struct rusage usage;
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		struct image m;
		struct out o;

		setrlimit(RLIMIT_CPU, &seconds);
		begin(&m);
		shape->make(&m);
		o = finish(&m);
		expect(o.size <= IMAGE_MAX + 4096, shape->name, "is larger than a program may be");
		ask(shape, &o);
		free(o.data);
		_exit(0);
	}
	assert_int_equal(wait4(pid, &status, 0, &usage), pid);
	if (getenv("HOSTILE_VERBOSE"))
		fprintf(stderr, "%-28s %ld.%03ld s %4ld MB\n", shape->name, (long)usage.ru_utime.tv_sec,
		        (long)usage.ru_utime.tv_usec / 1000, usage.ru_maxrss / 1024);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		fail_msg("%s: status %x", shape->name, (unsigned)status);
	if (usage.ru_maxrss / 1024 >= MEGABYTES_MAX)
		fail_msg("%s: %ld MB", shape->name, usage.ru_maxrss / 1024);
}

static void every_shape_is_read_quickly(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		in_a_process(&shapes[i]);
}

/* What is compressed would have to be unpacked to be read, and may claim to be gigabytes. */
static void compressed_sections_are_left_alone(void **state)
{
	static const struct {
		const char *section;
		uint32_t flags;
		bool refused;
	} cases[] = {
		{".debug_info", SHF_COMPRESSED, true},
		{".debug_line", SHF_COMPRESSED, true},
		{".debug_gnu_pubnames", SHF_COMPRESSED, true},
		{".zdebug_info", 0, true},
		{".zdebug_frame", 0, true},
		{".comment", SHF_COMPRESSED, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char error[ERROR_MAX];
		struct image m;
		struct section *added;
		struct symbols *s;
		struct out o;

		begin(&m);
		one_unit(&m);
		added = section(&m, cases[i].section, SHT_PROGBITS, cases[i].flags);
		put4(&added->data, 1); /* ELFCOMPRESS_ZLIB */
		put4(&added->data, 1900u << 20);
		put_many(&added->data, 0, 100);
		o = finish(&m);
		s = symbols_open(o.data, o.size, error);
		assert_non_null(s);
		assert_string_equal(symbols_function(s, TEXT_AT, NULL), "main");
		if (cases[i].refused)
			assert_string_equal(symbols_note(s), "compressed sections");
		else
			assert_null(symbols_note(s));
		symbols_close(s);
		free(o.data);
	}
}

/* A unit whose rest is in another file: version 4 with GNU's attributes, or 5. The function's type leads to it. */
static void split_unit(struct image *m, const char *directory, uint32_t version)
{
	struct out *a = m->abbrev;
	size_t start = begin_unit(m->info, version), second;
	uint32_t skeleton = (uint32_t)a->size;

	put_unit(m->info);
	put_function(m->info);
	put_many(m->info, 0, 2);
	end_unit(m->info, start);

	put_leb(a, 1);
	put_leb(a, version == 5 ? 0x4a : DW_TAG_compile_unit);
	put1(a, 0);
	put_spec(a, version == 5 ? 0x76 : 0x2130, DW_FORM_string); /* DW_AT_dwo_name */
	put_spec(a, DW_AT_comp_dir, DW_FORM_string);
	put_spec(a, 0x2131, DW_FORM_data8); /* DW_AT_GNU_dwo_id */
	put2(a, 0);
	put1(a, 0);
	second = begin_unit(m->info, version);
	if (version == 5) {
		m->info->data[second + 6] = DW_UT_skeleton;
		be32_put(m->info->data + second + 8, skeleton);
		put4(m->info, 0);
		put4(m->info, 1);
	} else {
		be32_put(m->info->data + second + 6, skeleton);
	}
	put_leb(m->info, 1);
	put_text(m->info, "rest.dwo");
	put_text(m->info, directory);
	put4(m->info, 0);
	put4(m->info, 1);
	end_unit(m->info, second);
}

/* Files whose names are in a program are not opened: the rest of a split unit, an alternate file, separate debugging
 * information. */
static void no_file_is_opened(void **state)
{
	static const char *const names[] = {"rest.dwo", "alt.debug", "separate.debug", "t.c"};
	char directory[] = "/tmp/hostile-XXXXXX", path[64], error[ERROR_MAX], events[4096];
	int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	(void)state;
	assert_non_null(mkdtemp(directory));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", directory, names[i]);
		close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	}
	assert_true(watch >= 0 && inotify_add_watch(watch, directory, IN_OPEN | IN_ACCESS) >= 0);
	for (uint32_t version = 4; version <= 5; version++) {
		struct image m;
		struct symbols *s;
		struct out o;
		struct variable v[8];
		struct section *link;

		begin(&m);
		split_unit(&m, directory, version);
		link = section(&m, ".gnu_debugaltlink", SHT_PROGBITS, 0);
		snprintf(path, sizeof path, "%s/alt.debug", directory);
		put_text(&link->data, path);
		put_many(&link->data, 1, 20);
		link = section(&m, ".gnu_debuglink", SHT_PROGBITS, 0);
		snprintf(path, sizeof path, "%s/separate.debug", directory);
		put_text(&link->data, path);
		put4(&link->data, 0);
		o = finish(&m);
		s = symbols_open(o.data, o.size, error);
		assert_non_null(s);
		assert_string_equal(symbols_function(s, TEXT_AT, NULL), "main");
		symbols_globals(s, v, 8);
		symbols_locals(s, TEXT_AT + 4, v, 8);
		symbols_close(s);
		free(o.data);
	}
	assert_true(read(watch, events, sizeof events) < 0); /* nothing was seen */
	snprintf(path, sizeof path, "%s/t.c", directory);
	close(open(path, O_RDONLY | O_CLOEXEC));
	assert_true(read(watch, events, sizeof events) > 0); /* and it would have been */
	close(watch);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", directory, names[i]);
		unlink(path);
	}
	rmdir(directory);
}

/* Every longword and word of the header and of the section headers, with values at all borders. */
static void headers_of_any_value(void **state)
{
	static const uint32_t values[] = {0,          1,          2,          0x28,       0x29,      0xFF,
	                                  0x7FFF,     0xFFFF,     0x10000,    0xFFFFFF,   0x1000000, 0x7FFFFFFF,
	                                  0x80000000, 0xFFFFFFF0, 0xFFFFFFFE, UINT32_MAX, 0xFF00,    52};
	char error[ERROR_MAX];
	struct image m;
	struct out o;
	uint32_t headers;

	(void)state;
	begin(&m);
	one_unit(&m);
	o = finish(&m);
	headers = be32_get(o.data + offsetof(Elf32_Ehdr, e_shoff));
	for (size_t at = 0; at + 4 <= o.size; at = at == sizeof(Elf32_Ehdr) ? headers : at + 2) {
		for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
			uint8_t *exact = malloc(o.size); /* so that a sanitizer sees what is read behind it */
			struct symbols *s;
			struct variable v[8];

			memcpy(exact, o.data, o.size);
			be32_put(exact + at, values[i]);
			s = symbols_open(exact, o.size, error);
			if (s) {
				symbols_function(s, TEXT_AT, NULL);
				symbols_globals(s, v, 8);
				symbols_locals(s, TEXT_AT + 4, v, 8);
			}
			symbols_close(s);
			free(exact);
		}
	}
	free(o.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_shape_is_read_quickly),
		cmocka_unit_test(compressed_sections_are_left_alone),
		cmocka_unit_test(no_file_is_opened),
		cmocka_unit_test(headers_of_any_value),
	};

	return cmocka_run_group_tests_name("hostile ELF files", tests, NULL, NULL);
}
