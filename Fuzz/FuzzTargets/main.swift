internal import CFuzzer
internal import Foundation

// fuzz-targets TARGET [libFuzzer's arguments…]
var arguments = CommandLine.arguments
guard FuzzTarget.chosen != nil else {
    let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
    FileHandle.standardError.write(Data("fuzz-targets: name a target: \(names)\n".utf8))
    exit(64)
}
arguments.remove(at: 1)
var count = Int32(arguments.count)
var pointers = unsafe arguments.map { unsafe strdup($0) } + [nil]
let status = unsafe pointers.withUnsafeMutableBufferPointer { buffer in
    var start = buffer.baseAddress
    return unsafe withUnsafeMutablePointer(to: &start) { pointer in
        unsafe pointer.withMemoryRebound(to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self, capacity: 1) {
            unsafe LLVMFuzzerRunDriver(&count, $0) { data, size in
                unsafe FuzzTarget.chosen?.take(Array(UnsafeBufferPointer(start: data, count: size)))
                return 0
            }
        }
    }
}
exit(status)
