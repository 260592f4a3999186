/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest files that ship with the emulator, and the way from what the user typed to a disk and a kernel. */
#include "image/library.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "abi/proc.h"
#include "base/system_list.h"
#include "image/compiler.h"
#include "image/disk.h"
#include "base/file.h"
#include "base/environment.h"
#include "base/error.h"
#include "base/alloc.h"
#include "base/date.h"
#include "debuginfo/elf_file.h"
#include "image/elf_check.h"
#include "image/put.h"
#include "image/sources.h"

enum { ARGUMENTS_MAX = 8192 };

/* Directories whose programs are found by name and put into /bin. The later wins. */
static const char *const shelves[] = {"bin", "bench", "demos"};
#define SHELVES (sizeof shelves / sizeof *shelves)

static bool is_guest_directory(const char *path)
{
	char *kernel = alloc_format("%s/kernel", path);
	bool ok = !access(kernel, R_OK);

	free(kernel);
	return ok;
}

/* The guest's files beside a program, or a shared library, or where those installed with it are: in PREFIX/bin, in
 * PREFIX/lib, or below that in a directory for the kind of processor. NULL if they are not there. */
static char *near(const char *file)
{
	static const char *const places[] = {"guest", "../share/vforkscope/guest", "../../share/vforkscope/guest"};
	const char *slash = strrchr(file, '/');

	for (size_t i = 0; slash && i < sizeof places / sizeof *places; i++) {
		char *path = alloc_format("%.*s/%s", (int)(slash - file), file, places[i]);

		if (is_guest_directory(path))
			return path;
		free(path);
	}
	return NULL;
}

const char *library_directory(char error[ERROR_MAX])
{
	static char *found;
	const char *data = environment_get(ENV_VFORKSCOPE_DATA);
	char executable[4096];
	Dl_info self;
	ssize_t n;

	if (found)
		return found;
	if (data) {
		if (!is_guest_directory(data)) {
			error_set(error, "VFORKSCOPE_DATA=%s: no guest files there (no readable file kernel)", data);
			return NULL;
		}
		return found = alloc_string(data);
	}
	n = readlink("/proc/self/exe", executable, sizeof executable - 1);
	executable[n > 0 ? n : 0] = '\0';
	found = near(executable);
	if (!found && dladdr(shelves, &self) && self.dli_fname) /* of the shared library, whosever program it is in */
		found = near(self.dli_fname);
	if (found)
		return found;
	error_set(error, "the guest's files are not there: build them with make, or set VFORKSCOPE_DATA");
	return NULL;
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n > m && !strcmp(text + n - m, end);
}

/* Is it a C file, or assembly with C's comments and #include? */
bool library_compiles(const char *name)
{
	return ends_with(name, ".c") || ends_with(name, ".S");
}

static int programs_only(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && !library_compiles(entry->d_name);
}

/* The same order in every locale, other than alphasort's. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Path of a shipped program, NULL if no shelf has it. */
static char *shipped(const char *guest, const char *name)
{
	if (strchr(name, '/') || !*name || name[0] == '.' || library_compiles(name)) /* a source is the user's own */
		return NULL;
	for (size_t i = SHELVES; i-- > 0;) {
		char *path = alloc_format("%s/%s/%s", guest, shelves[i], name);
		struct stat st;

		if (!stat(path, &st) && S_ISREG(st.st_mode))
			return path;
		free(path);
	}
	return NULL;
}

uint8_t *library_whole(const char *name, const uint8_t *data, size_t size)
{
	char error[ERROR_MAX], *path;
	const char *guest = library_directory(error);
	uint8_t *whole = NULL, *slim = NULL;
	bool kernel = !strcmp(name, "kernel");
	size_t length, block = kernel ? 1 : NBPG;

	if (!guest || elf_is_whole(data, size, block))
		return NULL;
	path = kernel ? alloc_format("%s/kernel", guest) : shipped(guest, name);
	if (path && file_read(path, RUN_FILE_BYTES, &whole, &length, error)) {
		slim = alloc_copy(whole, length);
		elf_slim(slim, length, block);
		if (length != size || memcmp(slim, data, size) != 0 || !memcmp(whole, data, size)) {
			free(whole);
			whole = NULL;
		}
	}
	free(slim);
	free(path);
	return whole;
}

bool library_ships(const char *name)
{
	char error[ERROR_MAX], *path;
	const char *guest = library_directory(error);

	path = guest ? shipped(guest, name) : NULL;
	free(path);
	return path != NULL;
}

