/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Host memory that is there or ends the program with one line: nothing here can go on without it. */
#ifndef EMU_ALLOC_H
#define EMU_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

/* Ends the program with the line that says so. */
_Noreturn void alloc_failed(void);
/* Is that why it ends? For functions of atexit. */
bool alloc_has_failed(void);

/* Zeroed memory; never NULL, not even for 0 bytes. Freed with free(). */
void *alloc_new(size_t count, size_t size);

/* Memory of megabytes, most of which will be written, with anything in it; in large pages, if the host has such: it
 * takes some microseconds to give a program any page. Freed with free(). */
void *alloc_large(size_t size);

/* Of what malloc() gives from now on the first megabytes, in pieces of less than one, come from large pages, if the
 * host has such, and are not given back to it. For a program's beginning. */
void alloc_from_large_pages(void);

/* Copies: of `size` bytes (plus a NUL after them), and of a string. */
void *alloc_copy(const void *data, size_t size);
char *alloc_string(const char *text);

/* printf into a new string. */
char *alloc_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Room for one more element of an array that grows: called before array[count++] = x. Doubles *room when count
 * has reached it. Returns the (perhaps moved) array. */
void *alloc_room(void *array, size_t count, size_t *room, size_t size);

#endif
