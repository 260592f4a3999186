/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A snapshot as JSON, for programs: what `vforkscope state --json` prints. */
#ifndef EMU_SNAPSHOT_JSON_H
#define EMU_SNAPSHOT_JSON_H

#include <jansson.h>

#include "analysis/snapshot.h"

/* The object, its members in order. The caller releases it. */
json_t *snapshot_json(const struct snapshot *);

#endif
