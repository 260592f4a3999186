/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The measurements of `vforkscope bench`: each runs once and gives one number, or a negative one when it cannot be
 * made. */
#ifndef EMU_BENCH_H
#define EMU_BENCH_H

#include <stdbool.h>

/* All times are processor time, so that what else runs on the host does not change them. */

/* Millions of instructions per second of the same loop: on the bare engine, in the machine under its kernel, there in
 * detail mode, and a like loop on SIMH's VAX-11/780 (a negative number when it is not installed). */
double bench_bare_mips(void);
double bench_machine_mips(void);
double bench_detail_mips(void);
double bench_simh_mips(void);

/* Host nanoseconds per system call of a program that only asks for its pid. */
double bench_getpid_ns(void);

/* Milliseconds from the start of the command to init's first instruction. */
double bench_boot_ms(void);

/* Pages that a vfork copies between its begin and its end, counted from the events of the lesson borrow. */
double bench_vfork_pages(void);

/* vforkscope bench history: prints its table, or a JSON object. The command's exit status: 1 if a ratio is out of its
 * bounds. */
int bench_history(bool json);

/* Host microseconds of vfork, _exit and wait together: of a parent with 16 KB of data, and with 8 MB. */
double bench_vfork_us(void);
double bench_vfork_large_us(void);

/* Processor microseconds of the same on the host itself, parent and child together; and of a trap and its rte in a
 * machine whose kernel does nothing else. */
double bench_host_loan_us(void);
double bench_trap_us(void);

/* Host microseconds of a switch from process to process, with 500 of them. */
double bench_switch_us(void);

/* Milliseconds from the start of `vforkscope diff return@4.3bsd return@4.4bsd` to its end. */
double bench_diff_ms(void);

/* Millions of lines of a log of strace that `vforkscope import` reads in a second. */
double bench_import_lines(void);
/* Megabytes that importing a log takes which comes through a pipe, of 20,000 processes, 200 of them at once. */
double bench_import_mb(void);

/* Host microseconds for each of a thousand children, one after the other, that are made by vfork, execute a program and
 * end: of a process script that is played, and of a program that does nothing else. */
double bench_play_us(void);
double bench_alone_us(void);
/* Host microseconds for each of 10,000 commands, one after the other: in a loop of the shell; and by vfork, exec and
 * wait of a program that does nothing else. */
double bench_shell_us(void);
double bench_command_us(void);
/* Milliseconds for each process of a script of 2,000, 300 of them at once, that is played and recorded. */
double bench_crowd_ms(void);

/* Milliseconds until it is told who wrote a byte last, at an instant of a run of a thousand million instructions: of a
 * hundred questions, about bytes and at instants chosen at random, 99 took no longer. What earlier questions have found
 * out about the run is kept. */
double bench_who_ms(void);

/* Seconds until the hazards are found of a run of a hundred million instructions, all of them on loan; and of that run
 * by itself. */
double bench_hazards_s(void);
double bench_lent_s(void);

/* Processor time of this process, in seconds. */
double bench_seconds(void);
/* Seconds for a run of 300 million instructions with 30 loans, and for the same while it is recorded; what loading and
 * verifying its trace takes over recording it. */
double bench_plain_s(void);
double bench_record_s(void);
double bench_verify_over_record(void);

/* The trace of 1,000 million instructions with 100 loans: its kilobytes beyond its images; milliseconds, in 99 of 100
 * cases at most, to go to an instant anywhere in it, and to step back by one instruction, after the first such step. */
double bench_trace_kb(void);
double bench_seek_ms(void);
double bench_back_ms(void);

/* Why the last measurement could not be made, one line. */
extern char bench_error[];

#endif