bool library_hides(const char *name)
{
	struct stat st;

	return library_ships(name) && !stat(name, &st) && S_ISREG(st.st_mode);
}

char *library_nearest(const char *name)
{
	char error[ERROR_MAX];
	const char *guest = library_directory(error), *names[512] = {NULL}, *near;
	struct dirent **entries[SHELVES] = {NULL};
	int counts[SHELVES] = {0};
	size_t n = 0;
	char *found;

	for (size_t i = 0; guest && i < SHELVES; i++) {
		char *path = alloc_format("%s/%s", guest, shelves[i]);

		counts[i] = scandir(path, &entries[i], programs_only, by_name);
		free(path);
		for (int k = 0; k < counts[i] && n < sizeof names / sizeof *names - 1; k++)
			names[n++] = entries[i][k]->d_name;
	}
	near = error_nearest(name, names);
	found = near ? alloc_string(near) : NULL;
	for (size_t i = 0; i < SHELVES; i++) {
		for (int k = 0; k < counts[i]; k++)
			free(entries[i][k]);
		if (counts[i] >= 0)
			free(entries[i]);
	}
	return found;
}

/* "; did you mean the shipped program return?" for retrun, return.c or demos/return that is not here, or "". */
static void suggest(const char *path, char *buf, size_t size)
{
	const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	char *name = alloc_string(base), *found;

	if (library_compiles(name))
		name[strlen(name) - 2] = '\0';
	found = library_nearest(name);
	*buf = '\0';
	if (found)
		snprintf(buf, size, "; did you mean %s%.32s?",
		         base == path && !library_compiles(path) ? "" : "the shipped program ", found);
	free(found);
	free(name);
}

/* Is it a script, which a shell or what it names is to read? */
static bool is_script(const char *name, const uint8_t *data, size_t size)
{
	return (size >= 2 && !memcmp(data, "#!", 2)) ||
	       (ends_with(name, ".sh") && (size < 4 || memcmp(data, "\177ELF", 4) != 0));
}

/* Can the machine run it? It must be text, and who is to read it must be there. */
static bool check_script(const char *guest, const char *name, const uint8_t *data, size_t size, char *error)
{
	static const char bin[] = "/bin/";
	char reader[64], *path;
	const char *line = (const char *)data + 2;
	size_t n;

	if (size > RUN_SOURCE_BYTES)
		return error_set(error, "%s: too large (%zu bytes; a script has at most %d)", name, size,
		                 RUN_SOURCE_BYTES);
	if (memchr(data, '\0', size))
		return error_set(error, "%s: is neither an ELF program nor a script", name);
	if (memcmp(data, "#!", 2) != 0)
		return true;
	line += strspn(line, " \t");
	n = strcspn(line, " \t\n");
	snprintf(reader, sizeof reader, "%.*s", n < sizeof reader ? (int)n : 0, line);
	path = strncmp(reader, bin, strlen(bin)) ? NULL : shipped(guest, reader + strlen(bin));
	free(path);
	return path || !n ||
	       error_set(error, "%s: is a script for %.*s, which the machine has not; its shell is /bin/sh", name,
	                 n < 80 ? (int)n : 80, line);
}

/* Finds, and if need be compiles, the program. */
static bool load_program(const char *guest, const char *name, const char *optimize, uint8_t **elf, size_t *size,
                         char *error)
{
	char *path = shipped(guest, name);
	char hint[80];
	bool ok;

	if (!*name)
		return error_set(error, "the program's name is empty");
	if (!path && access(name, F_OK) < 0 && !strchr(name, '/') && !library_compiles(name)) {
		suggest(name, hint, sizeof hint);
		return error_set(error, "%s: no such file, shipped program or lesson%s", name, hint);
	}
	if (!path && access(name, F_OK) < 0 && errno == ENOENT) {
		suggest(name, hint, sizeof hint);
		return error_set(error, "%s: No such file or directory%s", name, hint);
	}
	if (!path && library_compiles(name)) {
		/* a plain line instead of the compiler's */
		if (!file_read(name, RUN_SOURCE_BYTES, elf, size, error))
			return false;
		free(*elf);
		if (!compiler_make(guest, name, optimize, elf, size, error))
			return false;
		ok = true;
	} else {
		ok = file_read(path ? path : name, RUN_FILE_BYTES, elf, size, error);
	}
	free(path);
	if (ok && !(is_script(name, *elf, *size) ? check_script(guest, name, *elf, *size, error)
	                                         : elf_check(name, *elf, *size, error))) {
		free(*elf);
		return false;
	}
	return ok;
}

