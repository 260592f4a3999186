/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The historic systems by name: see system_list.h. */
#include "base/system_list.h"

#include <string.h>

/* When each was new. posix is the standard's year; what never was is of its model's. */
static const struct {
	const char *system, *date;
} dates[] = {
	{"4.3bsd", "1986-06-05"},     {"4.2bsd", "1983-09-01"},        {"ultrix", "1988-06-01"},
	{"2.11bsd", "1991-03-14"},    {"3bsd", "1980-03-01"},          {"4.4bsd", "1993-06-01"},
	{"netbsd-1.3", "1998-01-04"}, {"openbsd", "2003-05-01"},       {"netbsd", "1999-05-12"},
	{"freebsd", "2000-03-14"},    {"linux-2.0", "1996-06-09"},     {"linux", "1999-01-26"},
	{"uclinux", "1998-02-20"},    {"sunos4", "1988-12-01"},        {"sunos4-sparc", "1990-03-01"},
	{"solaris", "2005-06-14"},    {"irix", "1990-06-01"},          {"hpux", "1997-11-01"},
	{"macos-11", "2020-11-12"},   {"macos", "2021-10-25"},         {"aix", "1997-10-01"},
	{"posix", "2001-12-06"},      {"private-stack", "1986-06-05"},
};

const char *historic_date(const char *system)
{
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
		if (!strcmp(dates[i].system, system))
			return dates[i].date;
	return NULL;
}

const struct historic_system historic_systems[SYSTEMS_COUNT] = {
#define SYSTEM(name, title, ...) {name, title},
	SYSTEMS(SYSTEM)
#undef SYSTEM
};

const struct historic_system *historic_system(const char *name)
{
	for (size_t i = 0; i < SYSTEMS_COUNT; i++)
		if (!strcmp(historic_systems[i].name, name))
			return &historic_systems[i];
	return NULL;
}
