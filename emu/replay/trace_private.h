/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What trace.c, which writes traces, and trace_read.c have in common. */
#ifndef EMU_TRACE_PRIVATE_H
#define EMU_TRACE_PRIVATE_H

#include <sqlite3.h>
#include <stdbool.h>

#define TRACE_APPLICATION 0x56465431 /* "VFT1", in the file's header at offset 68 */
#define TRACE_FORMAT 4               /* another one whenever a table, an event or struct state changes */
#define TRACE_PAGE 4096              /* bytes of a page of the file */

/* Makes the tables and views of a trace, empty. False: sqlite3_errmsg tells why. */
bool trace_schema(sqlite3 *);

#endif
