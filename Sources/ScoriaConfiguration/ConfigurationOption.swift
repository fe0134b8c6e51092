import ScoriaModel

/// One option: its name, what may be written, what it is for, and the property that it sets.
///
/// The default is the property's initial value, so that it stands in one place only.
struct ConfigurationOption<Target: Sendable>: Sendable {
    let name: String
    /// What to write, in words.
    let words: String
    let help: String
    /// Whether the name is ours; the others are the field's, with the field's meaning.
    let isOurs: Bool
    /// Whether the value must not be repeated, not even in part.
    let isSecret: Bool
    /// A default in terms of other options, such as `$state_path/scoria.sqlite`.
    let template: String?
    /// How a default that depends on the machine is found, in words.
    let computed: String?
    /// The property of a target as it would be written.
    let text: @Sendable (Target) -> String
    /// Sets the property; answers with what is wrong and what to write instead when the text is no value.
    let assign: @Sendable (String, inout Target) -> (what: String, correction: String)?

    /// A line of an option table.
    init<Value>(
        _ name: String,
        _ kind: OptionKind<Value>,
        _ property: any WritableKeyPath<Target, Value> & Sendable,
        ours isOurs: Bool = false,
        template: String? = nil,
        computed: String? = nil,
        _ help: String
    ) {
        self.name = name
        self.help = help
        self.isOurs = isOurs
        self.template = template
        self.computed = computed
        isSecret = Value.self == Secret?.self
        words = kind.words
        text = { kind.write($0[keyPath: property]) }
        assign = { text, target in
            switch kind.read(text) {
            case .value(let value):
                target[keyPath: property] = value
                return nil
            case .wrong(let what, let correction):
                return (what, correction)
            }
        }
    }
}

/// The options of one section.
struct OptionSection<Target: Sendable>: Sendable {
    let name: String
    let options: [ConfigurationOption<Target>]

    /// The option of that name.
    func option(_ name: String) -> ConfigurationOption<Target>? {
        options.first { $0.name == name }
    }
}
