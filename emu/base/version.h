/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which vforkscope this is. */
#ifndef EMU_VERSION_H
#define EMU_VERSION_H

/* "0.9.0", from the Makefile, and the day on which CHANGELOG.md says that it came out, "2026-11-28". */
extern const char version_number[], version_date[];

#endif
