# SPDX-License-Identifier: GPL-2.0-or-later
# The shared library: see emu/api/vforkscope.h and docs/api.md. Every object of emu/ is compiled so that it can be in
# it, and is the program's, too: as nothing of them can be seen from outside but what vforkscope.h has, the code is the
# same. So are those of visualizer/, for pictures.so. This file is among what they are made from.

# The functions that later versions add get a version of their own in emu/api/exports.map.
ABI := $(shell sed -n 's/^\#define VFORKSCOPE_ABI //p' emu/api/vforkscope.h)

EMU_PIC := -fPIC -fvisibility=hidden
SONAME := libvforkscope.so.$(ABI)
SHARED_LIBRARY := $(SHARED)/$(SONAME)
# Its header and what pkg-config reads, but for the prefix.
API := $(SHARED)/api

lib: $(SHARED_LIBRARY) $(API)/vforkscope.h $(API)/vforkscope.pc

# The archive's members are taken as they are needed.
$(SHARED_LIBRARY): $(SHARED)/obj/emu/api/vforkscope.o $(LIBRARY) emu/api/exports.map
	@echo "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) $(ENGINE_LDFLAGS) -shared -o $@ -Wl,-soname,$(SONAME),-Bsymbolic \
		-Wl,--version-script=emu/api/exports.map,-z,defs,--as-needed $(filter %.o %.a,$^) $(EMU_LIBS) -lm

$(API)/vforkscope.h: emu/api/vforkscope.h Makefile
	@mkdir -p $(@D)
	@sed 's/@VERSION@/$(VERSION)/' $< >$@

$(API)/vforkscope.pc: emu/api/vforkscope.pc Makefile
	@mkdir -p $(@D)
	@sed 's/@VERSION@/$(VERSION)/' $< >$@

$(EMU_OBJECTS) $(PROGRAM_OBJECTS) $(PICTURE_OBJECTS): emu/api/library.mk
