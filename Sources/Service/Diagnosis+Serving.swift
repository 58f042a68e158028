package import Configuration
internal import Foundation
internal import SystemCalls
internal import SystemPackage

extension Diagnosis {
    /// Looks at what `serve` will need of this machine: folders, TLS files, ports, free space.
    ///
    /// - Parameters:
    ///   - serve: what the configuration says.
    ///   - state: the state directory; it need not be there yet.
    package mutating func lookAt(_ serve: ServeConfiguration, state: StateDirectory) {
        for (index, inbox) in serve.inboxes.enumerated() { lookAt(inbox, "inboxes[\(index)]", state: state) }
        lookAtOverlaps(serve.inboxes)
        if serve.receiver.isOn, let security = serve.receiver.security { lookAt(security) }
        lookAtPorts(serve, state: state)
        lookAtSpace(serve.watermarks, state: state)
    }

    /// Looks at the files of TLS. The private key must be readable for its owner alone.
    package mutating func lookAt(_ security: ReceiverConfiguration.Security) {
        let manager = FileManager.default
        let files = [
            ("certificate", security.certificate), ("key", security.privateKey), ("authorities", security.authorities),
        ]
        for (name, file) in files {
            guard let file else { continue }
            guard manager.isReadableFile(atPath: file.path) else {
                add(.bad, "receiver.tls.\(name)", "\(file.path) is not there or not readable for this account")
                continue
            }
            guard name == "key" else {
                add(.good, "receiver.tls.\(name)", file.path)
                continue
            }
            // Without attributes the rights are unknown, which is reported as too wide.
            let attributes = try? manager.attributesOfItem(atPath: file.resolvingSymlinksInPath().path)
            let rights = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
            if rights & 0o077 == 0 {
                add(.good, "receiver.tls.key", "belongs to this account alone")
            } else {
                add(.bad, "receiver.tls.key", "can be read by others: chmod 600 \(file.path)")
            }
        }
    }

    private mutating func lookAt(_ inbox: WatchedInbox, _ subject: String, state: StateDirectory) {
        let manager = FileManager.default
        let path = inbox.folder.path
        // What isn't there is no folder either.
        let values = try? inbox.folder.resolvingSymlinksInPath().resourceValues(forKeys: [.isDirectoryKey])
        guard values?.isDirectory == true, manager.isReadableFile(atPath: path) else {
            add(.bad, subject, "\(path) is no folder that this account may read: make it, or mount the share")
            return
        }
        if Self.isOneWithinOther(inbox.folder, state.root) {
            add(.bad, subject, "\(path) and the state directory are one within the other: move one of them")
            return
        }
        if inbox.taken != .left, !manager.isWritableFile(atPath: path) {
            add(.bad, subject, "\(path) is not writable, which taken: move and taken: remove need")
            return
        }
        if case .moved(let target) = inbox.taken, !manager.isWritableFile(atPath: target.path) {
            add(.bad, subject, "takenFolder \(target.path) is not there or not writable for this account")
            return
        }
        add(.good, subject, path)
    }

    /// Symbolic links can make two inboxes one, which the file alone doesn't show.
    private mutating func lookAtOverlaps(_ inboxes: [WatchedInbox]) {
        for (index, inbox) in inboxes.enumerated() {
            for (earlier, other) in inboxes[..<index].enumerated()
            where Self.isOneWithinOther(inbox.folder, other.folder) {
                add(
                    .bad,
                    "inboxes[\(index)]",
                    "is one within the other with inboxes[\(earlier)] when links are followed"
                )
            }
        }
    }

    private mutating func lookAtPorts(_ serve: ServeConfiguration, state: StateDirectory) {
        if serve.receiver.isOn {
            lookAtPort("receiver.port", address: serve.receiver.address, port: serve.receiver.port, state: state)
        }
        if serve.monitoring.isOn {
            lookAtPort("monitoring.port", address: "127.0.0.1", port: serve.monitoring.port, state: state)
        }
    }

    private mutating func lookAtPort(_ subject: String, address: String?, port: Int, state: StateDirectory) {
        do {
            try ListeningPort.test(address: address, port: port)
            add(.good, subject, port == 0 ? "any free port" : "\(port) can be listened at")
        } catch {
            // Without an answer nobody is known to be at work, and the port is what it seems.
            let isAtWork = (try? ServicePresence(of: state, now: Date()).isAtWork) ?? false
            if error.reason == .addressInUse, isAtWork {
                add(
                    .note,
                    subject,
                    "\(port) is in use: by the service that is at work here, unless it has another port"
                )
            } else {
                let place = address ?? "this machine"
                add(.bad, subject, "\(port) of \(place) can't be listened at (\(error.reason)): free it or set another")
            }
        }
    }

    private mutating func lookAtSpace(_ marks: ServeConfiguration.Watermarks, state: StateDirectory) {
        var place = state.root
        while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
            place.deleteLastPathComponent()
        }
        // No answer is reported as no space, which a person will look into.
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: place.path)
        let free = ((attributes?[.systemFreeSize] as? NSNumber)?.intValue ?? 0) >> 20
        if free < marks.stopFreeMiB {
            add(
                .bad,
                "disk",
                "\(free) MiB free, below disk.stopFreeMiB (\(marks.stopFreeMiB)): nothing would be taken in"
            )
        } else {
            add(.good, "disk", "\(free) MiB free; intake stops below \(marks.stopFreeMiB)")
        }
    }

    private static func isOneWithinOther(_ first: URL, _ second: URL) -> Bool {
        let one = first.resolvingSymlinksInPath().standardizedFileURL.pathComponents.filter { $0 != "/" }
        let other = second.resolvingSymlinksInPath().standardizedFileURL.pathComponents.filter { $0 != "/" }
        return one.starts(with: other) || other.starts(with: one)
    }
}
