/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The environment variables that change what vforkscope does: one table, from which `vforkscope --help` and
 * docs/environment.md are made. Nothing else in emu/ and visualizer/ asks the environment. */
#ifndef EMU_ENVIRONMENT_H
#define EMU_ENVIRONMENT_H

/* X(name, what it does). Some are read by libraries and by the C library only, but change what we do all the same. */
#define ENVIRONMENT(X)                                                                                                 \
	X(VFORKSCOPE_DATA, "directory of the guest's files (kernel, programs, headers) instead of the installed one")  \
	X(VFORKSCOPE_LANDLOCK, "the highest version of Landlock to use; 0: none, as on an older Linux")                \
	X(VFORKSCOPE_COMPILE_SECONDS, "how long the compiler may take (30)")                                           \
	X(TMPDIR, "where temporary files and directories are made that do not lie beside their target (/tmp)")         \
	X(PATH, "where the compiler m68k-linux-gnu-gcc and, for bench, SIMH's vax780 are found")                       \
	X(VISUAL, "the editor that the window opens a program's source with")                                          \
	X(EDITOR, "the same where VISUAL is not set")                                                                  \
	X(DISPLAY, "the X display of the window")                                                                      \
	X(WAYLAND_DISPLAY, "the Wayland display of the window")                                                        \
	X(SDL_VIDEODRIVER, "the driver that SDL uses for the window; it has more variables of this kind")              \
	X(XAUTHORITY, "file with the right to the X display ($HOME/.Xauthority)")                                      \
	X(XDG_RUNTIME_DIR, "directory of the Wayland display")                                                         \
	X(HOME, "where fonts of your own, their settings and .Xauthority are looked for; and see XDG_STATE_HOME")      \
	X(XDG_CONFIG_HOME, "where settings of fonts are looked for ($HOME/.config)")                                   \
	X(XDG_DATA_HOME, "where fonts of your own are looked for ($HOME/.local/share)")                                \
	X(XDG_STATE_HOME, "where it is kept which lessons you have done, what you opened ($HOME/.local/state)")        \
	X(XDG_CACHE_HOME, "where fontconfig and graphics drivers keep what they find ($HOME/.cache)")                  \
	X(FONTCONFIG_PATH, "directory of fontconfig's settings (/etc/fonts)")                                          \
	X(FONTCONFIG_FILE, "fontconfig's settings themselves")                                                         \
	X(LC_ALL, "locale, before LC_CTYPE and LANG: a terminal gets characters beyond ASCII only if it is UTF-8")     \
	X(LC_CTYPE, "see LC_ALL")                                                                                      \
	X(LANGUAGE, "languages of lessons and the window, the best one first: de:en; not in the locale C")             \
	X(LC_MESSAGES, "the same where LANGUAGE has none; before it LC_ALL, behind it LANG")                           \
	X(LANG, "see LC_ALL")

enum environment {
#define VARIABLE(name, tells) ENV_##name,
	ENVIRONMENT(VARIABLE)
#undef VARIABLE
};

/* The variable's value; NULL if it is not set, or empty. */
const char *environment_get(enum environment);

/* The directory for temporary files: TMPDIR, or the system's. */
const char *environment_temporary(void);

#endif
