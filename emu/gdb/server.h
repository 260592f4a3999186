/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The way from GDB to the stub: a socket of TCP, on which one GDB at a time is served, or two descriptors (GDB's
 * `target remote | COMMAND`).
 */
#ifndef EMU_SERVER_H
#define EMU_SERVER_H

#include <stdbool.h>

#include "base/error.h"
#include "gdb/packet.h"
#include "gdb/stub.h"

#define SERVER_LOOPBACK "127.0.0.1"

enum { SERVER_ADDRESS = 64 /* bytes of an address with its port, as text */ };

/* A socket that listens at a numeric address and a port, 0 for one that is free. The address as text, with the port:
 * "127.0.0.1:1234", "[::1]:1234". outside: others than this host's users can reach it. -1 and a line in error if there
 * can be none. */
int server_listen(const char *address, int port, char text[SERVER_ADDRESS], bool *outside, char error[ERROR_MAX]);

/* Serves one GDB after the other, until one says that it is done with the run. Others that connect meanwhile are
 * refused. start as for stub_new. False and a line in error. */
bool server_run(int listener, struct session *, uint64_t start, char error[ERROR_MAX]);

/* The same for the one at the other end of two descriptors, until it is gone. */
bool server_pipe(int in, int out, struct session *, uint64_t start, char error[ERROR_MAX]);

#endif
