# SPDX-License-Identifier: GPL-2.0-or-later
# vforkscope. `make help` lists the goals.
#
# Nothing but make and apt is taken for granted: BUILD/config.mk is made by .setup/deps.sh, which installs what is
# missing, and make starts anew once it is there.

VERSION := 0.9.0
# The day of that version, as CHANGELOG.md has it.
RELEASED := $(shell sed -nE 's/^\#\# $(VERSION) \((.*)\)$$/\1/p' CHANGELOG.md 2>/dev/null)

BUILD ?= build
PREFIX ?= /usr/local
LIBDIR ?= lib
CC = cc

ifneq ($(words $(BUILD)),1)
$(error BUILD=$(BUILD): make takes no spaces in it; the directories above it may have some)
endif

# SAN=1: host code with AddressSanitizer and UndefinedBehaviorSanitizer, in a directory of its own.
ifeq ($(SAN),1)
OUT := $(BUILD)/san
SANFLAGS := -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
else
OUT := $(BUILD)
endif

# HEADLESS=1: the program without what makes pictures, in a directory of its own; needs no SDL, Cairo and Pango.
SHARED := $(OUT)
ifeq ($(HEADLESS),1)
ifneq ($(SAN)$(filter test check tests asan fuzz demo,$(MAKECMDGOALS)),)
$(error HEADLESS=1 is a build without pictures, to run and to install; the tests need pictures, and look at it, too)
endif
OUT := $(BUILD)/headless
endif
CONFIG := $(if $(HEADLESS),$(OUT),$(BUILD))/config.mk

CFLAGS = -O2 -g
WARNINGS = -Wall -Wextra -Wpedantic
# The program is the same wherever it is built: it does not tell the place.
ALL_CFLAGS = -std=c17 -ffile-prefix-map='$(CURDIR)'=. -Iemu -Iguest -I. -D_GNU_SOURCE $(CFLAGS) $(WARNINGS) \
	$(SANFLAGS) -MMD -MP
ALL_LDFLAGS = $(LDFLAGS) $(SANFLAGS)

all: host guest

# As many jobs as there are processors, unless make was told how many; `make clean all` has an order.
ifeq ($(MAKELEVEL)$(findstring -j,$(MAKEFLAGS))$(filter clean,$(MAKECMDGOALS)),0)
MAKEFLAGS += -j$(shell nproc)
endif

# The quick goals need no set-up.
ifneq ($(filter-out setup clean uninstall dist release-check help format check-format,$(or $(MAKECMDGOALS),all)),)
include $(CONFIG)
endif
$(CONFIG): .setup/deps.sh $(wildcard /var/lib/dpkg/status)
	@HEADLESS=$(HEADLESS) .setup/deps.sh $(BUILD)

# Traces that ship; to be recorded anew when lessons, kernel or format have changed.
traces: all
	@traces/make.sh $(PROGRAM)

# The pictures of README.md, docs/explorer.md and docs/process-script.md, made anew.
pictures: all
	@docs/pictures.sh $(PROGRAM)

setup:
	@HEADLESS=$(HEADLESS) .setup/deps.sh $(BUILD)

# Guest: the fragments add their files to GUEST_FILES, all of them under $(GUEST). ----------------------------------
GUEST := $(BUILD)/guest
GUEST_FILES :=

# What is built for the machine is the same wherever it is built, to the byte. The compiler gets relative names and is
# told that its working directory has this name (by which PWD may call it), which its debugging information then has
# another for: /vforkscope/guest/... stands for what is installed as src/... (emu/image/sources.h).
GUEST_CC := PWD=/proc/self/cwd m68k-linux-gnu-gcc
# Asked for when it is needed first, and then known.
ask_include = $(shell $(GUEST_CC) -print-file-name=include 2>/dev/null)
GUEST_CC_INCLUDE = $(eval GUEST_CC_INCLUDE := $(ask_include))$(GUEST_CC_INCLUDE)
GUEST_PLACE = -ffile-prefix-map=/proc/self/cwd=/vforkscope -ffile-prefix-map=$(GUEST_CC_INCLUDE)=/vforkscope/compiler
unexport CPATH GCC_EXEC_PREFIX COMPILER_PATH LIBRARY_PATH SOURCE_DATE_EPOCH

