/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Traces that are wrong in one place or a few: see trace_mutations.h. */
#include "trace_mutations.h"

#include <elf.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/be.h"
#include "image/disk.h"
#include "analysis/kernel_view.h"
#include "image/library.h"
#include "machine/machine_private.h"
#include "base/alloc.h"
#include "replay/compress.h"
#include "replay/trace.h"

enum { CHANGES_MAX = 4, SPACING = 30000, PAGE = 4096 };
#define COUNT(array) (sizeof(array) / sizeof *(array))

struct base {
	char program[32];
	struct timeline *timeline; /* its machine tells which states are good ones */
	struct kernel_names names;
	uint8_t *file;
	size_t size;
};

/* One trace on its way. */
struct mutation {
	const struct base *base;
	sqlite3 *db;
	uint64_t random;
};

uint32_t random_word(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (uint32_t)(*state >> 16);
}

uint32_t random_below(uint64_t *state, size_t n)
{
	return n ? random_word(state) % (uint32_t)n : 0;
}

static uint32_t below(struct mutation *m, size_t n)
{
	return random_below(&m->random, n);
}

/* A number that is worth trying, of up to 64 bits. */
static int64_t number(struct mutation *m)
{
	static const int64_t borders[] = {
		0,         1,         -1,        2,         255,          256,         4095,
		4096,      65535,     65536,     INT32_MAX, UINT32_MAX,   INT64_MAX,   INT64_MIN,
		1ll << 48, 1ll << 47, 1ll << 40, 1ll << 31, 0x80000000ll, 0xbffffffcll};

	switch (below(m, 4)) {
	case 0:
		return borders[below(m, COUNT(borders))];
	case 1:
		return below(m, 64);
	case 2:
		return below(m, 200000);
	default:
		return (int64_t)((uint64_t)random_word(&m->random) << below(m, 33));
	}
}

/* Bytes ------------------------------------------------------------------------------------------ */

/* A few wrong bytes, words or stretches in a block. */
static void damage(struct mutation *m, uint8_t *block, size_t size)
{
	for (uint32_t n = 1 + below(m, 6); n > 0 && size >= 8; n--) {
		size_t at = below(m, size - 7), length = 1 + below(m, size - at < 512 ? size - at : 512);

		switch (below(m, 6)) {
		case 0:
			block[at] = (uint8_t)number(m);
			break;
		case 1:
			block[at] ^= (uint8_t)(1u << below(m, 8));
			break;
		case 2:
			be32_put(block + (at & ~(size_t)3), (uint32_t)number(m));
			break;
		case 3:
			be16_put(block + (at & ~(size_t)1), (uint16_t)number(m));
			break;
		case 4:
			memmove(block + at, block + below(m, size - length), length);
			break;
		default:
			memset(block + at, below(m, 2) ? 0 : 0xff, length / 8 + 1);
			break;
		}
	}
}

/* Instructions that an engine or a kernel would rather not meet. */
static void odd_code(struct mutation *m, uint8_t *code, size_t size)
{
	static const uint16_t words[] = {
		0x4848 /* bkpt */,
		0x4e7a /* movec */,
		0x4e7b,
		0x4e72 /* stop */,
		0x4e73 /* rte */,
		0x4e70 /* reset */,
		0x4afc,
		0x60fe /* bra self */,
		0xf200,
		0xf518,
		0xf4f8,
		0x0e90 /* moves */,
		0x4e40,
		0x4e4f,
		0xa000,
		0xa001,
		0xa003,
		0xa006,
		0xa008,
		0xa009,
		0xa00a,
		0xa800,
		0x4ac0 /* tas */,
		0x0cfc /* cas2 */,
	};

	for (uint32_t n = 1 + below(m, 8); n > 0 && size >= 8; n--)
		be16_put(code + (below(m, size - 1) & ~1u),
		         below(m, 8) ? words[below(m, COUNT(words))] : (uint16_t)random_word(&m->random));
}

