internal import Service
internal import ServiceLifecycle

/// The parts of `serve` that take studies in and tell of the service: watchers, receiver, health over HTTP.
enum ServiceParts {
    /// Makes the parts anew for each round of the service.
    ///
    /// - Parameter context: what they share.
    /// - Returns: the parts; the last is the first to end.
    /// - Throws: what stands in the way of making one.
    static func make(_ context: ServiceContext) throws -> [any Service] { [] }
}
