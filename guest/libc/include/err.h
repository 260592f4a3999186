/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages on stderr: "program: text: error". The x forms leave the error out; err and errx exit. */
#ifndef _ERR_H
#define _ERR_H

#include <stdarg.h>

void err(int status, const char *format, ...) __attribute__((noreturn, format(printf, 2, 3)));
void errx(int status, const char *format, ...) __attribute__((noreturn, format(printf, 2, 3)));
void verr(int status, const char *format, va_list args) __attribute__((noreturn));
void verrx(int status, const char *format, va_list args) __attribute__((noreturn));
void vwarn(const char *format, va_list args);
void vwarnx(const char *format, va_list args);
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void warnx(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
