/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Members of structures: how many bytes before one, and how many it has. */
#ifndef _STRUCT_H
#define _STRUCT_H

#define fldoff(name, member) ((int)__builtin_offsetof(struct name, member))
#define fldsiz(name, member) ((int)sizeof(((struct name *)0)->member))
#define strbase(name, address, member) ((struct name *)((char *)(address)-fldoff(name, member)))

#endif
