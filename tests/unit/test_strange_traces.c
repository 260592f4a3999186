/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Traces that were made to do harm: refused, or read in time and memory that their size can be the reason of.
 * Not in make check. */
#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/be.h"
#include "image/disk.h"
#include "image/library.h"
#include "machine/machine_private.h"
#include "base/alloc.h"
#include "replay/compress.h"
#include "analysis/session.h"
#include "replay/trace.h"
#include "run_fixture.h"

enum { PAGE = 512, INTERIOR = 5 /* a page of a table's tree that has pages below it */ };

static char error[ERROR_MAX];
static const struct limits short_limits = {.seconds = 1};
static char directory[] = P_tmpdir "/vforkscope-test.XXXXXX";
static char *good, *bad;

static int set_up(void **state)
{
	struct timeline *t;

	(void)state;
	if (!mkdtemp(directory))
		return -1;
	good = alloc_format("%s/good.vft", directory);
	bad = alloc_format("%s/bad.vft", directory);
	t = fixture_run("borrow", NULL, 20000);
	if (!trace_save(t, good, error))
		fail_msg("%s", error);
	timeline_free(t);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(good);
	unlink(bad);
	free(good);
	free(bad);
	return rmdir(directory); /* fails if anything was left behind */
}

/* The bad trace: a copy of the good one, opened. */
static sqlite3 *begin(void)
{
	static char block[65536];
	FILE *from = fopen(good, "rb"), *to = fopen(bad, "wb");
	sqlite3 *db;
	size_t n;

	assert_non_null(from);
	assert_non_null(to);
	while ((n = fread(block, 1, sizeof block, from)) > 0)
		assert_int_equal(fwrite(block, 1, n, to), n);
	fclose(from);
	fclose(to);
	assert_int_equal(sqlite3_open(bad, &db), SQLITE_OK);
	return db;
}

static void run(sqlite3 *db, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
}

/* Runs a statement with a number and a block. */
static void run_with(sqlite3 *db, const char *sql, int64_t number, const void *data, size_t size)
{
	sqlite3_stmt *s;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
	sqlite3_bind_int64(s, 1, number);
	sqlite3_bind_blob64(s, 2, data, size, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(s), SQLITE_DONE);
	sqlite3_finalize(s);
}

static double processor_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long most_memory(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss; /* kilobytes */
}

/* Loads the bad trace, which must not take long nor much, whatever comes of it. */
static struct timeline *load(void)
{
	double begun = processor_time();
	long before = most_memory();
	struct timeline *t = trace_load(bad, &short_limits, error);

	assert_true(processor_time() - begun < 5);
	assert_true(most_memory() - before < 300 << 10);
	return t;
}

static void refused(const char *why)
{
	struct timeline *t = load();

	if (t)
		fail_msg("is read, and was to be refused: %s", why);
	if (!strstr(error, why))
		fail_msg("'%s' says nothing of '%s'", error, why);
	assert_null(strchr(error, '\n'));
}

static void images_are_bounded_before_they_are_unpacked(void **state)
{
	const size_t size = 64 << 20;
	void *zeros = alloc_new(size, 1), *packed, *small;
	size_t n, m;
	sqlite3 *db = begin();
	struct timeline *t;

	(void)state;
	packed = compress_pack(zeros, size, COMPRESS_FAST, &n);
	small = compress_pack(zeros, 1 << 20, COMPRESS_FAST, &m);
	free(zeros);
	for (int i = 0; i < 24; i++)
		run_with(db, "INSERT INTO images VALUES('source:' || ?, 64 << 20, ?)", i, packed, n);
	refused("image source:0 is too large");
	run(db, "UPDATE images SET raw_size = 1 << 20 WHERE raw_size = 64 << 20"); /* says less than is in it */
	refused("image source:0 is broken");
	run(db, "DELETE FROM images WHERE name LIKE 'source:%'");
	for (int i = 0; i < 64; i++)
		run_with(db, "INSERT INTO images VALUES('source:' || ?, 1 << 20, ?)", i, small, m);
	t = load();
	assert_non_null(t);
	timeline_free(t);
	run_with(db, "INSERT INTO images VALUES('source:' || ?, 1 << 20, ?)", 64, small, m);
	refused("there are too many");
	run(db, "DELETE FROM images WHERE name LIKE 'source:%'");
	run_with(db, "INSERT INTO images VALUES('something' || ?, 1 << 20, ?)", 1, small, m);
	refused("something1 is too large, or there are too many");
	sqlite3_close(db);
	free(packed);
	free(small);
}

