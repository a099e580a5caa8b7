/*
 * Whose something in the database is that has to go with its session: <boot>-<pid namespace>-<pid>-<start>. A process of the same
 * boot and namespace can be told dead from alive; others count as alive.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "session/session_int.h"

static void read_file(const char *path, char *text, size_t size)
{
    FILE *f = fopen(path, "re");
    size_t n = f != NULL ? fread(text, 1, size - 1, f) : 0;
    text[n] = '\0';
    if (f != NULL)
        fclose(f);
}

/* When a process began, in ticks since the machine did; 0: there is none. */
static unsigned long long start_of(long pid)
{
    char path[64], stat[1024];
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    read_file(path, stat, sizeof stat);
    const char *s = strrchr(stat, ')'); /* behind the name, which may have anything in it */
    for (int i = 0; s != NULL && i < 20; i++)
        s = strchr(s + 1, ' ');
    return s != NULL ? strtoull(s + 1, NULL, 10) : 0;
}

/* <boot>-<pid namespace>-: processes with the same can be told dead from alive by their number. */
static const char *place(void)
{
    static char text[64];
    char boot[64], space[64];
    if (text[0] != '\0')
        return text;
    ssize_t n = readlink("/proc/self/ns/pid", space, sizeof space - 1);
    space[n > 0 ? n : 0] = '\0';
    read_file("/proc/sys/kernel/random/boot_id", boot, sizeof boot);
    const char *digits = strpbrk(space, "0123456789");
    snprintf(text, sizeof text, "%.8s-%lu-", boot, digits != NULL ? strtoul(digits, NULL, 10) : 0UL);
    return text;
}

const char *owner_self(void)
{
    static char text[128];
    long pid = (long)getpid();
    snprintf(text, sizeof text, "%s%ld-%llu", place(), pid, start_of(pid));
    return text;
}

/* The process number in an owner of this place, and what stands behind it; 0: of another. */
static long here_pid(const char *owner, const char **end)
{
    const char *here = place();
    size_t n = strlen(here);
    char *rest = NULL;
    long pid = strncmp(owner, here, n) == 0 ? strtol(owner + n, &rest, 10) : 0;
    *end = rest;
    return rest != NULL && *rest == '-' ? pid : 0;
}

bool owner_is_gone(const char *owner)
{
    const char *end;
    long pid = here_pid(owner, &end);
    return pid > 0 && start_of(pid) != strtoull(end + 1, NULL, 10);
}

int owner_pid(const char *owner)
{
    const char *dash = strchr(owner, '-');
    dash = dash != NULL ? strchr(dash + 1, '-') : NULL;
    return dash != NULL ? atoi(dash + 1) : 0;
}

/* <machine id>/<host name>, "" where it has no number; the boot it is in. */
const char *owner_machine(void)
{
    static char text[128];
    char id[64], host[64] = "";
    read_file("/etc/machine-id", id, sizeof id);
    if (gethostname(host, sizeof host - 1) == 0 && strlen(id) >= 32)
        snprintf(text, sizeof text, "%.32s/%s", id, host);
    return text;
}

bool owner_rebooted(const char *owner, const char *machine)
{
    return machine[0] != '\0' && strcmp(machine, owner_machine()) == 0 && strncmp(owner, place(), strcspn(place(), "-") + 1) != 0;
}
