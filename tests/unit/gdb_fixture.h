/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GDB's side of the protocol without GDB, for tests of the stub, about the lesson `return`. Included after cmocka. */
#ifndef TESTS_GDB_FIXTURE_H
#define TESTS_GDB_FIXTURE_H

#include "gdb/stub.h"
#include "session_fixture.h"

enum { GDB_ANSWERS = 1 << 20, FP = 14, SP = 15, PS = TARGET_PS, PC = TARGET_PC };

extern struct stub *stub;
extern char gdb_got[GDB_ANSWERS]; /* bytes that it has sent since the last question */
extern size_t gdb_ngot;
extern char gdb_printed[GDB_ANSWERS]; /* its console output to the last question, decoded */
extern char gdb_noted[ERROR_MAX];     /* what the user was told elsewhere */
extern int gdb_breaks;                /* so many times the user is asked before he types ^C; negative: never */

/* A stub at an instant, and somebody connected. */
void gdb_start(uint64_t icount);
/* For cmocka: before the program's first instruction, where each test begins; and at the end of a group. */
int gdb_at_start(void **state);
int gdb_end(void **state);

/* The data of the packet at *at of what was sent, which is led behind it: its checksum is right, and its runs are
 * written out. Returns the size. */
size_t gdb_decode(size_t *at, char *data);

/* Sends a packet as GDB does, without shortening runs. The answer is the last packet that comes back; before it may be
 * console output. Good until the next one. */
const char *gdb_ask(const char *question);
const char *gdb_ask_for(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What a monitor command prints. */
const char *gdb_monitor(const char *line);

/* A register, and a longword of memory, of the thread that is selected. */
uint32_t gdb_reg(int n);
uint32_t gdb_word(uint32_t address);

uint64_t gdb_now(void);
/* Address of a symbol of the program. */
uint32_t gdb_address(const char *name);

#endif
