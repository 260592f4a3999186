/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A scene as a file: PNG, SVG or PDF by the name's ending. */
#ifndef VISUALIZER_PICTURE_H
#define VISUALIZER_PICTURE_H

#include "scene.h"

/* Writes the picture, or leaves what is there as it was: see replace.h. A pipe or device (/dev/stdout) gets a PNG.
 * False and a line in error (ERROR_MAX bytes) on an unknown ending or a file that cannot be written. */
bool picture_write(const char *path, const struct snapshot *, const struct view *, char *error);

#endif
