/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Traces that are wrong in one place or a few: see trace_mutations.h. */
#include "trace_mutations.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/alloc.h"
#include "base/be.h"
#include "machine/machine.h"
#include "mutation.h"
#include "replay/compress.h"
#include "replay/timeline.h"

enum { CHANGES_MAX = 4, PAGE = 1024 };

/* Rows ------------------------------------------------------------------------------------------- */

static void sql(struct mutation *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void sql(struct mutation *m, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = sqlite3_vmprintf(format, args);
	va_end(args);
	sqlite3_exec(m->db, text, NULL, NULL, NULL); /* what the schema of an earlier change forbids stays as it is */
	sqlite3_free(text);
}

/* Unpacks a block, changes it, and packs it again. */
static void repack(struct mutation *m, const char *table, const char *condition,
                   void (*change)(struct mutation *, uint8_t *, size_t))
{
	char *query = sqlite3_mprintf("SELECT rowid, raw_size, data FROM %s WHERE %s", table, condition);
	char *update = sqlite3_mprintf("UPDATE %s SET data = ? WHERE rowid = ?", table);
	sqlite3_stmt *s = NULL;
	size_t size = 0, packed_size;
	uint8_t *block = NULL;
	void *packed;
	sqlite3_int64 row = 0;

	if (sqlite3_prepare_v2(m->db, query, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW) {
		row = sqlite3_column_int64(s, 0);
		size = (size_t)sqlite3_column_int64(s, 1);
		block = compress_unpack(sqlite3_column_blob(s, 2), (size_t)sqlite3_column_bytes(s, 2), size);
	}
	sqlite3_finalize(s);
	if (block) {
		change(m, block, size);
		packed = compress_pack(block, size, COMPRESS_FAST, &packed_size);
		if (sqlite3_prepare_v2(m->db, update, -1, &s, NULL) == SQLITE_OK) {
			sqlite3_bind_blob64(s, 1, packed, packed_size, SQLITE_STATIC);
			sqlite3_bind_int64(s, 2, row);
			sqlite3_step(s);
			sqlite3_finalize(s);
		}
		free(packed);
		free(block);
	}
	sqlite3_free(query);
	sqlite3_free(update);
}

/* A saved state as its head and the whole memory, or that as a saved state again; swapped pages are left out. */
static uint8_t *spread(const uint8_t *block, size_t size, uint32_t frames)
{
	size_t head = machine_state_size();
	uint8_t *spread = alloc_new(head + (size_t)frames * NBPG, 1);
	uint32_t page;

	memcpy(spread, block, head);
	for (size_t at = head; at < size; at += MACHINE_SAVED_PAGE) {
		page = le32_get(block + at);
		if (page < frames)
			memcpy(spread + head + (size_t)page * NBPG, block + at + sizeof page, NBPG);
	}
	return spread;
}

static uint8_t *gather(const uint8_t *spread, uint32_t frames, size_t *size)
{
	size_t head = machine_state_size();
	uint8_t *block, *at;

	*size = head + frames * MACHINE_SAVED_PAGE;
	block = alloc_new(*size, 1);
	memcpy(block, spread, head);
	at = block + head;
	for (uint32_t page = 0; page < frames; page++, at += MACHINE_SAVED_PAGE) {
		le32_put(at, page);
		memcpy(at + sizeof page, spread + head + (size_t)page * NBPG, NBPG);
	}
	return block;
}

/* How a state differs from that of the beginning, as a checkpoint has it. */
static uint8_t *difference(const uint8_t *beginning, const uint8_t *state, uint32_t frames, size_t *size)
{
	size_t head = machine_state_size();
	uint8_t *raw = alloc_new(head + (size_t)frames * (NBPG + 4), 1), *at = raw + head;

	for (size_t i = 0; i < head; i++)
		raw[i] = beginning[i] ^ state[i];
	for (uint32_t page = 0; page < frames; page++) {
		const uint8_t *was = beginning + head + (size_t)page * NBPG, *is = state + head + (size_t)page * NBPG;

		if (!memcmp(was, is, NBPG))
			continue;
		le32_put(at, page);
		for (size_t i = 0; i < NBPG; i++)
			at[sizeof page + i] = was[i] ^ is[i];
		at += sizeof page + NBPG;
	}
	*size = (size_t)(at - raw);
	return raw;
}

/* A checkpoint of another state, with its hash, if it is one; or with a part of the difference changed. */
static void mutate_state(struct mutation *m)
{
	struct timeline *t = m->base->timeline;
	size_t i = mutation_below(m, timeline_ncheckpoints(t)), size, n, packed_size;
	uint64_t icount = timeline_checkpoint(t, i)->icount, saved, hash = 0;
	uint32_t frames = machine_ram_size(timeline_machine(t)) / NBPG;
	const void *is = timeline_checkpoint_state(t, 0, &size);
	uint8_t *beginning, *state, *block, *raw;
	sqlite3_stmt *s = NULL;
	void *packed;

	if (!is)
		return;
	beginning = spread(is, size, frames);
	is = timeline_checkpoint_state(t, i, &size);
	state = is ? spread(is, size, frames) : alloc_copy(beginning, machine_state_size() + (size_t)frames * NBPG);
	change_state(m, state, machine_state_size() + (size_t)frames * NBPG);
	block = gather(state, frames, &size);
	if (!machine_saved(timeline_machine(t), block, size, &saved, &hash))
		hash = mutation_number(m);
	free(block);
	raw = difference(beginning, state, frames, &n);
	if (mutation_below(m, 4) == 0)
		change_bytes(m, raw, n);
	packed = compress_pack(raw, n, COMPRESS_FAST, &packed_size);
	if (sqlite3_prepare_v2(m->db, "UPDATE checkpoints SET data = ?, base = NULL, raw_size = ? WHERE icount = ?", -1,
	                       &s, NULL) == SQLITE_OK) {
		sqlite3_bind_blob64(s, 1, packed, packed_size, SQLITE_STATIC);
		sqlite3_bind_int64(s, 2, (sqlite3_int64)n);
		sqlite3_bind_int64(s, 3, (sqlite3_int64)icount);
		sqlite3_step(s);
		sqlite3_finalize(s);
	}
	sql(m, "UPDATE checkpoints SET hash = '%016llx' WHERE icount = %llu", (unsigned long long)hash,
	    (unsigned long long)icount);
	free(packed);
	free(raw);
	free(state);
	free(beginning);
}

static void mutate_kernel(struct mutation *m)
{
	repack(m, "images", "name = 'kernel'", change_elf);
}

static void mutate_disk(struct mutation *m)
{
	repack(m, "images", "name = 'disk'", change_disk);
}

/* A value of any type for a column. */
static char *value(struct mutation *m)
{
	switch (mutation_below(m, 8)) {
	case 0:
		return sqlite3_mprintf("NULL");
	case 1:
		return sqlite3_mprintf("%f", (double)mutation_number(m) / 3);
	case 2:
		return sqlite3_mprintf("'%u'", random_word(&m->random));
	case 3:
		return sqlite3_mprintf("randomblob(%u)", mutation_below(m, 40));
	case 4:
		return sqlite3_mprintf("zeroblob(%u)", mutation_below(m, 100000));
	default:
		return sqlite3_mprintf("%lld", (long long)mutation_number(m));
	}
}

static void mutate_column(struct mutation *m)
{
	static const struct {
		const char *table, *column;
	} columns[] = {
		{"meta", "value"},          {"meta", "key"},
		{"images", "name"},         {"images", "raw_size"},
		{"images", "data"},         {"runs", "run"},
		{"runs", "name"},           {"runs", "parent"},
		{"runs", "start"},          {"runs", "end"},
		{"runs", "complete"},       {"files", "run"},
		{"files", "icount"},        {"files", "inode"},
		{"files", "whole"},         {"files", "raw_size"},
		{"files", "data"},          {"inputs", "run"},
		{"inputs", "seq"},          {"inputs", "icount"},
		{"inputs", "byte"},         {"interventions", "icount"},
		{"interventions", "kind"},  {"interventions", "place"},
		{"interventions", "value"}, {"event_rows", "id"},
		{"kinds", "kind"},          {"kinds", "name"},
		{"event_rows", "icount"},   {"event_rows", "usec"},
		{"event_rows", "pid"},      {"event_rows", "kind"},
		{"event_rows", "a0"},       {"event_rows", "a1"},
		{"event_rows", "a5"},       {"event_rows", "text"},
		{"checkpoints", "run"},     {"checkpoints", "base"},
		{"checkpoints", "wrote"},   {"checkpoints", "icount"},
		{"checkpoints", "hash"},    {"checkpoints", "raw_size"},
		{"checkpoints", "data"},    {"output", "icount"},
		{"output", "data"},         {"output", "run"},
	};
	uint32_t i = mutation_below(m, COUNT(columns));
	char *v = value(m);

	sql(m, "UPDATE OR REPLACE %s SET %s = %s WHERE %s IN (SELECT %s FROM %s LIMIT 1 OFFSET %u)", columns[i].table,
	    columns[i].column, v, columns[i].column, columns[i].column, columns[i].table, mutation_below(m, 40));
	sqlite3_free(v);
}

/* Events that could have been: other pids, arguments, kinds, orders and times. */
static void mutate_events(struct mutation *m)
{
	static const char *const loans[] = {"vfork.begin", "vm.pass",      "vm.share",  "vm.return", "vm.part",
	                                    "vfork.end",   "exec.commit",  "exit.end",  "fork.copy", "proc.switch",
	                                    "page.alloc",  "syscall.exit", "exec.done", "cow.copy"};
	uint32_t events = (uint32_t)timeline_nevents(m->base->timeline);

	for (uint32_t n = 1 + mutation_below(m, 6); n > 0; n--) {
		uint32_t seq = mutation_below(m, events);

		switch (mutation_below(m, 8)) {
		case 0:
			sql(m, "UPDATE event_rows SET pid = %u WHERE id = %u",
			    mutation_below(m, 3) ? mutation_below(m, 8) : (uint32_t)mutation_number(m), seq);
			break;
		case 1:
			sql(m, "UPDATE event_rows SET a%u = %u WHERE id = %u", mutation_below(m, 6),
			    mutation_below(m, 2) ? mutation_below(m, 8) : (uint32_t)mutation_number(m), seq);
			break;
		case 2:
		case 3:
			sql(m, "UPDATE event_rows SET kind = (SELECT kind FROM kinds WHERE name = '%s') WHERE id = %u",
			    loans[mutation_below(m, COUNT(loans))], seq);
			break;
		case 4: /* all that follow come at one instant */
			sql(m,
			    "UPDATE event_rows SET icount = (SELECT icount FROM event_rows WHERE id = %u) WHERE id > %u"
			    " AND icount < (SELECT icount FROM event_rows WHERE id = %u + 9)",
			    seq, seq, seq);
			break;
		case 5:
			sql(m, "UPDATE event_rows SET usec = %lld WHERE id = %u", (long long)mutation_number(m), seq);
			break;
		case 6:
			sql(m, "UPDATE event_rows SET text = CAST(randomblob(%u) AS TEXT) WHERE id = %u",
			    mutation_below(m, 34), seq);
			break;
		default: /* the tail is gone, or many more of the last kind follow */
			if (mutation_below(m, 2))
				sql(m, "DELETE FROM event_rows WHERE id > %u", seq);
			else
				sql(m,
				    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT %u)"
				    " INSERT INTO event_rows SELECT (SELECT max(id) FROM event_rows) + i,"
				    " (SELECT max(icount) FROM event_rows),"
				    " i, i %% 9, (SELECT kind FROM kinds WHERE name = '%s'),"
				    " i %% 7, i %% 5, i, 0, 0, 0, '' FROM n",
				    1 + mutation_below(m, 3000), loans[mutation_below(m, COUNT(loans))]);
			break;
		}
	}
}

static void mutate_input(struct mutation *m)
{
	uint32_t end = (uint32_t)timeline_end(m->base->timeline);

	if (mutation_below(m, 2))
		sql(m,
		    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT %u)"
		    " INSERT INTO inputs SELECT 0, i, %u, (i * 7) %% 256 FROM n",
		    1 + mutation_below(m, 10000), mutation_below(m, end));
	else
		sql(m,
		    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT %u)"
		    " INSERT INTO output SELECT 0, %u, randomblob(%u) FROM n",
		    1 + mutation_below(m, 3000), mutation_below(m, end), mutation_below(m, 60));
}

