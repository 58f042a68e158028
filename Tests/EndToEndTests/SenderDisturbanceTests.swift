import Foundation
import Glibc
import TestSupport
import Testing

@Suite(
    "The service with senders that hang, too few descriptors and a clock that steps",
    .tags(.law1, .law8),
    .timeLimit(.minutes(20)),
    .enabled(if: PeerScript.isInstalled, "scripts/python installs pynetdicom")
)
struct SenderDisturbanceTests {
    private let centre: ImagingCentre
    private let material: TemporaryFolder

    init() throws {
        centre = try ImagingCentre()
        material = try TemporaryFolder()
    }

    private func study(_ name: String, instances: Int = 3) throws -> StudyFixture.Written {
        try StudyFixture(name: name).setting(\.instances, instances).write(into: material.url.appending(path: name))
    }

    private func storescu(_ files: [URL], to port: Int) throws -> Int32 {
        try Program(executable: URL(filePath: "/usr/bin/storescu"))
            .run(["-nh", "-aec", "SONOQUANT", "127.0.0.1", "\(port)"] + files.map(\.path)).status
    }

    private func expectClean(_ sent: [URL]) throws {
        let archived = try DataSets(archiveOf: centre)
        let expected = try DataSets(sent)
        #expect(archived.areOnceEach(of: expected), "\(archived.counts.count) of \(expected.counts.count)")
        let verify = try centre.run("verify")
        #expect(verify.status == 0, "\(verify.output)")
    }

    private func stall(_ options: [String], _ files: [URL], _ port: Int, into folder: TemporaryFolder) throws -> Process
    {
        try PeerScript.start(
            ["stall", "--port", "\(port)", "--after", "3000"] + options + files.map(\.path),
            outputIn: folder.url
        )
    }

    private func said(_ folder: TemporaryFolder) throws -> [PeerScript.Line] {
        try PeerScript.lines(String(contentsOf: folder.url.appending(path: "stdout"), encoding: .utf8))
    }

    @Test("a peer that stops in the middle and one that trickles keep nobody waiting, and not the stop either")
    func hangingSenders() throws {
        try centre.configureService([
            "receiver": "{ address: 127.0.0.1, port: 0, anyCalledTitle: true, idleSeconds: 5 }"
        ])
        let service = try RunningService(centre)
        let port = try service.receiverPort()
        let (stuck, slow, healthy) = (try study("stuck"), try study("slow"), try study("healthy", instances: 30))
        let (stuckOutput, slowOutput) = (try TemporaryFolder(), try TemporaryFolder())
        let first = try stall([], stuck.files, port, into: stuckOutput)
        let second = try stall(["--rate", "100"], slow.files, port, into: slowOutput)
        try service.waitFor("the hanging senders") {
            try [stuckOutput, slowOutput].allSatisfy { try said($0).contains { $0.stalled != nil } }
        }
        let start = ContinuousClock.now
        #expect(try storescu(healthy.files, to: port) == 0)
        // Nagle's algorithm on the sender's side costs 40 ms a file; a wait for a hanging sender would cost 5 s.
        #expect(ContinuousClock.now - start < .seconds(5))
        // The stuck one is ended by the idle time.
        try service.waitFor("the end of the stuck sender", seconds: 30) { !first.isRunning }
        let ended = try #require(try said(stuckOutput).compactMap(\.seconds).last)
        #expect(ended < 15)
        #expect(second.isRunning)
        let ending = service.end()
        #expect(ending.status == 0 && ending.seconds < 11, "\(ending): \(service.log)")
        second.waitUntilExit()
        try expectClean(healthy.files)
    }

