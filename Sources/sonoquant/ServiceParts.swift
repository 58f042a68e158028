internal import Configuration
internal import HealthServer
internal import Identifiers
internal import Service
internal import ServiceLifecycle

/// The parts of `serve` that tell of it to others: health and metrics over HTTP.
enum ServiceParts {
    /// Makes the parts anew for each round of the service.
    ///
    /// - Parameters:
    ///   - context: what they share.
    ///   - metrics: what has been counted since the program started.
    /// - Returns: the parts; the last is the first to end.
    static func make(_ context: ServiceContext, metrics: MetricsRegistry) -> [any Service] {
        let monitoring = context.installation.configuration.serve.monitoring
        guard monitoring.isOn else { return [] }
        return [
            HealthServer(
                port: UInt16(clamping: monitoring.port),
                conditions: context.conditions,
                version: SonoquantVersion.current,
                metrics: metrics,
                logger: context.installation.logger
            )
        ]
    }
}
