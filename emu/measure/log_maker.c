/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Logs of strace that nobody has run: see log_maker.h. */
#include "measure/log_maker.h"

#include <inttypes.h>

enum { FIRST = 1000, PROGRAMS = 8, STEP_US = 20 /* from line to line */ };

/* What the others execute: names and sizes of files as a build has them. */
static const struct {
	const char *path;
	uint32_t size;
} programs[PROGRAMS] = {
	{"/bin/sh", 125688},     {"/usr/bin/cat", 44016}, {"/usr/bin/sed", 126424}, {"/usr/bin/expr", 48000},
	{"/usr/bin/as", 697912}, {"/usr/bin/tr", 52208},  {"/usr/bin/mv", 142968},  {"/usr/bin/basename", 35664},
};

struct maker {
	FILE *f;
	uint64_t us;
};

/* The beginning of the next line. */
static void line(struct maker *m, uint32_t pid)
{
	m->us += STEP_US;
	fprintf(m->f, "%" PRIu32 " %" PRIu64 ".%06" PRIu64 " ", pid, 1700000000 + m->us / 1000000, m->us % 1000000);
}

static void begin(struct maker *m, const struct log_shape *shape, uint32_t pid)
{
	const char *path = programs[pid % PROGRAMS].path;

	line(m, FIRST);
	fputs(shape->fork ? "fork( <unfinished ...>\n" : "vfork( <unfinished ...>\n", m->f);
	if (shape->fork) {
		line(m, FIRST);
		fprintf(m->f, "<... fork resumed>) = %" PRIu32 "\n", pid);
	}
	line(m, pid);
	fprintf(m->f, "stat(\"%s\", {st_mode=S_IFREG|0755, st_size=%" PRIu32 ", ...}) = 0\n", path,
	        programs[pid % PROGRAMS].size);
	line(m, pid);
	fprintf(m->f, "execve(\"%s\", [\"%s\", \"-x\"], 0x7ffc8c2f1a28 /* 25 vars */%s", path, path,
	        shape->fork ? ") = 0\n" : " <unfinished ...>\n");
	if (!shape->fork) {
		line(m, FIRST);
		fprintf(m->f, "<... vfork resumed>) = %" PRIu32 "\n", pid);
		line(m, pid);
		fputs("<... execve resumed>) = 0\n", m->f);
	}
	line(m, pid);
	fputs("brk(NULL) = 0x55d5c8f3a000\n", m->f);
	line(m, pid);
	fputs("brk(0x55d5c8f5a000) = 0x55d5c8f5a000\n", m->f);
	for (uint32_t i = 0; i < shape->calls; i++) {
		line(m, pid);
		fputs("read(3, \"int main(void)\\n{\\n\\treturn 0;\\n\"..., 4096) = 4096\n", m->f);
	}
}

static void end(struct maker *m, uint32_t pid)
{
	line(m, pid);
	fputs("exit_group(0) = ?\n", m->f);
	line(m, pid);
	fputs("+++ exited with 0 +++\n", m->f);
	line(m, FIRST);
	fprintf(m->f, "wait4(%" PRIu32 ", [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = %" PRIu32 "\n", pid, pid);
}

bool log_make(FILE *f, const struct log_shape *shape)
{
	const uint32_t last = FIRST + shape->processes - 1;
	struct maker m = {.f = f};
	uint32_t oldest = FIRST + 1;

	line(&m, FIRST);
	fputs("execve(\"/usr/bin/make\", [\"make\"], 0x7ffc8c2f1a28 /* 25 vars */) = 0\n", f);
	for (uint32_t pid = FIRST + 1; pid <= last; pid++) {
		begin(&m, shape, pid);
		if (pid - oldest + 2 >= shape->alive)
			end(&m, oldest++);
	}
	while (oldest <= last)
		end(&m, oldest++);
	line(&m, FIRST);
	fputs("exit_group(0) = ?\n", f);
	line(&m, FIRST);
	fputs("+++ exited with 0 +++\n", f);
	return !fflush(f) && !ferror(f);
}
