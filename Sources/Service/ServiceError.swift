/// Why the line can't do what a person or another stage asks. Studies are named by key (law 7).
package struct ServiceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of refusal.
    package enum Code: String, Sendable {
        /// The study is not in a state that allows it.
        case wrongState
        /// The caller's account may not do it.
        case notPermitted
        /// What was given is not usable.
        case badInput
        /// A file of ours is missing or damaged.
        case damaged
        /// The disk or the state directory refused.
        case refused
        /// Another run holds the state directory.
        case locked
        /// The configuration is wrong, or not safe.
        case misconfigured
    }

    /// The kind of refusal.
    package let code: Code
    /// What happened and what to do.
    package let explanation: String

    package init(_ code: Code, _ explanation: String) {
        self.code = code
        self.explanation = explanation
    }

    package var description: String { explanation }
}
