// Placeholder until the first file of this floor is written.
