/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What GDB reads of a target as documents (qXfer): the registers, the threads, the program's file. */
#ifndef EMU_DOCUMENT_H
#define EMU_DOCUMENT_H

#include "gdb/target.h"

/* The document of that object and annex, made now; the caller frees it. NULL: there is none. */
char *document_make(struct target *, const char *object, const char *annex);

/* What qSupported says of them: ";qXfer:OBJECT:read+" for each. The caller frees it. */
char *document_features(void);

#endif
