import Foundation
import TestSupport
import Testing
import TissueMetrics

/// Truth: what MIRP and pyradiomics find, on regions with ragged edges and holes.
@Suite("texture families of one matrix a slice, peers", .enabled(if: SliceTexturePeers.areInstalled))
struct SliceTexturePeersTests {
    /// pyradiomics counts a pixel without a neighbour among those that have none to differ from (IBSI leaves it out,
    /// section 3.10), so its neighbourhood differences are compared on regions without such a pixel.
    @Test("agrees with both peers", arguments: zip(0..<4, [true, false, true, false]))
    func agreement(seed: UInt64, hasLonelyPixels: Bool) async throws {
        let side = 21 + 10 * Int(seed)
        let ragged = DiscretisedPatch.random(
            seed: seed,
            width: side,
            height: 60 - side / 2,
            levelCount: [2, 4, 8, 32][Int(seed)]
        )
        let patch = ragged.withLonelyPixels(hasLonelyPixels)
        let peers = try await SliceTexturePeers.measure(patch)
        var zones = GreyZones()
        var differences = NeighbourhoodDifferences()
        var dependence = NeighbourDependence()
        let ofZones = zones.features(of: patch)
        let ours = [
            Self.named(ofZones.sizes), Self.named(ofZones.distances), Self.named(differences.features(of: patch)),
            Self.named(dependence.features(of: patch)),
        ].joined()
        #expect(ours.count == 54)

        // MIRP has every feature, pyradiomics none of the 16 of distance zones and 3 of dependence.
        for (peer, expectedCount) in [("mirp", 54), ("pyradiomics", hasLonelyPixels ? 30 : 35)] {
            let theirs = try #require(peers[peer])
            var count = 0
            for (identifier, value) in ours {
                guard let their = theirs[identifier + " slice"] else { continue }
                if peer == "pyradiomics", hasLonelyPixels, Self.ofDifferences.contains(identifier) { continue }
                count += 1
                let our = try #require(value)
                // Both sum some 10^3 terms of the same sign in an order of their own, so they part by at most 10^3
                // units of 2^-53; a variance subtracts, and pyradiomics adds 2^-52 inside of each logarithm.
                #expect(abs(our - their) <= 1e-11 * max(1, abs(their)), "\(peer) \(identifier): \(our), \(their)")
            }
            #expect(count == expectedCount, "\(peer)")
        }
    }

    private static let ofDifferences = NeighbourhoodDifferenceFeature.allCases.map(\.term.identifier)

    private static func named<Feature: TextureFeature>(
        _ features: TextureFeatures<Feature>
    ) -> [(identifier: String, value: Double?)] {
        Feature.allCases.map { ($0.term.identifier, features[$0].value) }
    }
}

/// Runs `Peers/texture_peers.py`.
enum SliceTexturePeers {
    /// Whether the interpreter of the peers has both.
    static let areInstalled: Bool = {
        guard let python = Repository.python else { return false }
        let process = Process()
        process.executableURL = python
        let question =
            "import sys; from importlib.util import find_spec as f; sys.exit(not f('mirp') or not f('radiomics'))"
        process.arguments = ["-c", question]
        // An interpreter that can't be started has neither.
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// The peers' features of a patch by their IBSI identifiers.
    static func measure(_ patch: DiscretisedPatch) async throws -> [String: [String: Double]] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "peers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // the system empties it
        let (input, output) = (folder.appending(path: "patch"), folder.appending(path: "features.json"))
        // Bins of width 1 from level 0 are 1 more than the level.
        let levels = patch.levels.map { UInt8($0 > 0 ? $0 - 1 : 0) }
        try Data(levels + patch.levels.map { $0 > 0 ? 1 : 0 }).write(to: input)
        try #require(FileManager.default.createFile(atPath: output.path, contents: nil))
        let handle = try FileHandle(forWritingTo: output)

        let process = Process()
        let python: URL = try #require(Repository.python)
        process.executableURL = python
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Peers/texture_peers.py")
        process.arguments = [script.path, input.path, "\(patch.width)", "\(patch.height)", "fbs:1"]
        process.standardOutput = handle
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        try handle.close()
        try #require(status == 0)
        return try JSONDecoder().decode([String: [String: Double]].self, from: Data(contentsOf: output))
    }
}
