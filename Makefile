# pgleaf: GNU make. `make help` lists the targets.
#
#   make                     build/pgleaf
#   make DEVELOPER=1         warnings are errors
#   make SANITIZE=address,undefined BUILD=build/san
#   make COVERAGE=1 BUILD=build/cov
#   make install DESTDIR= PREFIX=/usr/local

PREFIX     ?= /usr/local
SYSCONFDIR ?= /etc
UNITDIR    ?= $(PREFIX)/lib/systemd/system
MANDIR     ?= $(PREFIX)/share/man
BUILD      ?= build
CC         ?= cc
VERSION    := 0.1.0

PKGS       := libmongoc-1.0 gmp libpcre2-8 icu-uc libxml-2.0 libsystemd openssl libprotobuf-c
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) | sed 's/-I/-isystem /g')
PKG_LIBS   := $(shell pkg-config --libs $(PKGS)) -lpg_query -lstemmer -lm

CFLAGS     ?= -O2 -g
# hidden: libpg_query has functions of the same names (list_concat ...), which the program's own must not replace
ALL_CFLAGS  = -std=c17 -D_GNU_SOURCE -DPGLEAF_VERSION='"$(VERSION)"' -Isrc $(PKG_CFLAGS) \
              -fno-strict-aliasing -fvisibility=hidden -fstack-protector-strong -Wall -Wextra -Wno-unused-parameter $(CFLAGS)
ALL_LDFLAGS = -Wl,--as-needed -Wl,-z,relro,-z,now $(LDFLAGS)

ifdef DEVELOPER
ALL_CFLAGS += -Werror -Wshadow=local -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
              -Wvla -Wundef -Wformat=2 -Wno-format-nonliteral -Wold-style-definition -Wwrite-strings
endif
ifdef SANITIZE
ALL_CFLAGS  += -DPGLEAF_EXIT_HANDLERS -fsanitize=$(SANITIZE) -fno-sanitize-recover=undefined -fno-omit-frame-pointer
ALL_LDFLAGS += -fsanitize=$(SANITIZE)
endif
ifdef COVERAGE
ALL_CFLAGS  += -DPGLEAF_EXIT_HANDLERS --coverage -O0
ALL_LDFLAGS += --coverage
endif

STAGES  := base conf wire auth types funcs nodes catalog sql analyze push plan mongo exec session
SRCS    := $(wildcard $(addsuffix /*.c,$(addprefix src/,$(STAGES))))
HDRS    := $(wildcard $(addsuffix /*.h,$(addprefix src/,$(STAGES))))
OBJS    := $(SRCS:src/%.c=$(BUILD)/obj/%.o)
LIB     := $(BUILD)/libpgleaf.a

.PHONY: all
all: $(BUILD)/pgleaf

$(BUILD)/pgleaf: $(BUILD)/obj/main.o $(LIB)
	$(CC) $(ALL_LDFLAGS) -o $@ $< -Wl,--whole-archive $(LIB) -Wl,--no-whole-archive $(PKG_LIBS)

$(LIB): $(OBJS)
	@rm -f $@
	$(AR) crs $@ $^

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(dir $@)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

-include $(OBJS:.o=.d) $(BUILD)/obj/main.d

# The settings' part of the manual page is printed by the program itself, out of settings.def.
$(BUILD)/pgleaf.conf.5: man/pgleaf.conf.5.in $(BUILD)/pgleaf
	$(BUILD)/pgleaf --print-settings >$@.settings
	sed -e '/^@SETTINGS@$$/{r $@.settings' -e 'd;}' $< >$@

# Where things lie is written at installation: the next one may have another PREFIX.
INSTALL_TEXT = sed -e 's|@BINDIR@|$(PREFIX)/bin|' -e 's|/usr/bin/pgleaf|$(PREFIX)/bin/pgleaf|' $(1) >$(2) && chmod 644 $(2)

.PHONY: install
install: all $(BUILD)/pgleaf.conf.5
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(MANDIR)/man8 $(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(UNITDIR) \
	    $(DESTDIR)$(SYSCONFDIR) $(DESTDIR)$(PREFIX)/share/doc/pgleaf
	install -m 755 $(BUILD)/pgleaf $(DESTDIR)$(PREFIX)/bin/pgleaf
	$(call INSTALL_TEXT,man/pgleaf.8,$(DESTDIR)$(MANDIR)/man8/pgleaf.8)
	install -m 644 $(BUILD)/pgleaf.conf.5 $(DESTDIR)$(MANDIR)/man5/
	install -m 644 systemd/pgleaf.socket systemd/pgleaf-fork.socket $(DESTDIR)$(UNITDIR)/
	$(call INSTALL_TEXT,systemd/pgleaf@.service.in,$(DESTDIR)$(UNITDIR)/pgleaf@.service)
	$(call INSTALL_TEXT,systemd/pgleaf-fork.service.in,$(DESTDIR)$(UNITDIR)/pgleaf-fork.service)
	[ -e $(DESTDIR)$(SYSCONFDIR)/pgleaf.conf ] || install -m 644 examples/pgleaf.conf $(DESTDIR)$(SYSCONFDIR)/pgleaf.conf
	install -m 644 README.md LICENSE $(DESTDIR)$(PREFIX)/share/doc/pgleaf/
	$(call INSTALL_TEXT,examples/inetd.conf,$(DESTDIR)$(PREFIX)/share/doc/pgleaf/inetd.conf)
	$(call INSTALL_TEXT,examples/xinetd.pgleaf,$(DESTDIR)$(PREFIX)/share/doc/pgleaf/xinetd.pgleaf)
	install -m 755 examples/over-ssh $(DESTDIR)$(PREFIX)/share/doc/pgleaf/

-include tests/tests.mk

.PHONY: clean
clean:
	rm -rf $(BUILD)/obj $(BUILD)/pgleaf $(LIB)
