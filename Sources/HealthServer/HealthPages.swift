internal import Foundation
internal import ServiceHealth

/// What the server shows, page by page.
struct HealthPages: Sendable {
    let conditions: Conditions
    let version: String
    let metrics: MetricsRegistry
    /// Brings levels up to date before they are shown.
    let refresh: @Sendable () async -> Void

    /// The body of `/health`.
    private struct Health: Encodable {
        let status: String
        let version: String
        let conditions: [Conditions.Condition]
    }

    /// The answer to one request.
    func answer(to head: HTTPRequestHead) async -> HTTPAnswer {
        guard head.namesThisMachine else { return HTTPAnswer(.misdirected) }
        guard ["/health", "/health/live", "/metrics"].contains(head.path) else { return HTTPAnswer(.notFound) }
        guard head.method == "GET" || head.method == "HEAD" else { return HTTPAnswer(.methodNotAllowed) }
        switch head.path {
        case "/health": return health()
        case "/health/live": return HTTPAnswer(.good, type: "text/plain; charset=utf-8", body: "live\n")
        default:
            await refresh()
            return HTTPAnswer(
                .good,
                type: "text/plain; version=0.0.4; charset=utf-8",
                body: metrics.exposition(conditions: conditions.all, version: version)
            )
        }
    }

    private func health() -> HTTPAnswer {
        let present = conditions.all
        let isStopped = present.contains(where: \.stopsIntake)
        let health = Health(
            status: isStopped ? "stopped" : present.isEmpty ? "good" : "troubled",
            version: version,
            conditions: present
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        guard let body = try? encoder.encode(health) else {
            // Texts, numbers and dates always encode; should they not, the service is not known to be well.
            return HTTPAnswer(.unavailable)
        }
        return HTTPAnswer(
            isStopped ? .unavailable : .good,
            type: "application/json",
            body: String(decoding: body, as: UTF8.self) + "\n"
        )
    }
}
