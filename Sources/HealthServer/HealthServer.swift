/// Placeholder until the helper's first file.