static void change_elf(struct mutation *m, uint8_t *elf, size_t size)
{
	uint32_t table, entry, count, offset, length, type;
	uint8_t *section;

	if (size < sizeof(Elf32_Ehdr))
		return;
	table = be32_get(elf + offsetof(Elf32_Ehdr, e_shoff));
	entry = be16_get(elf + offsetof(Elf32_Ehdr, e_shentsize));
	count = be16_get(elf + offsetof(Elf32_Ehdr, e_shnum));
	if (below(m, 8) == 0) {
		damage(m, elf, below(m, 2) ? sizeof(Elf32_Ehdr) : 256);
		return;
	}
	if (entry < sizeof(Elf32_Shdr) || table > size || (size - table) / entry < count)
		return;
	if (below(m, 8) == 0) {
		damage(m, elf + table, (size_t)count * entry);
		return;
	}
	section = elf + table + (size_t)below(m, count) * entry;
	offset = be32_get(section + offsetof(Elf32_Shdr, sh_offset));
	length = be32_get(section + offsetof(Elf32_Shdr, sh_size));
	type = be32_get(section + offsetof(Elf32_Shdr, sh_type));
	if (type == SHT_NOBITS || offset > size || length > size - offset)
		return;
	if (be32_get(section + offsetof(Elf32_Shdr, sh_flags)) & SHF_EXECINSTR)
		odd_code(m, elf + offset, length);
	else
		damage(m, elf + offset, length);
}

/* The file system's own blocks, or a program on it. */
static void change_disk(struct mutation *m, uint8_t *disk, size_t size)
{
	static const char *const names[] = {"/etc/init", "/etc/rc"};
	char path[64];
	const uint8_t *file;
	size_t length;

	snprintf(path, sizeof path, "/bin/%s", m->base->program);
	switch (below(m, 4)) {
	case 0:
		damage(m, disk, size < 2 * NBPG ? size : 2 * NBPG);
		break;
	case 1:
		damage(m, disk, size);
		break;
	default:
		if (disk_find(disk, size, below(m, 3) ? path : names[below(m, COUNT(names))], &file, &length))
			change_elf(m, disk + (file - disk), length);
		break;
	}
}

/* The words of the state before memory, and the tables in memory that host and kernel believe in. */
static void change_state(struct mutation *m, uint8_t *block, size_t size)
{
	uint8_t *ram = block + sizeof(struct state);
	size_t memory = size - sizeof(struct state);
	uint32_t word, at;

	if (size < sizeof(struct state) + NBPG)
		return;
	switch (below(m, 6)) {
	case 0: /* a word of struct state, in the host's order */
	case 1:
		word = (uint32_t)number(m);
		at = below(m, below(m, 4) ? offsetof(struct state, rx) : sizeof(struct state) - 4) & ~3u;
		memcpy(block + at, &word, sizeof word);
		break;
	case 2: /* the process table */
		at = m->base->names.proc - S0BASE;
		if (at < memory && memory - at >= NPROC * sizeof(struct proc))
			damage(m, ram + at, NPROC * sizeof(struct proc));
		break;
	case 3: /* words that look like page table entries, or like addresses of the kernel */
		for (uint32_t n = 0; n < 20000; n++) {
			at = below(m, memory - 4) & ~3u;
			word = be32_get(ram + at);
			if (!word || !(word & (PG_V | S0BASE)))
				continue;
			be32_put(ram + at, below(m, 2) ? word ^ 1u << below(m, 32) : (uint32_t)number(m));
			if (below(m, 4) == 0)
				break;
		}
		break;
	case 4: /* a page: u areas, stacks, page tables */
		damage(m, ram + below(m, memory / NBPG) * NBPG, NBPG);
		break;
	default:
		odd_code(m, ram + KERNEL_PA, memory - KERNEL_PA < 65536 ? memory - KERNEL_PA : 65536);
		break;
	}
}

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

/* Unpacks a block, changes it, and packs it again; the hash of a checkpoint becomes that of its new state, if it is
 * one. */
static void repack(struct mutation *m, const char *table, const char *condition,
                   void (*change)(struct mutation *, uint8_t *, size_t))
{
	char *query = sqlite3_mprintf("SELECT rowid, raw_size, data FROM %s WHERE %s", table, condition);
	char *update = sqlite3_mprintf("UPDATE %s SET data = ? WHERE rowid = ?", table);
	sqlite3_stmt *s = NULL;
	uint64_t icount, hash;
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
		if (change == change_state &&
		    machine_saved(timeline_machine(m->base->timeline), block, size, &icount, &hash))
			sql(m, "UPDATE checkpoints SET hash = '%016llx' WHERE rowid = %lld", (unsigned long long)hash,
			    (long long)row);
		free(block);
	}
	sqlite3_free(query);
	sqlite3_free(update);
}

