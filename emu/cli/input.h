/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Standard input that is no terminal: a pipe or a file, whose bytes a program in the machine reads from its own
 * standard input. It is read when the guest asks for it and not before; a run that does not ask leaves it alone.
 */
#ifndef EMU_INPUT_H
#define EMU_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is there any? A terminal is none: only `run` takes that (terminal.h). */
bool input_there(void);

/* Is it a pipe or a file, in which somebody gives a program its input? */
bool input_given(void);

/* For struct console. Whatever cannot be read ends the input, with a note that says why. */
size_t input_keys(void *arg, uint8_t *, size_t size, bool wait, bool *quit);

/* The same for one of several runs, each of which gets all of it from the beginning: what is read is kept. arg:
 * size_t *, how far this run is, 0 at first. */
size_t input_keys_again(void *arg, uint8_t *, size_t size, bool wait, bool *quit);

#endif
