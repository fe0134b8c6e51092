/// The name among `names` that was probably meant; nil when none is near.
///
/// Near is at most two wrong letters, or a quarter of a long name.
func nearestName(to name: String, among names: some Sequence<String>) -> String? {
    let limit = max(2, name.count / 4)
    let measured = names.map { ($0, editDistance(name, $0)) }.filter { $0.1 <= limit }
    return measured.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
}

/// How many letters have to be changed, added or removed to make one text of the other (Levenshtein).
private func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right.utf8)
    var row = Array(0...right.count)
    for (leftIndex, leftByte) in left.utf8.enumerated() {
        var diagonal = row[0]
        row[0] = leftIndex + 1
        for (rightIndex, rightByte) in right.enumerated() {
            let change = diagonal + (leftByte == rightByte ? 0 : 1)
            diagonal = row[rightIndex + 1]
            row[rightIndex + 1] = min(change, row[rightIndex] + 1, diagonal + 1)
        }
    }
    return row[right.count]
}