# One process a file, where there are hundreds of them.
COPY := install -D -m 644

# The sources go where the programs go: they are the lessons' text, and what a window shows beside them.
GUEST_FILES += $(patsubst guest/%,$(GUEST)/src/%,$(sort $(wildcard $(foreach directory,bench bin bin/common bin/sh \
	demos abi kernel play libc \
	$(patsubst guest/%/,%,$(wildcard guest/libc/include/ guest/libc/include/*/)),\
	$(addprefix guest/$(directory)/*.,c h S lesson outcomes)))))
$(GUEST)/src/%: guest/%
	@$(COPY) $< $@

# Translations of what people read: emu/base/language.h reads them.
GUEST_FILES += $(patsubst po/%.po,$(GUEST)/lang/%.mo,$(wildcard po/*.po))
$(GUEST)/lang/%.mo: po/%.po
	@mkdir -p $(@D)
	@msgfmt --endianness=big --no-hash -o $@ $<

-include guest/kernel/kernel.mk
-include guest/libc/user.mk

guest: $(GUEST_FILES)

# Host --------------------------------------------------------------------------------------------------------------
EMU_OBJECTS := $(patsubst %.c,$(SHARED)/obj/%.o,$(wildcard emu/*/*.c))
# The program is without pictures; whoever draws is in an object that it loads (visualizer/main.c).
PROGRAM_OBJECTS := $(patsubst %,$(SHARED)/obj/visualizer/%.o,main program command_table cmd_help headless)
PICTURE_OBJECTS := $(patsubst %.c,$(SHARED)/obj/%.o, \
	$(filter-out %/main.c %/headless.c,$(wildcard visualizer/*.c)))
LIBRARY := $(SHARED)/libvforkscope.a
PROGRAM := $(OUT)/vforkscope
PICTURES := $(if $(HEADLESS),,$(OUT)/pictures.so)

# Where Unicorn is an archive, the other processors that it can be are left out: they are nine tenths of it, with
# 66,000 addresses that would have to be put right each time the program is started.
ARCHIVE := $(filter %/libunicorn.a,$(EMU_LIBS))
OTHER_PROCESSORS := aarch64 arm mips mips64 mips64el mipsel ppc ppc64 riscv32 riscv64 s390x sparc sparc64 tricore x86_64
ifneq ($(ARCHIVE),)
ENGINE_LDFLAGS := -Wl,--gc-sections $(foreach function,uc_init reg_read reg_write,\
	$(OTHER_PROCESSORS:%=-Wl,--defsym=$(function)_%=0))
endif

host: $(PROGRAM) $(PICTURES) $(if $(SAN)$(HEADLESS),$(OUT)/guest)

$(PROGRAM): $(PROGRAM_OBJECTS) $(LIBRARY)
	@echo "  LINK  $@"
	@mkdir -p $(@D)
	@$(CC) $(ALL_LDFLAGS) $(ENGINE_LDFLAGS) -o $@ $^ $(EMU_LIBS) -ldl -lm

# Pictures show machine code: this needs Capstone as soon as it is loaded, and tells so those who make packages of it.
$(OUT)/pictures.so: $(PICTURE_OBJECTS) $(LIBRARY)
	@echo "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) $(ENGINE_LDFLAGS) -shared -o $@ -Wl,-Bsymbolic,--exclude-libs,ALL $^ \
		$(PICTURE_LIBS) $(EMU_LIBS) -Wl,--no-as-needed $(CAPSTONE_LIBS) -lm

$(LIBRARY): $(EMU_OBJECTS)
	@echo "  AR    $@"
	@rm -f $@
	@$(AR) rcs $@ $^

$(SHARED)/obj/emu/%.o: emu/%.c
	@echo "  CC    $<"
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) $(EMU_PIC) $(EMU_CFLAGS) $(UNICORN_CFLAGS) -c -o $@ $<

-include emu/api/library.mk

$(SHARED)/obj/visualizer/%.o: visualizer/%.c
	@echo "  CC    $<"
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) $(EMU_PIC) $(EMU_CFLAGS) $(PICTURE_CFLAGS) -c -o $@ $<

$(SHARED)/obj/emu/base/version.o: ALL_CFLAGS += -DVFORKSCOPE_VERSION='"$(VERSION)"' -DVFORKSCOPE_DATE='"$(RELEASED)"'
$(SHARED)/obj/emu/base/version.o: Makefile CHANGELOG.md

# Unicorn's macros shift a 3 into the sign bit.
$(foreach file,cpu cpu_hooks,$(BUILD)/san/obj/emu/core/$(file).o): SANFLAGS += -fno-sanitize=shift-base

# Tests: each tests/unit/test_*.c and tests/visual/test_*.c is a program; the other C files beside it are
# its helpers.
UNIT_TESTS := $(patsubst %.c,$(OUT)/%,$(wildcard tests/unit/test_*.c))
VISUAL_TESTS := $(patsubst %.c,$(OUT)/%,$(wildcard tests/visual/test_*.c))
UNIT_HELPERS := $(patsubst %.c,$(OUT)/obj/%.o,$(filter-out tests/unit/test_%,$(wildcard tests/unit/*.c)))
VISUAL_HELPERS := $(patsubst %.c,$(OUT)/obj/%.o, \
	$(filter-out tests/visual/test_% tests/visual/pupil.c,$(wildcard tests/visual/*.c)))
# Each tests/fuzz/fuzz_*.c is a program that a script there runs.
FUZZERS := $(patsubst %.c,$(OUT)/%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_HELPERS := $(patsubst %.c,$(OUT)/obj/%.o,$(filter-out tests/fuzz/fuzz_%,$(wildcard tests/fuzz/*.c)))
# What tests/display.sh looks at its screen with.
SCREEN := $(OUT)/tests/screen
# What tests/visual/window_lesson.sh learns from what to do there.
PUPIL := $(OUT)/tests/visual/pupil
# With ONLY, those that match.
TESTS := $(UNIT_TESTS) $(VISUAL_TESTS)
ifneq ($(ONLY),)
TESTS := $(addprefix $(OUT)/,$(shell printf '%s\n' $(TESTS:$(OUT)/%=%) | grep -E '$(ONLY)'))
endif
TESTS += $(FUZZERS) $(SCREEN) $(PUPIL) $(OUT)/tests/unit/test_opcodes # which tests/fuzz/streams.sh runs, too

$(OUT)/obj/tests/%.o: tests/%.c
	@echo "  CC    $<"
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS:-O2=-O1) $(EMU_CFLAGS) $(PICTURE_CFLAGS) $(UNICORN_CFLAGS) $(CMOCKA_CFLAGS) -c -o $@ $<

# Programs for the machine that unit tests run or look into. They need no library, so they are there before the guest
# is.
FIXTURES := $(OUT)/tests/unit/variables.elf $(OUT)/tests/unit/lonely.elf \
	$(patsubst %,$(OUT)/tests/unit/variables-dwarf%.elf,2 3 4) \
	$(patsubst tests/unit/guest/%.S,$(OUT)/tests/unit/%.elf,$(wildcard tests/unit/guest/*.S))

FIXTURE_CC = m68k-linux-gnu-gcc -m68040 -msoft-float -std=gnu17 -O0 -g $(WARNINGS) -ffreestanding \
	-fno-pic -fno-pie -no-pie -static -nostdlib -fno-omit-frame-pointer -fno-stack-protector -Wl,--build-id=none

$(OUT)/tests/unit/%.elf: tests/unit/guest/%.c
	@mkdir -p $(@D)
	@$(FIXTURE_CC) -o $@ $<

$(OUT)/tests/unit/lonely.elf: FIXTURE_CC += -T guest/libc/user.ld

$(OUT)/tests/unit/variables-dwarf%.elf: tests/unit/guest/variables.c
	@mkdir -p $(@D)
	@$(FIXTURE_CC) -gdwarf-$* -o $@ $<

# Archives, so that a test is linked with those helpers only that it uses.
$(OUT)/obj/tests/unit/helpers.a: $(UNIT_HELPERS)
$(OUT)/obj/tests/visual/helpers.a: $(VISUAL_HELPERS)
$(OUT)/obj/tests/fuzz/helpers.a: $(FUZZ_HELPERS)
%/helpers.a:
	@mkdir -p $(@D)
	@rm -f $@
	@$(AR) rcs $@ $^

$(OUT)/tests/unit/%.elf: tests/unit/guest/%.S $(wildcard tests/unit/guest/*.inc) guest/abi/arch.h
	@mkdir -p $(@D)
	@m68k-linux-gnu-gcc -m68040 -Wa,--bitwise-or -nostdlib -static -no-pie -Iguest/abi \
		-Wl,-Ttext=0x80004000,--build-id=none,--no-warn-rwx-segments,-n,-e,start -o $@ $<

# Where Unicorn is an archive, the tests share one library made of it, which saves most of the time of linking.
SHARED_UNICORN := $(if $(ARCHIVE),$(OUT)/tests/libunicorn.so)
TEST_LIBS = '-Wl,-rpath,$$ORIGIN/..' $(filter-out $(ARCHIVE),$(EMU_LIBS)) $(CMOCKA_LIBS) -lm

$(OUT)/tests/libunicorn.so: $(ARCHIVE)
	@mkdir -p $(@D)
	@$(CC) -shared $(ENGINE_LDFLAGS) -o $@ -Wl,-soname,$(@F),-Bsymbolic,-u,uc_open $^ -lpthread -lm

$(UNIT_TESTS): $(OUT)/%: $(OUT)/obj/%.o $(OUT)/obj/tests/unit/helpers.a $(LIBRARY) $(SHARED_UNICORN)
	@mkdir -p $(@D)
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(TEST_LIBS)

$(VISUAL_TESTS) $(PUPIL): $(OUT)/%: $(OUT)/obj/%.o $(OUT)/obj/tests/visual/helpers.a $(OUT)/obj/tests/unit/helpers.a \
		$(PICTURE_OBJECTS) $(LIBRARY) $(SHARED_UNICORN)
	@mkdir -p $(@D)
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PICTURE_LIBS) $(TEST_LIBS)

$(FUZZERS): $(OUT)/%: $(OUT)/obj/%.o $(OUT)/obj/tests/fuzz/helpers.a \
		$(PICTURE_OBJECTS) $(LIBRARY) $(SHARED_UNICORN)
	@mkdir -p $(@D)
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PICTURE_LIBS) $(TEST_LIBS)

$(SCREEN): $(OUT)/%: $(OUT)/obj/%.o
	@mkdir -p $(@D)
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PICTURE_LIBS)

# The program looks for the guest's files beside itself.
$(BUILD)/san/guest $(BUILD)/headless/guest:
	@mkdir -p $(@D)
	@ln -sfn ../guest $@

# Those that install are several at a time, and must not make what is installed.
tests: all $(if $(SAN),,lib $(OUT)/share/.made) $(TESTS) $(FIXTURES)

# ONLY=PATTERN runs the tests whose path matches, e.g. make test ONLY=unit/test_mmu; SLOW=1 tells which took long.
test: tests
	@tests/run.sh $(if $(SLOW),--slow) $(QUICK) $(OUT) '$(ONLY)'

# For daily work: about a minute.
check: ONLY = ^tests/(unit|command)/
check: QUICK = --quick
check: test

asan:
	@$(MAKE) SAN=1 test

# FUZZ=N: so many tries of each fuzzer; they print what they found.
FUZZ ?= 20000
fuzz:
	@FUZZ=$(FUZZ) TEST_TIMEOUT=36000 $(MAKE) SAN=1 test ONLY='^tests/fuzz/'

# Goals for people --------------------------------------------------------------------------------------------------
demo: all
	@$(PROGRAM) demo fork

bench: all
	@$(PROGRAM) bench

# What is installed beside the program and the guest's files: manual pages, completion, papers.
SHARE := $(OUT)/share
PAPERS := $(wildcard .package/* docs/* docs/schema/* docs/notebooks/*.* traces/* *.md) LICENSE
$(SHARE)/.made: $(PROGRAM) $(PICTURES) $(PAPERS) $(GUEST_FILES)
	@HEADLESS=$(HEADLESS) .package/share.sh $(PROGRAM) $(SHARE)
	@touch $@

install: all lib $(SHARE)/.made
	@printf '%s\n' $(GUEST_FILES:$(GUEST)/%=%) | \
		.package/install.sh install "$(DESTDIR)" "$(PREFIX)" $(LIBDIR) $(PROGRAM) '$(PICTURES)' $(GUEST) \
		$(SHARE) $(SHARED_LIBRARY) $(API)

uninstall:
	@.package/install.sh uninstall "$(DESTDIR)" "$(PREFIX)"

# The archive of the sources, and a package for this Debian.
DIST := $(BUILD)/vforkscope-$(VERSION).tar.gz
dist:
	@.package/archive.sh $(VERSION) $(DIST)

deb: $(CONFIG) dist
	@.package/deb.sh $(VERSION) $(RELEASED) $(DIST) $(BUILD)

# What has to be true before a version goes out. RELEASES="bookworm trixie": on these Debians; STAGES="builds install":
# these of its stages (.package/release.sh).
ROOTS ?= $(BUILD)/roots
release-check:
	@STAGES='$(STAGES)' .package/release.sh $(VERSION) $(ROOTS) $(RELEASES)

clean:
	rm -rf $(BUILD)

C_SOURCES = $(shell find emu visualizer tests guest -name '*.[ch]')

format:
	clang-format -i $(C_SOURCES)

check-format:
	@printf '%s\n' $(C_SOURCES) | xargs -n 50 -P $(shell nproc) clang-format --dry-run -Werror

# The programs of tests/guest do wrong on purpose.
lint:
	cppcheck -q -j $(shell nproc) --std=c11 --enable=warning,performance,portability --inline-suppr \
		--error-exitcode=1 \
		--suppress=missingIncludeSystem --suppress=funcArgOrderDifferent -D__linux__ -Iemu -Iguest -I. \
		-i tests/guest -i tests/check emu visualizer tests

help:
	@echo 'make           set up and build everything under $(BUILD)/'
	@echo 'make demo      the same, then open the first lesson'
	@echo 'make test      the same, then run all tests (ONLY=PATTERN: some of them; SLOW=1: tell which took long)'
	@echo 'make check     unit tests and those of the commands but the most thorough: a minute, for daily work'
	@echo 'make asan      all tests with the address and undefined-behaviour sanitizers'
	@echo 'make fuzz      damaged traces, random calls with the sanitizers (FUZZ=20000: so many of each)'
	@echo 'make bench     measure'
	@echo 'make pictures  make the pictures of the docs anew'
	@echo 'make traces    record the traces that ship (traces/) anew'
	@echo 'make install   install under PREFIX ($(PREFIX)), below DESTDIR if given'
	@echo 'make uninstall take it away again'
	@echo 'make lib       the shared library and its header, for your own programs (docs/api.md)'
	@echo 'make dist      the source archive; make deb: a package for this Debian'
	@echo 'make release-check  all about a version, on bare Debian 12 and 13 roots: needs root and debootstrap'
	@echo 'make HEADLESS=1  build under $(BUILD)/headless without pictures: no SDL, Cairo or Pango'
	@echo 'make setup     look again for missing packages'
	@echo 'make format    format the C files; check-format: only look'
	@echo 'make lint      cppcheck'
	@echo 'make clean     remove $(BUILD)/'

.PHONY: all setup guest host lib traces tests test check asan fuzz demo bench install uninstall dist deb \
	release-check clean format check-format pictures lint help
.DELETE_ON_ERROR:

-include $(EMU_OBJECTS:.o=.d) $(PROGRAM_OBJECTS:.o=.d) $(PICTURE_OBJECTS:.o=.d)
-include $(UNIT_HELPERS:.o=.d) $(VISUAL_HELPERS:.o=.d) $(FUZZ_HELPERS:.o=.d)
-include $(TESTS:$(OUT)/%=$(OUT)/obj/%.d)