/* Runs that leave each other. */
static void mutate_runs(struct mutation *m)
{
	uint32_t end = (uint32_t)timeline_end(m->base->timeline);
	static const char *const tables[] = {"inputs", "checkpoints", "output", "files"};

	switch (mutation_below(m, 6)) {
	case 0:
		sql(m, "UPDATE runs SET complete = 0");
		break;
	case 1:
		sql(m, "UPDATE runs SET start = %u WHERE run = 1", mutation_below(m, end));
		break;
	case 2:
		sql(m, "UPDATE runs SET end = %u", mutation_below(m, 2 * (size_t)end));
		break;
	case 3: /* rows of another run */
		if (mutation_below(m, 5))
			sql(m, "UPDATE %s SET run = 1 - run", tables[mutation_below(m, COUNT(tables))]);
		else
			sql(m, "UPDATE event_rows SET id = id + %lld", (long long)mutation_number(m));
		break;
	case 4: /* branches of branches */
		sql(m,
		    "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n LIMIT %u)"
		    " INSERT INTO runs SELECT i, 'b' || i, i - 1, %u, %u + i, 1 FROM n",
		    1 + mutation_below(m, 300), mutation_below(m, end), end);
		break;
	default: /* bases */
		sql(m,
		    "UPDATE checkpoints SET base = (SELECT icount FROM checkpoints LIMIT 1 OFFSET %u) WHERE rowid = %u",
		    mutation_below(m, 12), mutation_below(m, 12));
		break;
	}
}