static void one_frame_of_the_size_that_it_tells(void **state)
{
	static const char text[] = "what is packed";
	size_t n;
	uint8_t *packed = compress_pack(text, sizeof text, COMPRESS_FAST, &n), *twice = alloc_new(2 * n, 1);
	char *data;

	(void)state;
	data = compress_unpack(packed, n, sizeof text);
	assert_string_equal(data, text);
	free(data);
	memcpy(twice, packed, n);
	memcpy(twice + n, packed, n);
	assert_null(compress_unpack(twice, 2 * n, 2 * sizeof text));
	assert_null(compress_unpack(twice, 2 * n, sizeof text));
	assert_null(compress_unpack(packed, n - 1, sizeof text));
	assert_null(compress_unpack(packed, n, sizeof text - 1));
	assert_null(compress_unpack(packed, n, SIZE_MAX / 2));
	assert_null(compress_unpack("", 0, 0));
	free(packed);
	free(twice);
}

static void the_schema_is_ours_to_the_letter(void **state)
{
	static const char *const changes[] = {
		"CREATE TABLE more(x)",
		"CREATE INDEX i ON event_rows(kind)",
		"CREATE VIEW v AS SELECT 1",
		"CREATE TRIGGER t AFTER INSERT ON event_rows BEGIN SELECT 1; END",
		"DROP VIEW \"vm.pass\"",
		"ALTER TABLE inputs ADD COLUMN more",
		"ALTER TABLE images ADD COLUMN more AS (zeroblob(64 << 20)) VIRTUAL",
		"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'byte INTEGER NOT NULL',"
		" 'byte INTEGER AS (instr(zeroblob(20000000), x''01'')) STORED') WHERE name = 'inputs'",
		"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'raw_size INTEGER NOT NULL',"
		" 'raw_size INTEGER AS (1)') WHERE name = 'images'",
		"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'data BLOB', 'data  BLOB')"
		" WHERE name = 'output'",
		"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE event_rows USING "
		"fts5(seq)',"
		" rootpage = 0 WHERE name = 'event_rows'",
	};

	(void)state;
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		sqlite3 *db = begin();
		struct timeline *t;

		run(db, changes[i]);
		sqlite3_close(db);
		t = load();
		if (t)
			fail_msg("is read after %s", changes[i]);
	}
}

/* SQLite reads the whole schema before anything can be asked: it must not come to that. */
static void a_schema_without_end_is_not_read(void **state)
{
	sqlite3 *db = begin();

	(void)state;
	run(db,
	    "PRAGMA writable_schema = ON; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000)"
	    " INSERT INTO sqlite_schema SELECT 'table', 't' || i, 't' || i, 2, 'CREATE TABLE t' || i || '(x)' FROM n");
	sqlite3_close(db);
	refused("more tables");
	db = begin();
	run(db,
	    "PRAGMA writable_schema = ON; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100)"
	    " INSERT INTO sqlite_schema SELECT 'table', 't' || i, 't' || i, 2, 'CREATE TABLE t' || i || '(x)' FROM n");
	sqlite3_close(db);
	refused("more tables");
}

static void checkpoints_are_no_larger_than_the_machine(void **state)
{
	sqlite3 *db = begin();

	(void)state;
	run(db, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9990) INSERT INTO checkpoints"
	        " SELECT 0, 200 + i, '0123456789abcdef', NULL, NULL, 256 << 20, x'28b52ffd' FROM n");
	refused(" is out of order or too large");
	sqlite3_close(db);
}

/* Thousands of checkpoints that are no states: a few are tried, not all. */
static void broken_checkpoints_cost_little(void **state)
{
	sqlite3 *db = begin();
	struct timeline *t;
	uint8_t *zeros;
	void *packed;
	size_t size, n;
	double begun;

	(void)state;
	t = load();
	size = checkpoint_max(timeline_config(t)->ram, 0);
	timeline_free(t);
	zeros = alloc_new(size, 1);
	packed = compress_pack(zeros, size, COMPRESS_FAST, &n);
	free(zeros);
	run(db, "BEGIN; DELETE FROM checkpoints");
	for (int i = 0; i < 9990; i++)
		run_with(db, "INSERT INTO checkpoints VALUES(0, ? + 100, '0123456789abcdef', NULL, NULL, 0, ?)", i,
		         packed, n);
	run(db, "COMMIT");
	run_with(db, "UPDATE checkpoints SET raw_size = ? WHERE ? IS NOT NULL", (int64_t)size, "", 0);
	sqlite3_close(db);
	free(packed);
	t = load();
	assert_non_null(t);
	begun = processor_time();
	for (uint64_t at = 20000; at > 19000; at -= 300) {
		assert_true(timeline_seek(t, at));
		assert_int_equal(machine_icount(timeline_machine(t)), at);
	}
	assert_true(processor_time() - begun < 5);
	timeline_free(t);
}

