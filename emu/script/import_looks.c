/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose output it is that strace has not written. */
#include <regex.h>
#include <stddef.h>

#include "script/strace_import.h"

/* The form of a line, an extended regular expression, and who writes so. */
static const struct {
	const char *form, *who;
} tracers[] = {
	{"^ *[0-9]+ +[^ ]+ +(CALL|RET|NAMI|GIO|PSIG|CSW|STRU|USER) ", "ktrace (by kdump)"},
	{"^(PID/THRD|SYSCALL\\(args\\))", "dtruss"},
	{"^ *[0-9]+/0x[0-9a-f]+: ", "dtruss"},
	{"^[a-z_0-9]+\\(.*\\)[\t ]+= -?[0-9x]+ (-?[0-9]+|Err#-?[0-9]+)$", "dtruss"},
	{"^ *[0-9]+(/[0-9]+)?:[\t ]+[a-z_0-9]+\\(", "truss"},
	{"^[a-z_0-9]+\\(.*\\)[\t ]+(= |Err#)", "truss"},
	{"^ *[0-9]+\\.[0-9]+ +\\( *[0-9.]+ ms\\): ", "perf trace"},
	{"^(__libc_start_main\\(|.*->[a-z_]+\\()", "ltrace"},
	{"^(PID|PCOMM|TIME\\(s\\)) +(COMM|PID)", "execsnoop"},
	{"^[a-z-]+-[0-9]+ +\\[[0-9]+\\] ", "ftrace"},
	{"^type=(SYSCALL|EXECVE) msg=audit", "the audit daemon"},
	{"^vps [0-9]+$", "vforkscope: it is a process script already"},
};

const char *import_looks_like(const char *line)
{
	for (size_t i = 0; i < sizeof tracers / sizeof *tracers; i++) {
		regex_t form;
		bool found;

		if (regcomp(&form, tracers[i].form, REG_EXTENDED | REG_NOSUB))
			continue;
		found = !regexec(&form, line, 0, NULL, 0);
		regfree(&form);
		if (found)
			return tracers[i].who;
	}
	return NULL;
}
