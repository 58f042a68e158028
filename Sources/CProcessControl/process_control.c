#define _GNU_SOURCE
#include "CProcessControl.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

int process_file_has_writer(int descriptor) {
    // A read lease is given only where nobody writes. Whoever opens the file for writing while we hold it waits until we let go, at
    // once; the kernel then signals us, by default with SIGIO, which would end this process.
    if (fcntl(descriptor, F_SETSIG, SIGURG) != 0) return -1;
    if (fcntl(descriptor, F_SETLEASE, F_RDLCK) != 0) return errno == EAGAIN ? 1 : -1;
    (void)fcntl(descriptor, F_SETLEASE, F_UNLCK);
    return 0;
}

int process_peer_is_own_user(int descriptor) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.uid == geteuid();
}

int process_accept(int descriptor) { return accept4(descriptor, NULL, NULL, SOCK_CLOEXEC); }