    @Test("with too few descriptors nothing is lost: what was refused is taken when it is sent again")
    func fewDescriptors() throws {
        try centre.configureService()
        let service = try RunningService(centre, by: ["/usr/bin/prlimit", "--nofile=48:48"])
        let port = try service.receiverPort()
        let sent = try (0..<12).map { try study("sent-\($0)", instances: 5).files }
        let dropped = try study("dropped", instances: 60).files
        for file in dropped {
            try FileManager.default.copyItem(at: file, to: centre.inbox.appending(path: file.lastPathComponent))
        }
        // More connections than the child has descriptors, all of them silent.
        let silent = try Program(executable: URL(filePath: "/usr/bin/python3")).start(
            [
                "-c",
                "import socket, sys, time; "
                    + "held = [socket.create_connection(('127.0.0.1', int(sys.argv[1]))) for _ in range(60)]; time.sleep(8)",
                "\(port)",
            ],
            outputIn: material.url
        )
        var waiting = sent
        let end = ContinuousClock.now + .seconds(120)
        while !waiting.isEmpty, ContinuousClock.now < end {
            waiting = try waiting.filter { try storescu($0, to: port) != 0 }
        }
        silent.waitUntilExit()
        #expect(waiting.isEmpty)
        try service.waitFor("the dropped files") { try DataSets(archiveOf: centre).counts.count == 120 }
        try service.waitFor("the reports") { try centre.studies().count { $0.state == "reported" } == 13 }
        #expect(service.end().status == 0)
        try expectClean(sent.flatMap(\.self) + dropped)
    }

    @Test("a wall clock that goes back a day and forth two costs nothing: quiet times are those of another clock")
    func clockSteps() throws {
        let steps = material.url.appending(path: "steps")
        let library = try SteppedClock.library(in: material.url)
        try centre.configureService()
        try Data("0".utf8).write(to: steps)
        let service = try RunningService(
            centre,
            environment: ["LD_PRELOAD": library.path, "CLOCK_STEPS": steps.path]
        )
        let port = try service.receiverPort()
        var all: [URL] = []
        for (number, offset) in ["0", "-86400", "172800"].enumerated() {
            try Data(offset.utf8).write(to: steps)
            let (sent, dropped) = (try study("sent-\(number)").files, try study("dropped-\(number)").files)
            for file in dropped {
                try FileManager.default.copyItem(at: file, to: centre.inbox.appending(path: file.lastPathComponent))
            }
            #expect(try storescu(sent, to: port) == 0)
            let start = ContinuousClock.now
            try service.waitFor("the reports of \(offset)", seconds: 60) {
                try centre.studies().count { $0.state == "reported" } == 2 * (number + 1)
            }
            #expect(ContinuousClock.now - start > .seconds(1), "the quiet period was not waited for")
            all += sent + dropped
        }
        // The clock did step for the service.
        let days = Set(service.log.split(separator: "\n").map { $0.prefix(10) })
        #expect(days.count >= 3, "\(days)")
        #expect(service.end().status == 0)
        try expectClean(all)
    }
}

/// A wall clock that stands apart from the machine's by what a file says, for a process that loads it first.
private enum SteppedClock {
    private static let source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <stdlib.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>
        static long offset(void) {
            const char *path = getenv("CLOCK_STEPS");
            char text[32] = {0};
            int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
            if (file < 0) return 0;
            long count = read(file, text, sizeof text - 1);
            close(file);
            return count > 0 ? atol(text) : 0;
        }
        int clock_gettime(clockid_t clock, struct timespec *time) {
            static int (*next)(clockid_t, struct timespec *);
            if (!next) next = dlsym(RTLD_NEXT, "clock_gettime");
            int result = next(clock, time);
            if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) time->tv_sec += offset();
            return result;
        }
        int gettimeofday(struct timeval *time, void *zone) {
            static int (*next)(struct timeval *, void *);
            if (!next) next = dlsym(RTLD_NEXT, "gettimeofday");
            int result = next(time, zone);
            time->tv_sec += offset();
            return result;
        }
        time_t time(time_t *out) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            if (out) *out = now.tv_sec;
            return now.tv_sec;
        }
        """

    static func library(in folder: URL) throws -> URL {
        let library = folder.appending(path: "steppedclock.so")
        let compiled = try Program(executable: URL(filePath: "/usr/bin/env"))
            .run(["clang", "-shared", "-fPIC", "-O1", "-x", "c", "-", "-o", library.path, "-ldl"], input: source)
        try #require(compiled.status == 0, "\(compiled.errors)")
        return library
    }
}
