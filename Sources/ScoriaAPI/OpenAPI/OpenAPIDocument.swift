public import ScoriaModel

/// The description of the API in OpenAPI 3.1, made of the tables that the service itself works with.
///
/// A microversion is a header, which OpenAPI cannot choose a shape by: the document shows the newest one, and `x-scoria-min-version`
/// says of routes and members since when they are there.
public enum OpenAPIDocument {
    /// The document.
    public static func make() -> JSONValue {
        let facts = RouteFacts()
        let bodies = RequestBodies()
        var paths: [String: [String: JSONValue]] = [:]
        var actions: [String: [Route]] = [:]
        for route in RouteTable.all {
            if route.action != nil {
                actions[route.path, default: []].append(route)
            } else {
                paths[route.path, default: [:]][route.verb.rawValue.lowercased()] = operation(route, facts[route], bodies)
            }
        }
        for (path, routes) in actions { paths[path, default: [:]]["post"] = actionOperation(routes, facts, bodies) }
        let items = paths.map { path, operations in
            (path, JSONValue.object(operations.merging(shared(path)) { first, _ in first }))
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Block Storage API v3", "version": .string(Microversion.maximum.description),
                "summary": "Volumes, snapshots and attachments, as OpenStack's Block Storage API has them.",
            ],
            "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "servers": [
                ["url": "/v3", "description": "Without the project, which is the token's."],
                [
                    "url": "/v3/{project_id}", "description": "With the project, which has to be the token's.",
                    "variables": ["project_id": ["default": "00000000000000000000000000000000"]],
                ],
            ],
            "security": [["token": []]],
            "paths": .object(Dictionary(items) { first, _ in first }),
            "components": [
                "securitySchemes": ["token": ["type": "apiKey", "in": "header", "name": "X-Auth-Token"]],
                "parameters": ["Microversion": microversionParameter],
                "schemas": .object(bodies.definitions.merging(["Fault": faultSchema]) { first, _ in first }),
                "responses": .object(Dictionary(refusals.map { ("Refusal\($0.key)", refusal($0.key, $0.value)) }) { first, _ in first }),
            ],
        ]
    }

    // MARK: Operations

    private static func operation(_ route: Route, _ facts: RouteFacts.Entry, _ bodies: RequestBodies) -> JSONValue {
        var operation = described(route, facts)
        operation["operationId"] = .string(route.id.rawValue)
        operation["responses"] = responses([route], [facts])
        if RouteTable.isOutsideVersions(route.id) { operation["security"] = [] }
        if let body = bodies.schema(of: route) { operation["requestBody"] = requestBody(body) }
        let parameters = QueryParameters.parameters(of: route)
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        return .object(operation)
    }

    /// One operation for all actions of a path: OpenAPI tells operations apart by method and path alone.
    private static func actionOperation(_ routes: [Route], _ facts: RouteFacts, _ bodies: RequestBodies) -> JSONValue {
        let routes = routes.sorted { ($0.action ?? "") < ($1.action ?? "") }
        let variants = routes.map { route -> JSONValue in
            let name = route.action ?? ""
            var schema =
                bodies.schema(of: route)?.object
                ?? ["type": "object", "properties": [name: [:]], "required": [.string(name)], "additionalProperties": false]
            schema.merge(described(route, facts[route])) { first, _ in first }
            schema["title"] = schema.removeValue(forKey: "summary") ?? .string(name)
            schema["x-scoria-operation"] = .string(route.id.rawValue)
            schema["x-scoria-success"] = .integer(Int64(route.success))
            return .object(schema)
        }
        return [
            "operationId": .string((routes.first?.id.rawValue ?? "") + "AndOtherActions"),
            "summary": "Do what the one member of the body names.",
            "requestBody": requestBody(["oneOf": .array(variants)]),
            "responses": responses(routes, routes.map { facts[$0] }),
        ]
    }

    private static func described(_ route: Route, _ facts: RouteFacts.Entry) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        members["summary"] = facts.purpose.map(JSONValue.string)
        if !RouteTable.isOutsideVersions(route.id) { members["x-scoria-min-version"] = .string(route.minimum.description) }
        members["x-scoria-policy"] = route.policy.map(JSONValue.string)
        return members
    }

    /// What all methods of a path have in common.
    private static func shared(_ path: String) -> [String: JSONValue] {
        let isOutside = RouteTable.all.contains { $0.path == path && RouteTable.isOutsideVersions($0.id) }
        let names = path.split(separator: "/").filter { $0.hasPrefix("{") }.map { $0.dropFirst().dropLast() }
        var parameters = names.map { name -> JSONValue in
            ["name": .string(String(name)), "in": "path", "required": true, "schema": ["type": "string", "minLength": 1]]
        }
        if isOutside {
            return parameters.isEmpty ? ["servers": [["url": "/"]]] : ["servers": [["url": "/"]], "parameters": .array(parameters)]
        }
        parameters.append(["$ref": "#/components/parameters/Microversion"])
        return ["parameters": .array(parameters)]
    }

    private static func requestBody(_ schema: JSONValue) -> JSONValue {
        ["required": true, "content": ["application/json": ["schema": schema]]]
    }

    // MARK: Answers

    private static func responses(_ routes: [Route], _ facts: [RouteFacts.Entry]) -> JSONValue {
        var responses: [String: JSONValue] = [:]
        for success in Set(routes.map(\.success)) {
            let answers = zip(routes, facts).filter { $0.0.success == success }.map(\.1.answer).filter { !$0.isEmpty }
            var response: [String: JSONValue] = ["description": .string(meaning(of: success))]
            // Of several actions some answer with a body and some without, which one description of an answer cannot say.
            if let answer = answers.first, routes.count == 1 { response["content"] = ["application/json": ["schema": answer.schema]] }
            responses[String(success)] = .object(response)
        }
        var statuses = Set(facts.flatMap(\.refusals)).union([404])
        if routes.contains(where: { !RouteTable.isOutsideVersions($0.id) }) { statuses.formUnion(everywhere) }
        if routes.contains(where: { $0.id == .metrics }) { statuses.insert(403) }
        if routes.contains(where: { $0.verb == .post || $0.verb == .put }) { statuses.formUnion(withBody) }
        for status in statuses where refusals[status] != nil {
            responses[String(status)] = ["$ref": .string("#/components/responses/Refusal\(status)")]
        }
        return .object(responses.compactMapValues { $0 })
    }

    private static let everywhere: Set<Int> = [400, 401, 403, 406, 413, 431, 503]
    private static let withBody: Set<Int> = [408, 409, 415]

    private static func meaning(of status: Int) -> String {
        switch status {
        case 200: "Done."
        case 201: "Made."
        case 202: "Accepted; what takes time goes on, and the resource's status shows it."
        case 204: "Done; there is nothing to say."
        case 300: "The versions to choose from."
        default: "Status \(status)."
        }
    }

    /// Every status of a refusal, and what it means.
    private static let refusals: [Int: String] = [
        400: "The request is malformed, or the resource is in no state for it.",
        401: "There is no valid token.",
        403: "The policy, or the identity service, does not allow it.",
        404: "There is no such resource for this caller, or no such route in this version.",
        405: "The backend cannot do this.",
        406: "The version in the header is beyond the range.",
        408: "The request did not arrive in time.",
        409: "The resource, or another request, is in the way.",
        412: "The resource has changed since the ETag in If-Match.",
        413: "A quota or a limit refuses; Retry-After says when to try again.",
        415: "The media type is not JSON.",
        431: "The header is too long.",
        501: "The backend cannot do this.",
        502: "The backend does not answer.",
        503: "Something that the service needs is not there; Retry-After says when to try again.",
    ]

    private static func refusal(_ status: Int, _ meaning: String) -> JSONValue {
        var content: [String: JSONValue] = ["application/json": ["schema": ["$ref": "#/components/schemas/Fault"]]]
        if status == 413 { content["text/plain"] = ["schema": ["type": "string"]] }
        if status == 404 {
            content["text/html"] = ["schema": ["type": "string"]]
            // The form of the page for unknown paths for those who accept JSON.
            content["application/json"] = [
                "schema": ["anyOf": [["$ref": "#/components/schemas/Fault"], ["required": ["message", "code", "title"]]]]
            ]
        }
        return ["description": .string(meaning), "content": .object(content)]
    }

    private static let faultSchema: JSONValue = [
        "type": "object", "minProperties": 1, "maxProperties": 1,
        "propertyNames": ["enum": .array(Set(Fault.Status.allCases.map(\.faultName)).sorted().map(JSONValue.string))],
        "additionalProperties": [
            "type": "object", "required": ["code", "message"],
            "properties": [
                "code": ["type": "integer"], "message": ["type": "string"], "retryAfter": ["type": "string"],
                "correction": ["type": "string", "description": "What to do next."],
            ],
        ],
    ]

    private static let microversionParameter: JSONValue = [
        "name": .string(Microversion.headerName), "in": "header", "required": false,
        "description": .string(
            "volume 3.0 to \(Microversion.maximum), or volume latest; without it 3.0, whose answers have fewer members."
        ),
        "schema": ["type": "string", "pattern": "^volume (3\\.([0-9]|[1-6][0-9]|7[01])|latest)$", "default": "volume 3.71"],
    ]
}
