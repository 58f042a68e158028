internal import Glibc

/// `errno` of this thread. Read at once after the call that set it.
func lastErrorNumber() -> Int32 { errno }
