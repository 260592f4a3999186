/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Traces: what is saved is what is loaded, a run verifies, a changed one does not, and a broken file is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/alloc.h"
#include "replay/trace.h"
#include "run_fixture.h"

static char error[ERROR_MAX];
static const struct limits no_limits; /* the defaults */
static char directory[] = P_tmpdir "/vforkscope-test.XXXXXX";
static char *path, *other; /* a good trace and room for a bad one */

static int set_up(void **state)
{
	struct timeline *t;

	(void)state;
	if (!mkdtemp(directory))
		return -1;
	path = alloc_format("%s/good.vft", directory);
	other = alloc_format("%s/other.vft", directory);
	t = fixture_run("tests/unit/guest/lines.c", "one\ntwo\n", 10000);
	if (!trace_save(t, path, error))
		fail_msg("%s", error);
	timeline_free(t);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(path);
	unlink(other);
	free(path);
	free(other);
	return rmdir(directory); /* fails if anything was left behind */
}

static uint8_t *slurp(const char *name, size_t *size)
{
	FILE *f = fopen(name, "rb");
	uint8_t *data;

	assert_non_null(f);
	fseek(f, 0, SEEK_END);
	*size = (size_t)ftell(f);
	rewind(f);
	data = malloc(*size + 1);
	assert_int_equal(fread(data, 1, *size, f), *size);
	fclose(f);
	return data;
}

static void spill(const char *name, const uint8_t *data, size_t size)
{
	FILE *f = fopen(name, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, size, f), size);
	fclose(f);
}

