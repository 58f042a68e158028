/// System calls that Swift cannot import: prctl and syscall are variadic. Owned in Swift by SystemCalls only.
#ifndef CPROCESSCONTROL_H
#define CPROCESSCONTROL_H

#include <linux/landlock.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

/// Whether any process has the file that `descriptor` (open for reading only) stands for open for writing: 1 yes, 0 no, -1 the system
/// doesn't tell, which is so for files of other users and on file systems without leases.
int process_file_has_writer(int descriptor);

/// Asks the kernel for `signal` when the thread that made this process ends. 0, or -1 with errno.
static inline int process_set_parent_death_signal(int signal) { return prctl(PR_SET_PDEATHSIG, (unsigned long)signal, 0, 0, 0); }

/// No program that this process starts gains rights. 0, or -1 with errno.
static inline int process_set_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0, 0, 0); }

/// No core file and no tracing by other processes of the same user: memory holds patient data. 0, or -1 with errno.
static inline int process_set_not_dumpable(void) { return prctl(PR_SET_DUMPABLE, 0UL, 0, 0, 0); }

/// `f_type` of the file system of an open file, as statfs(2) tells it; -1 with errno.
static inline long process_file_system_type(int descriptor) {
    struct statfs status;
    return fstatfs(descriptor, &status) == 0 ? (long)(unsigned int)status.f_type : -1;
}

/// Whether the process at the other end of a connected local socket runs under this process's account: 1 yes, 0 no, or unknown.
int process_peer_is_own_user(int descriptor);

/// The next connection of a listening socket, closed in programs that this process starts. -1 with errno.
int process_accept(int descriptor);

/// Which version of Landlock's interface the kernel offers (landlock_create_ruleset(2)). -1 with errno where there is none.
static inline int process_landlock_version(void) {
    return (int)syscall(SYS_landlock_create_ruleset, (void *)0, 0UL, LANDLOCK_CREATE_RULESET_VERSION);
}

/// A ruleset that forbids `accesses`, bits of LANDLOCK_ACCESS_FS, but where a rule allows them. A descriptor, or -1 with errno.
static inline int process_landlock_ruleset(uint64_t accesses) {
    struct landlock_ruleset_attr ruleset = {.handled_access_fs = accesses};
    return (int)syscall(SYS_landlock_create_ruleset, &ruleset, sizeof ruleset.handled_access_fs, 0U);
}

/// Allows `accesses` on the open file or folder `place` and below it. 0, or -1 with errno.
static inline int process_landlock_allow(int ruleset, int place, uint64_t accesses) {
    struct landlock_path_beneath_attr rule = {.allowed_access = accesses, .parent_fd = place};
    return (int)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0U);
}

/// Binds this thread, and what it starts, to the ruleset. 0, or -1 with errno.
static inline int process_landlock_restrict(int ruleset) { return (int)syscall(SYS_landlock_restrict_self, ruleset, 0U); }

#endif
