package import CoreMetrics
internal import Synchronization

/// Where swift-metrics puts what the service counts: in memory, by name and labels, for `/metrics`. Names and label sets are bounded
/// (law 8): what goes beyond is counted as dropped.
package final class MetricsRegistry: MetricsFactory {
    /// Labels in the order of their names.
    struct Labels: Hashable, Comparable {
        let pairs: [(name: String, value: String)]

        static func == (left: Labels, right: Labels) -> Bool {
            left.pairs.elementsEqual(right.pairs) { $0.name == $1.name && $0.value == $1.value }
        }

        static func < (left: Labels, right: Labels) -> Bool {
            left.pairs.lexicographicallyPrecedes(right.pairs) { ($0.name, $0.value) < ($1.name, $1.value) }
        }

        func hash(into hasher: inout Hasher) {
            for pair in pairs {
                hasher.combine(pair.name)
                hasher.combine(pair.value)
            }
        }
    }

    /// The numbers of one name.
    enum Family {
        case counter([Labels: CounterSeries])
        case gauge([Labels: GaugeSeries])
        case histogram([Labels: HistogramSeries])
    }

    private struct Kept {
        var families: [String: Family] = [:]
        var dropped: Int64 = 0
    }

    /// The most names.
    static let mostFamilies = 200
    /// The most label sets of a name.
    static let mostSeries = 200
    private static let longestLabel = 128

    private let kept = Mutex(Kept())

    package init() {}

    /// All families by name, and how often a number had no place.
    var content: (families: [String: Family], dropped: Int64) {
        kept.withLock { ($0.families, $0.dropped) }
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(label, dimensions)
    }

    package func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate { histogram(label, dimensions) } else { gauge(label, dimensions) }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions)
    }

    // A handler that its owner has done with keeps its number: Prometheus reads it later.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func counter(_ label: String, _ dimensions: [(String, String)]) -> CounterSeries {
        series(
            label,
            dimensions,
            known: { if case .counter(let all) = $0 { all } else { nil } },
            family: Family.counter,
            make: CounterSeries.init
        )
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeSeries {
        series(
            label,
            dimensions,
            known: { if case .gauge(let all) = $0 { all } else { nil } },
            family: Family.gauge,
            make: GaugeSeries.init
        )
    }

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramSeries {
        series(
            label,
            dimensions.map { $0.0 == "le" ? ("le_", $0.1) : $0 },
            known: { if case .histogram(let all) = $0 { all } else { nil } },
            family: Family.histogram,
            make: HistogramSeries.init
        )
    }

    /// The series of a name and labels, made where it is new and has a place; else one that is not shown.
    private func series<Series: Sendable>(
        _ label: String,
        _ dimensions: [(String, String)],
        known: (Family) -> [Labels: Series]?,
        family: ([Labels: Series]) -> Family,
        make: () -> Series
    ) -> Series {
        let name = Self.name(label)
        let labels = Self.labels(dimensions)
        return kept.withLock { kept in
            var all: [Labels: Series] = [:]
            if let present = kept.families[name] {
                // One name is of one kind.
                guard let same = known(present) else {
                    kept.dropped += 1
                    return make()
                }
                all = same
            }
            if let series = all[labels] { return series }
            let new = make()
            guard Self.hasRoom(kept, name, all.count) else {
                kept.dropped += 1
                return new
            }
            all[labels] = new
            kept.families[name] = family(all)
            return new
        }
    }

    private static func hasRoom(_ kept: Kept, _ name: String, _ series: Int) -> Bool {
        series < mostSeries && (kept.families[name] != nil || kept.families.count < mostFamilies)
    }

    /// `[a-zA-Z_:][a-zA-Z0-9_:]*`; everything else becomes `_`.
    private static func name(_ text: String) -> String {
        let name = String(
            text.unicodeScalars.prefix(longestLabel).map { scalar in
                isWordScalar(scalar) || scalar == ":" ? Character(scalar) : "_"
            }
        )
        return name.first.map { ("0"..."9").contains($0) } ?? true ? "_" + name : name
    }

    private static func labels(_ dimensions: [(String, String)]) -> Labels {
        var values: [String: String] = [:]
        for (name, value) in dimensions {
            // A colon is for metric names, two underscores at the start for Prometheus itself.
            var plain = Self.name(name).split(separator: ":").joined(separator: "_")
            while plain.hasPrefix("__") { plain.removeFirst() }
            values[plain] = String(String.UnicodeScalarView(value.unicodeScalars.prefix(longestLabel)))
        }
        return Labels(pairs: values.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) })
    }

    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }
}
