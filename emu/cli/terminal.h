/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Our own terminal while it is the machine's console: every key goes to the guest at once, ^C and ^Z too, and it is the
 * guest's driver that echoes and erases. Only ^] is ours: it stops the machine.
 */
#ifndef EMU_TERMINAL_H
#define EMU_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is the standard input a terminal that we may read? */
bool terminal_there(void);

/* Takes it, until the program ends or is killed by a signal that can be handled; SIGTSTP (kill -TSTP: ^Z is the
 * guest's) gives it back until the program is continued in the foreground. While somebody else has the terminal its
 * settings are left alone. */
void terminal_take(void);

/* Keys; waits for the first if asked to. 0: none, or no terminal any more. *quit: ^] was among them. */
size_t terminal_keys(uint8_t *to, size_t size, bool wait, bool *quit);

/* From another thread, while the machine does not come back: do ^C or ^] wait to be read? Other keys are kept for
 * terminal_keys. */
bool terminal_interrupted(void);

#endif
