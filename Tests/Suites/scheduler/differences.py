"""Where the scheduler means to differ from the ancestor: the name of each difference, and its reason."""

DIFFERENCES = {
    "the ancestor's request fails as a whole":
        "An exception in one filter or weigher (a text compared with a number in a query, <in> of a number, a goodness that is a text, "
        "capacities that are all unknown with a negative multiplier, nothing left of a pool to promise) ends the ancestor's request. Here the "
        "one pool is passed over, or rated 0, with the reason.",
    "reports that cannot be true":
        "The ancestor computes with negative sizes, texts and missing figures. Here such a pool is passed over with the reason.",
    "rows of and and or":
        "Of `a and b and c` the ancestor looks at a and b only. Here every operand counts.",
    "a name before and and or":
        "`capabilities.a and 1` is a call of a function named capabilities.a for the ancestor, and an error. Here it is what it looks like.",
    "conditionals in a row":
        "Of `a ? b : c ? d : e` the ancestor drops the second half without a word. Here it is an error that asks for parentheses.",
    "numbers that are not real or too large":
        "The ancestor counts with whole numbers of any length and with complex ones. Here whole numbers beyond 64 bits become floating, and "
        "what is beyond those, or not real, is an error.",
    "texts that are too long":
        "A text times a number may have any length for the ancestor. Here it has at most 4096 bytes, and is an error beyond.",
    "the object type":
        "`type.name` and its like are unknown to the ancestor.",
    "keys of the backend":
        "What a backend reports beside its pools is a capability of each of them here; the ancestor hands down a few keys only.",
    "not inside a query":
        "The ancestor's `not` is a list, and a list counts as true inside `and` and `or`. Here it is what it says.",
    "pools that were tried":
        "A pool that has just failed is never tried again here; the ancestor does so unless RetryFilter is configured.",
    "weights of prescribed places":
        "The ancestor weighs all pools and then drops those at other places than the prescribed one. Here weights compare only the pools that "
        "may be chosen.",
}