/* Name that the program gets in /bin: last part of the path, without .c or .S, as long as u_comm can hold, and of
 * printable characters as the kernel's tables are read. */
static void disk_name(const char *prog, char *buf, size_t size)
{
	const char *base = strrchr(prog, '/');

	snprintf(buf, size, "%s", base ? base + 1 : prog);
	if (library_compiles(prog) && library_compiles(buf))
		buf[strlen(buf) - 2] = '\0';
	buf[strnlen(buf, MAXCOMLEN - 1)] = '\0';
	for (char *c = buf; *c; c++)
		if (*c < ' ' || *c > '~')
			*c = '_';
}

/* Remembers a file of the disk that ships. */
static void note_shipped(struct run_config *config, uint32_t inode)
{
	size_t room = config->nshipped;

	config->shipped = alloc_room(config->shipped, config->nshipped, &room, sizeof *config->shipped);
	config->shipped[config->nshipped++] = inode;
}

/* A disk that gets files of the guest directory, and the paths that they have there. */
struct filling {
	struct disk_builder *disk;
	const char *guest;
	char **paths;
	size_t count, room;
};

/* Puts a file of the guest directory on the disk. */
static bool add_file(struct filling *to, const char *from, const char *path, char *error)
{
	char *source = alloc_format("%s/%s", to->guest, from);
	bool ok = disk_add_file(to->disk, path, source, error);

	free(source);
	to->paths = alloc_room(to->paths, to->count, &to->room, sizeof *to->paths);
	to->paths[to->count++] = alloc_string(path);
	return ok;
}

static bool add_shelf(struct filling *to, const char *shelf, char *error)
{
	char *path = alloc_format("%s/%s", to->guest, shelf);
	struct dirent **entries;
	int n = scandir(path, &entries, programs_only, by_name);
	bool ok = true;

	free(path);
	if (n < 0)
		return true;
	for (int i = 0; i < n; i++) {
		char *from = alloc_format("%s/%s", shelf, entries[i]->d_name);
		char *name = alloc_format("/bin/%s", entries[i]->d_name);

		ok = ok && add_file(to, from, name, error);
		free(from);
		free(name);
		free(entries[i]);
	}
	free(entries);
	return ok;
}

/* Makes the disk and gives it to the config, if `ok`; the files that ship are remembered. What is in `f` is freed. */
static bool finish_disk(struct filling *f, bool ok, struct run_config *config, char *error)
{
	uint8_t *image = NULL;
	size_t size = 0;

	for (size_t i = 0; i < f->count; i++)
		if (!disk_has_file(f->disk, f->paths[i])) { /* the user's is there now */
			free(f->paths[i]);
			f->paths[i] = NULL;
		}
	if (ok)
		image = disk_finish(f->disk, &size, error);
	else
		disk_free(f->disk);
	for (size_t i = 0; i < f->count; i++) {
		if (image && f->paths[i])
			note_shipped(config, disk_inode(image, size, f->paths[i]));
		free(f->paths[i]);
	}
	free(f->paths);
	if (image)
		run_config_add(config, alloc_string("disk"), image, size);
	else
		run_config_free(config);
	return image;
}

/* /etc/rc: what init starts. Strings that end in NUL, an empty one at the end. */
static bool add_rc(struct disk_builder *disk, const char *program, const char *const *argv, char *error)
{
	char rc[ARGUMENTS_MAX];
	size_t n = (size_t)snprintf(rc, sizeof rc, "%s", program) + 1;

	while (*++argv) {
		size_t length = strlen(*argv) + 1;

		if (length == 1)
			return error_set(error, "an argument of the program cannot be empty");
		if (length > sizeof rc - n - 1)
			return error_set(error, "the program's arguments are too long (at most %d bytes)",
			                 ARGUMENTS_MAX);
		memcpy(rc + n, *argv, length);
		n += length;
	}
	rc[n++] = '\0';
	return disk_add(disk, "/etc/rc", rc, n, error);
}

/* What a login shell says first. */
static bool add_motd(struct disk_builder *disk, const char *name, char *error)
{
	const struct historic_system *system = historic_system(name);
	char *text = alloc_format(
		"A VAX-like machine whose vfork is that of %s:\n%s.\n\n"
		"Try   ps              the processes\n"
		"      procs           ps in the child of a vfork: look at its parent\n"
		"      vmstat -f       how many forks and vforks there were; this shell calls vfork\n\n"
		"ls /bin lists the programs and lessons, help what the shell does itself;\n"
		"the lessons of its words are /bin/return and /bin/exit.\n"
		"exit or ^D leaves; ^] stops the machine. Time is the machine's: a sleep takes none of yours.\n\n",
		name, system ? system->title : "");
	bool ok = disk_add(disk, "/etc/motd", text, strlen(text), error);
	free(text);
	return ok;
}

