# SPDX-License-Identifier: GPL-2.0-or-later
# User land: the library and its headers, init and the other programs of /bin, the demos, what bench runs.

# Location views, of several places in one instruction, and columns of lines are for other debuggers; programs are
# smaller without them, and so are the traces that hold programs.
USER_CC := $(GUEST_CC)
USER_AR := m68k-linux-gnu-ar
USER_FLAGS := -m68040 -msoft-float -ffreestanding -fno-builtin -fno-pic -fno-pie -fno-omit-frame-pointer \
	-fno-stack-protector -fno-asynchronous-unwind-tables -g -gno-variable-location-views -gno-column-info \
	-Wall -Wextra -std=gnu17 -nostdinc
USER_INCLUDE = -isystem guest/libc/include/first -isystem $(GUEST_CC_INCLUDE) \
	-isystem guest/libc/include -isystem guest/abi
USER_COMPILE = $(USER_CC) $(USER_FLAGS) $(USER_INCLUDE) $(GUEST_PLACE) -MD -MP
# What is compiled by other rules is compiled anew.
USER_RULES := guest/libc/user.mk Makefile
# Relocations are kept for a machine that moves programs; nobody moves the debugging information, or reads its index.
# It begins at a block of the disk, and what is behind it, too: a trace leaves out blocks that hold nothing else.
USER_LINK = $(USER_CC) -m68040 -no-pie -static -nostdlib -Wl,--build-id=none,--emit-relocs \
	-T $(USER_SCRIPT) -o $@ \
	$(USER_START) $(filter $(USER_OBJ)/%.o,$^) $(GUEST)/lib/libc.a $(shell $(USER_CC) -print-libgcc-file-name) && \
	m68k-linux-gnu-objcopy --remove-section='.rela.debug*' --remove-section=.debug_aranges \
		--add-section .end=/dev/null $@ && \
	m68k-linux-gnu-objcopy --set-section-alignment=.debug_line=4096 --set-section-alignment=.end=4096 $@

USER_START = $(GUEST)/lib/crt0.o
USER_SCRIPT = $(GUEST)/lib/user.ld

