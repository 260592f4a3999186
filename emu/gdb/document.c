/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents for GDB: see document.h. */
#include "gdb/document.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "base/alloc.h"
#include "image/disk.h"

/* In the order of the numbers that GDB knows them by (gdb/features/m68k-core.xml has a plain ps: the upper half of ours
 * is a VAX's, as guest/abi/arch.h has it). */
static const char registers[] = "<?xml version=\"1.0\"?>\n"
				"<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n"
				"<target version=\"1.0\">\n"
				"<architecture>m68k</architecture>\n"
				"<osabi>none</osabi>\n"
				"<feature name=\"org.gnu.gdb.m68k.core\">\n"
				"<flags id=\"psl\" size=\"4\">\n"
				"<field name=\"C\" start=\"0\" end=\"0\"/>\n"
				"<field name=\"V\" start=\"1\" end=\"1\"/>\n"
				"<field name=\"Z\" start=\"2\" end=\"2\"/>\n"
				"<field name=\"N\" start=\"3\" end=\"3\"/>\n"
				"<field name=\"T\" start=\"4\" end=\"4\"/>\n"
				"<field name=\"IPL\" start=\"16\" end=\"20\"/>\n"
				"<field name=\"PREVIOUS\" start=\"22\" end=\"23\"/>\n"
				"<field name=\"MODE\" start=\"24\" end=\"25\"/>\n"
				"<field name=\"X\" start=\"28\" end=\"28\"/>\n"
				"</flags>\n"
				"<reg name=\"d0\" bitsize=\"32\"/>\n"
				"<reg name=\"d1\" bitsize=\"32\"/>\n"
				"<reg name=\"d2\" bitsize=\"32\"/>\n"
				"<reg name=\"d3\" bitsize=\"32\"/>\n"
				"<reg name=\"d4\" bitsize=\"32\"/>\n"
				"<reg name=\"d5\" bitsize=\"32\"/>\n"
				"<reg name=\"d6\" bitsize=\"32\"/>\n"
				"<reg name=\"d7\" bitsize=\"32\"/>\n"
				"<reg name=\"a0\" bitsize=\"32\" type=\"data_ptr\"/>\n"
				"<reg name=\"a1\" bitsize=\"32\" type=\"data_ptr\"/>\n"
				"<reg name=\"a2\" bitsize=\"32\" type=\"data_ptr\"/>\n"
				"<reg name=\"a3\" bitsize=\"32\" type=\"data_ptr\"/>\n"
				"<reg name=\"a4\" bitsize=\"32\" type=\"data_ptr\"/>\n"
				"<reg name=\"a5\" bitsize=\"32\" type=\"data_ptr\"/>\n"
				"<reg name=\"fp\" bitsize=\"32\" type=\"data_ptr\"/>\n"
				"<reg name=\"sp\" bitsize=\"32\" type=\"data_ptr\"/>\n"
				"<reg name=\"ps\" bitsize=\"32\" type=\"psl\"/>\n"
				"<reg name=\"pc\" bitsize=\"32\" type=\"code_ptr\"/>\n"
				"</feature>\n"
				"</target>\n";

static char *features(struct target *t, const char *annex)
{
	(void)t;
	return strcmp(annex, "target.xml") == 0 ? alloc_string(registers) : NULL;
}

/* Text in XML: a program's name is its own. */
static void put(FILE *f, const char *text)
{
	for (; *text; text++)
		if (strchr("&<>\"'", *text))
			fprintf(f, "&#%d;", *text);
		else
			fputc(*text, f);
}

static void put_threads(FILE *f, struct target *t)
{
	char name[MAXCOMLEN + 1], state[PROCESS_STATE];
	uint32_t list[TARGET_THREADS];
	size_t n = target_threads(t, list);

	fputs("<?xml version=\"1.0\"?>\n<threads>\n", f);
	for (size_t i = 0; i < n; i++) {
		if (!target_thread(t, list[i], name, state))
			continue;
		fprintf(f, "<thread id=\"%" PRIx32 "\" name=\"", list[i]);
		put(f, name);
		fputs("\">", f);
		put(f, state);
		fputs("</thread>\n", f);
	}
	fputs("</threads>\n", f);
}

static char *threads(struct target *t, const char *annex)
{
	char *text = NULL;
	size_t size;
	FILE *f;

	if (*annex)
		return NULL;
	f = open_memstream(&text, &size);
	if (f)
		put_threads(f, t);
	if (!f || fclose(f))
		alloc_failed();
	return text;
}

/* The annex is a process's number, or empty. GDB reads the file itself (root_file.h). A trace may name anything: what
 * is no file of its disk GDB is not to look for. */
static char *exec_file(struct target *t, const char *annex)
{
	const struct run_image *disk = session_cache(t->session)->disk;
	const uint8_t *data;
	size_t size;

	(void)annex;
	return disk && disk_find(disk->data, disk->size, t->path, &data, &size) ? alloc_string(t->path) : NULL;
}

static const struct object {
	const char *name;
	char *(*make)(struct target *, const char *annex);
} objects[] = {
	{"features", features},
	{"threads", threads},
	{"exec-file", exec_file},
};
enum { OBJECTS = sizeof objects / sizeof *objects };

char *document_make(struct target *t, const char *object, const char *annex)
{
	for (int i = 0; i < OBJECTS; i++)
		if (!strcmp(objects[i].name, object))
			return objects[i].make(t, annex);
	return NULL;
}

char *document_features(void)
{
	char *text = alloc_string("");

	for (int i = 0; i < OBJECTS; i++) {
		char *longer = alloc_format("%s;qXfer:%s:read+", text, objects[i].name);

		free(text);
		text = longer;
	}
	return text;
}
