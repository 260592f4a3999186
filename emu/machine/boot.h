/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The console's boot program: puts the kernel's image and bootinfo into memory. */
#ifndef EMU_BOOT_H
#define EMU_BOOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Loads an ELF kernel linked at S0BASE + KERNEL_PA into ram (zeroed, ram_size bytes) at its physical addresses, and
 * bootinfo into page frame 0, with the system's name and the date (seconds since 1970). *entry is where to start;
 * behind *loaded bytes ram is as it was. False and a line in error (ERROR_MAX bytes). */
bool boot_load(uint8_t *ram, uint32_t ram_size, const uint8_t *elf, size_t size, const char *system, uint32_t date,
               uint32_t *entry, uint32_t *loaded, char *error);

#endif
