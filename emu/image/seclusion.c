/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a process that reads a trace keeps of the host: see seclusion.h. */
#include "image/seclusion.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/environment.h"
#include "debuginfo/disasm.h"
#include "image/library.h"
#include "machine/machine.h"
#include "base/alloc.h"
#include "base/replace.h"

/* A place on the host: below the directory that an environment variable names, or ABSOLUTE. */
struct place {
	int variable; /* of enum environment */
	const char *path;
	enum confine_access access;
};

enum { ABSOLUTE = -1 };

static const struct place places_always[] = {
	{ABSOLUTE, "/proc/self", CONFINE_READ},
	{ABSOLUTE, "/dev/null", CONFINE_WRITE},
	{ABSOLUTE, "/dev/urandom", CONFINE_READ},
	{ABSOLUTE, "/etc/localtime", CONFINE_READ},
};

/* fonts-conf(5) */
static const struct place places_pictures[] = {
	{ABSOLUTE, "/etc/fonts", CONFINE_READ},
	{ABSOLUTE, "/usr/share/fontconfig", CONFINE_READ},
	{ABSOLUTE, "/usr/share/fonts", CONFINE_READ},
	{ABSOLUTE, "/usr/local/share/fonts", CONFINE_READ},
	{ABSOLUTE, "/var/cache/fontconfig", CONFINE_READ},
	{ENV_HOME, "/.fonts", CONFINE_READ},
	{ENV_HOME, "/.fonts.conf", CONFINE_READ},
	{ENV_HOME, "/.config/fontconfig", CONFINE_READ},
	{ENV_HOME, "/.local/share/fonts", CONFINE_READ},
	{ENV_HOME, "/.cache/fontconfig", CONFINE_READ},
	{ENV_XDG_CONFIG_HOME, "/fontconfig", CONFINE_READ},
	{ENV_XDG_DATA_HOME, "/fonts", CONFINE_READ},
	{ENV_XDG_CACHE_HOME, "/fontconfig", CONFINE_READ},
	{ENV_FONTCONFIG_PATH, "", CONFINE_READ},
	{ENV_FONTCONFIG_FILE, "", CONFINE_READ},
};

static const struct place places_window[] = {
	/* libraries that are loaded when they are needed, and their data */
	{ABSOLUTE, "/usr/lib", CONFINE_READ},
	{ABSOLUTE, "/usr/lib64", CONFINE_READ},
	{ABSOLUTE, "/usr/local/lib", CONFINE_READ},
	{ABSOLUTE, "/etc/ld.so.cache", CONFINE_READ},
	{ABSOLUTE, "/etc/drirc", CONFINE_READ},
	{ABSOLUTE, "/usr/share/drirc.d", CONFINE_READ},
	{ABSOLUTE, "/usr/share/glvnd", CONFINE_READ},
	{ABSOLUTE, "/usr/share/X11", CONFINE_READ},
	{ABSOLUTE, "/usr/share/icons", CONFINE_READ},
	{ABSOLUTE, "/sys/dev/char", CONFINE_READ},
	{ABSOLUTE, "/sys/devices", CONFINE_READ},
	{ABSOLUTE, "/dev/dri", CONFINE_WRITE},
	{ABSOLUTE, "/dev/shm", CONFINE_WRITE},
	/* where the display is, and the right to it */
	{ENV_XAUTHORITY, "", CONFINE_READ},
	{ENV_HOME, "/.Xauthority", CONFINE_READ},
	{ENV_XDG_RUNTIME_DIR, "", CONFINE_READ},
	{ABSOLUTE, "/etc/hosts", CONFINE_READ},
	{ABSOLUTE, "/etc/host.conf", CONFINE_READ},
	{ABSOLUTE, "/etc/resolv.conf", CONFINE_READ},
	{ABSOLUTE, "/etc/nsswitch.conf", CONFINE_READ},
	{ABSOLUTE, "/etc/machine-id", CONFINE_READ},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct rules {
	struct confine_rule rule[4 + COUNT(places_always) + COUNT(places_pictures) + COUNT(places_window)];
	char *path[4 + COUNT(places_always) + COUNT(places_pictures) + COUNT(places_window)];
	size_t count;
};

/* Takes the path over, which may be NULL. */
static void add(struct rules *r, char *path, enum confine_access access)
{
	if (!path)
		return;
	r->path[r->count] = path;
	r->rule[r->count++] = (struct confine_rule){path, access};
}

static void add_places(struct rules *r, const struct place *places, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *below =
			places[i].variable == ABSOLUTE ? "" : environment_get((enum environment)places[i].variable);

		if (below)
			add(r, alloc_format("%s%s", below, places[i].path), places[i].access);
	}
}

/* Where an output is written: the directory that it is, or the nearest one above it that is there. */
static char *output_directory(const char *output)
{
	char *path = replace_place(output), *slash;

	while (path && access(path, F_OK) < 0) {
		slash = strrchr(path, '/');
		if (!slash) {
			free(path);
			return alloc_string(".");
		}
		slash[slash == path] = '\0';
	}
	return path;
}

enum confine_result seclude(const struct seclusion *s, const char *trace)
{
	char error[ERROR_MAX];
	const char *guest = library_directory(error);
	enum confine_result result;
	struct rules r = {0};

	add(&r, alloc_string(trace), CONFINE_READ);
	add(&r, s->also ? alloc_string(s->also) : NULL, CONFINE_READ);
	add(&r, guest ? alloc_string(guest) : NULL, CONFINE_READ);
	add(&r, s->output ? output_directory(s->output) : NULL, CONFINE_WRITE);
	add_places(&r, places_always, COUNT(places_always));
	if (s->pictures)
		add_places(&r, places_pictures, COUNT(places_pictures));
	if (s->window)
		add_places(&r, places_window, COUNT(places_window));
	disasm_load(); /* it could not be found any more */
	/* a display may be on another machine, or reached through a name that only the network has */
	result = confine_here(r.rule, r.count, s->window ? 0 : CONFINE_NO_NETWORK | CONFINE_NO_SIGNALS);
	if (s->window && result == CONFINE_DONE) /* it would complain that it cannot keep its shaders */
		setenv("MESA_SHADER_CACHE_DISABLE", "true", 0);
	while (r.count > 0)
		free(r.path[--r.count]);
	return result;
}
