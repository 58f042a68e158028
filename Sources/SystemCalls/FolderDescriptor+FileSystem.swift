internal import CProcessControl

extension FolderDescriptor {
    /// `f_type` of file systems whose files others change without this kernel's knowledge (statfs(2), linux/magic.h): NFS, SMB, CIFS,
    /// SMB2, FUSE, 9p, AFS (two), Ceph, Coda, NCP, GFS2, OCFS2, Lustre, VirtualBox's shared folders.
    private static let networkMagics: Set<UInt32> = [
        0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x6573_5546, 0x0102_1997, 0x5346_414F, 0x6B41_4653, 0x00C3_6400,
        0x7375_7245, 0x564C, 0x0116_1970, 0x7461_636F, 0x0BD0_0BD0, 0x786F_4256,
    ]

    /// Whether others may change the folder without inotify telling.
    package borrowing func isOnNetwork() throws(SystemCallError) -> Bool {
        let type = process_file_system_type(descriptor)
        guard type >= 0 else { throw .current("statfs", "a folder") }
        return Self.networkMagics.contains(UInt32(truncatingIfNeeded: type))
    }
}
