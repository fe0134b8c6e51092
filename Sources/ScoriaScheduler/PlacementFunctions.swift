import ScoriaModel

/// The two expressions by which a backend says which volumes it takes and how gladly (`scheduler.md` 6).
public struct PlacementFunctions: Sendable, Hashable {
    /// `filter_function`; nil or empty when there is none.
    public var filter: String?
    /// `goodness_function`; nil or empty when there is none.
    public var goodness: String?

    /// The functions of one source; none by default.
    public init(filter: String? = nil, goodness: String? = nil) {
        self.filter = filter
        self.goodness = goodness
    }

    /// Of each function the first that is given.
    ///
    /// The field's order is: the backend's section, then `[DEFAULT]`, then the driver's own default. What a report itself holds comes
    /// before all of them, also when it holds null.
    public static func first(of sources: [PlacementFunctions]) -> PlacementFunctions {
        PlacementFunctions(
            filter: sources.lazy.compactMap(\.filter).first { !$0.isEmpty },
            goodness: sources.lazy.compactMap(\.goodness).first { !$0.isEmpty }
        )
    }
}

/// A function of a pool, read or refused, once per report.
struct PreparedFunction: Sendable {
    let text: String
    let expression: Result<Expression, ExpressionError>
    /// Whether the storage protocol matters, so that each of its spellings has to be tried.
    let usesProtocol: Bool

    init(_ text: String) {
        self.text = text
        expression = Result { () throws(ExpressionError) in try Expression(text) }
        usesProtocol = text.contains("storage_protocol")
    }

    /// The values for a pool and a request: one, or one for each spelling of the pool's storage protocol.
    func values(of candidate: PoolCandidate, for request: PlacementRequest) -> [Result<ExpressionValue, ExpressionError>] {
        let spellings = usesProtocol ? candidate.prepared.protocolSpellings : []
        return spellings.isEmpty
            ? [value(of: candidate, for: request, spelling: nil)]
            : spellings.map { value(of: candidate, for: request, spelling: $0) }
    }

    private func value(
        of candidate: PoolCandidate,
        for request: PlacementRequest,
        spelling: JSONValue?
    ) -> Result<ExpressionValue, ExpressionError> {
        Result { () throws(ExpressionError) in
            try expression.get().evaluate { object, key in
                if let spelling, key == "storage_protocol", object == .stats || object == .capabilities { return spelling }
                return request.field(key, of: object, at: candidate)
            }
        }
    }
}

extension PlacementRequest {
    /// A field that an expression names.
    fileprivate func field(_ key: String, of object: Expression.Object, at candidate: PoolCandidate) -> JSONValue? {
        switch object {
        case .stats: candidate.figure(key)
        case .capabilities: candidate.prepared.capabilities[key]
        case .volume: volumeProperties[key] ?? (key == "size" ? .integer(Int64(size.rawValue)) : nil)
        case .type: typeProperties[key]
        case .extra: extraSpecs[key].map(JSONValue.string)
        case .qos: qosSpecs[key].map(JSONValue.string)
        }
    }
}