static void mutate_state(struct mutation *m)
{
	char condition[64];

	snprintf(condition, sizeof condition, "1 ORDER BY rowid LIMIT 1 OFFSET %u",
	         below(m, timeline_ncheckpoints(m->base->timeline)));
	repack(m, "checkpoints", condition, change_state);
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
	switch (below(m, 8)) {
	case 0:
		return sqlite3_mprintf("NULL");
	case 1:
		return sqlite3_mprintf("%f", (double)number(m) / 3);
	case 2:
		return sqlite3_mprintf("'%u'", random_word(&m->random));
	case 3:
		return sqlite3_mprintf("randomblob(%u)", below(m, 40));
	case 4:
		return sqlite3_mprintf("zeroblob(%u)", below(m, 100000));
	default:
		return sqlite3_mprintf("%lld", (long long)number(m));
	}
}

static void mutate_column(struct mutation *m)
{
	static const struct {
		const char *table, *column;
	} columns[] = {
		{"meta", "value"},
		{"meta", "key"},
		{"images", "name"},
		{"images", "raw_size"},
		{"images", "data"},
		{"inputs", "icount"},
		{"inputs", "byte"},
		{"events", "seq"},
		{"events", "icount"},
		{"events", "usec"},
		{"events", "pid"},
		{"events", "name"},
		{"events", "a0"},
		{"events", "a1"},
		{"events", "a5"},
		{"events", "text"},
		{"checkpoints", "icount"},
		{"checkpoints", "hash"},
		{"checkpoints", "raw_size"},
		{"checkpoints", "data"},
		{"output", "icount"},
		{"output", "data"},
		{"output", "seq"},
	};
	uint32_t i = below(m, COUNT(columns));
	char *v = value(m);

	sql(m, "UPDATE OR REPLACE %s SET %s = %s WHERE %s IN (SELECT %s FROM %s LIMIT 1 OFFSET %u)", columns[i].table,
	    columns[i].column, v, columns[i].column, columns[i].column, columns[i].table, below(m, 40));
	sqlite3_free(v);
}

/* Events that could have been: other pids, arguments, kinds, orders and times. */
static void mutate_events(struct mutation *m)
{
	static const char *const loans[] = {"vfork.begin", "vm.pass",      "vm.share",  "vm.return", "vm.part",
	                                    "vfork.end",   "exec.commit",  "exit.end",  "fork.copy", "proc.switch",
	                                    "page.alloc",  "syscall.exit", "exec.done", "cow.copy"};
	uint32_t events = (uint32_t)timeline_nevents(m->base->timeline);

	for (uint32_t n = 1 + below(m, 6); n > 0; n--) {
		uint32_t seq = below(m, events);

		switch (below(m, 8)) {
		case 0:
			sql(m, "UPDATE events SET pid = %u WHERE seq = %u",
			    below(m, 3) ? below(m, 8) : (uint32_t)number(m), seq);
			break;
		case 1:
			sql(m, "UPDATE events SET a%u = %u WHERE seq = %u", below(m, 6),
			    below(m, 2) ? below(m, 8) : (uint32_t)number(m), seq);
			break;
		case 2:
		case 3:
			sql(m, "UPDATE events SET name = '%s' WHERE seq = %u", loans[below(m, COUNT(loans))], seq);
			break;
		case 4: /* all that follow come at one instant */
			sql(m,
			    "UPDATE events SET icount = (SELECT icount FROM events WHERE seq = %u) WHERE seq > %u"
			    " AND icount < (SELECT icount FROM events WHERE seq = %u + 9)",
			    seq, seq, seq);
			break;
		case 5:
			sql(m, "UPDATE events SET usec = %lld WHERE seq = %u", (long long)number(m), seq);
			break;
		case 6:
			sql(m, "UPDATE events SET text = CAST(randomblob(%u) AS TEXT) WHERE seq = %u", below(m, 34),
			    seq);
			break;
		default: /* the tail is gone, or many more of the last kind follow */
			if (below(m, 2))
				sql(m, "DELETE FROM events WHERE seq > %u", seq);
			else
				sql(m,
				    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT %u)"
				    " INSERT INTO events SELECT (SELECT max(seq) FROM events) + i, (SELECT max(icount) "
				    "FROM events),"
				    " i, i %% 9, '%s', i %% 7, i %% 5, i, 0, 0, 0, '' FROM n",
				    1 + below(m, 3000), loans[below(m, COUNT(loans))]);
			break;
		}
	}
}

