import Glibc

extension ConfigurationSources {
    /// The file that is read when none is named, if it is there.
    public static let defaultFilePath = "/etc/scoria/scoria.conf"

    /// The sources of this process.
    ///
    /// A file that is named has to be readable; without a name, ``defaultFilePath`` is taken when it exists. Throws a
    /// ``ConfigurationProblem`` that says what is wrong with the file.
    public static func ofProcess(file path: String?, overrides: [Override], environment: [String: String]) throws(ConfigurationProblem)
        -> Self
    {
        let machine = Machine(hostName: hostName() ?? "localhost", isRoot: geteuid() == 0, homeDirectory: environment["HOME"])
        var sources = ConfigurationSources(machine: machine, environment: environment, overrides: overrides)
        if let path {
            sources.file = File(path: path, bytes: try read(path))
        } else if access(defaultFilePath, F_OK) == 0 {
            sources.file = File(path: defaultFilePath, bytes: try read(defaultFilePath))
        }
        return sources
    }

    private static func hostName() -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let base = buffer.baseAddress, gethostname(base, 255) == 0 else { return nil }
            buffer[255] = 0
            let name = String(cString: base)
            return name.isEmpty ? nil : name
        }
    }

    /// Configurations are small; a larger file was named by mistake.
    private static let largestFile = 4 << 20

    private static func read(_ path: String) throws(ConfigurationProblem) -> [UInt8] {
        guard let file = fopen(path, "rbe") else { throw unreadable(path, errno) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&block, 1, block.count, file)
            if ferror(file) != 0 { throw unreadable(path, errno) }
            guard count > 0 else { return bytes }
            bytes += block[..<count]
            guard bytes.count <= largestFile else {
                throw ConfigurationProblem(
                    .error,
                    at: .file(path: path, line: 0),
                    "The file is larger than 4 MiB.",
                    "Name a configuration file."
                )
            }
        }
    }

    /// Whether this process may read a file.
    static func canRead(_ path: String) -> Bool { access(path, R_OK) == 0 }

    private static func unreadable(_ path: String, _ code: Int32) -> ConfigurationProblem {
        let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        return ConfigurationProblem(
            .error,
            at: .file(path: path, line: 0),
            "The file cannot be read: \(reason).",
            "Name a file that this account may read."
        )
    }
}

extension ConfigurationProblem: Error {}
