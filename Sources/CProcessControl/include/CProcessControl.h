/// System calls that Swift cannot import: prctl is variadic. Owned in Swift by SystemCalls only.
#ifndef CPROCESSCONTROL_H
#define CPROCESSCONTROL_H

#include <sys/prctl.h>
#include <sys/vfs.h>

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

#endif
