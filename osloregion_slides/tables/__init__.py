"""Facts from the files people keep them in: CSV, workbooks and YAML as lists of the outline."""