/* A wrong hash or a wrong instant: the state is another one, and the checkpoint is done without. */
static void a_checkpoint_is_what_it_says(void **state)
{
	static const char *const changes[] = {
		"UPDATE checkpoints SET hash = '0123456789abcdef' WHERE icount > 0",
		"UPDATE checkpoints SET icount = icount + 1 WHERE icount > 0 AND icount < 40000",
		"UPDATE checkpoints SET (data, hash, raw_size) = (SELECT data, hash, raw_size FROM checkpoints WHERE "
		"icount = 0)"
		" WHERE icount > 0",
	};
	struct timeline *t = trace_load(good, &short_limits, error);
	uint64_t hash;

	(void)state;
	assert_non_null(t);
	assert_true(timeline_seek(t, 41234));
	hash = machine_hash(timeline_machine(t));
	timeline_free(t);
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		sqlite3 *db = begin();

		run(db, changes[i]);
		sqlite3_close(db);
		t = load();
		assert_non_null(t);
		assert_true(timeline_seek(t, timeline_end(t)));
		assert_true(timeline_seek(t, 41234));
		assert_true(machine_hash(timeline_machine(t)) == hash);
		timeline_free(t);
	}
}

/* A state that no machine can be in is not restored. */
static void states_are_checked(void **state)
{
#define FIELD(name, value)                                                                                             \
	{                                                                                                              \
		offsetof(struct state, name), sizeof(((struct state *)0)->name), value                                 \
	}
	static const struct {
		size_t at, size;
		uint64_t value;
	} wrong[] = {
		FIELD(magic, 1),
		FIELD(ram, 4 << 20),
		FIELD(swap, 1 << 20),
		FIELD(icount, UINT64_MAX),
		FIELD(extra, UINT64_MAX - 5),
		FIELD(clock_due, UINT64_MAX),
		FIELD(at_point, 2),
		FIELD(psl, PSL_USER | PSL_PRVMOD | 1 << PSL_IPLSHIFT), /* the user has no level */
		FIELD(psl, 1 << 24),                                   /* executive mode */
		FIELD(psl, PSL_T),
		FIELD(psl, 0x80000000),
		FIELD(iccs, ICCS_TRANSFER),
		FIELD(rxcs, CSR_DONE),
		FIELD(txcs, 1),
		FIELD(tx_pending, 2),
		FIELD(rx_head, RX_ROOM),
		FIELD(rx_count, RX_ROOM + 1),
		FIELD(dkcs, 1),
		FIELD(halted, 2),
		FIELD(check, 1), /* and not halted */
	};
#undef FIELD
	struct timeline *t = trace_load(good, &short_limits, error);
	struct machine *m;
	uint64_t icount, hash, now;
	size_t size;
	uint8_t *block;

	(void)state;
	assert_non_null(t);
	assert_true(timeline_seek(t, 30000));
	m = timeline_machine(t);
	block = machine_save(m, &size);
	now = machine_hash(m);
	assert_true(size <= machine_save_max(timeline_config(t)->ram, timeline_config(t)->swap));
	assert_true(machine_saved(m, block, size, &icount, &hash));
	assert_int_equal(icount, 30000);
	assert_true(hash == now);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		uint8_t *copy = alloc_copy(block, size);

		memcpy(copy + wrong[i].at, &wrong[i].value, wrong[i].size); /* the low bytes, on a little-endian host */
		if (machine_saved(m, copy, size, &icount, &hash) || machine_restore(m, copy, size))
			fail_msg("wrong state %zu is taken", i);
		free(copy);
	}
	memset(block + offsetof(struct state, report), 'x', sizeof(((struct state *)0)->report));
	assert_false(machine_restore(m, block, size));
	assert_true(machine_hash(m) == now);
	free(block);
	timeline_free(t);
}

