internal import Glibc
internal import ScoriaDriver

/// Whether a process has ended; one that nobody has waited for counts as ended.
func isGone(_ process: Int32) -> Bool {
    if kill(process, 0) != 0 && errno == ESRCH { return true }
    guard let status = readSmallFile("/proc/\(process)/stat"), let end = status.lastIndex(of: ")") else { return true }
    return status[end...].dropFirst(2).first == "Z"
}

/// The processes of the machine that were started with this argument.
func processes(withArgument argument: String) -> [Int32] {
    guard let directory = opendir("/proc") else { return [] }
    defer { closedir(directory) }
    var found: [Int32] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        guard let process = Int32(name), let arguments = readSmallFile("/proc/\(name)/cmdline") else { continue }
        if arguments.utf8.split(separator: 0).contains(where: { $0.elementsEqual(argument.utf8) }) { found.append(process) }
    }
    return found
}

/// Makes a directory that only we may enter, with the directories above it.
func makeStateDirectory(_ path: String) throws {
    var made = ""
    for component in path.split(separator: "/") {
        made += "/" + component
        guard mkdir(made, 0o700) != 0, errno != EEXIST else { continue }
        throw fileError("the directory \(made) cannot be made")
    }
}

/// The text of a small file; nil when there is none.
func readSmallFile(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(file, &bytes, bytes.count)
    return count >= 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
}

/// Replaces a small file so that after a crash it has the old text or the new one.
func writeSmallFile(_ path: String, _ text: String) throws {
    let fresh = path + ".new"
    let file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw fileError("\(fresh) cannot be made") }
    let bytes = Array(text.utf8)
    let isWritten = write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
    close(file)
    guard isWritten, rename(fresh, path) == 0 else { throw fileError("\(path) cannot be written") }
}

private func fileError(_ what: String) -> DriverError {
    DriverError(.unavailable, .transient, "The target server's state cannot be kept: \(what): \(errorText()).")
}
