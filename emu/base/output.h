/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the commands print. It all goes through here, so that
 *
 *   - it is printable: names, texts and errors may come out of a stranger's program or trace, and a terminal obeys more
 *     than text. Whatever is no text is shown as \n, \t or \x1b. UTF-8 is text but for its control characters and those
 *     that turn the direction of writing; on a terminal only where the locale (LC_ALL, LC_CTYPE, LANG) is UTF-8;
 *   - an output that cannot be written (a full disk, a closed descriptor) ends the command with one line and status 2.
 *     A reader that went away (`vforkscope events ... | head`) ends it by SIGPIPE, as every filter.
 */
#ifndef EMU_OUTPUT_H
#define EMU_OUTPUT_H

#include <jansson.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

/* To be called first in main(): makes sure that the descriptors 0 to 2 are open, so that no file gets such a number and
 * is printed into (one that was closed reads as empty, and cannot be written), and that an error in writing is told at
 * exit(), whoever calls it. */
void output_begin(void);

/* A part of a line, of which everything is made printable, a newline in it, too; and a line, or the rest of one. */
void output_text(const char *format, ...) __attribute__((format(printf, 1, 2)));
void output_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Ends a line. */
void output_break(void);

/* Lines that are indented by so many columns; newlines and tabs in the text are what they are. */
void output_lines(int indent, const char *text);

/* Signs of so many bytes of UTF-8: each has a column of its own. */
size_t output_signs(const char *text, size_t bytes);

/* A text in lines of so many columns, broken at blanks: the first begins with `first`, the others are indented by as
 * much. */
void output_paragraph(size_t columns, const char *first, const char *text);

/* The object in ASCII, its members in order, and no newline; releases the object. flags: more of Jansson's. */
void output_json(json_t *, size_t flags);

/* The same as a string, which the caller frees. */
char *output_json_string(json_t *, size_t flags);

/* A guest's text as JSON: UTF-8 if it is that, else each byte beyond ASCII is the code point of that number. */
json_t *output_json_text(const char *text);

/* What a machine's console printed some time ago. On a terminal only text, newline, tab, carriage return and backspace
 * pass, which is all that the shipped programs use; everything else is shown as \x1b. Elsewhere it is not changed. */
void output_console(const void *text, size_t size);

/* Bytes as they are. */
void output_raw(const void *bytes, size_t size);

/* What was printed is seen now. */
void output_flush(void);

/* "vforkscope: ", the kind if it is no error ("note: "; else ""), and a line on stderr, after what was printed. */
void output_error(const char *kind, const char *format, va_list) __attribute__((format(printf, 2, 0)));

/* A line for a person who waits, on stderr if that is a terminal: the next one, or whatever is printed, wipes it
 * off. */
void output_progress(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A line on stderr, after what was printed, that is no error. */
void output_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Text of several lines for stderr, as other programs' diagnostics are: made printable but for newlines and tabs. */
void output_diagnostics(const char *text, size_t size);

/* From now on all of it goes there, also what is for stderr; NULL: as usual again. For those who want a command's
 * output as text (open_memstream(3)). */
void output_to(FILE *);

/* From now on that text is appended to the string in a buffer of so many bytes, as far as it fits, and stderr gets none
 * of it; NULL: as usual again. */
void output_collect(char *buffer, size_t size);

#endif
