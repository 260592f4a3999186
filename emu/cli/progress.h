/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far long work is, for a person: a line on stderr that is written again each second, from the second one on. Where
 * stderr is no terminal there is nothing. */
#ifndef EMU_PROGRESS_H
#define EMU_PROGRESS_H

#include <stdint.h>

/* Work of that name is at an instant of a run that ends at another one, which it is expected to reach. */
void progress_tell(const char *what, uint64_t now, uint64_t end);

/* The same for what goes back, and begins at the end. */
void progress_tell_back(const char *what, uint64_t now, uint64_t end);

/* A recording is at an instant, and its file has so many bytes; nobody knows how long it goes on. */
void progress_tell_recording(uint64_t now, uint64_t bytes);

/* An import has read so many bytes of all (0: nobody knows how many), and seen so many processes. */
void progress_tell_import(uint64_t done, uint64_t all, uint64_t processes);

#endif
