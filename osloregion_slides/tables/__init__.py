"""Facts from files: CSV, workbooks, JSON and YAML as lists of the outline."""
