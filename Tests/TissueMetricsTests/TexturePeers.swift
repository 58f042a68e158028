import Foundation
import TestSupport
import Testing
import TissueMetrics

/// MIRP and pyradiomics, run in the project's Python environment where they have been installed there.
enum TexturePeers {
    /// What the peers find: by peer, then by IBSI identifier and aggregation, as `texture_peers.py` says.
    static func values(of scene: TextureScene, discretisation: String) throws -> [String: [String: Double]] {
        let file = FileManager.default.temporaryDirectory.appending(path: "texture-\(UUID().uuidString)")
        try Data(scene.levels + scene.mask).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }  // the system empties its temporary folder too
        let script = Repository.root.appending(path: "Tests/TissueMetricsTests/Peers/texture_peers.py").path
        let interpreter: URL = try #require(Repository.python)
        let process = Process()
        let output = Pipe()
        process.executableURL = interpreter
        process.arguments = ["-W", "ignore", script, file.path, "\(scene.width)", "\(scene.height)", discretisation]
        process.standardOutput = output
        try process.run()
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return try JSONDecoder().decode([String: [String: Double]].self, from: printed)
    }

    /// Both sum at most 10^5 terms in double precision, each rounded by 2^-53 of the greatest: 1e-11 of it. pyradiomics adds
    /// 2^-52 inside of logarithms, which comes to 2^-52/ln 2 a cell: less than 1e-12.
    static func agree(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-10 * max(1, abs(b)) }
}

extension TextureAggregation {
    /// As the peers' keys have it.
    var peerName: String {
        switch self {
        case .averaged: "averaged"
        case .merged: "merged"
        }
    }
}