static void mutate_input(struct mutation *m)
{
	uint32_t end = (uint32_t)timeline_end(m->base->timeline);

	if (below(m, 2))
		sql(m,
		    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT %u)"
		    " INSERT OR REPLACE INTO inputs SELECT i, %u, (i * 7) %% 256 FROM n",
		    1 + below(m, 10000), below(m, end));
	else
		sql(m,
		    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT %u)"
		    " INSERT OR REPLACE INTO output SELECT i, %u, randomblob(%u) FROM n",
		    1 + below(m, 3000), below(m, end), below(m, 60));
}

/* Another run than the one that was recorded. */
static void mutate_run(struct mutation *m)
{
	static const char *const systems[] = {"3bsd", "4.4bsd",  "linux",         "uclinux",
	                                      "irix", "solaris", "private-stack", "x"};

	switch (below(m, 5)) {
	case 0:
		sql(m, "UPDATE meta SET value = '%s' WHERE key = 'system'", systems[below(m, COUNT(systems))]);
		break;
	case 1:
		sql(m, "UPDATE meta SET value = %u WHERE key = 'ram'", (1 + below(m, 66)) << 20);
		break;
	case 2:
		sql(m, "UPDATE meta SET value = %u WHERE key = 'swap'", below(m, 40000) * NBPG);
		break;
	case 3:
		sql(m, "UPDATE meta SET value = value + %u WHERE key = 'end'",
		    below(m, 4) ? below(m, 100000) : 1u << 31);
		break;
	default:
		sql(m, "DELETE FROM checkpoints WHERE icount > %u", below(m, 100000));
		break;
	}
}

static void mutate_schema(struct mutation *m)
{
	static const char *const statements[] = {
		"CREATE TRIGGER t AFTER INSERT ON events BEGIN SELECT 1; END",
		"CREATE INDEX i ON events(name)",
		"CREATE VIEW v AS SELECT * FROM events",
		"CREATE TABLE more(x)",
		"DROP VIEW \"vm.pass\"",
		"DROP TABLE output",
		"ALTER TABLE inputs ADD COLUMN more INTEGER",
		"ALTER TABLE events RENAME TO e",
		"UPDATE sqlite_schema SET rootpage = rootpage + 1 WHERE name = 'events'",
		"UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'images'",
		"UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'images')"
		" WHERE name = 'checkpoints'",
		"UPDATE sqlite_schema SET rootpage = 99999999 WHERE name = 'output'",
		"UPDATE sqlite_schema SET sql = replace(sql, 'byte INTEGER NOT NULL',"
		" 'byte INTEGER AS (instr(zeroblob(20000000), x''01'')) STORED') WHERE name = 'inputs'",
		"UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', '') WHERE name = 'images'",
		"UPDATE sqlite_schema SET sql = sql || ' ' WHERE name = 'meta'",
		"UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE events USING fts5(x)' WHERE name = 'events'",
		"UPDATE sqlite_schema SET type = 'view' WHERE name = 'events'",
		"UPDATE sqlite_schema SET tbl_name = 'x' WHERE name = 'events'",
		"PRAGMA user_version = 7",
		"PRAGMA encoding = 'UTF-16'",
	};

	sql(m, "PRAGMA writable_schema = ON");
	sql(m, "%s", statements[below(m, COUNT(statements))]);
}

static void change_bytes(struct mutation *m, uint8_t *block, size_t size)
{
	damage(m, block, size);
}

