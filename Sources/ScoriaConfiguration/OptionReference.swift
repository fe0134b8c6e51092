/// The documents that are made of the option tables, so that they cannot say anything else than the program does.
public enum OptionReference {
    /// The text of `etc/scoria.conf.sample`: every option with its default, as a comment.
    public static var sampleFile: String {
        var lines = wrapped(
            "# ",
            """
            Configuration of Scoria, in the format of cinder.conf. Every line that is commented out shows the default. \
            Made by `scoria config sample`; `scoria config check` tells what is wrong with a file.
            """
        )
        lines += wrapped(
            "# ",
            """
            A value may refer to other options: $state_path, ${database.connection}; $$ is the sign itself. \
            The environment comes before the file: SCORIA_<SECTION>__<OPTION>. Flags come before both.
            """
        )
        for section in MainOptions.sections {
            lines += ["", "[\(section.name)]"]
            for option in section.options { lines += sample(option, defaults: ServiceConfiguration()) }
        }
        lines += ["", "# Values for all backends that do not set their own."]
        lines += ["[\(BackendOptions.sharedSection)]", ""]
        lines += wrapped(
            "# ",
            "One section for each name in enabled_backends, under that name. All of these may stand in [\(BackendOptions.sharedSection)] too."
        )
        lines += ["#[\(ConfigurationLoader.builtInBackend)]"]
        for option in BackendOptions.section.options { lines += sample(option, defaults: BackendConfiguration(name: "")) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func sample<Target>(_ option: ConfigurationOption<Target>, defaults: Target) -> [String] {
        var text = "\(option.help) (\(option.words))"
        if let computed = option.computed { text += " Default: \(computed)." }
        let value = option.computed == nil ? option.defaultText(defaults) : ""
        return [""] + wrapped("# ", text) + ["#\(option.name) =\(value.isEmpty ? "" : " \(value)")"]
    }

    /// The text of `docs/configuration.md`: a table for each section.
    public static var markdown: String {
        var lines = [introduction]
        for section in MainOptions.sections {
            lines += ["", "## [\(section.name)]", ""] + tableHead
            for option in section.options { lines.append(row(option, section: section.name, defaults: ServiceConfiguration())) }
        }
        lines += ["", "## The section of a backend", "", backendIntroduction, ""] + tableHead
        for option in BackendOptions.section.options {
            lines.append(row(option, section: "<backend>", defaults: BackendConfiguration(name: "")))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let introduction = """
        # Configuration

        <!-- Made from the option tables in Sources/ScoriaConfiguration/Options; see CONTRIBUTING.md for how to make it again. -->

        Scoria runs without any configuration: it listens on 127.0.0.1:8776 and keeps volumes as files under its state directory.
        Everything below is optional.

        **Where values come from**, the first that has one: flags of `scoria serve` (`--set section.option=value`), the environment
        (`SCORIA_<SECTION>__<OPTION>`, in capitals, `_` for whatever is no letter or digit: `SCORIA_DEFAULT__OSAPI_VOLUME_LISTEN_PORT=9776`),
        the file (`--config`, else `/etc/scoria/scoria.conf` if it is there), the default.

        **The file** is in the format of `cinder.conf`: `[section]`, `name = value`, comments in lines that begin with `#` or `;`,
        values that go on in indented lines. A value may refer to other options: `$state_path`, `${database.connection}`; `$$` is the
        sign itself. Of an option that stands twice the last counts.

        **`scoria config check`** tells every problem with file, line and option, and what to write instead. Wrong values keep the service
        from starting; options that do not exist, or that only Cinder has, are warned of. Options marked **ours** are not Cinder's.
        """

    private static let backendIntroduction = """
        One section for each name in `enabled_backends`, under that name. `[\(BackendOptions.sharedSection)]` takes the same options for all \
        backends that do not set their own.
        """

    private static let tableHead = ["| Option | Value | Default | Meaning |", "| --- | --- | --- | --- |"]

    private static func row<Target>(_ option: ConfigurationOption<Target>, section: String, defaults: Target) -> String {
        let value = option.defaultText(defaults)
        let shown = option.computed ?? (value.isEmpty ? "(empty)" : "`\(value)`")
        let name = "`\(option.name)`" + (option.isOurs ? " **ours**" : "")
        let cells = [name, option.words, shown, option.help].map { $0.split(separator: "|").joined(separator: "\\|") }
        return "| " + cells.joined(separator: " | ") + " |"
    }

    /// Breaks a text into lines of at most 120 characters that begin with `prefix`.
    private static func wrapped(_ prefix: String, _ text: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, prefix.count + line.count + 1 + word.count > 120 {
                lines.append(prefix + line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return lines + [prefix + line]
    }
}

extension ConfigurationOption {
    /// The default as it would be written.
    fileprivate func defaultText(_ target: Target) -> String { template ?? text(target) }
}