/* Another run than the one that was recorded. */
static void mutate_run(struct mutation *m)
{
	static const char *const systems[] = {"3bsd", "4.4bsd",  "linux",         "uclinux",
	                                      "irix", "solaris", "private-stack", "x"};

	switch (mutation_below(m, 5)) {
	case 0:
		sql(m, "UPDATE meta SET value = '%s' WHERE key = 'system'", systems[mutation_below(m, COUNT(systems))]);
		break;
	case 1:
		sql(m, "UPDATE meta SET value = %u WHERE key = 'ram'", (1 + mutation_below(m, 66)) << 20);
		break;
	case 2:
		sql(m, "UPDATE meta SET value = %u WHERE key = 'swap'", mutation_below(m, 40000) * NBPG);
		break;
	case 3:
		sql(m, "UPDATE runs SET end = end + %u WHERE run = 0",
		    mutation_below(m, 4) ? mutation_below(m, 100000) : 1u << 31);
		break;
	default:
		sql(m, "DELETE FROM checkpoints WHERE icount > %u", mutation_below(m, 100000));
		break;
	}
}

static void mutate_schema(struct mutation *m)
{
	static const char *const statements[] = {
		"CREATE TRIGGER t AFTER INSERT ON event_rows BEGIN SELECT 1; END",
		"CREATE INDEX i ON event_rows(kind)",
		"CREATE VIEW v AS SELECT * FROM events",
		"CREATE TABLE more(x)",
		"DROP VIEW \"vm.pass\"",
		"DROP TABLE output",
		"ALTER TABLE inputs ADD COLUMN more INTEGER",
		"ALTER TABLE event_rows RENAME TO e",
		"UPDATE sqlite_schema SET rootpage = rootpage + 1 WHERE name = 'event_rows'",
		"UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'images'",
		"UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'images')"
		" WHERE name = 'checkpoints'",
		"UPDATE sqlite_schema SET rootpage = 99999999 WHERE name = 'output'",
		"UPDATE sqlite_schema SET sql = replace(sql, 'byte INTEGER NOT NULL',"
		" 'byte INTEGER AS (instr(zeroblob(20000000), x''01'')) STORED') WHERE name = 'inputs'",
		"UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', '') WHERE name = 'images'",
		"UPDATE sqlite_schema SET sql = sql || ' ' WHERE name = 'meta'",
		"UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE events USING fts5(x)' WHERE name = 'event_rows'",
		"UPDATE sqlite_schema SET type = 'view' WHERE name = 'event_rows'",
		"UPDATE sqlite_schema SET tbl_name = 'x' WHERE name = 'event_rows'",
		"PRAGMA user_version = 8",
		"PRAGMA encoding = 'UTF-16'",
	};

	sql(m, "PRAGMA writable_schema = ON");
	sql(m, "%s", statements[mutation_below(m, COUNT(statements))]);
}