/* The good trace, changed by SQL, as the other one. */
static void change(const char *sql)
{
	size_t size;
	uint8_t *data = slurp(path, &size);
	sqlite3 *db;
	char *why = NULL;

	spill(other, data, size);
	free(data);
	assert_int_equal(sqlite3_open(other, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
	sqlite3_close(db);
}

static void what_is_saved_is_loaded(void **state)
{
	struct timeline *made = fixture_run("tests/unit/guest/lines.c", "one\ntwo\n", 10000);
	struct timeline *loaded = trace_load(path, &no_limits, error);
	const struct recording *a = timeline_recording(made), *b;
	const char *x, *y;
	size_t n;

	(void)state;
	if (!loaded)
		fail_msg("%s", error);
	b = timeline_recording(loaded);
	assert_string_equal(timeline_config(loaded)->program, "lines");
	assert_string_equal(timeline_config(loaded)->system, timeline_config(made)->system);
	assert_int_equal(timeline_config(loaded)->ram, timeline_config(made)->ram);
	assert_int_equal(timeline_config(loaded)->nimages, timeline_config(made)->nimages);
	assert_int_equal(a->end, b->end);
	assert_int_equal(a->nevents, b->nevents);
	assert_memory_equal(a->events, b->events, a->nevents * sizeof *a->events);
	assert_int_equal(a->ninputs, b->ninputs);
	for (size_t i = 0; i < a->ninputs; i++)
		assert_true(a->inputs[i].icount == b->inputs[i].icount && a->inputs[i].value == b->inputs[i].value);
	assert_int_equal(a->ncheckpoints, b->ncheckpoints);
	for (size_t i = 0; i < a->ncheckpoints; i++)
		assert_true(a->checkpoints[i].icount == b->checkpoints[i].icount &&
		            a->checkpoints[i].hash == b->checkpoints[i].hash);
	n = timeline_output(made, a->end, &x);
	assert_int_equal(n, timeline_output(loaded, b->end, &y));
	assert_memory_equal(x, y, n);
	for (uint64_t at = 1000; at < a->end; at += a->end / 7) {
		timeline_seek(made, at);
		timeline_seek(loaded, at);
		assert_true(machine_hash(timeline_machine(made)) == machine_hash(timeline_machine(loaded)));
	}
	timeline_free(made);
	timeline_free(loaded);
}

static void the_same_run_makes_the_same_file(void **state)
{
	struct timeline *t = fixture_run("tests/unit/guest/lines.c", "one\ntwo\n", 10000);
	size_t size1, size2;
	uint8_t *data1, *data2;

	(void)state;
	assert_true(trace_save(t, other, error));
	data1 = slurp(path, &size1);
	data2 = slurp(other, &size2);
	assert_int_equal(size1, size2);
	assert_memory_equal(data1, data2, size1);
	free(data1);
	free(data2);
	timeline_free(t);
}

static void a_good_trace_verifies(void **state)
{
	struct timeline *t = trace_load(path, &no_limits, error);
	size_t checked;

	(void)state;
	assert_non_null(t);
	if (trace_verify(t, NULL, &checked, error) != VERDICT_AGREES)
		fail_msg("%s", error);
	assert_int_equal(checked, timeline_ncheckpoints(t));
	assert_true(checked > 5);
	timeline_free(t);
}

/* The clock's phase: another run, which its own trace makes again. */
static void a_skew_is_kept(void **state)
{
	struct timeline *t;
	struct run_config config;
	size_t checked;

	(void)state;
	fixture_prepare("cost", NULL, &config); /* long enough for ticks */
	config.skew = 5000;
	t = timeline_new(&config, error);
	run_config_free(&config);
	assert_non_null(t);
	assert_int_equal(timeline_complete(t), DRIVE_HALT);
	assert_true(trace_save(t, other, error));
	timeline_free(t);
	t = trace_load(other, &no_limits, error);
	assert_non_null(t);
	assert_int_equal(timeline_config(t)->skew, 5000);
	assert_int_equal(trace_verify(t, NULL, &checked, error), VERDICT_AGREES);
	timeline_free(t);
	unlink(other);
}

static void a_changed_run_diverges(void **state)
{
	static const struct {
		const char *sql, *tells;
	} changes[] = {
		{"UPDATE checkpoints SET hash = '0123456789abcdef' WHERE rowid = (SELECT rowid FROM checkpoints LIMIT "
	         "1 OFFSET 2)",
	         "hash 0123456789abcdef"},
		{"UPDATE event_rows SET a0 = a0 + 1 WHERE id = 50", "event 50 ("},
		{"UPDATE inputs SET byte = 88 WHERE seq = 1", "differs"},
		{"DELETE FROM event_rows WHERE id = (SELECT max(id) FROM event_rows)", "is not in the trace"},
		{"UPDATE meta SET value = '4.4bsd' WHERE key = 'system'", "differs"},
		{"INSERT INTO event_rows SELECT id + 1, icount, usec, pid, kind, a0, a1, a2, a3, a4, a5, text"
	         " FROM event_rows WHERE id = (SELECT max(id) FROM event_rows)",
	         "does not happen"},
	};
	size_t checked;

	(void)state;
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct timeline *t;

		change(changes[i].sql);
		t = trace_load(other, &no_limits, error);
		if (!t)
			fail_msg("%s gives: %s", changes[i].sql, error);
		if (trace_verify(t, NULL, &checked, error) != VERDICT_DIVERGES)
			fail_msg("verifies after %s", changes[i].sql);
		timeline_free(t);
		if (!strstr(error, changes[i].tells))
			fail_msg("%s gives: %s", changes[i].sql, error);
	}
}

static void what_no_trace_can_hold_is_told(void **state)
{
	static const char *const changes[] = {
		"DROP TABLE event_rows",
		"DROP TABLE images",
		"PRAGMA user_version = 99",
		"PRAGMA user_version = 1",
		"DELETE FROM images WHERE name = 'kernel'",
		"DELETE FROM images WHERE name = 'disk'",
		"UPDATE images SET data = x'00112233' WHERE name = 'disk'",
		"UPDATE images SET raw_size = 1 << 40",
		"UPDATE images SET raw_size = -1",
		"UPDATE images SET data = zeroblob(100)",
		"UPDATE images SET data = CAST(substr(data, 1, 9000) || x'55AA' || substr(data, 9003) AS BLOB) WHERE "
		"name = 'disk'",
		"UPDATE meta SET value = 3 WHERE key = 'ram'",
		"UPDATE runs SET end = 'x'",
		"UPDATE runs SET end = 10",
		"UPDATE kinds SET name = 'vm.nothing' WHERE kind = 3",
		"DELETE FROM kinds WHERE kind = 3",
		"INSERT INTO kinds VALUES(1000, 'vm.nothing')",
		"UPDATE event_rows SET kind = 1000 WHERE id = 3",
		"UPDATE event_rows SET id = id + (1 << 32)",
		"UPDATE event_rows SET icount = -1 WHERE id = 3",
		"UPDATE event_rows SET icount = 1 << 40 WHERE id = 3",
		"UPDATE event_rows SET a0 = 'x'",
		"DELETE FROM event_rows WHERE id = 0",
		"UPDATE inputs SET byte = 257",
		"UPDATE inputs SET icount = icount + (1 << 50)",
		"UPDATE checkpoints SET raw_size = 1 << 40",
		"UPDATE checkpoints SET run = 1",
		"UPDATE checkpoints SET base = icount WHERE icount > 0",
		"UPDATE checkpoints SET wrote = x'00010001000100'",
		"UPDATE checkpoints SET wrote = x'07ff0002'",
		"UPDATE checkpoints SET wrote = x'0005000200060001'",
		"DELETE FROM runs",
		"UPDATE runs SET run = 1",
		"UPDATE runs SET name = 'other'",
		"UPDATE runs SET parent = 1",
		"UPDATE runs SET start = 1",
		"UPDATE runs SET complete = 2",
		"INSERT INTO runs VALUES(1, 'main', 0, 0, 10, 1)",
		"INSERT INTO runs VALUES(2, 'b', 0, 0, 10, 1)",
		"INSERT INTO runs VALUES(1, 'b', 1, 0, 10, 1)",
		"INSERT INTO runs VALUES(1, 'b', 0, 10, 9, 1)",
		"INSERT INTO runs VALUES(1, 'b', 0, 1 << 40, 1 << 41, 1)",
		"UPDATE files SET inode = 1",
		"UPDATE files SET inode = 70000",
		"UPDATE files SET raw_size = raw_size + 1",
		"UPDATE files SET icount = 1 << 40",
		"INSERT INTO files SELECT * FROM files LIMIT 1",
		"UPDATE files SET data = x'28b52ffd'",
		"UPDATE checkpoints SET hash = 'xyz'",
		"UPDATE output SET icount = -1",
		("ALTER TABLE event_rows RENAME TO e; CREATE VIEW event_rows AS WITH RECURSIVE r(id) AS (SELECT 0 "
	         "UNION ALL SELECT id + 1"
	         " FROM r) SELECT id, 0 icount, 0 usec, 0 pid, 0 kind, 0 a0, 0 a1, 0 a2, 0 a3, 0 a4, 0 a5, '' "
	         "text FROM r"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct timeline *t;

		change(changes[i]);
		*error = '\0';
		t = trace_load(other, &no_limits, error);
		if (t)
			fail_msg("loads after %s", changes[i]);
		assert_non_null(strstr(error, "other.vft: "));
		assert_null(strchr(error, '\n'));
	}
}

/* Broken checkpoints cost time, not truth: the run is replayed from further back. */
static void a_broken_checkpoint_is_done_without(void **state)
{
	struct timeline *good = trace_load(path, &no_limits, error), *bad;
	uint64_t at = timeline_end(good) * 3 / 4;

	(void)state;
	change("UPDATE checkpoints SET data = x'28b52ffd00' WHERE icount > 0");
	bad = trace_load(other, &no_limits, error);
	assert_non_null(bad);
	timeline_seek(bad, timeline_end(bad));
	timeline_seek(bad, at);
	timeline_seek(good, at);
	assert_true(machine_hash(timeline_machine(good)) == machine_hash(timeline_machine(bad)));
	timeline_free(bad);
	change("UPDATE checkpoints SET data = x'28b52ffd00'");
	bad = trace_load(other, &no_limits, error);
	assert_non_null(bad);
	timeline_seek(bad, timeline_end(bad));
	timeline_seek(bad, at);
	assert_true(machine_hash(timeline_machine(good)) == machine_hash(timeline_machine(bad)));
	timeline_free(good);
	timeline_free(bad);
}

/* Cut off anywhere, or with bytes changed anywhere: an error or a timeline, never a crash. */
static void a_damaged_file_does_no_harm(void **state)
{
	size_t size, refused = 0;
	uint8_t *data = slurp(path, &size);
	struct timeline *t;

	(void)state;
	for (size_t i = 0; i < 40; i++) {
		spill(other, data, size * i / 40);
		t = trace_load(other, &no_limits, error);
		if (t)
			fail_msg("loads with %zu of %zu bytes", size * i / 40, size);
	}
	srandom(43);
	for (size_t i = 0; i < 60; i++) {
		size_t at = (size_t)random() % (i % 2 ? size : 8192), n = 1 + (size_t)random() % 64;
		uint8_t *copy = alloc_copy(data, size);

		for (size_t k = at; k < at + n && k < size; k++)
			copy[k] = (uint8_t)random();
		spill(other, copy, size);
		t = trace_load(other, &no_limits, error);
		refused += !t;
		timeline_free(t);
		free(copy);
	}
	assert_true(refused >
	            3); /* the others hit free space, or checkpoints, which are looked at when they are needed */
	free(data);
}

static void what_cannot_be_written_is_told_beforehand(void **state)
{
	struct timeline *t = trace_load(path, &no_limits, error);
	char *nowhere = alloc_format("%s/none/x.vft", directory);

	(void)state;
	assert_false(trace_writable(nowhere, error));
	assert_false(trace_writable(directory, error));
	assert_non_null(strstr(error, "directory"));
	assert_false(trace_save(t, nowhere, error));
	assert_true(trace_writable(other, error));
	free(nowhere);
	timeline_free(t);
}

static void only_a_trace_is_one(void **state)
{
	(void)state;
	assert_true(trace_is(path));
	assert_false(trace_is(directory));
	spill(other, (const uint8_t *)"SQLite format 3", 16);
	assert_false(trace_is(other));
	unlink(other);
	assert_false(trace_is(other));
	assert_null(trace_load(other, &no_limits, error));
	assert_non_null(strstr(error, "No such file"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_saved_is_loaded),
		cmocka_unit_test(the_same_run_makes_the_same_file),
		cmocka_unit_test(a_good_trace_verifies),
		cmocka_unit_test(a_skew_is_kept),
		cmocka_unit_test(a_changed_run_diverges),
		cmocka_unit_test(what_no_trace_can_hold_is_told),
		cmocka_unit_test(a_broken_checkpoint_is_done_without),
		cmocka_unit_test(a_damaged_file_does_no_harm),
		cmocka_unit_test(what_cannot_be_written_is_told_beforehand),
		cmocka_unit_test(only_a_trace_is_one),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
