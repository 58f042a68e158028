internal import Foundation

/// One answer; the connection ends with it.
struct HTTPAnswer: Hashable, Sendable {
    /// The statuses that this server gives, with their phrases (RFC 9110 section 15).
    enum Status: Int, Sendable {
        case good = 200
        case badRequest = 400
        case notFound = 404
        case methodNotAllowed = 405
        case contentTooLarge = 413
        case misdirected = 421
        case headTooLarge = 431
        case unavailable = 503
        case versionNotSupported = 505

        var phrase: String {
            switch self {
            case .good: "OK"
            case .badRequest: "Bad Request"
            case .notFound: "Not Found"
            case .methodNotAllowed: "Method Not Allowed"
            case .contentTooLarge: "Content Too Large"
            case .misdirected: "Misdirected Request"
            case .headTooLarge: "Request Header Fields Too Large"
            case .unavailable: "Service Unavailable"
            case .versionNotSupported: "HTTP Version Not Supported"
            }
        }
    }

    let status: Status
    let type: String
    let body: String

    init(_ status: Status, type: String, body: String) {
        self.status = status
        self.type = type
        self.body = body
    }

    /// An answer that only says its status.
    init(_ status: Status) {
        self.init(status, type: "text/plain; charset=utf-8", body: status.phrase + "\n")
    }

    /// What goes over the wire; without the body for HEAD.
    func encoded(withBody: Bool = true) -> Data {
        let content = Data(body.utf8)
        var lines = [
            "HTTP/1.1 \(status.rawValue) \(status.phrase)", "Content-Type: \(type)",
            "Content-Length: \(content.count)", "Cache-Control: no-store", "X-Content-Type-Options: nosniff",
            "Connection: close",
        ]
        if status == .methodNotAllowed { lines.append("Allow: GET, HEAD") }
        let head = Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        return withBody ? head + content : head
    }
}