/* The frames that blocks are packed in. */
static void mutate_frame(struct mutation *m)
{
	static const char *const tables[] = {"images", "checkpoints", "files"};
	const char *table = tables[mutation_below(m, COUNT(tables))];
	uint32_t row = mutation_below(m, 3), at = mutation_below(m, mutation_below(m, 2) ? 20 : 5000);

	switch (mutation_below(m, 4)) {
	case 0:
		sql(m,
		    "UPDATE %s SET data = CAST(substr(data, 1, %u) || x'%02x%02x' || substr(data, %u) AS BLOB)"
		    " WHERE rowid IN (SELECT rowid FROM %s LIMIT 1 OFFSET %u)",
		    table, at, mutation_below(m, 256), mutation_below(m, 256), at + 3, table, row);
		break;
	case 1:
		sql(m, "UPDATE %s SET data = CAST(data || data AS BLOB)", table);
		break;
	case 2:
		sql(m, "UPDATE %s SET data = CAST(substr(data, 1, %u) AS BLOB)", table, at);
		break;
	default: /* all of it is there, but it is another block */
		repack(m, table, "1 ORDER BY rowid DESC LIMIT 1", change_bytes);
		break;
	}
}

/* The whole -------------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	unsigned weight;
	void (*change)(struct mutation *);
} kinds[] = {
	{"state", 8, mutate_state},   {"kernel", 6, mutate_kernel}, {"disk", 5, mutate_disk},
	{"column", 4, mutate_column}, {"events", 6, mutate_events}, {"input", 2, mutate_input},
	{"run", 3, mutate_run},       {"runs", 4, mutate_runs},     {"schema", 2, mutate_schema},
	{"frame", 2, mutate_frame},
};

/* A step that was not completed (emu/replay/trace_file.h): copies of pages behind the database. Most are as they should
 * be, but for what is in them. */
