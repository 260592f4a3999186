/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several pictures in one file: pages of a PDF, or a GIF or an MP4 film that shows one after the other. Films are made
 * by ffmpeg, where that is installed. */
#ifndef VISUALIZER_ALBUM_H
#define VISUALIZER_ALBUM_H

#include "scene.h"

struct album;

/* Is it the name of such a file? */
bool album_is(const char *path);

/* Begins the file, all pictures of it as large as the view says. NULL and a line in error if it cannot be written,
 * or takes a program that is not there. */
struct album *album_new(const char *path, const struct view *, char error[ERROR_MAX]);

/* Adds a picture. False and a line in error; then the album is to be aborted. */
bool album_add(struct album *, const struct snapshot *, const struct view *, char error[ERROR_MAX]);

/* Completes the file and frees the album; and gives it up: what was there is as it was. */
bool album_commit(struct album *, char error[ERROR_MAX]);
void album_abort(struct album *); /* NULL is allowed */

#endif