/* The frames that blocks are packed in. */
static void mutate_frame(struct mutation *m)
{
	static const char *const tables[] = {"images", "checkpoints"};
	const char *table = tables[below(m, 2)];
	uint32_t row = below(m, 3), at = below(m, below(m, 2) ? 20 : 5000);

	switch (below(m, 4)) {
	case 0:
		sql(m,
		    "UPDATE %s SET data = CAST(substr(data, 1, %u) || x'%02x%02x' || substr(data, %u) AS BLOB)"
		    " WHERE rowid IN (SELECT rowid FROM %s LIMIT 1 OFFSET %u)",
		    table, at, below(m, 256), below(m, 256), at + 3, table, row);
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
	{"run", 3, mutate_run},       {"schema", 2, mutate_schema}, {"frame", 2, mutate_frame},
};

/* SQLite's own structures: header, pages of trees, cells; and what a broken copy does. */
static void mutate_file(struct mutation *m, uint8_t *file, size_t *size)
{
	size_t page = below(m, *size / PAGE) * PAGE, other = below(m, *size / PAGE) * PAGE;

	switch (below(m, 6)) {
	case 0:
		damage(m, file, 100);
		break;
	case 1: /* the header of a page, and where its cells are */
		damage(m, file + page, 64);
		break;
	case 2:
		damage(m, file + page, PAGE);
		break;
	case 3:
		memmove(file + page, file + other, PAGE);
		break;
	case 4:
		*size = below(m, 2) ? page : below(m, *size);
		break;
	default:
		damage(m, file, *size);
		break;
	}
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
	for (pick = below(m, total); pick >= kinds[i].weight; i++)
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
		for (uint32_t n = below(&m, 2) ? 1 : 1 + below(&m, CHANGES_MAX); n > 0; n--)
			change_once(&m, what, what_size);
	copy = sqlite3_serialize(m.db, "main", &length, 0);
	*size = (size_t)length;
	file = alloc_copy(copy, *size);
	sqlite3_free(copy);
	sqlite3_close(m.db);
	if (number % 5 == 0 && *size >= PAGE) {
		describe(what, what_size, "file");
		mutate_file(&m, file, size);
	}
	return file;
}

/* Making it -------------------------------------------------------------------------------------- */

static void give_up(const char *error)
{
	fprintf(stderr, "fuzz_traces: %s\n", error);
	exit(1);
}

/* The same disk with nothing on it but what the run needs. */
static void shrink_disk(struct run_image *disk, const char *program)
{
	char path[64], error[ERROR_MAX];
	const char *const files[] = {"/vmunix", "/etc/init", "/etc/rc", path};
	struct disk_builder *b = disk_new();
	const uint8_t *data;
	uint8_t *image;
	size_t length;

	snprintf(path, sizeof path, "/bin/%s", program);
	disk_add_nodes(b, error);
	for (size_t i = 0; i < COUNT(files); i++)
		if (!disk_find(disk->data, disk->size, files[i], &data, &length) ||
		    !disk_add(b, files[i], data, length, error))
			give_up(files[i]);
	image = disk_finish(b, &length);
	free(disk->data);
	disk->data = image;
	disk->size = length;
}

static void read_back(struct base *b)
{
	char error[ERROR_MAX], *path = alloc_format("%s/fuzz_traces.%d", P_tmpdir, (int)getpid());
	FILE *f;

	if (!trace_save(b->timeline, path, error))
		give_up(error);
	f = fopen(path, "rb");
	if (!f || fseek(f, 0, SEEK_END) || (b->size = (size_t)ftell(f)) == 0)
		give_up(path);
	rewind(f);
	b->file = alloc_new(b->size, 1);
	if (fread(b->file, 1, b->size, f) != b->size)
		give_up(path);
	fclose(f);
	unlink(path);
	free(path);
}

struct base *base_new(const char *program, const char *system)
{
	const char *const argv[] = {program, NULL};
	struct base *b = alloc_new(1, sizeof *b);
	struct run_config config;
	struct symbols *kernel;
	char error[ERROR_MAX];

	snprintf(b->program, sizeof b->program, "%s", program);
	if (!library_prepare(&(struct launch){.system = system, .ram = 2, .swap = LAUNCH_SWAP_MIN}, argv, &config,
	                     error))
		give_up(error);
	for (size_t i = 0; i < config.nimages; i++)
		if (!strcmp(config.images[i].name, "disk"))
			shrink_disk(&config.images[i], program);
	config.spacing = SPACING;
	b->timeline = timeline_new(&config, error);
	run_config_free(&config);
	if (!b->timeline)
		give_up(error);
	if (timeline_complete(b->timeline) != DRIVE_HALT)
		give_up(timeline_problem(b->timeline));
	kernel = symbols_open(timeline_image(b->timeline, "kernel")->data, timeline_image(b->timeline, "kernel")->size,
	                      error);
	if (!kernel)
		give_up(error);
	kernel_names(&b->names, kernel);
	symbols_close(kernel);
	read_back(b);
	return b;
}

void base_free(struct base *b)
{
	timeline_free(b->timeline);
	free(b->file);
	free(b);
}
