/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line as a whole. The program has this twice: with the commands that make pictures, in pictures.so, and
 * with headless.c in their place (main.c). */
#ifndef VISUALIZER_PROGRAM_H
#define VISUALIZER_PROGRAM_H

#include <stdbool.h>

/* Does it make pictures, or tell of what does? */
bool program_draws(int argc, char **argv);

/* Does what main() is to do, and returns the exit status. */
int program_run(int argc, char **argv) __attribute__((visibility("default")));

#endif
