/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The cross compiler, run on the host to make programs for the machine. Sources may be a stranger's. So the compiler
 * sees the directories of the sources, the machine's headers and library, its own files (toolchain.h) and a directory
 * for what it makes, and nothing else of the file system, nor the network (confine.h); it has limits (tool.h); what it
 * says is made printable. On a kernel that cannot confine it, the sources are looked into before it may start
 * (inspect.h).
 *
 * The environment variable VFORKSCOPE_COMPILE_SECONDS sets how long it may take (30).
 */
#ifndef EMU_COMPILER_H
#define EMU_COMPILER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/confine.h"

/* Compiles and links one C or assembly file; the caller frees *elf. guest: directory of the guest's files. optimize:
 * another level than -O0, or NULL.
 * What the compiler says goes to stderr. False and a line in error (ERROR_MAX bytes). Leaves nothing behind in the file
 * system, also when a signal ends us. */
bool compiler_make(const char *guest, const char *source, const char *optimize, uint8_t **elf, size_t *size,
                   char *error);

/* The same in steps, for a command line: compiler_new, words in their order, compiler_go, compiler_free. From new to
 * free the signals wait that would end us. */
struct compiler;

/* NULL and a line in error if there is no compiler. */
struct compiler *compiler_new(const char *guest, char *error);
void compiler_free(struct compiler *);

/* An option of gcc as it is. */
void compiler_option(struct compiler *, const char *word);

/* A file to compile or link: the compiler sees the directory in which it lies. */
void compiler_file(struct compiler *, const char *name);

/* What else the compiler sees; beside: all of the directory in which the file lies. */
void compiler_allow(struct compiler *, const char *path, enum confine_access);
void compiler_allow_beside(struct compiler *, const char *file, enum confine_access);

/* Has it write to a file that we may read until compiler_free, named like `target`, and returns its path. Other files
 * that it writes beside it (-MMD, -save-temps) lie in the same directory. */
const char *compiler_output(struct compiler *, const char *target);

enum compiler_stage { COMPILER_PREPROCESSES, COMPILER_COMPILES, COMPILER_ASSEMBLES, COMPILER_LINKS };

/* Runs it as far as that. input: it reads our standard input. print: its standard output is ours. False and a line in
 * error if it failed. */
bool compiler_go(struct compiler *, enum compiler_stage, bool input, bool print, char *error);

#endif
