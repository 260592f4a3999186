/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The historic systems of guest/abi/systems.h by name and title, for those whom their words do not concern. */
#ifndef EMU_SYSTEM_LIST_H
#define EMU_SYSTEM_LIST_H

#include "abi/systems.h"

struct historic_system {
	const char *name, *title;
};

#define SYSTEM(...) +1
enum { SYSTEMS_COUNT = SYSTEMS(SYSTEM) };
#undef SYSTEM

extern const struct historic_system historic_systems[SYSTEMS_COUNT];

/* The system of that name, NULL if there is none. */
const struct historic_system *historic_system(const char *name);

/* A day on which it was new, as date_read wants it; NULL if there is none of that name. */
const char *historic_date(const char *system);

#endif