/* Who there is, and before which terminals. Nobody logs in, so nobody has a password, and utmp is empty. */
static bool add_accounts(struct disk_builder *disk, char *error)
{
	static const char passwd[] = "root:*:0:0:Who may do everything:/home:/bin/sh\n"
				     "daemon:*:1:1:Who works unseen:/:\n"
				     "guest:*:99:99:Who may do little:/home:/bin/sh\n";
	static const char group[] = "wheel:*:0:root\n"
				    "daemon:*:1:daemon\n"
				    "guest:*:99:guest\n";

	static const char termcap[] = "# What terminals can do: termcap(5).\n"
				      "dumb|console|un|unknown:am:co#80:bl=^G:\n"
				      "vt100|xterm|ansi|screen|linux:am:bs:co#80:li#24:cl=\\E[H\\E[J:cm=\\E[%i%d;%dH:"
				      "ce=\\E[K:cd=\\E[J:ho=\\E[H:up=\\E[A:nd=\\E[C:do=^J:so=\\E[7m:se=\\E[m:"
				      "us=\\E[4m:ue=\\E[m:md=\\E[1m:me=\\E[m:bl=^G:\n";

	return disk_add(disk, "/etc/termcap", termcap, sizeof termcap - 1, error) &&
	       disk_add(disk, "/etc/passwd", passwd, sizeof passwd - 1, error) &&
	       disk_add(disk, "/etc/group", group, sizeof group - 1, error) &&
	       disk_add(disk, "/etc/utmp", "", 0, error);
}

/* /etc/ttys: how init is to set the console. Without it keys come from a terminal that shows nothing. */
static bool add_ttys(struct disk_builder *disk, const struct launch *launch, char *error)
{
	const char *line = launch->input == LAUNCH_TERMINAL ? "console echo\n" : "console data\n";

	return launch->input == LAUNCH_TYPED || disk_add(disk, "/etc/ttys", line, strlen(line), error);
}

/* Keeps the program's own sources with the run, so that a trace can be read without them. */
static void add_sources(struct run_config *config, const uint8_t *elf, size_t size, const struct sources_place *place)
{
	struct run_image images[RUN_SOURCES];
	size_t n = sources_of(elf, size, place, images);

	for (size_t i = 0; i < n; i++)
		run_config_add(config, images[i].name, images[i].data, images[i].size);
}

static bool check_launch(const struct launch *launch, char *error)
{
	char list[ERROR_MAX] = "";
	size_t n = 0;

	if (launch->ram && (launch->ram < 2 || launch->ram > 64))
		return error_set(error, "--ram %u: the machine takes 2 to 64 MB", launch->ram);
	if (!launch->system || historic_system(launch->system))
		return true;
	for (size_t i = 0; i < SYSTEMS_COUNT; i++)
		n += (size_t)snprintf(list + n, n < sizeof list ? sizeof list - n : 0, " %s", historic_systems[i].name);
	return error_set(error, "%.40s: no such system; there are%s", launch->system, list);
}

/* What every run has: the kernel, and init, in the same places on the disk. */
static bool start_config(const struct launch *launch, struct run_config *config, const char *guest, char *error)
{
	char *path = alloc_format("%s/kernel", guest);
	uint8_t *data;
	size_t length;
	bool ok = file_read(path, RUN_FILE_BYTES, &data, &length, error);

	free(path);
	if (!ok)
		return false;
	config->ram = (launch->ram ? launch->ram : LAUNCH_RAM) << 20;
	run_config_add(config, alloc_string("kernel"), data, length);
	config->kernel_ships = true;
	return true;
}

static bool add_system(struct filling *to, char *error)
{
	return disk_add_nodes(to->disk, error) && add_accounts(to->disk, error) &&
	       add_file(to, "vmunix", "/vmunix", error) && add_file(to, "bin/init", "/etc/init", error);
}

static void end_config(const struct launch *launch, struct run_config *config, const char *title)
{
	config->program = alloc_string(title);
	config->system = alloc_string(launch->system ? launch->system : SYSTEM_DEFAULT);
	config->swap = (launch->swap ? launch->swap : LAUNCH_SWAP(config->ram >> 20)) << 10;
	config->skew = launch->skew;
	config->date = launch->date;
	if (!config->date)
		date_read(historic_date(config->system), &config->date);
	config->limits = limits_filled(&launch->limits);
}