USER_OBJ := $(BUILD)/obj/guest
LIBC_OBJECTS := $(patsubst guest/libc/%,$(USER_OBJ)/libc/%.o,\
	$(sort $(wildcard guest/libc/*.c) $(filter-out %/crt0.S,$(wildcard guest/libc/*.S))))
LIBC_HEADERS := $(patsubst guest/libc/include/%,$(GUEST)/include/%,\
	$(wildcard guest/libc/include/*.h guest/libc/include/*/*.h)) \
	$(patsubst %,$(GUEST)/include/%.h,syscalls proc arch)
USER_LIBRARY := $(GUEST)/lib/crt0.o $(GUEST)/lib/libc.a $(GUEST)/lib/libm.a $(GUEST)/lib/user.ld $(GUEST)/lib/old.ld
BINS := $(patsubst guest/bin/%.c,$(GUEST)/bin/%,$(wildcard guest/bin/*.c))
BENCHES := $(patsubst guest/bench/%.c,$(GUEST)/bench/%,$(wildcard guest/bench/*.c))
# A program of many files has a folder of its own. Two of sh have large tables: their variables are behind all others.
SH_OBJECTS := $(patsubst guest/bin/%.c,$(USER_OBJ)/bin/%.o, \
	$(filter-out %/edit.c %/jobs.c,$(sort $(wildcard guest/bin/sh/*.c))) guest/bin/sh/jobs.c guest/bin/sh/edit.c)
DEMOS := $(patsubst guest/demos/%.c,$(GUEST)/demos/%,$(wildcard guest/demos/*.c)) $(GUEST)/demos/registers-O2

# Actors of process scripts, by the kilobytes of their text; each must have as much (emu/script/stage.c).
ACTOR_SIZES := 16 32 64 128 256 512 1024
ACTORS := $(patsubst %,$(GUEST)/play/actor-%,$(ACTOR_SIZES))

GUEST_FILES += $(ACTORS) $(USER_LIBRARY) $(LIBC_HEADERS) $(BINS) $(GUEST)/bin/sh $(BENCHES) $(DEMOS)

$(GUEST)/include/%.h: guest/libc/include/%.h
	@$(COPY) $< $@

$(GUEST)/include/%.h: guest/abi/%.h
	@$(COPY) $< $@

$(GUEST)/lib/user.ld: guest/libc/user.ld
	@$(COPY) $< $@

# For C as it was before the standard, where a program may write into its strings: constants are data.
$(GUEST)/lib/old.ld: guest/libc/user.ld
	@mkdir -p $(@D)
	@sed -e '/\*(\.rodata/d' -e '/\*(\.data /a\		*(.rodata .rodata.*)' $< >$@

$(GUEST)/lib/libc.a: $(LIBC_OBJECTS)
	@echo "  AR    $@"
	@mkdir -p $(@D)
	@rm -f $@
	@$(USER_AR) rcsD $@ $^

# For -lm: its functions are in libc.a.
$(GUEST)/lib/libm.a:
	@mkdir -p $(@D)
	@$(USER_AR) rcsD $@

$(GUEST)/lib/crt0.o: $(USER_OBJ)/libc/crt0.S.o
	@$(COPY) $< $@

# Told what the objects are, nm does not load the plugins of all compilers of the host to ask them.
NO_PLUGINS := --target=elf32-m68k

# A program may have a function of its own that is called as one here is: what the library defines is weak, so that the
# program's is taken instead, whatever else is in the same file.
# The library is its own implementer: no loop of memset may become a call of memset.
$(USER_OBJ)/libc/%.o: guest/libc/% $(USER_RULES)
	@echo "  GUEST $<"
	@mkdir -p $(@D)
	@$(USER_COMPILE) -O1 -fno-tree-loop-distribute-patterns -c -o $@ $<
	@m68k-linux-gnu-nm $(NO_PLUGINS) -P -g --defined-only $@ | sed 's/ .*//' >$@.names
	@m68k-linux-gnu-objcopy --weaken-symbols=$@.names $@

$(USER_OBJ)/bin/%.o: guest/bin/%.c $(USER_RULES)
	@mkdir -p $(@D)
	@$(USER_COMPILE) -O1 $(USER_SECTIONS) -c -o $@ $<

$(USER_OBJ)/bench/%.o: guest/bench/%.c $(USER_RULES)
	@mkdir -p $(@D)
	@$(USER_COMPILE) -O1 -c -o $@ $<

# Without optimization, as in a lecture: every variable is in its stack frame, and every call is a call.
$(USER_OBJ)/demos/%.o: guest/demos/%.c $(USER_RULES)
	@mkdir -p $(@D)
	@$(USER_COMPILE) -O0 -fno-inline -c -o $@ $<

$(USER_OBJ)/demos/%-O2.o: guest/demos/%.c $(USER_RULES)
	@mkdir -p $(@D)
	@$(USER_COMPILE) -O2 -fno-inline -c -o $@ $<

$(BINS): $(GUEST)/bin/%: $(USER_OBJ)/bin/%.o $(USER_LIBRARY)
	@echo "  GUEST $@"
	@mkdir -p $(@D)
	@$(USER_LINK)

# The manual is made from what the sources say of themselves.
MAN_SOURCES = guest/abi/syscalls.h $(sort $(wildcard guest/libc/include/*.h guest/libc/include/sys/*.h)) \
	$(sort $(wildcard guest/bin/*.c)) guest/bin/sh/main.c $(sort $(wildcard guest/demos/*.c))
$(USER_OBJ)/man/manpages.h: guest/bin/manpages.awk $(MAN_SOURCES) $(USER_RULES)
	@mkdir -p $(@D)
	@awk -f $< $(MAN_SOURCES) >$@

$(USER_OBJ)/bin/man.o: $(USER_OBJ)/man/manpages.h
$(USER_OBJ)/bin/man.o: USER_INCLUDE += -I$(USER_OBJ)/man

# What the shell does itself and a program does, too, is there once.
$(GUEST)/bin/test: $(USER_OBJ)/bin/sh/test.o
$(GUEST)/bin/kill: $(USER_OBJ)/bin/sh/signals.o
$(GUEST)/bin/printf: $(USER_OBJ)/bin/sh/printf.o
# So is what tools have in common.
BIN_INPUTS := $(USER_OBJ)/bin/common/inputs.o
$(patsubst %,$(GUEST)/bin/%,cut head more sort tail wc): $(BIN_INPUTS)

# What it goes through for each command is at its beginning.
$(SH_OBJECTS): USER_SECTIONS := -ffunction-sections
$(GUEST)/bin/sh: USER_SCRIPT := $(USER_OBJ)/bin/sh.ld
$(USER_OBJ)/bin/sh.ld: guest/libc/user.ld guest/bin/sh/each_command $(USER_RULES)
	@mkdir -p $(@D)
	@sed -e '/^#/d' -e 's/.*\.[cS]$$/*libc.a:&.o(.text)/;t' -e 's/.*/*(.text.&)/' guest/bin/sh/each_command | \
		sed '/crt0\.o(\.text)/r /dev/stdin' $< >$@

$(GUEST)/bin/sh: $(USER_OBJ)/bin/sh.ld $(SH_OBJECTS) $(USER_LIBRARY)
	@echo "  GUEST $@"
	@mkdir -p $(@D)
	@$(USER_LINK)

$(GUEST)/bench/forks: USER_START := # its own
$(BENCHES): $(GUEST)/bench/%: $(USER_OBJ)/bench/%.o $(USER_LIBRARY)
	@echo "  GUEST $@"
	@mkdir -p $(@D)
	@$(USER_LINK)

$(USER_OBJ)/play/actor.o: guest/play/actor.c $(USER_RULES)
	@mkdir -p $(@D)
	@$(USER_COMPILE) -O1 -c -o $@ $<

$(USER_OBJ)/play/length-%.o: guest/play/length.S $(USER_RULES)
	@mkdir -p $(@D)
	@$(USER_COMPILE) -DLENGTH=$* -c -o $@ $<

$(ACTORS): $(GUEST)/play/actor-%: $(USER_OBJ)/play/actor.o $(USER_OBJ)/play/length-%.o $(USER_LIBRARY)
	@echo "  GUEST $@"
	@mkdir -p $(@D)
	@$(USER_LINK)

$(DEMOS): $(GUEST)/demos/%: $(USER_OBJ)/demos/%.o $(USER_LIBRARY)
	@echo "  GUEST $@"
	@mkdir -p $(@D)
	@$(USER_LINK)

.SECONDARY: $(LIBC_OBJECTS) $(patsubst $(GUEST)/%,$(USER_OBJ)/%.o,$(BINS) $(BENCHES) $(DEMOS))

-include $(LIBC_OBJECTS:.o=.d) $(SH_OBJECTS:.o=.d) $(BIN_INPUTS:.o=.d)
-include $(patsubst $(GUEST)/%,$(USER_OBJ)/%.d,$(BINS) $(BENCHES) $(DEMOS))
