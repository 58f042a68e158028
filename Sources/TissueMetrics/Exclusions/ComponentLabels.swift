/// Connected components by union-find (Rosenfeld and Pfaltz, 1966), the root being the component's first pixel in reading
/// order. Memory is one label a pixel, and is reused; time is linear but for the inverse of Ackermann's function.
struct ComponentLabels: Sendable {
    /// Of each pixel, the provisional label; 0 where it belongs to none.
    private(set) var labels: [UInt32] = []
    private var parents: [UInt32] = [0]

    /// Begins with no component.
    mutating func reset(pixels: Int) {
        parents.removeAll(keepingCapacity: true)
        parents.append(0)
        if labels.count == pixels {
            for index in labels.indices { labels[index] = 0 }
        } else {
            labels = [UInt32](repeating: 0, count: pixels)
        }
    }

    /// Components, once resolved.
    private(set) var componentCount = 0

    /// Gives a pixel a label of its own, unless it has one.
    mutating func begin(_ pixel: Int) {
        guard labels[pixel] == 0 else { return }
        labels[pixel] = UInt32(parents.count)
        parents.append(UInt32(parents.count))
    }

    /// Makes two pixels one component; the second has a label.
    mutating func join(_ pixel: Int, _ earlier: Int) {
        let other = root(labels[earlier])
        guard labels[pixel] != 0 else {
            labels[pixel] = other
            return
        }
        let own = root(labels[pixel])
        if own < other { parents[Int(other)] = own } else { parents[Int(own)] = other }
    }

    /// Replaces each pixel's label by its component's number, from 1 without a gap.
    mutating func resolve() {
        componentCount = 0
        // A parent is never after its child, so that its number is known.
        for label in 1..<max(1, parents.count) {
            if parents[label] == label {
                componentCount += 1
                parents[label] = UInt32(componentCount)
            } else {
                parents[label] = parents[Int(parents[label])]
            }
        }
        for index in labels.indices { labels[index] = parents[Int(labels[index])] }
    }

    private mutating func root(_ label: UInt32) -> UInt32 {
        var label = label
        while parents[Int(label)] != label {
            parents[Int(label)] = parents[Int(parents[Int(label)])]
            label = parents[Int(label)]
        }
        return label
    }
}
