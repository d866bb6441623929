"""Findings for machines: SARIF for code scanning, JUnit for test reports. Text, JSON and GitHub are in ``report``."""