/* Kernel, disk and sources, as soon as the program is there. argv: as in library_prepare; argv[0] gives the name. */
static bool assemble(const struct launch *launch, const char *const *argv, const uint8_t *elf, size_t size,
                     const struct sources_place *place, struct run_config *config, char *error)
{
	const char *guest = library_directory(error);
	char name[4096], *path;
	struct filling to = {.guest = guest};
	bool ok;

	memset(config, 0, sizeof *config);
	if (!guest || !start_config(launch, config, guest, error))
		return false;
	to.disk = disk_new();
	disk_name(argv[0], name, sizeof name);
	path = alloc_format("/bin/%s", name);
	ok = add_system(&to, error);
	for (size_t i = 0; i < SHELVES; i++)
		ok = ok && add_shelf(&to, shelves[i], error);
	ok = ok && disk_add(to.disk, path, elf, size, error) && add_rc(to.disk, path, argv, error) &&
	     add_ttys(to.disk, launch, error) && put_files(to.disk, launch->put, config->ram, error) &&
	     add_motd(to.disk, launch->system ? launch->system : SYSTEM_DEFAULT, error);
	free(path);
	if (!finish_disk(&to, ok, config, error))
		return false;
	if (!is_script(argv[0], elf, size))
		add_sources(config, elf, size, place);
	end_config(launch, config, name);
	return true;
}

/* Where the program's own sources are: below the directory of the file that is compiled; for a ready-made program only
 * where the user says. The caller frees place->directory. */
static bool find_place(const char *guest, const struct launch *launch, const char *name, struct sources_place *place,
                       char *error)
{
	char *path = shipped(guest, name);
	const char *slash = strrchr(name, '/');
	bool source = library_compiles(name), ready = !path && !source;
	struct stat st;

	free(path);
	*place = (struct sources_place){NULL, source ? name : NULL};
	if (launch->sources && !ready)
		return error_set(error, "--sources: is for a ready-made program; %s has its own sources", name);
	if (launch->sources && stat(launch->sources, &st) < 0)
		return error_set(error, "--sources %s: %s", launch->sources, strerror(errno));
	if (launch->sources && !S_ISDIR(st.st_mode))
		return error_set(error, "--sources %s: is not a directory", launch->sources);
	if (source)
		place->directory = slash ? alloc_format("%.*s", (int)(slash - name) + 1, name) : alloc_string(".");
	else if (launch->sources)
		place->directory = alloc_string(launch->sources);
	return true;
}

bool library_prepare(const struct launch *launch, const char *const *argv, struct run_config *config,
                     char error[ERROR_MAX])
{
	const char *guest = library_directory(error);
	struct sources_place place = {0};
	uint8_t *elf;
	size_t size;
	bool ok;

	memset(config, 0, sizeof *config);
	if (!guest || !check_launch(launch, error) ||
	    !load_program(guest, argv[0], launch->optimize, &elf, &size, error))
		return false;
	ok = (!launch->sources || !is_script(argv[0], elf, size) ||
	      error_set(error, "--sources: is for a ready-made program; %s is a script", argv[0])) &&
	     find_place(guest, launch, argv[0], &place, error) &&
	     assemble(launch, argv, elf, size, &place, config, error);
	free(place.directory);
	free(elf);
	return ok;
}

bool library_image(const struct launch *launch, const char *name, const uint8_t *elf, size_t size,
                   struct run_config *config, char error[ERROR_MAX])
{
	const char *const argv[] = {name, NULL};

	memset(config, 0, sizeof *config);
	return check_launch(launch, error) && elf_check(name, elf, size, error) &&
	       assemble(launch, argv, elf, size, &(struct sources_place){0}, config, error);
}

bool library_fill_disk(const struct launch *launch, const char *title, const char *const *argv, library_fill *fill,
                       void *arg, struct run_config *config, char error[ERROR_MAX])
{
	const char *guest = library_directory(error);
	struct filling to = {.guest = guest};
	bool ok;

	memset(config, 0, sizeof *config);
	if (!guest || !check_launch(launch, error) || !start_config(launch, config, guest, error))
		return false;
	to.disk = disk_new();
	ok = add_system(&to, error) && fill(arg, to.disk, error) && add_rc(to.disk, argv[0], argv, error) &&
	     add_ttys(to.disk, launch, error);
	if (!finish_disk(&to, ok, config, error))
		return false;
	end_config(launch, config, title);
	return true;
}
