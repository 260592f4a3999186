/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Is this a build with AddressSanitizer? It takes memory of its own, and keeps what was freed. */
#ifndef EMU_SANITIZER_H
#define EMU_SANITIZER_H

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#endif