static uint8_t *put_step(struct mutation *m, uint8_t *file, size_t *size)
{
	size_t count = *size / PAGE, copies = mutation_below(m, 6), numbers = copies ? 1 : 0;
	size_t all = (count + copies + numbers + 1) * PAGE;
	uint8_t *longer = alloc_new(all + PAGE, 1), *tail = longer + count * PAGE, *last = longer + all - PAGE;
	uint64_t sum;

	memcpy(longer, file, count * PAGE);
	for (size_t i = 0; i < copies; i++) {
		uint32_t page = mutation_below(m, count + (mutation_below(m, 8) == 0));

		memcpy(tail + i * PAGE, file + (page % count) * PAGE, PAGE);
		if (mutation_below(m, 2))
			change_bytes(m, tail + i * PAGE, PAGE);
		be32_put(tail + copies * PAGE + 4 * i, page);
	}
	memcpy(last, "vforkscope step", 15);
	be32_put(last + 16, (uint32_t)count + (mutation_below(m, 8) == 0));
	be32_put(last + 20, mutation_below(m, 8) ? (uint32_t)copies : (uint32_t)mutation_number(m));
	sum = XXH3_64bits_withSeed(tail, (copies + numbers) * PAGE, count) + (mutation_below(m, 8) == 0);
	be32_put(last + 24, (uint32_t)(sum >> 32));
	be32_put(last + 28, (uint32_t)sum);
	*size = mutation_below(m, 5) ? all : all - mutation_below(m, all - count * PAGE);
	free(file);
	return longer;
}

