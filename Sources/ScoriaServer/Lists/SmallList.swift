internal import ScoriaAPI

extension ListRequest {
    /// One page of a list that is held in memory because it is short by nature, such as volume types.
    ///
    /// `value` gives the text that an item sorts by under an attribute; items that are equal under all keys keep their order.
    func page<Item>(of items: [Item], id: (Item) -> String, value: (Item, String) -> String) throws -> [Item] {
        let keyed = items.map { item in (keys: sorts.map { value(item, $0.attribute) } + [id(item)], item: item) }
        let ascending = sorts.map(\.isAscending) + [sorts.first?.isAscending ?? false]
        let sorted = keyed.sorted { left, right in
            for index in ascending.indices where left.keys[index] != right.keys[index] {
                return (left.keys[index] < right.keys[index]) == ascending[index]
            }
            return false
        }
        var rest = sorted.map(\.item)[...]
        if let marker {
            guard let position = rest.firstIndex(where: { id($0) == marker }) else {
                throw Fault(.notFound, "Marker \(marker) could not be found.")
            }
            rest = rest[(position + 1)...]
        }
        return Array(rest.dropFirst(offset).prefix(limit))
    }
}
