"""The foundation of all packages: records, lengths, findings and their sentences, files."""
