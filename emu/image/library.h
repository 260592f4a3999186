/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest files that ship with the emulator (kernel, init, programs, lessons), and the way from what the user
 * typed to a timeline: find or compile the program, build the root disk, make the machine.
 */
#ifndef EMU_LIBRARY_H
#define EMU_LIBRARY_H

#include "image/disk.h"
#include "replay/timeline.h"

/* Directory with kernel, bin/, demos/, lib/, include/ and the sources of it all, src/: $VFORKSCOPE_DATA, else guest/
 * beside the executable, else ../share/vforkscope/guest from there, else the same from the shared library that this is
 * in. NULL and a line in error when there is none. Found once, then kept. */
const char *library_directory(char error[ERROR_MAX]);

/* Where the console's input comes from. */
enum launch_input {
	LAUNCH_DATA,     /* a pipe or a file, or nowhere: every byte goes to whoever reads */
	LAUNCH_TYPED,    /* the same, but of keys: lines, ^C, ^D */
	LAUNCH_TERMINAL, /* somebody sits there: it echoes, too */
};

/* How a program is to be run; zeros mean the defaults. */
struct launch {
	const char *system; /* name in guest/abi/systems.h */
	unsigned ram;       /* megabytes */
	unsigned swap;      /* kilobytes */
	uint32_t date;      /* when the machine begins, seconds since 1970; 0: when its system was new */
	struct limits limits;
	const char *sources; /* directory below which a ready-made program's sources may be read (sources.h) */
	enum launch_input input;
	const char *optimize;   /* the level at which a C file is compiled, "-O2"; NULL: -O0 */
	uint32_t skew;          /* microseconds by which the clock ticks later, at most MACHINE_SKEW_MAX */
	const char *const *put; /* files of the host for the home directory, NULL at the end; or NULL */
};

#define LAUNCH_RAM 8                     /* megabytes */
#define LAUNCH_SWAP(ram) ((ram)*2 << 10) /* kilobytes: twice the memory */
#define LAUNCH_SWAP_MIN 256              /* kilobytes: less than that is too little for init and a shell */

/* Makes everything that a timeline is made from. argv (NULL-terminated): PROG and its arguments. PROG is a path to a
 * guest ELF, a script, a C file, which is compiled, or the name of a shipped program. The config owns its images: give
 * it to timeline_new or run_config_free. False and a line in error for a user's mistake. */
bool library_prepare(const struct launch *, const char *const *argv, struct run_config *, char error[ERROR_MAX]);

/* Is it a source file's name, so that it is compiled first? */
bool library_compiles(const char *name);

/* Is it the name of a shipped program? */
bool library_ships(const char *name);

/* Does the name, which has no slash, stand for a shipped program although a file here has it, too? */
bool library_hides(const char *name);

/* A file of a trace, whose debugging information was left out because it ships (disk_parts.h): the file as it ships, if
 * it is the same; the caller frees it. name: of a shipped program, or "kernel". NULL: there is none, it is another
 * one, or nothing was left out. */
uint8_t *library_whole(const char *name, const uint8_t *data, size_t size);

/* The shipped program or lesson whose name is most like this one; NULL if none comes near. The caller frees it. */
char *library_nearest(const char *name);

/* Puts programs and files on the disk of a run. False and a line in error if they cannot be there. */
typedef bool library_fill(void *arg, struct disk_builder *, char error[ERROR_MAX]);

/* The same for programs that somebody else makes: of those that ship only the kernel and init are there. argv: the path
 * on the disk of the one that init executes, and its arguments; title: the run's name for people. */
bool library_fill_disk(const struct launch *, const char *title, const char *const *argv, library_fill *, void *arg,
                       struct run_config *, char error[ERROR_MAX]);

/* The same for a program in memory, under a name. */
bool library_image(const struct launch *, const char *name, const uint8_t *elf, size_t size, struct run_config *,
                   char error[ERROR_MAX]);

#endif
