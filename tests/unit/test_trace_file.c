/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file of a trace grows in steps: whoever is killed, or cannot write, leaves what the last step left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/alloc.h"
#include "replay/trace_file.h"
#include "replay/trace_private.h"

enum { STEPS = 40, ROWS = 7, BLOB = 300, KILLS = 200 };

static char error[ERROR_MAX];
static char directory[] = P_tmpdir "/vforkscope-steps.XXXXXX";
static char *path;

/* What a writer tells of itself, in memory that outlives it. */
struct told {
	volatile int done; /* steps */
	volatile int failed;
};
static struct told *told;

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(directory))
		return -1;
	path = alloc_format("%s/steps.vft", directory);
	told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return told == MAP_FAILED ? -1 : 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(path);
	free(path);
	return rmdir(directory); /* fails if anything was left behind */
}

static bool execute(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static struct trace_file *begin(void)
{
	struct trace_file *f = trace_file_open(path, error);
	char sql[256];

	snprintf(sql, sizeof sql,
	         "PRAGMA journal_mode = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA secure_delete = ON;"
	         "PRAGMA page_size = %d; BEGIN; CREATE TABLE last(step); CREATE TABLE t(step, data)",
	         TRACE_PAGE);
	if (f && !execute(trace_file_database(f), sql))
		exit(3);
	return f;
}

/* Rows of a step, in two tables that must agree. */
static void write_rows(struct trace_file *f, int step)
{
	char sql[200];

	snprintf(
		sql, sizeof sql,
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT %d)"
		" INSERT INTO t SELECT %d, zeroblob(%d + i * %d) FROM n; DELETE FROM last; INSERT INTO last VALUES(%d)",
		ROWS, step, BLOB, step, step);
	if (!execute(trace_file_database(f), sql) || !execute(trace_file_database(f), "COMMIT; BEGIN"))
		exit(4);
}

/* Writes steps until it is killed, or cannot. */
static void write_steps(rlim_t size)
{
	struct trace_file *f;

	if (size)
		setrlimit(RLIMIT_FSIZE, &(struct rlimit){size, size});
	f = begin();
	for (int i = 1; i <= STEPS; i++) {
		write_rows(f, i);
		if (!trace_file_step(f, error)) {
			told->failed = i;
			_exit(strstr(error, "steps.vft: cannot be written: ") ? 2 : 5);
		}
		told->done = i;
	}
	_exit(0);
}

/* The step up to which the file is good; 0: there is no file. */
static int good_until(void)
{
	FILE *f = fopen(path, "rb");
	static uint8_t data[4 << 20];
	size_t size, behind;
	sqlite3_stmt *s;
	sqlite3 *db;
	int step;

	if (!f)
		return 0;
	size = fread(data, 1, sizeof data, f);
	fclose(f);
	size = trace_file_settle(data, size, &behind);
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(sqlite3_deserialize(db, "main", data, (sqlite3_int64)size, (sqlite3_int64)size,
	                                     SQLITE_DESERIALIZE_READONLY),
	                 SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
	                                    "SELECT (SELECT step FROM last), (SELECT count(*) FROM t),"
	                                    " (SELECT max(step) FROM t), (SELECT * FROM pragma_integrity_check)",
	                                    -1, &s, NULL),
	                 SQLITE_OK);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	step = sqlite3_column_int(s, 0);
	assert_int_equal(sqlite3_column_int(s, 1), step * ROWS);
	assert_int_equal(sqlite3_column_int(s, 2), step);
	assert_string_equal((const char *)sqlite3_column_text(s, 3), "ok");
	sqlite3_finalize(s);
	sqlite3_close(db);
	return step;
}

/* Waits until a writer has done so many steps, or has ended. */
static void await_steps(pid_t pid, int steps)
{
	siginfo_t ended = {0};

	while (told->done < steps && !ended.si_pid && !waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOHANG | WNOWAIT))
		sched_yield();
}

static void who_is_killed_leaves_the_last_step(void **state)
{
	int cut = 0;

	(void)state;
	srandom(5);
	for (int i = 0; i < KILLS; i++) {
		struct timespec time = {0, random() % 300000}; /* about a step */
		int status, step, steps = (int)random() % STEPS;
		pid_t pid;

		unlink(path);
		*told = (struct told){0};
		pid = fork();
		if (pid == 0)
			write_steps(0);
		await_steps(pid, steps);
		nanosleep(&time, NULL);
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		step = good_until();
		if (step < told->done || step > told->done + 1)
			fail_msg("killed %d: good until %d, %d were done", i, step, told->done);
		cut += step > 0 && step < STEPS;
	}
	assert_true(cut > 10);
}

static void who_cannot_write_leaves_the_last_step(void **state)
{
	(void)state;
	for (rlim_t size = 3000; size < 90000; size += 7001) {
		int status;
		pid_t pid;

		unlink(path);
		*told = (struct told){0};
		pid = fork();
		if (pid == 0)
			write_steps(size);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 2);
		assert_int_equal(told->failed, told->done + 1);
		assert_int_equal(good_until(), told->done);
	}
}

static void who_is_removed_is_told(void **state)
{
	struct trace_file *f = begin();

	(void)state;
	write_rows(f, 1);
	assert_true(trace_file_step(f, error));
	unlink(path);
	write_rows(f, 2);
	assert_false(trace_file_step(f, error));
	assert_non_null(strstr(error, "steps.vft: cannot be written: No such file"));
	write_rows(f, 3);
	assert_false(trace_file_finish(f, error));
	assert_int_equal(good_until(), 0);
}

/* Whatever steps there were. */
static void the_same_rows_make_the_same_file(void **state)
{
	static uint8_t first[4 << 20], other[4 << 20];
	size_t size = 0;

	(void)state;
	for (int every = 1; every <= STEPS + 1; every += 8) {
		struct trace_file *f = begin();
		FILE *file;
		size_t n;

		for (int i = 1; i <= STEPS; i++) {
			write_rows(f, i);
			assert_true(i % every || trace_file_step(f, error));
		}
		assert_true(execute(trace_file_database(f), "COMMIT"));
		assert_true(trace_file_finish(f, error));
		assert_int_equal(good_until(), STEPS);
		file = fopen(path, "rb");
		n = fread(every == 1 ? first : other, 1, sizeof first, file);
		fclose(file);
		size = every == 1 ? n : size;
		assert_int_equal(n, size);
		assert_true(every == 1 || !memcmp(first, other, n));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_killed_leaves_the_last_step),
		cmocka_unit_test(who_cannot_write_leaves_the_last_step),
		cmocka_unit_test(who_is_removed_is_told),
		cmocka_unit_test(the_same_rows_make_the_same_file),
	};

	return cmocka_run_group_tests_name("trace file", tests, set_up, tear_down);
}
