/// The version of this program. A result, a report and an event name it.
package enum SonoquantVersion {
    /// The program's name, as reports give it.
    package static let program = "sonoquant"

    /// By semantic versioning; CHANGELOG.md says what each brought.
    package static let current = "0.3.0"
}
