# SPDX-License-Identifier: GPL-2.0-or-later
# The guest kernel, $(GUEST)/kernel: an ELF file with DWARF. Included by the top Makefile.

KERNEL_CC := m68k-linux-gnu-gcc
KERNEL_CFLAGS := -m68040 -msoft-float -ffreestanding -fno-pic -fno-pie -fno-omit-frame-pointer -fno-stack-protector \
	-O1 -g -Wall -Wextra -std=gnu17 -DKERNEL -Iguest/kernel -Iguest/include -idirafter guest/libc/include -MMD -MP
# The compiler's own headers and ours, never those of a system that happens to be installed for the m68k.
KERNEL_INCLUDE = -nostdinc -isystem $(shell $(KERNEL_CC) -print-file-name=include)
KERNEL_LDFLAGS := -m68040 -nostdlib -static -no-pie -Wl,--build-id=none -Wl,-z,noexecstack -T guest/kernel/kernel.ld
KERNEL_OBJECTS := $(patsubst guest/kernel/%,$(GUEST)/obj/kernel/%.o,$(basename $(wildcard guest/kernel/*.[cS])))

GUEST_FILES += $(GUEST)/kernel $(GUEST)/vmunix

# What the guest finds as /vmunix: names and addresses for ps, no debugging information.
$(GUEST)/vmunix: $(GUEST)/kernel
	@m68k-linux-gnu-objcopy --strip-debug $< $@

$(GUEST)/kernel: $(KERNEL_OBJECTS) guest/kernel/kernel.ld
	@echo "  LINK  $@"
	@$(KERNEL_CC) $(KERNEL_LDFLAGS) -o $@ $(KERNEL_OBJECTS) -lgcc

$(GUEST)/obj/kernel/%.o: guest/kernel/%.c guest/kernel/kernel.mk
	@echo "  M68K  $<"
	@mkdir -p $(@D)
	@$(KERNEL_CC) $(KERNEL_CFLAGS) $(KERNEL_INCLUDE) -c -o $@ $<

$(GUEST)/obj/kernel/%.o: guest/kernel/%.S guest/kernel/kernel.mk
	@echo "  M68K  $<"
	@mkdir -p $(@D)
	@$(KERNEL_CC) $(KERNEL_CFLAGS) $(KERNEL_INCLUDE) -c -o $@ $<

-include $(KERNEL_OBJECTS:.o=.d)