/* What the kernel begins with is a branch to itself, and the run is said to be long. */
static void loop_for_ever(void)
{
	sqlite3 *db = begin();
	sqlite3_stmt *s;
	uint8_t *elf;
	void *packed;
	size_t size, n;

	assert_int_equal(
		sqlite3_prepare_v2(db, "SELECT raw_size, data FROM images WHERE name = 'kernel'", -1, &s, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	size = (size_t)sqlite3_column_int64(s, 0);
	elf = compress_unpack(sqlite3_column_blob(s, 1), (size_t)sqlite3_column_bytes(s, 1), size);
	assert_non_null(elf);
	sqlite3_finalize(s);
	for (uint32_t i = 0; i < be16_get(elf + offsetof(Elf32_Ehdr, e_phnum)); i++) {
		const uint8_t *p = elf + be32_get(elf + offsetof(Elf32_Ehdr, e_phoff)) + i * sizeof(Elf32_Phdr);
		uint32_t into =
			be32_get(elf + offsetof(Elf32_Ehdr, e_entry)) - be32_get(p + offsetof(Elf32_Phdr, p_vaddr));

		if (into < be32_get(p + offsetof(Elf32_Phdr, p_filesz)))
			be16_put(elf + be32_get(p + offsetof(Elf32_Phdr, p_offset)) + into, 0x60fe);
	}
	packed = compress_pack(elf, size, COMPRESS_FAST, &n);
	run_with(db, "UPDATE images SET raw_size = ?, data = ? WHERE name = 'kernel'", (int64_t)size, packed, n);
	run(db, "DELETE FROM event_rows; DELETE FROM output; DELETE FROM checkpoints;"
	        "UPDATE runs SET end = 1 << 48");
	sqlite3_close(db);
	free(packed);
	free(elf);
}

static uint64_t told;

static void tell(uint64_t now, uint64_t end)
{
	assert_true(now >= told && end == TIMELINE_END_MAX);
	told = now;
}

static void a_run_without_end_ends(void **state)
{
	struct session *session;
	struct timeline *t;
	struct timeline_mark mark;
	double begun;
	size_t checked;

	(void)state;
	loop_for_ever();
	t = load();
	if (!t)
		fail_msg("%s", error);
	begun = processor_time();
	assert_int_equal(trace_verify(t, tell, &checked, error), VERDICT_LIMIT);
	assert_non_null(strstr(error, "--max-seconds"));
	assert_true(told > 1000000);
	assert_false(timeline_seek(t, timeline_end(t)));
	assert_non_null(strstr(timeline_failure(t), "--max-seconds"));
	assert_true(timeline_where(t, "end", &mark, error));
	session = session_new(t);
	assert_null(snapshot_at(session, &mark));
	assert_true(timeline_seek(t, 5000)); /* there it comes */
	assert_true(processor_time() - begun < 10);
	session_free(session);
}

static void a_run_that_halts_too_early_is_told(void **state)
{
	sqlite3 *db = begin();
	struct timeline *t;
	size_t checked;

	(void)state;
	run(db, "UPDATE runs SET end = end + 1000");
	sqlite3_close(db);
	t = load();
	assert_non_null(t);
	assert_false(timeline_seek(t, timeline_end(t)));
	assert_non_null(strstr(timeline_failure(t), "the run ends at @"));
	assert_int_equal(trace_verify(t, NULL, &checked, error), VERDICT_DIVERGES);
	assert_non_null(strstr(error, "the run ends at @"));
	timeline_free(t);
}

static void many_loans_are_read_in_linear_time(void **state)
{
	sqlite3 *db = begin();
	struct session *session;
	struct timeline *t;
	struct snapshot *s;
	struct timeline_mark mark;
	double begun;

	(void)state;
	run(db, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 400000) INSERT INTO "
	        "event_rows SELECT (SELECT max(id) FROM event_rows) + i, (SELECT max(icount) FROM event_rows), i,"
	        " i % 2000, (SELECT kind FROM kinds WHERE name = CASE i % 3 WHEN 0 THEN 'vfork.end' ELSE "
	        "'vfork.begin' END), i % 1999, 0, 0, 0, 0, 0, '' FROM n");
	run(db,
	    "DELETE FROM output; WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 200000) INSERT "
	    "INTO output"
	    " SELECT 0, 100, x'41' FROM n");
	sqlite3_close(db);
	t = load();
	if (!t)
		fail_msg("%s", error);
	begun = processor_time();
	assert_true(timeline_where(t, "@100", &mark, error));
	session = session_new(t);
	s = snapshot_at(session, &mark);
	assert_non_null(s);
	assert_int_equal(strlen(s->console), 200000);
	snapshot_free(s);
	assert_true(processor_time() - begun < 5);
	session_free(session);
}

/* A tree whose pages are all the same page below: few bytes, more rows than there is time for. */
static void a_tree_that_is_its_own_branch_ends(void **state)
{
	enum { LEVELS = 5, CELLS = 60 };
	uint8_t page[PAGE], header[4];
	uint32_t pages, root;
	sqlite3 *db = begin();
	sqlite3_stmt *s;
	FILE *f;

	(void)state;
	assert_int_equal(
		sqlite3_prepare_v2(db, "SELECT rootpage FROM sqlite_schema WHERE name = 'output'", -1, &s, NULL),
		SQLITE_OK);
	run(db, "DELETE FROM output; INSERT INTO output VALUES(0, 10, x'41')");
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	root = (uint32_t)sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA page_count", -1, &s, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	pages = (uint32_t)sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	run_with(db, "PRAGMA writable_schema = ON", 0, NULL, 0);
	run_with(db, "UPDATE sqlite_schema SET rootpage = ? WHERE name = 'output' OR ? = 1", pages + 1, NULL, 0);
	sqlite3_close(db);
	f = fopen(bad, "r+b");
	assert_non_null(f);
	fseek(f, (long)pages * PAGE, SEEK_SET);
	for (uint32_t level = 1; level <= LEVELS; level++) {
		uint32_t below = level < LEVELS ? pages + level + 1 : root;

		memset(page, 0, sizeof page);
		page[0] = INTERIOR;
		be16_put(page + 3, CELLS);
		be16_put(page + 5, PAGE - CELLS * 6);
		be32_put(page + 8, below);
		for (uint32_t i = 0; i < CELLS; i++) {
			uint8_t *cell = page + PAGE - (CELLS - i) * 6;

			be16_put(page + 12 + 2 * i, (uint16_t)(cell - page));
			be32_put(cell, below);
			cell[4] = (uint8_t)(0x80 |
			                    (i + 1) >> 7); /* the largest key below, a number of seven bits a byte */
			cell[5] = (i + 1) & 0x7f;
		}
		fwrite(page, 1, sizeof page, f);
	}
	be32_put(header, pages + LEVELS);
	fseek(f, 28, SEEK_SET);
	fwrite(header, 1, sizeof header, f);
	fclose(f);
	refused("");
	if (!strstr(error, "more rows than bytes") && !strstr(error, "takes longer than its size"))
		fail_msg("%s", error);
}

static void only_the_file_is_opened(void **state)
{
	sqlite3 *db = begin();
	char *shared = alloc_format("%s-shm", bad), *log = alloc_format("%s-wal", bad);

	(void)state;
	run(db, "PRAGMA journal_mode = WAL");
	sqlite3_close(db);
	refused("WAL mode");
	assert_int_equal(access(shared, F_OK), -1);
	assert_int_equal(access(log, F_OK), -1);
	free(shared);
	free(log);
	unlink(bad);
	assert_int_equal(mkfifo(bad, 0600), 0); /* nobody waits for who may write into it */
	assert_false(trace_is(bad));
	refused("is not a trace");
	unlink(bad);
}

static void a_trace_can_be_too_large(void **state)
{
	const struct limits limits = {.trace = 1};
	sqlite3 *db = begin();
	struct timeline *t;

	(void)state;
	run(db, "CREATE TABLE filler(x); INSERT INTO filler VALUES(zeroblob(2 << 20))");
	sqlite3_close(db);
	t = trace_load(bad, &limits, error);
	assert_null(t);
	assert_non_null(strstr(error, "larger than 1 MB (--max-trace)"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(images_are_bounded_before_they_are_unpacked),
		cmocka_unit_test(one_frame_of_the_size_that_it_tells),
		cmocka_unit_test(the_schema_is_ours_to_the_letter),
		cmocka_unit_test(a_schema_without_end_is_not_read),
		cmocka_unit_test(checkpoints_are_no_larger_than_the_machine),
		cmocka_unit_test(broken_checkpoints_cost_little),
		cmocka_unit_test(a_checkpoint_is_what_it_says),
		cmocka_unit_test(states_are_checked),
		cmocka_unit_test(a_run_without_end_ends),
		cmocka_unit_test(a_run_that_halts_too_early_is_told),
		cmocka_unit_test(many_loans_are_read_in_linear_time),
		cmocka_unit_test(a_tree_that_is_its_own_branch_ends),
		cmocka_unit_test(only_the_file_is_opened),
		cmocka_unit_test(a_trace_can_be_too_large),
	};

	return cmocka_run_group_tests_name("strange traces", tests, set_up, tear_down);
}
