import Foundation
import Ledger
import TestSupport
import Testing

@testable import Intake

@Suite("When a dropped file has settled")
struct SettlingFilesTests {
    private func path(_ text: String) -> InboxPath { InboxPath(text.split(separator: "/").map { Array($0.utf8) }) }

    private func identity(_ size: Int64, modified: Int64 = 0) -> FileIdentity {
        FileIdentity(size: size, modifiedNanoseconds: modified, inode: 7)
    }

    private let file = InboxPath([Array("a.dcm".utf8)])

    @Test("a file is due after the quiet time, at a second look, and not before")
    func quiet() {
        var files = SettlingFiles(settle: .seconds(5))
        files.note(file, identity(1), at: .seconds(10))
        #expect(files.nextLook == .seconds(15))
        #expect(files.ripe(at: .seconds(14), limit: 9).isEmpty)
        let early = files.confirm(file, identity(1), hasWriter: false, at: .seconds(14))
        #expect(!early)
        #expect(files.ripe(at: .seconds(15), limit: 9) == [file])
        let due = files.confirm(file, identity(1), hasWriter: false, at: .seconds(15))
        #expect(due)
        #expect(files.ripe(at: .seconds(100), limit: 9).isEmpty)
        #expect(files.nextLook == nil)
    }

    @Test("after a seen close a second is enough, whenever the file was first seen")
    func closed() {
        var files = SettlingFiles(settle: .seconds(60))
        files.note(file, identity(1), at: .seconds(10))
        files.note(file, identity(2), .closed, at: .seconds(20))
        #expect(files.nextLook == .seconds(21))
        let due = files.confirm(file, identity(2), hasWriter: false, at: .seconds(21))
        #expect(due)
    }

    @Test("a file that is closed again and again, and stays as it is, is due all the same")
    func touched() {
        var files = SettlingFiles(settle: .seconds(5))
        for tenth in 0..<60 { files.note(file, identity(1), .closed, at: .milliseconds(tenth * 100)) }
        #expect(files.nextLook == .seconds(5))
    }

    @Test("a change after the close asks for the whole quiet time")
    func changedAfterClose() {
        var files = SettlingFiles(settle: .seconds(5))
        files.note(file, identity(1), .closed, at: .zero)
        let due = files.confirm(file, identity(2), hasWriter: false, at: .seconds(1))
        #expect(!due)
        #expect(files.nextLook == .seconds(6))
    }

    @Test("a file that somebody has open for writing is not due")
    func writer() {
        var files = SettlingFiles(settle: .seconds(5))
        files.note(file, identity(1), .closed, at: .zero)
        let due = files.confirm(file, identity(1), hasWriter: true, at: .seconds(1))
        #expect(!due)
        #expect(files.nextLook == .seconds(6))
        let later = files.confirm(file, identity(1), hasWriter: false, at: .seconds(6))
        #expect(later)
    }

    @Test("a file's own date, in the past or in the future, settles nothing", arguments: [Int64.min, 0, Int64.max])
    func dates(modified: Int64) {
        var files = SettlingFiles(settle: .seconds(5))
        files.note(file, identity(1, modified: modified), at: .zero)
        #expect(files.nextLook == .seconds(5))
    }

    @Test("failures wait longer each time, up to ten minutes, and a new close ends the wait")
    func failures() {
        var files = SettlingFiles(settle: .seconds(5))
        var random = SplitMix(state: 3)
        files.note(file, identity(1), at: .zero)
        var now = Duration.seconds(5)
        var waits: [Duration] = []
        for _ in 0..<12 {
            let due = files.confirm(file, identity(1), hasWriter: false, at: now)
            #expect(due)
            files.failed(file, at: now, using: &random)
            let next = files.nextLook ?? .zero
            waits.append(next - now)
            now = next
        }
        #expect(waits[0] >= .seconds(5) && waits[0] <= .seconds(10))
        #expect(waits[11] >= .seconds(300) && waits[11] <= .seconds(600))
        #expect(files.failing == 1)
        files.failed(file, at: now, using: &random)
        files.note(file, identity(1), .closed, at: now)
        #expect((files.nextLook ?? .zero) <= now + .seconds(1))
    }

    @Test("no more files are followed than the bound; what was passed over is remembered as a fact", .tags(.law8))
    func bound() {
        var files = SettlingFiles(settle: .seconds(5), limit: 4)
        for number in 0..<9 { files.note(path("\(number)"), identity(1), at: .zero) }
        #expect(files.count == 4)
        #expect(files.hasPassedOver)
        #expect(!files.hasRoom)
        for number in 0..<2 { files.settled(path("\(number)")) }
        #expect(files.hasRoom)
    }

    @Test("what a full look doesn't find is forgotten")
    func rounds() {
        var files = SettlingFiles(settle: .seconds(5))
        files.note(path("a"), identity(1), at: .zero)
        files.note(path("b"), identity(1), at: .zero)
        files.beginRound()
        files.note(path("b"), identity(1), at: .seconds(1))
        files.endRound()
        #expect(files.ripe(at: .seconds(5), limit: 9) == [path("b")])
    }

    @Test("a folder's files go with it, and no other's")
    func folders() {
        var files = SettlingFiles(settle: .seconds(5))
        for name in ["a/1", "a/b/2", "ab/3", "4"] { files.note(path(name), identity(1), at: .zero) }
        #expect(files.unsettledFolders == [path("a"), path("a/b"), path("ab"), path("")])
        files.gone(under: path("a"))
        #expect(files.ripe(at: .seconds(5), limit: 9) == [path("4"), path("ab/3")])
    }

    @Test("files come in the order in which they were first seen, so many at a time")
    func order() {
        var files = SettlingFiles(settle: .seconds(1))
        for (second, name) in ["c", "a", "b"].enumerated() {
            files.note(path(name), identity(1), at: .seconds(second))
        }
        #expect(files.ripe(at: .seconds(9), limit: 2) == [path("c"), path("a")])
    }

    @Test("a file that has changed for an hour is counted, and goes on being followed")
    func restless() {
        var files = SettlingFiles(settle: .seconds(5))
        for second in 0...3601 { files.note(file, identity(Int64(second)), at: .seconds(second)) }
        #expect(files.restless(longerThan: .seconds(3600), at: .seconds(3601)) == 1)
        #expect(files.nextLook == .seconds(3606))
    }

    @Test(
        "whatever happens, a file is due only when it had been the same and unwritten for its wait",
        arguments: 0..<64
    )
    func anyHistory(seed: UInt64) {
        var random = SplitMix(state: seed)
        var files = SettlingFiles(settle: .seconds(5))
        var size: Int64 = 0
        var changedAt = Duration.zero
        var closedAt: Duration?
        var writer = false
        var now = Duration.zero
        for _ in 0..<400 {
            now += .milliseconds(Int.random(in: 0...1500, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                size += 1
                changedAt = now
                closedAt = nil
                writer = true
                files.note(file, identity(size), at: now)
            case 1:
                writer = false
                closedAt = now
                files.note(file, identity(size), .closed, at: now)
            default:
                if let ripe = files.ripe(at: now, limit: 1).first,
                    files.confirm(ripe, identity(size), hasWriter: writer, at: now)
                {
                    #expect(!writer)
                    let sinceClose = closedAt.map { now - max($0, changedAt) } ?? .zero
                    #expect(now - changedAt >= .seconds(5) || sinceClose >= .seconds(1))
                    files.settled(file)
                }
            }
        }
    }
}

/// A generator whose seed is the test's argument.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
