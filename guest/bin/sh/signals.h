/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of signals: the shell's and those of /bin/kill. */
#ifndef SH_SIGNALS_H
#define SH_SIGNALS_H

int signal_number(const char *name); /* a number or a name, with SIG or without; 0 is EXIT, -1 none */
const char *signal_name(int sig);    /* null if it has none */
void signals_print(void);
int signals_named(char **numbers); /* prints the names, also of a status over 128; 1: there was none */

#endif
