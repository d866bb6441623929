"""What every package builds on: records, lengths, findings and their sentences, files."""