/* SQLite's own structures: header, pages of trees, cells; and what a broken copy does. */
static uint8_t *mutate_file(struct mutation *m, uint8_t *file, size_t *size)
{
	size_t page = mutation_below(m, *size / PAGE) * PAGE, other = mutation_below(m, *size / PAGE) * PAGE;

	switch (mutation_below(m, 8)) {
	case 0:
		change_bytes(m, file, 100);
		break;
	case 1: /* the header of a page, and where its cells are */
		change_bytes(m, file + page, 64);
		break;
	case 2:
		change_bytes(m, file + page, PAGE);
		break;
	case 3:
		memmove(file + page, file + other, PAGE);
		break;
	case 4:
		*size = mutation_below(m, 2) ? page : mutation_below(m, *size);
		break;
	case 5:
		change_bytes(m, file, *size);
		break;
	default:
		return put_step(m, file, size);
	}
	return file;
}

static void describe(char *what, size_t size, const char *name)
{
	size_t n = strlen(what);

	snprintf(what + n, size - n, "%s%s", n ? ", " : "", name);
}

static void change_once(struct mutation *m, char *what, size_t what_size)
{
	unsigned total = 0, pick;
	size_t i = 0;

	for (size_t k = 0; k < COUNT(kinds); k++)
		total += kinds[k].weight;
	for (pick = mutation_below(m, total); pick >= kinds[i].weight; i++)
		pick -= kinds[i].weight;
	describe(what, what_size, kinds[i].name);
	kinds[i].change(m);
}

uint8_t *base_mutate(const struct base *base, uint64_t number, size_t *size, char *what, size_t what_size)
{
	struct mutation m = {.base = base, .random = (number + 1) * UINT64_C(0x9E3779B97F4A7C15)};
	uint8_t *copy = sqlite3_malloc64(base->size), *file;
	sqlite3_int64 length = 0;

	*what = '\0';
	memcpy(copy, base->file, base->size);
	for (int i = 0; i < 8; i++)
		random_word(&m.random);
	if (sqlite3_open(":memory:", &m.db) != SQLITE_OK ||
	    sqlite3_deserialize(m.db, "main", copy, (sqlite3_int64)base->size, (sqlite3_int64)base->size,
	                        SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) != SQLITE_OK) {
		fprintf(stderr, "%s\n", sqlite3_errmsg(m.db));
		exit(1);
	}
	/* of five files, one is damaged as a file only */
	if (number % 5)
		for (uint32_t n = mutation_below(&m, 2) ? 1 : 1 + mutation_below(&m, CHANGES_MAX); n > 0; n--)
			change_once(&m, what, what_size);
	copy = sqlite3_serialize(m.db, "main", &length, 0);
	*size = (size_t)length;
	file = alloc_copy(copy, *size);
	sqlite3_free(copy);
	sqlite3_close(m.db);
	if ((number % 5 == 0 || mutation_below(&m, 20) == 0) && *size >= PAGE) {
		describe(what, what_size, "file");
		file = mutate_file(&m, file, size);
	}
	return file;
}
